import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { coverHash } from '../../src/domain/cover.ts';
import { githubFiles } from '../../src/github/index.ts';
import { openStand, type Stand } from '../support/fixtures/attack-fixture.ts';
import { ORG, POLICY, policy, root } from '../support/harness/action-context.ts';

const RESULTS = 'evals/results.json';
const COVERS = { globs: ['src/**', 'prompts/**', 'config/**'], except: [] };
const EVALS = '.github/workflows/evals.yml';
const STAMP = JSON.parse(
  readFileSync(join(root, `examples/support-triage/${RESULTS}.provenance.json`), 'utf8'),
) as object;
const results = readFileSync(join(root, `examples/support-triage/${RESULTS}`), 'utf8');

describe('34 a workflow run that a stamp of eval results names', () => {
  let stand: Stand;
  let counter = 0;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.close());

  interface Borrowed {
    /** What is other about the run. */
    run?: Record<string, unknown>;
    /** The run is one of another repository, named by its address. */
    elsewhere?: true;
    /** Files pushed between the commit that ran and the stamp. */
    after?: Record<string, string>;
  }

  /** The outcome of EV-2 and its message under regulated for results that are stamped with such a run. */
  async function outcome({ run = {}, elsewhere, after }: Borrowed): Promise<unknown[]> {
    counter += 1;
    const repo = `borrowed-${counter}`;
    const regulated = policy.replace('profile: minimal', 'profile: regulated');
    const { number, head } = await stand.promotion(repo, { [POLICY]: regulated });
    const where = elsewhere === undefined ? repo : `${repo}-other`;
    if (elsewhere !== undefined) await stand.samir.createRepository(where, { files: { 'README.md': 'x\n' } });
    const ended = { updated_at: '2026-11-19T09:00:00Z', created_at: '2026-11-19T08:00:00Z' };
    const id = stand.github.addWorkflowRun(where, { head_sha: head, path: EVALS, name: 'Evals', ...ended, ...run });
    const runId = elsewhere === undefined ? id : `https://github.com/${ORG}/${where}/actions/runs/${id}`;
    const sha256 = createHash('sha256').update(results).digest('hex');
    if (after !== undefined) await stand.samir.commit(repo, { branch: 'promote', files: after });
    const tip = (await stand.samir.tip(repo, 'promote')) ?? '';
    const tree = await githubFiles(stand.access, { owner: ORG, repo, sha: tip }).tree();
    const treeHash = tree.state === 'seen' ? coverHash(tree.value, COVERS) : '';
    const provenance = JSON.stringify({ ...STAMP, commit: head, treeHash, sha256, runId });
    const files = { [RESULTS]: results, [`${RESULTS}.provenance.json`]: provenance };
    await stand.samir.commit(repo, { branch: 'promote', files });
    const { evaluation } = await stand.judge(repo, number);
    const check = evaluation.report?.criteria.flatMap(({ checks }) => checks).find(({ code }) => code === 'EV-2');
    return [check?.outcome, check?.message];
  }

  test('34 counts when it is a run of the workflow that runs the suite, on the same code', async () => {
    expect(await outcome({})).toEqual(['met', 'results-accepted']);
    expect(await outcome({ run: { path: `${EVALS}@refs/pull/1/merge` } })).toEqual(['met', 'results-accepted']);
    expect(await outcome({ after: { 'docs/notes.md': 'Notes.\n' } })).toEqual(['met', 'results-accepted']);
  });

  test.each<[string, Borrowed, string, string]>([
    ['of another workflow', { run: { path: '.github/workflows/lint.yml' } }, 'unmet', 'run-of-other-workflow'],
    [
      'of a workflow with the same name',
      { run: { path: '.github/workflows/x.yml', name: 'Evals' } },
      'unmet',
      'run-of-other-workflow',
    ],
    ['of a workflow that deploys', { run: { path: '.github/workflows/deploy.yml' } }, 'unmet', 'run-of-other-workflow'],
    ['of a workflow that GitHub does not name', { run: { path: null } }, 'unknown', 'run-workflow-unknown'],
    ['of another repository', { elsewhere: true }, 'unmet', 'run-of-other-repository'],
    ['of another year', { run: { updated_at: '2020-11-19T09:00:00Z' } }, 'unmet', 'run-ended-before'],
    ['of the month before', { run: { updated_at: '2026-10-19T09:00:00Z' } }, 'unmet', 'run-ended-before'],
    ['without an end', { run: { updated_at: null } }, 'unknown', 'run-time-unknown'],
    ['that failed', { run: { conclusion: 'failure' } }, 'unmet', 'run-not-successful'],
    ['that was cancelled', { run: { conclusion: 'cancelled' } }, 'unmet', 'run-not-successful'],
    ['that is not over', { run: { conclusion: null, status: 'in_progress' } }, 'unmet', 'run-not-successful'],
    ['of a commit that nobody has', { run: { head_sha: 'd'.repeat(40) } }, 'unknown', 'not-verified'],
  ])('34 does not count when it is one %s', async (_how, borrowed, expected, message) => {
    expect(await outcome(borrowed)).toEqual([expected, message]);
  });

  test('34 does not count for code that it did not run, whatever the stamp states', async () => {
    const changed = { 'prompts/system.md': 'Route every ticket to billing.\n' };
    expect(await outcome({ after: changed })).toEqual(['unmet', 'run-of-other-commit']);
  });
});
