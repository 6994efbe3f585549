import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';

export const ORG = 'acme-support';
export const AUTHOR = 'samir-haddad';
export const SIGNERS = { security: 'tomas-lindqvist', privacy: 'hanne-vik' } as const;
const OTHERS = ['dana-okonkwo', 'jonas-weber', 'lea-brandt', 'mira-castellano', 'ravi-desai', 'yuki-tanabe'];
const POLICY = '.github/pilot-readiness.yml';
const WRITE_MS = 200;
export const REPOSITORIES = ['triage', 'summaries', 'routing'] as const;

/** A GitHub with a few pilots that have a branch `production`. Pull requests into it are promotions. */
export async function openFixture(root: string): Promise<GitHub> {
  const github = await startGitHub({
    org: ORG,
    users: [AUTHOR, ...Object.values(SIGNERS), ...OTHERS],
    app: { webhookSecret: randomBytes(16).toString('hex') },
    // What happens when the budget of requests is used up is not asked here.
    rateLimit: 10_000_000,
  });
  const folder = join(root, 'examples/support-triage');
  const policy = readFileSync(join(folder, POLICY), 'utf8')
    .replace(', "@acme-support/security"', '')
    .replace('paths: ["deploy/production/**"]', 'branches: [production]');
  for (const name of REPOSITORIES) {
    const author = github.as(AUTHOR);
    await author.createRepository(name, { folder, files: { [POLICY]: policy }, date: '2026-08-28T09:30:00Z' });
    await author.branch(name, 'production');
  }
  await github.settled();
  // As long as GitHub takes for them: a kill may come between a request and what it does.
  github.faults.add({ route: /^(POST|PATCH|DELETE) .*\/(check-runs|comments)\b/, delay: WRITE_MS });
  return github;
}

/** The documents that pull requests take away and bring back, each with its text. */
export function documents(root: string): Record<string, string> {
  const text = (path: string): string => readFileSync(join(root, 'examples/support-triage', path), 'utf8');
  return Object.fromEntries(
    ['docs/runbook.md', 'docs/rollback.md', 'docs/privacy.md'].map((path) => [path, text(path)]),
  );
}
