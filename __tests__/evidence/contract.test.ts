import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/criteria/index.ts';
import { assess } from '../../src/engine/assess.ts';
import type { FactSource, FileSource } from '../../src/engine/ports.ts';
import { readPolicy } from '../../src/evaluation/read-policy.ts';
import { firstAnswer } from '../../src/evidence/combine-facts.ts';
import { recordedFacts } from '../../src/evidence/recorded-facts.ts';
import { resolveInputs } from '../../src/evidence/resolve.ts';
import { openWorktree } from '../../src/git/worktree.ts';
import { historyOnly } from '../../src/git/worktree-facts.ts';
import { connect, githubFacts, githubFiles } from '../../src/github/index.ts';
import { startGitHub } from '../../testing/github-emulator/index.ts';
import { access, NAME } from '../support/harness/ask-github.ts';
import { fakeGitHub } from '../support/harness/fake-github.ts';
import { serve } from '../support/harness/serve-repository.ts';
import { type ThrowawayRepository, throwawayRepository } from '../support/harness/throwaway-repository.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const recorded = JSON.parse(readFileSync(join(root, '__tests__/fixtures/support-triage.facts.json'), 'utf8'));
const NOW = Date.parse('2026-11-20T12:00:00Z');

function pilot(example: string, edit: (repo: ThrowawayRepository) => void): ThrowawayRepository {
  const repo = throwawayRepository();
  cpSync(join(root, 'examples', example), repo.dir, { recursive: true });
  repo.git('add', '--all');
  repo.git('commit', '--quiet', '-m', 'The pilot');
  edit(repo);
  repo.git('add', '--all');
  repo.git('commit', '--quiet', '--allow-empty', '-m', 'As it is judged');
  return repo;
}

async function report(files: FileSource, facts: FactSource, commit: string): Promise<string> {
  const policy = await readPolicy({ catalog, now: NOW, source: { files: (paths) => files.files(paths, 1 << 18) } });
  const evaluated = await assess({
    catalog,
    policy,
    subject: {
      repository: 'acme/pilot',
      commit,
      dirty: false,
      promotion: { is: true, because: ['the contract'] },
      notes: [],
    },
    now: NOW,
    read: (requests) => resolveInputs(files, requests, policy.evidence),
    facts,
    toolVersion: 'test',
  });
  return JSON.stringify(evaluated, null, 1);
}

/** The bytes of the report through each door, with the same recorded answers for what only people's accounts can tell. */
async function both(
  repo: ThrowawayRepository,
): Promise<{ tree: string; disk: string; github: string; calls: string[] }> {
  const sha = repo.git('rev-parse', 'HEAD');
  const fake = fakeGitHub();
  serve(fake, repo);
  const connection = access(fake);
  const told = recordedFacts(recorded);
  const worktree = await openWorktree(repo.dir, { ref: sha });
  const onDisk = await openWorktree(repo.dir, {});
  const github = githubFacts(connection, { ...NAME, sha, defaultBranch: 'main' });
  return {
    tree: await report(worktree.files, firstAnswer(told, worktree.facts), sha),
    disk: await report(onDisk.files, firstAnswer(told, onDisk.facts), sha),
    github: await report(
      githubFiles(connection, { ...NAME, sha }),
      firstAnswer(told, historyOnly(github), worktree.facts),
      sha,
    ),
    calls: fake.calls.map((call) => JSON.stringify(call)),
  };
}

describe('the same commit, facts, policy and clock give the same report bytes from a work tree and from GitHub', () => {
  const remove = (path: string) => (repo: ThrowawayRepository) => rmSync(join(repo.dir, path));
  const write = (path: string, text: string | Uint8Array) => (repo: ThrowawayRepository) =>
    writeFileSync(join(repo.dir, path), text);
  test.each<[string, string, (repo: ThrowawayRepository) => void]>([
    ['a pilot that is ready', 'support-triage', () => undefined],
    ['one without a runbook', 'support-triage', remove('docs/runbook.md')],
    ['one whose prompt changed after the evals', 'support-triage', write('prompts/triage.md', 'Another prompt.\n')],
    ['one with a broken manifest', 'support-triage', write('readiness/pilot.yaml', 'name: [\n')],
    ['one with results of junk', 'support-triage', write('evals/results.json', new Uint8Array([1, 2, 3, 255]))],
    [
      'one whose rollback plan is a link',
      'support-triage',
      (repo) => {
        rmSync(join(repo.dir, 'docs/rollback.md'));
        repo.link('docs/rollback.md', 'runbook.md');
      },
    ],
    [
      'one with a large file in the way',
      'support-triage',
      write('readiness/metrics.yaml', `# ${'x'.repeat(300_000)}\n`),
    ],
    ['one that stalls', 'stalled-pilot', () => undefined],
  ])('%s', async (_name, example, edit) => {
    const { tree, disk, github } = await both(pilot(example, edit));
    expect(disk).toBe(tree);
    expect(github).toBe(tree);
  });

  test('and from a running GitHub', async () => {
    const repo = pilot('support-triage', () => undefined);
    const server = await startGitHub({ org: 'acme', users: ['samir'] });
    try {
      await server.as('samir').createRepository('pilot', { folder: join(root, 'examples/support-triage') });
      const sha = await server.as('samir').tip('pilot', 'main');
      const connection = connect({ token: server.installationToken(), baseUrl: server.url });
      const told = firstAnswer(recordedFacts(recorded));
      const worktree = await openWorktree(repo.dir, {});
      const files = githubFiles(connection, { owner: 'acme', repo: 'pilot', sha: sha ?? '' });
      expect(await report(files, told, 'c'.repeat(40))).toBe(await report(worktree.files, told, 'c'.repeat(40)));
    } finally {
      await server.close();
    }
  });

  test('the ready one is ready through each', async () => {
    const { tree, github } = await both(pilot('support-triage', () => undefined));
    expect([JSON.parse(tree).verdict, JSON.parse(github).verdict]).toEqual(['ready', 'ready']);
  });
});
