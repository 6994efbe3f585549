import type { CodeBlock } from './blocks.ts';

export interface Command {
  line: number;
  text: string;
}

const SHELL =
  /^(sh|bash|zsh|fish|shell|console|shell-?session|terminal|powershell|pwsh|ps1?|cmd|bat|dosbatch|command)$/;
/** Statements an operator pastes into a database console. */
const QUERY = /^(sql|psql|plsql|mysql|postgres(ql)?|pgsql|tsql)$/;
const PROGRAMS = new Set(
  `sudo kubectl kc k helm docker docker-compose podman nerdctl crictl git gh glab gcloud gsutil bq aws az terraform tofu
  terragrunt ansible ansible-playbook npm npx pnpm yarn bun node deno python python3 pip pip3 poetry uv pipenv cargo go
  make just task curl wget http ssh scp rsync sftp systemctl journalctl service supervisorctl psql mysql redis-cli mongosh
  mongo pg_dump pg_restore sqlite3 sed grep awk tail head cat less ls cd cp mv rm mkdir touch chmod chown vim vi nano jq
  yq fly flyctl heroku vercel netlify wrangler serverless sls cdk pulumi argocd flux istioctl oc nomad consul vault op
  skaffold cf bundle rake rails php composer java mvn gradle dotnet sh bash zsh pwsh export source echo kill killall pkill
  nc dig nslookup openssl ping crontab tar unzip gzip alembic flyway liquibase celery airflow dbt dvc mlflow kustomize
  minikube kind supabase firebase pm2 rclone eksctl doctl sam cf-push promtool amtool logcli nats kafka-topics
  kafka-consumer-groups ab hey k6 locust huggingface-cli ollama modal databricks snowsql bosh rabbitmqctl etcdctl
  certbot nginx apachectl df du ps top free uptime lsof ss netstat ip iptables mount umount date watch timeout env`.split(
    /\s+/,
  ),
);
const KEYWORD_LINE = /^(done|fi|esac|then|else|do|\{|\}|\(|\)|EOF|;;)[;&|)\s]*$/;
/** Longest chain of continued lines joined into one command. */
const MAX_JOINED = 40;

/** Words that would run: a known program with an argument, a script, or a line with a prompt. */
export function looksLikeCommand(text: string): boolean {
  const line = text.trim().replace(/^[$>]\s+/, '');
  if (line !== text.trim() && line !== '') return true;
  const words = line.replace(/^(?:[A-Z_][A-Z0-9_]*=\S*\s+)+/, '').split(/\s+/, 3);
  const program = words[0] ?? '';
  if (/^(\.{1,2}\/|\/|~\/|scripts?\/|bin\/|tools\/)[\w./-]*\w\.(sh|py|rb|js|mjs|ts|ps1|pl)$/i.test(program))
    return true;
  if (/^\.\/[\w-]+$/.test(program)) return true;
  return words.length > 1 && PROGRAMS.has(program);
}

function shellLines(block: CodeBlock, onlyKnown: boolean): Command[] {
  const out: Command[] = [];
  const lines = block.text.split('\n');
  const prompted = lines.some((line) => /^\s*(\$|PS[^>]{0,80}>)\s/.test(line));
  for (let i = 0; i < lines.length; i++) {
    const start = i;
    let text = lines[i]?.trim() ?? '';
    if (text === '' || /^(#|\/\/|REM\s|::)/i.test(text)) continue;
    if (prompted && !/^(\$|PS[^>]{0,80}>)\s/.test(text)) continue;
    text = text.replace(/^(\$|PS[^>]{0,80}>)\s+/, '');
    let open = /[\\`^]$/.test(text) || unclosedQuote(text);
    while (open && i + 1 < lines.length && i - start < MAX_JOINED) {
      const more = lines[++i]?.trim() ?? '';
      text = `${text.replace(/\s{0,20}[\\`^]$/, '')} ${more}`;
      open = /[\\`^]$/.test(more) || unclosedQuote(text);
    }
    if (KEYWORD_LINE.test(text) || (onlyKnown && !prompted && !looksLikeCommand(text))) continue;
    out.push({ line: block.from + start, text: text.slice(0, 1000) });
  }
  return out;
}

function unclosedQuote(text: string): boolean {
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '\\' && quote !== "'") i++;
    else if (quote === '' && (char === "'" || char === '"')) quote = char;
    else if (char === quote) quote = '';
  }
  return quote !== '';
}

/**
 * Commands of a code block: every line of a shell or SQL fence without its comments, prompts taken off, continued lines
 * joined; in a fence without language only lines that begin with a known program or a script.
 */
export function commandsOf(block: CodeBlock): Command[] {
  if (SHELL.test(block.info)) return shellLines(block, false);
  if (block.info === '' || block.info === 'text' || block.info === 'txt') return shellLines(block, true);
  if (!QUERY.test(block.info)) return [];
  return block.text.split('\n').flatMap((line, index): Command[] => {
    const text = line.trim();
    return /^(select|update|insert|delete|alter|drop|create|call|begin|commit|set|grant|revoke|truncate|restore)\b/i.test(
      text,
    )
      ? [{ line: block.from + index, text: text.slice(0, 1000) }]
      : [];
  });
}
