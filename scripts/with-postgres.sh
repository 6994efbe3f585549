#!/usr/bin/env bash
# Runs a command beside a private PostgreSQL and names it in DATABASE_URL, so that the store is tested on both kinds:
#   scripts/with-postgres.sh [--install] COMMAND...
# The server listens on a socket in its own folder and stops with the command, however that ends. Without a PostgreSQL the
# command runs on the embedded store only, and one line says so; with POSTGRES=required the script fails instead.
# `--install` installs the Debian package postgresql, as root or by sudo without a password. A DATABASE_URL that is set is
# used as it is.
set -euo pipefail

install=no
if [ "${1:-}" = --install ]; then
  install=yes
  shift
fi
[ $# -gt 0 ] || { echo "usage: $0 [--install] COMMAND..." >&2; exit 2; }
[ -z "${DATABASE_URL:-}" ] || exec "$@"
unset DATABASE_URL

# The folder of the server's programs: distributions keep them out of the PATH.
programs() {
  local found
  for found in "$(command -v initdb || true)" "$(pg_config --bindir 2>/dev/null || true)/initdb" \
    $(ls -d /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb 2>/dev/null | sort -rV); do
    found=$(readlink -f "$found" 2>/dev/null || true)
    if [ -x "$found" ] && [ -x "$(dirname "$found")/pg_ctl" ]; then
      dirname "$found"
      return
    fi
  done
}

apt_install() {
  local root=()
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || { why='not installed, and neither root nor sudo'; return 1; }
    root=(sudo -n)
  fi
  command -v apt-get >/dev/null || { why='not installed, and no apt'; return 1; }
  echo 'Installing PostgreSQL to test the store on it.' >&2
  why='not installed, and apt could not get it'
  local log
  log=$("${root[@]}" timeout 300 sh -c 'export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq; apt-get install -qq -y --no-install-recommends postgresql' 2>&1 </dev/null) ||
    { echo "$log" | tail -n 3 >&2; return 1; }
}

# PostgreSQL refuses to run as root.
as_server() {
  if [ "$(id -u)" != 0 ]; then "$@"; else runuser -u "$server_user" -- "$@"; fi
}

start() {
  bin=$(programs)
  if [ -z "$bin" ] && [ "$install" = yes ]; then
    apt_install || return 1
    bin=$(programs)
  fi
  [ -n "$bin" ] || { why='not installed'; return 1; }
  server_user=$(id -un postgres 2>/dev/null || echo nobody)
  # The address of a socket may have 107 bytes: a folder for temporary files can be too deep for it.
  folder=$(mktemp -d /tmp/pilot-postgres-XXXXXX)
  [ "$(id -u)" != 0 ] || chown "$server_user" "$folder"
  cd "$folder"
  why='it did not start'
  as_server "$bin/initdb" -D "$folder/data" -U postgres -A trust --no-sync --locale=C -E UTF8 >"$folder/log" 2>&1 &&
    as_server "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 start \
      -o "-k '$folder' -c listen_addresses= -c fsync=off -c synchronous_commit=off -c max_connections=200" \
      >>"$folder/log" 2>&1 </dev/null || { tail -n 3 "$folder"/*log >&2; return 1; }
}

clean() {
  [ -n "${folder:-}" ] || return 0
  as_server "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$folder"
  folder=
}

here=$PWD
why=
trap clean EXIT
if start; then
  export DATABASE_URL="postgres://postgres@localhost/postgres?host=$folder"
  echo "PostgreSQL for the tests: $("$bin/postgres" --version)" >&2
else
  clean
  [ "${POSTGRES:-}" != required ] || { echo "No PostgreSQL ($why), and POSTGRES=required: nothing was run." >&2; exit 1; }
  echo "No PostgreSQL ($why): the store is tested embedded only." >&2
fi
cd "$here"

# In the background, so that a signal for this script ends the command at once and not after it.
"$@" <&0 &
child=$!
trap 'kill -TERM "$child" 2>/dev/null || true' INT TERM HUP
while :; do
  wait "$child" && status=0 || status=$?
  kill -0 "$child" 2>/dev/null || break
done
exit "$status"
