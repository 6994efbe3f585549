import { matcher } from '../domain/cover.ts';
import { endOfDay, parseInstant } from '../domain/dates.ts';
import type { Authorship, FactRequest, FileHistory } from '../engine/fact-requests.ts';
import type { Commit } from './git-log.ts';
import type { Mailmap } from './identity.ts';

/**
 * Versions of each path, oldest first. A path named without a glob is listed even when it has none. Links and
 * submodules are not versions; a path that was deleted since keeps those it had.
 */
export function pathHistory({ paths }: FactRequest<'history'>, commits: Commit[], mailmap: Mailmap): FileHistory[] {
  const matches = matcher(paths);
  const found = new Map<string, FileHistory>();
  for (const path of paths) if (!/[*?[\]{}]|\/$/.test(path)) found.set(path, { path, versions: [] });
  for (const { id, declaredAt, author, changes } of commits) {
    for (const { path, after } of changes) {
      if (!after?.mode.startsWith('100') || !(matches(path) || found.has(path))) continue;
      const file = found.get(path) ?? { path, versions: [] };
      file.versions.push({ commit: id, blob: after.blob, declaredAt, author: mailmap(author) });
      found.set(path, file);
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether an ask speaks of every commit of the pilot: then nobody has to look at paths. */
export function wantsEverything(request: FactRequest): request is FactRequest<'authorship'> {
  return request.kind === 'authorship' && request.globs.includes('**') && request.except.length === 0;
}

/** Commits that change the paths, oldest first, with everyone their mailmap and trailers name. Both days are included. */
export function authorshipOf(request: FactRequest<'authorship'>, commits: Commit[], mailmap: Mailmap): Authorship {
  const matches = matcher(request.globs);
  const except = matcher(request.except);
  const from = parseInstant(request.from ?? '') ?? Number.NEGATIVE_INFINITY;
  const to = endOfDay(request.to ?? '') ?? Number.POSITIVE_INFINITY;
  const everything = wantsEverything(request);
  const found: Authorship['commits'] = [];
  for (const commit of commits) {
    const at = Date.parse(commit.declaredAt);
    // A date that no calendar holds leaves nobody out.
    if (at < from || at >= to) continue;
    const paths = everything
      ? []
      : commit.changes.map((change) => change.path).filter((path) => matches(path) && !except(path));
    if (paths.length === 0 && !everything) continue;
    found.push({
      commit: commit.id,
      author: mailmap(commit.author),
      committer: mailmap(commit.committer),
      coAuthors: commit.coAuthors.map(mailmap),
      declaredAt: commit.declaredAt,
      paths: paths.sort(),
    });
  }
  return { commits: found };
}
