import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { coverHash } from '../../src/domain/cover.ts';
import { makeTree } from '../../src/domain/tree.ts';
import type { Client } from '../../testing/github-emulator/index.ts';
import { ORG } from './people.ts';
import { must } from './unexpected.ts';

export const POLICY = '.github/pilot-readiness.yml';
const MANIFEST = 'readiness/pilot.yaml';
const RESULTS = 'evals/results.json';
const STAMP = `${RESULTS}.provenance.json`;
/** As declared in the manifest under `evals.covers`. */
const COVERS = { globs: ['src/**', 'prompts/**', 'config/**'], except: [] };

type Texts = Record<string, string>;

/** The example's own files, as they should be and as a hurried team leaves them. */
export interface PilotFiles {
  whole: Texts;
  hurried: Texts;
}

/** Reads the example and takes from it what pilots really lack. Fails when the example no longer has it. */
export function pilotFiles(folder: string): PilotFiles {
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  const whole: Texts = {
    'docs/rollback.md': read('docs/rollback.md'),
    'docs/runbook.md': read('docs/runbook.md'),
    'prompts/triage.md': read('prompts/triage.md'),
    [POLICY]: replaced(read(POLICY), 'paths: ["deploy/production/**"]', 'branches: [production]'),
    // With an account, so that the sponsor can speak on the pull request.
    [MANIFEST]: replaced(
      read(MANIFEST),
      'sponsor: "Ines Okafor <ines.okafor@acme-support.example>"',
      'sponsor: "@ines-okafor"',
    ),
    [RESULTS]: read(RESULTS),
    [STAMP]: read(STAMP),
  };
  const rollback = whole['docs/rollback.md'] ?? '';
  const trigger = rollback.slice(rollback.indexOf('Trigger, either of:'), rollback.indexOf('## When not to'));
  return {
    whole,
    hurried: {
      ...whole,
      'docs/rollback.md': replaced(rollback, trigger, 'When the results get noticeably worse.\n\n'),
      'docs/runbook.md': replaced(
        whole['docs/runbook.md'] ?? '',
        '| 15 minutes | @ravi-desai | phone list in the desk binder |',
        '| 15 minutes | TBD | TBD |',
      ),
    },
  };
}

/**
 * The pilot as a repository: `main` is what the team works on, `production` is what runs, and what may be merged there
 * is decided by the check of this App and of no other.
 */
export async function createPilot(
  samir: Client,
  admin: Client,
  pilot: { repo: string; folder: string; files: PilotFiles; check: { context: string; app_id: number } },
): Promise<void> {
  const { repo, folder, files, check } = pilot;
  await samir.createRepository(repo, { folder, files: files.hurried, topics: ['pilot'], date: '2026-08-28T09:30:00Z' });
  await samir.commit(repo, {
    message: 'Run the eval suite',
    files: await stamped(samir, repo, 'main', files.hurried[RESULTS] ?? ''),
    date: '2026-11-12T08:45:00Z',
  });
  await samir.branch(repo, 'production');
  await admin.protect(repo, 'production', { checks: [check] });
}

/** The prompt with one line more, as somebody adds it after the suite has run. */
export function lastMinutePrompt({ whole }: PilotFiles): Texts {
  const prompt = whole['prompts/triage.md'] ?? '';
  const line = '- is written in a language you are less than sure of,\n';
  return { 'prompts/triage.md': replaced(prompt, line, `${line}- is about an order of more than 50 articles,\n`) };
}

/** The eval results of a run on that morning, with the stamp that binds them to the code of the branch. */
export async function evalsOfToday(client: Client, repo: string, branch: string, files: PilotFiles): Promise<Texts> {
  return stamped(client, repo, branch, (files.whole[RESULTS] ?? '').replaceAll('2026-11-12T', '2026-11-20T'));
}

/** What `pilot-readiness eval-stamp` writes beside the results, made from the tree as GitHub lists it. */
async function stamped(client: Client, repo: string, branch: string, results: string): Promise<Texts> {
  const commit = await client.tip(repo, branch);
  must(commit !== undefined, `the branch ${branch}`, 'none');
  const { status, data } = await client.request(`GET /repos/${ORG}/${repo}/git/trees/${commit}?recursive=1`);
  must(status === 200, 'GitHub to list the tree', `${status}`);
  const { tree } = data as { tree: { path: string; mode: string; type: string; sha: string }[] };
  const files = tree.filter(({ type }) => type === 'blob');
  const stamp = {
    commit,
    dirty: false,
    treeHash: coverHash(makeTree(files.map(({ path, mode, sha }) => ({ path, mode, blob: sha }))), COVERS),
    sha256: createHash('sha256').update(results).digest('hex'),
    cases: 61,
    startedAt: (JSON.parse(results) as { results: { timestamp: string } }).results.timestamp,
  };
  return { [RESULTS]: results, [STAMP]: `${JSON.stringify(stamp, null, 2)}\n` };
}

function replaced(text: string, part: string, by: string): string {
  must(
    part !== '' && text.includes(part),
    `the example to say ${JSON.stringify(part.slice(0, 60))}`,
    'nothing like it',
  );
  return text.replace(part, () => by);
}
