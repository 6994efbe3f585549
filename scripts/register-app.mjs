// Registers the GitHub App of app.yml: shows one button in the browser, and keeps what GitHub answers where compose.yaml
// looks for it. Nothing that exists is overwritten, no secret is printed.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';

const USAGE = `npm run register -- https://ADDRESS-OF-THE-APP [--org NAME] [--name NAME] [--github https://github.com]
ADDRESS is where GitHub will reach the App; --org registers it for an organization, else it is yours.`;
const KEY = 'secrets/private-key.pem';
const SETTINGS = '.env';

function stop(text) {
  console.error(text);
  process.exit(3);
}

const options = { org: { type: 'string' }, name: { type: 'string' }, github: { type: 'string' } };
let given;
try {
  given = parseArgs({ options, allowPositionals: true });
} catch (error) {
  stop(`${error.message}\n${USAGE}`);
}
const { org, name, github = 'https://github.com' } = given.values;
const [address, ...more] = given.positionals;
if (!URL.canParse(address ?? '') || !URL.canParse(github) || more.length > 0) stop(USAGE);
if (new URL(address).protocol !== 'https:') stop('The address has to begin with https:// so that nobody reads along.');
if (org !== undefined && !/^[\w-]+$/.test(org)) stop(`${org} is no name of an organization.`);
for (const path of [KEY, SETTINGS]) if (existsSync(path)) stop(`${path} is there already: move it away first.`);

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  const work = url.pathname === '/' ? button() : url.pathname === '/done' ? done(url.searchParams) : ['Not found', 404];
  void Promise.resolve(work)
    .catch((error) => [`That did not work: ${error.message}. Run the command again.`, 502])
    .then(([text, status = 200, isOver = false]) => {
      response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', connection: 'close' });
      response.end(`<!doctype html><meta charset="utf-8"><title>pilot-readiness</title>${text}`, () => {
        if (isOver) server.close();
      });
    });
});
const state = randomBytes(24).toString('hex');
server.listen(0, '127.0.0.1', () => {
  console.log(`Open http://127.0.0.1:${server.address().port}/ in the browser of this computer, and press the button.`);
});

function button() {
  const manifest = parse(readFileSync(new URL('../app.yml', import.meta.url), 'utf8'));
  manifest.name = name ?? manifest.name;
  manifest.hook_attributes.url = new URL('/api/github/webhooks', address).href;
  manifest.redirect_url = `http://127.0.0.1:${server.address().port}/done`;
  const path = org === undefined ? '/settings/apps/new' : `/organizations/${org}/settings/apps/new`;
  const action = new URL(`${path}?state=${state}`, github).href;
  return [
    `<form method="post" action="${escaped(action)}">
<input type="hidden" name="manifest" value="${escaped(JSON.stringify(manifest))}">
<p>GitHub will show what the App may do before anything is made.</p><button>Register on ${escaped(github)}</button></form>`,
  ];
}

async function done(query) {
  const [code, back] = [query.get('code') ?? '', query.get('state') ?? ''];
  const isOurs = back.length === state.length && timingSafeEqual(Buffer.from(back), Buffer.from(state));
  if (!isOurs || !/^[\w-]+$/.test(code)) return ['This answer does not belong to the button that was pressed.', 400];
  const host = new URL(github).hostname;
  const api = host === 'github.com' ? 'https://api.github.com' : new URL('/api/v3', github).href;
  const answer = await fetch(`${api}/app-manifests/${code}/conversions`, {
    method: 'POST',
    headers: { accept: 'application/vnd.github+json', 'user-agent': 'pilot-readiness' },
    signal: AbortSignal.timeout(30_000),
  });
  if (answer.status !== 201) throw new Error(`GitHub answered ${answer.status}`);
  const { id, pem, webhook_secret: secret, html_url: page } = await answer.json();
  keep(KEY, pem);
  const lines = [
    `APP_ID=${id}`,
    `WEBHOOK_SECRET=${secret ?? ''}`,
    `DATABASE_PASSWORD=${randomBytes(32).toString('hex')}`,
  ];
  if (host !== 'github.com') lines.push(`GITHUB_API_URL=${api}`, `GITHUB_SERVER_URL=${new URL(github).origin}`);
  keep(SETTINGS, `${lines.join('\n')}\n`);
  console.log(`Registered App ${id}. Its key is in ${KEY}, its settings in ${SETTINGS}: keep both secret.`);
  if (!secret) console.log(`GitHub gave no webhook secret: make one, put it into ${SETTINGS} and onto the App's page.`);
  console.log(`Next: install it on your repositories: ${page}/installations/new`);
  console.log(`To make it a gate, an admin of a pilot puts its promotion branches into this ruleset and creates it with
gh api --method POST repos/OWNER/REPOSITORY/rulesets --input gate.json
${ruleset(id)}`);
  return [`<p>Registered. Go back to the terminal: it says what is next.</p>`, 200, true];
}

/** The ruleset of docs/operating.md, pinned to the new App. */
function ruleset(id) {
  const page = readFileSync(new URL('../docs/operating.md', import.meta.url), 'utf8');
  const [, text = ''] = /```json\n(\{\n {2}"name": "pilot-readiness"[\s\S]*?)\n```/.exec(page) ?? [];
  return text.replace(/"integration_id": \d+/, `"integration_id": ${Number(id)}`);
}

function keep(path, text) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
