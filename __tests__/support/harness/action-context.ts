import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GitHub, startGitHub } from '../../../testing/github-emulator/index.ts';
import { type ActionRun, runBundledAction } from './run-action.ts';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
export const ORG = 'acme-support';
const EXAMPLE = join(root, 'examples/support-triage');
const PEOPLE = [
  'dana-okonkwo',
  'jonas-weber',
  'lea-brandt',
  'mira-castellano',
  'ravi-desai',
  'tomas-lindqvist',
  'hanne-vik',
  'ines-okafor',
  'samir-haddad',
  'yuki-tanabe',
];

export const POLICY = '.github/pilot-readiness.yml';
/** The example's policy with users instead of a team, so that a workflow's own token can read who may sign. */
export const policy = readFileSync(join(EXAMPLE, POLICY), 'utf8')
  .replace(', "@acme-support/security"', '')
  .replace('paths: ["deploy/production/**"]', 'branches: [production]');
/** With an account for the sponsor, who can then accept what cannot be proven from history. */
export const manifest = readFileSync(join(EXAMPLE, 'readiness/pilot.yaml'), 'utf8').replace(
  '  sponsor: "Ines Okafor <ines.okafor@acme-support.example>"',
  '  sponsor: "@ines-okafor"',
);

/** Words of a review that signs both controls' worth of one person, or accepts in the sponsor's name. */
export const sign = (control: string): string => `Read it.\n\n/readiness sign-off ${control}`;

export async function context(): Promise<GitHub> {
  return startGitHub({
    org: ORG,
    users: [...PEOPLE, { login: 'eve', role: 'outside' }],
    teams: { security: ['tomas-lindqvist'], 'triage-team': ['samir-haddad'], platform: ['ravi-desai'] },
  });
}

/** The example as a repository with a branch `production` behind `main`. */
export async function pilotRepository(
  github: GitHub,
  name: string,
  files: Record<string, string | null> = {},
): Promise<void> {
  const samir = github.as('samir-haddad');
  await samir.createRepository(name, {
    folder: EXAMPLE,
    files: { [POLICY]: policy, 'readiness/pilot.yaml': manifest, ...files } as Record<string, string>,
    date: '2026-08-28T09:30:00Z',
  });
  await samir.branch(name, 'production');
}

/** What a workflow of this event would say, with the event's own payload as GitHub shapes it. */
export async function runFor(
  github: GitHub,
  repo: string,
  number: number,
  more: { name?: string; payload?: Record<string, unknown>; token?: string; inputs?: Record<string, string> } = {},
): Promise<ActionRun> {
  const { data } = await github.as('samir-haddad').request(`GET /repos/${ORG}/${repo}/pulls/${number}`);
  return runBundledAction({
    name: more.name ?? 'pull_request_target',
    payload: more.payload ?? {
      action: 'synchronize',
      number,
      pull_request: data as Record<string, unknown>,
      repository: { name: repo, owner: { login: ORG } },
    },
    repository: `${ORG}/${repo}`,
    apiUrl: github.url,
    token:
      more.token ??
      github.actionsToken(repo, {
        contents: 'read',
        'pull-requests': 'write',
        pull_requests: 'write',
        issues: 'write',
        checks: 'write',
        statuses: 'read',
        deployments: 'read',
        actions: 'read',
        metadata: 'read',
      }),
    ...(more.inputs ? { inputs: more.inputs } : {}),
  });
}

/** Comments on the pull request that the workflow wrote. */
export async function ownComments(
  github: GitHub,
  repo: string,
  number: number,
): Promise<{ id: number; body: string }[]> {
  const { data } = await github
    .as('samir-haddad')
    .request(`GET /repos/${ORG}/${repo}/issues/${number}/comments?per_page=100`);
  return (data as { id: number; body: string; user: { login: string } }[])
    .filter((comment) => comment.user.login === 'github-actions[bot]')
    .map(({ id, body }) => ({ id, body }));
}
