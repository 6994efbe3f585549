import { createHash } from 'node:crypto';
import criterion from '../../src/criteria/eval-gate/index.ts';
import { coverHash } from '../../src/domain/cover.ts';
import { unavailable } from '../../src/domain/observation.ts';
import { makeTree } from '../../src/domain/tree.ts';
import { blobId } from '../support/harness/memory-files.ts';
import { type Change, testCriterion } from '../support/harness/test-criterion.ts';

const EVALS = 'readiness/evals.yaml';
const RESULTS = 'evals/results.json';
const STAMP = `${RESULTS}.provenance.json`;
const HEAD = 'c0ffee'.padEnd(40, '0');
const RAN = 'ab'.repeat(20);
const CLASSES = ['happy', 'edge', 'adversarial', 'exception', 'high-risk'];

interface Row {
  id: string;
  verdict: string | null;
  tags: string[];
  provider?: string;
}

/** 100 cases, twenty of each class; all passed. */
const rows = (): Row[] =>
  Array.from({ length: 100 }, (_, index) => ({
    id: `case-${index}`,
    verdict: 'pass',
    tags: [CLASSES[index % 5] ?? ''],
  }));
const with_ = (edit: (row: Row, index: number) => Partial<Row>): Row[] =>
  rows().map((row, index) => ({ ...row, ...edit(row, index) }));

function results(cases: Row[] = rows(), run: object = {}): string {
  return JSON.stringify({
    run: { at: '2026-11-15T10:00:00Z', model: 'large-3', ...run },
    cost: 0.004,
    latency: 2.1,
    results: cases,
  });
}

const evals = `suite: evals/suite.jsonl
dataset: [evals/suite.jsonl]
examples: [prompts/examples.jsonl]
covers: ["src/**", "prompts/**"]
model: large-3
results:
  file: ${RESULTS}
  mapping:
    cases: $.results[*]
    id: id
    pass: verdict
    tags: tags
    runAt: run.at
    model: run.model
    metrics:
      cost: { path: cost, higher-is-better: false }
      latency: { path: latency, higher-is-better: false }
thresholds: { happy: 0.95, edge: 0.85, adversarial: 1, exception: 0.9, high-risk: 1 }
gate-context: { name: evals, app: github-actions }
ceilings: { cost-per-case: 0.01, latency-seconds: 4 }
`.replace('runAt', 'run-at');

const code: Record<string, string> = {
  'src/triage.ts': 'export const triage = 1;\n',
  'prompts/system.md': 'Sort the ticket.\n',
  'prompts/examples.jsonl': '{"input":"Where is my invoice of last month?","output":"billing"}\n',
};

/** What `eval-stamp` writes, for these results on this code. */
function stamp(text: string, more: object = {}): string {
  const entries = Object.entries(code).map(([path, content]) => ({
    path,
    mode: '100644',
    blob: blobId(new TextEncoder().encode(content)),
  }));
  const treeHash = coverHash(makeTree(entries), { globs: ['src/**', 'prompts/**'], except: [] });
  const sha256 = createHash('sha256').update(text).digest('hex');
  return JSON.stringify({ commit: RAN, dirty: false, treeHash, sha256, runId: '4711', cases: 100, ...more });
}

/** Other results, stamped anew. */
function ran(cases: Row[], run: object = {}, more: object = {}): Change {
  const text = results(cases, run);
  return { [RESULTS]: text, [STAMP]: stamp(text, more) };
}

const elsewhere = { treeHash: 'f'.repeat(64) };
const unchanged = { ancestor: true, commit: RAN, changed: [] };
const author = { name: 'Dana', mail: 'dana@acme.example', handle: 'dana' };
const version = (mergedAt: string) => ({ commit: RAN, blob: RAN, declaredAt: mergedAt, mergedAt, author });
const suiteOf = (...days: string[]) => [{ path: 'evals/suite.jsonl', versions: days.map(version) }];
const thresholds = { happy: 0.95, edge: 0.85, adversarial: 1, exception: 0.9, 'high-risk': 1 };
const entry = (value: unknown, mergedAt = '2026-09-10T09:00:00Z') => ({
  value,
  commit: RAN,
  declaredAt: mergedAt,
  mergedAt,
  author,
});
const held =
  (lines: ReturnType<typeof entry>[], counts: ReturnType<typeof entry>[] = []) =>
  ({ path, pointer }: { path: string; pointer: string }) => ({
    path,
    pointer,
    values: pointer === 'cases' ? counts : lines,
  });
const promoted = { commit: RAN, at: '2026-10-01T09:00:00Z' };
const workflow = (risk: string): string =>
  `decisions: [{ id: close-ticket, action: close the ticket, risk: ${risk}, mode: auto }]\n`;

const accepted = { accepted: true, by: 'dana', at: '2026-11-18T09:00:00Z' };
const withoutException: Change = {
  [EVALS]: (text) => `${text}not-applicable: { exception: the input is always one number }\n`,
  ...ran(with_((row) => ({ tags: row.tags.filter((tag) => tag !== 'exception') }))),
};

/** These cases in the first results file, and another text as a second one with the same mapping. */
function secondFile(cases: Row[], second: string): Change {
  const other = 'evals/more.json';
  return {
    ...ran(cases),
    [other]: second,
    [`${other}.provenance.json`]: stamp(second),
    [EVALS]: (text) => {
      const block = /results:\n( {2}.*\n)+/.exec(text)?.[0] ?? '';
      const mapping = block.slice(block.indexOf('  mapping:')).replace(/^/gm, '  ').trimEnd();
      const entry = (path: string): string => `  - file: ${path}\n${mapping}\n`;
      return text.replace(block, `results:\n${entry(RESULTS)}${entry(other)}`);
    },
  };
}

/** Scores of which half are poor, with the verdict of the suite beside them. */
function scored(pass: object): Change {
  const cases = rows().map((row, index) => ({
    ...row,
    verdict: index % 2 === 0 ? 'fail' : 'pass',
    score: index % 2 === 0 ? 0.3 : 0.9,
  }));
  return { ...ran(cases), [EVALS]: (text) => text.replace('pass: verdict', `pass: ${JSON.stringify(pass)}`) };
}
/** A run of the suite's workflow, with what is other about it. */
const green = (more: object) => ({
  found: true,
  conclusion: 'success',
  at: '2026-11-15T10:00:00Z',
  workflow: '.github/workflows/evals.yml',
  ...more,
});
const job = (name: string): string => `on: pull_request\njobs:\n  ${name}:\n    runs-on: ubuntu-latest\n`;
/** The digest of the code in the stamp. */
const sameCode = (JSON.parse(stamp('')) as { treeHash: string }).treeHash;

testCriterion(criterion, {
  files: {
    ...code,
    'readiness/pilot.yaml':
      'name: Support triage\nstarted-on: 2026-09-01\nowners: { product: "@dana", production: "@ravi", governance: "@greta", sponsor: "@ines" }\n',
    [EVALS]: evals,
    'readiness/workflow.yaml': workflow('high'),
    '.github/workflows/evals.yml': job('evals'),
    '.github/workflows/lint.yml': job('lint'),
    'evals/suite.jsonl': '{"id":"case-0","input":"My printer is on fire, what now?"}\n',
    [RESULTS]: results(),
    [STAMP]: stamp(results()),
  },
  facts: {
    'changed-since': unchanged,
    ancestry: { a: RAN, b: RAN, relation: 'a-newer' },
    'workflow-run': green({ headSha: HEAD }),
    'required-check': { required: true, boundToApp: true, source: 'ruleset production' },
    history: suiteOf('2026-09-05T09:00:00Z', '2026-09-20T09:00:00Z'),
    'value-history': held([entry(thresholds)]),
    'last-promotion': promoted,
    acceptance: { accepted: false },
  },
  profile: 'regulated',
  now: '2026-11-20',
  cases: {
    'EV-1': {
      unmet: [
        {
          name: 'too few cases',
          change: ran(rows().slice(0, 60)),
          message: 'too-few-cases',
          says: /60 .* 100/,
        },
        {
          name: 'no case is marked',
          change: ran(with_((row) => ({ tags: row.tags.filter((tag) => tag !== 'adversarial') }))),
          message: 'too-few-of-class',
          says: /^0 of 100 .* adversarial/,
          at: `${EVALS}:1`,
        },
        {
          name: 'rows that repeat a case',
          change: ran(with_((_row, index) => ({ id: `case-${index % 50}` }))),
          message: 'too-few-cases',
          says: / 50 /,
        },
        {
          name: 'skipped cases do not count',
          change: ran(with_((_row, index) => ({ verdict: index < 10 ? 'skip' : 'pass' }))),
          message: 'too-few-cases',
          says: / 90 /,
        },
        {
          name: 'the same file twice',
          change: {
            ...ran(rows().slice(0, 60)),
            [EVALS]: (text) =>
              text.replace(
                /results:\n( {2}.*\n)+/,
                (block) =>
                  `results:\n  -${block
                    .slice('results:\n'.length + 1)
                    .replace(/\n {2}/g, '\n    ')
                    .trimEnd()}\n  - { file: ${RESULTS}, provider: other }\n`,
              ),
          },
          message: 'too-few-cases',
          says: / 60 /,
        },
        {
          name: 'every class declared away',
          change: {
            [EVALS]: (text) =>
              `${text}not-applicable: { happy: a b, edge: a b, adversarial: a b, exception: a b, high-risk: a b }\n`,
          },
          message: 'all-classes-exempt',
        },
        {
          name: 'a class declared not applicable that nobody accepted',
          change: withoutException,
          message: 'class-not-accepted',
          at: `${EVALS}:21`,
        },
        {
          name: 'a class declared not applicable that has cases',
          change: { [EVALS]: (text) => `${text}not-applicable: { exception: the input is always one number }\n` },
          facts: { acceptance: accepted },
          message: 'exempt-class-has-cases',
          says: /20 cases are marked exception/,
        },
        {
          name: 'the same cases again in a second file with one more line end',
          change: secondFile(rows().slice(0, 60), `${results(rows().slice(0, 60))}\n`),
          message: 'too-few-cases-with-copies',
          says: /60 different cases, besides 60 copies/,
        },
        {
          name: 'the same cases again with other markers and verdicts',
          change: secondFile(
            rows().slice(0, 60),
            results(
              rows()
                .slice(0, 60)
                .map((row) => ({ ...row, tags: ['happy'] })),
            ),
          ),
          message: 'too-few-cases-with-copies',
        },
        {
          name: 'a case with the markers of every class counts for one',
          change: ran(with_(() => ({ tags: CLASSES }))),
          message: 'too-few-of-class',
          says: /^0 of 100 .* happy/,
        },
        { name: 'no results', change: { [RESULTS]: null } },
        {
          name: 'totals without cases',
          change: {
            [EVALS]: (text) =>
              text
                .replace('    cases: $.results[*]\n', '    totals: { passed: cost, total: latency }\n')
                .replace('    pass: verdict\n', ''),
          },
          message: 'no-case-list',
        },
      ],
      met: [
        {
          name: 'a class declared not applicable with its reason',
          change: withoutException,
          facts: { acceptance: accepted },
        },
        {
          name: 'other cases in a second file with the same names',
          change: secondFile(
            rows().slice(0, 60),
            results(
              rows()
                .slice(0, 60)
                .map((row) => ({ ...row, id: `more-${row.id}` })),
            ),
          ),
        },
        {
          name: 'a marker of their own',
          change: {
            [EVALS]: (text) => `${text}classes: { adversarial: { tag: red-team } }\n`,
            ...ran(with_((row) => ({ tags: row.tags.map((tag) => tag.replace('adversarial', 'red-team')) }))),
          },
        },
        { name: 'twenty in minimal', profile: 'minimal', change: ran(rows().slice(0, 20)) },
      ],
      unknown: [
        {
          name: 'whether a class was accepted as not applicable could not be looked up',
          change: withoutException,
          facts: { acceptance: unavailable('GitHub did not answer', 'retry') },
          message: 'class-acceptance-unknown',
        },
      ],
    },
    'EV-2': {
      unmet: [
        {
          name: 'below its threshold',
          change: ran(with_((_row, index) => ({ verdict: index === 2 ? 'fail' : 'pass' }))),
          message: 'threshold-missed',
          says: /^adversarial: 19 of 20 .*95%.*80%.*100%/,
        },
        {
          name: 'an error is not a pass',
          change: ran(with_((_row, index) => ({ verdict: index === 4 ? 'error' : 'pass' }))),
          message: 'threshold-missed',
          says: /^high-risk: 19 of 20/,
        },
        {
          name: 'a row of the same case failed',
          change: ran([...rows(), { id: 'case-2', verdict: 'fail', tags: ['adversarial'] }]),
          message: 'threshold-missed',
          says: /^adversarial: 19 of 20/,
        },
        {
          name: 'too many errors',
          change: ran(with_((_row, index) => ({ verdict: index % 20 === 1 ? 'error' : 'pass' }))),
          message: 'too-many-errors',
          says: /^5 of 100 .* 2%/,
        },
        {
          name: 'no verdict',
          change: ran(with_((_row, index) => ({ verdict: index % 20 === 1 ? null : 'pass' }))),
          message: 'too-many-errors',
        },
        {
          name: 'too many skipped',
          change: ran(with_((_row, index) => ({ verdict: index % 10 === 0 ? 'skip' : 'pass' }))),
          message: 'too-many-skips',
          says: /^10 of 100/,
        },
        { name: 'no time', change: ran(rows(), { at: null }), message: 'no-run-time' },
        { name: 'from the future', change: ran(rows(), { at: '2027-01-01T00:00:00Z' }), message: 'run-in-future' },
        {
          name: 'another model',
          change: ran(rows(), { model: 'small-1' }),
          message: 'other-model',
          says: /small-1.*large-3/,
        },
        {
          name: 'a threshold is missing',
          change: { [EVALS]: (text) => text.replace('edge: 0.85, ', '') },
          message: 'no-threshold',
          says: /edge/,
        },
        {
          name: 'thresholds of 0',
          change: {
            [EVALS]: (text) =>
              text.replace(
                /^thresholds: .*$/m,
                'thresholds: { happy: 0, edge: 0, adversarial: 0, exception: 0, high-risk: 0 }',
              ),
            ...ran(with_(() => ({ verdict: 'fail' }))),
          },
          message: 'threshold-too-low',
          says: /happy is 0%; at least 50%/,
        },
        {
          name: 'a threshold below the lowest one, in minimal',
          profile: 'minimal',
          change: { [EVALS]: (text) => text.replace('edge: 0.85', 'edge: 0.49') },
          message: 'threshold-too-low',
          says: /at least 50%/,
        },
        {
          name: 'failed cases without a class',
          change: ran([...rows(), ...rows().map((row) => ({ ...row, id: `x${row.id}`, verdict: 'fail', tags: [] }))]),
          message: 'unmarked-missed',
          says: /^0 of 100 cases without a class passed \(0%\); 85%/,
        },
        {
          name: 'a mapping that no score fails',
          change: scored({ path: 'score', gte: 0 }),
          message: 'mapping-cannot-fail',
          says: /score is at least 0/,
          at: `${EVALS}:6`,
        },
        {
          name: 'a mapping that passes what the file calls failed',
          change: scored({ path: 'score', gte: 0.2 }),
          message: 'mapping-contradicted',
          says: /50 of these cases/,
        },
        {
          name: 'changed after it was stamped',
          change: { [RESULTS]: results(rows(), { note: 'x' }) },
          message: 'changed-after-stamp',
        },
        {
          name: 'made from uncommitted files',
          change: { [STAMP]: stamp(results(), { dirty: true }) },
          message: 'uncommitted-code',
        },
        {
          name: 'no workflow run',
          change: { [STAMP]: stamp(results(), { runId: null }) },
          message: 'no-workflow-run',
        },
        {
          name: 'a run that failed',
          facts: { 'workflow-run': green({ conclusion: 'failure', headSha: HEAD }) },
          message: 'run-not-successful',
          says: /failure/,
        },
        {
          name: 'a run of another commit',
          facts: { 'workflow-run': green({ headSha: 'd'.repeat(40) }) },
          message: 'run-of-other-commit',
        },
        {
          name: 'a run of the stamped commit, which had other code',
          facts: { 'workflow-run': green({ headSha: RAN, treeHash: 'e'.repeat(64) }) },
          message: 'run-of-other-commit',
        },
        {
          name: 'a run of another workflow',
          facts: { 'workflow-run': green({ headSha: HEAD, workflow: '.github/workflows/lint.yml' }) },
          message: 'run-of-other-workflow',
        },
        {
          name: 'a run of another workflow than the named one',
          change: { [EVALS]: (text) => `${text}workflow: .github/workflows/lint.yml\n` },
          message: 'run-of-other-workflow',
        },
        {
          name: 'a run of another repository',
          facts: { 'workflow-run': green({ headSha: HEAD, foreign: true }) },
          message: 'run-of-other-repository',
        },
        {
          name: 'a run that ended before the results were made',
          facts: { 'workflow-run': green({ headSha: HEAD, at: '2020-11-15T10:00:00Z' }) },
          message: 'run-ended-before',
        },
        {
          name: 'a run that ended two hours before',
          facts: { 'workflow-run': green({ headSha: HEAD, at: '2026-11-15T08:00:00Z' }) },
          message: 'run-ended-before',
        },
        {
          name: 'no workflow has the job of the check',
          change: { '.github/workflows/evals.yml': job('tests') },
          message: 'suite-workflow-not-named',
        },
        {
          name: 'two workflows have it',
          change: { '.github/workflows/lint.yml': job('evals') },
          message: 'suite-workflow-not-named',
        },
        { name: 'no such run', facts: { 'workflow-run': { found: false } }, message: 'run-not-found' },
        {
          name: 'covers match nothing',
          change: { [EVALS]: (text) => text.replace('["src/**", "prompts/**"]', '["lib/**"]') },
          message: 'no-covered-files',
        },
        {
          name: 'the code changed since',
          change: { [STAMP]: stamp(results(), elsewhere) },
          facts: { 'changed-since': { ...unchanged, changed: ['src/triage.ts'] } },
          message: 'older-than-code',
          says: /1 file .* abababa \(src\/triage\.ts\)/,
        },
        {
          name: 'made from a commit that is not here',
          change: { [STAMP]: stamp(results(), elsewhere) },
          facts: { 'changed-since': { ancestor: false, changed: [] } },
          message: 'unknown-commit',
        },
        {
          name: 'no provenance, in standard',
          profile: 'standard',
          change: { [STAMP]: null },
          message: 'no-provenance',
        },
        {
          name: 'in minimal the code changed after',
          profile: 'minimal',
          change: { [STAMP]: null },
          facts: { ancestry: { relation: 'b-newer' } },
          message: 'code-changed-after',
        },
      ],
      stale: [{ name: 'old results', now: '2026-12-20', message: 'results-too-old', says: /2026-11-15, 34 days/ }],
      met: [
        {
          name: 'by the digest of the code, in standard',
          profile: 'standard',
          message: 'mapped-results-accepted',
          says: /exactly this code/,
        },
        {
          name: 'by the commit that ran',
          change: { [STAMP]: stamp(results(), elsewhere) },
          message: 'mapped-results-accepted',
          says: /from abababa/,
        },
        {
          name: 'by order alone, in minimal',
          profile: 'minimal',
          change: { [STAMP]: null },
          message: 'mapped-results-accepted',
          says: /order in git/,
        },
        {
          name: 'the rate with its interval and what it would take',
          message: 'mapped-results-accepted',
          says: /^happy: 20 of 20 passed \(100%, likely above 88%\), 95% .* 52 /,
        },
        {
          name: 'a run of the commit that was stamped, with the same code',
          facts: { 'workflow-run': green({ headSha: RAN, treeHash: sameCode }) },
        },
        { name: 'the time of the stamp', change: ran(rows(), { at: null }, { startedAt: '2026-11-15T10:00:00Z' }) },
      ],
      unknown: [
        {
          name: 'the workflow of the run is not known',
          facts: { 'workflow-run': green({ headSha: HEAD, workflow: undefined }) },
          message: 'run-workflow-unknown',
        },
        {
          name: 'the end of the run is not known',
          facts: { 'workflow-run': green({ headSha: HEAD, at: undefined }) },
          message: 'run-time-unknown',
        },
        {
          name: 'history cannot be looked at',
          profile: 'standard',
          change: { [STAMP]: stamp(results(), elsewhere) },
          facts: {
            'changed-since': { state: 'unavailable', reason: 'this clone is shallow', resolvableBy: 'history' },
          },
          message: 'not-verified',
          says: /shallow/,
        },
      ],
    },
    'EV-3': {
      unmet: [
        {
          name: 'no context',
          change: { [EVALS]: (text) => text.replace(/gate-context.*\n/, '') },
          message: 'no-gate-context',
        },
        {
          name: 'not required',
          facts: { 'required-check': { required: false, boundToApp: false } },
          message: 'gate-not-required',
        },
        {
          name: 'reported by anyone',
          facts: { 'required-check': { required: true, boundToApp: false } },
          message: 'gate-not-bound',
        },
      ],
    },
    'EV-4': {
      unmet: [
        {
          name: 'no suite named',
          change: { [EVALS]: (text) => text.replace(/suite:.*\ndataset:.*\n/, '') },
          message: 'no-suite-files',
        },
        {
          name: 'an edge case that is not in it',
          change: {
            'readiness/cohorts.yaml':
              'cohorts:\n  - { id: berlin, site: Berlin, team: A, manager: "@greta", started-on: 2026-09-01, edge-cases: [{ case: two tickets in one, disposition: added, eval-case: two-in-one }] }\n',
          },
          message: 'missing-edge-case',
          says: /two-in-one .* berlin/,
        },
        {
          name: 'committed after the pilot',
          change: { 'readiness/pilot.yaml': (text) => `${text}ended-on: 2026-09-02\n` },
          message: 'suite-after-pilot',
        },
        { name: 'not committed', facts: { history: [] }, message: 'suite-not-committed' },
        {
          name: 'an incident after the last change of the suite',
          change: {
            'readiness/metrics.yaml':
              'incidents: { file: readiness/observations/incidents.csv, mttr-target-minutes: 60 }\n',
            'readiness/observations/incidents.csv': 'id,opened\nI-1,2026-10-03\n',
          },
          message: 'incident-not-covered',
          says: /2026-10-03.*2026-09-20/,
        },
      ],
    },
    'EV-5': {
      unmet: [
        {
          name: 'a threshold was lowered',
          facts: {
            'value-history': held([entry({ ...thresholds, edge: 0.95 }), entry(thresholds, '2026-11-01T09:00:00Z')]),
          },
          message: 'threshold-lowered',
          says: /edge .* 0\.95 to 0\.85 .* 2026-10-01/,
        },
        {
          name: 'a threshold was removed',
          facts: {
            'value-history': held([entry({ ...thresholds, rare: 0.95 }), entry(thresholds, '2026-11-01T09:00:00Z')]),
          },
          message: 'threshold-lowered',
          says: /rare .* 0\.95/,
        },
        {
          name: 'cases were removed',
          facts: {
            history: suiteOf('2026-09-05T09:00:00Z', '2026-11-02T09:00:00Z'),
            'value-history': held([entry(thresholds)], [entry(120)]),
          },
          message: 'cases-removed',
          says: /100 .* 120 .* 16\.7%/,
        },
        {
          name: 'cases are skipped',
          change: ran(with_((_row, index) => ({ verdict: index % 10 === 0 ? 'skip' : 'pass' }))),
          message: 'cases-skipped',
          says: /^10 of 100/,
        },
      ],
      met: [
        { name: 'never promoted before', facts: { 'last-promotion': {} }, message: 'nothing-promoted' },
        {
          name: 'the suite grew',
          facts: { history: suiteOf('2026-11-02T09:00:00Z'), 'value-history': held([entry(thresholds)], [entry(98)]) },
        },
        {
          name: 'an owner accepted it, shown',
          facts: {
            'value-history': held([entry({ ...thresholds, edge: 0.95 }), entry(thresholds, '2026-11-01T09:00:00Z')]),
            acceptance: { accepted: true, by: 'dana', at: '2026-11-02T09:00:00Z' },
          },
          message: 'regression-accepted',
          says: /@dana on 2026-11-02/,
        },
        {
          name: 'lowered before the promotion',
          facts: { 'value-history': held([entry({ ...thresholds, edge: 0.95 }), entry(thresholds)]) },
        },
      ],
      unknown: [
        {
          name: 'an unknown number of cases then',
          facts: { history: suiteOf('2026-11-02T09:00:00Z') },
          message: 'earlier-count-unknown',
        },
      ],
    },
    'EV-6': {
      unmet: [
        {
          name: 'an attack succeeded',
          change: ran(with_((_row, index) => ({ verdict: index === 2 ? 'fail' : 'pass' }))),
          message: 'adversarial-failed',
          says: /^1 of 20 .* close-ticket/,
        },
        {
          name: 'an attack was skipped',
          change: ran(with_((_row, index) => ({ verdict: index === 2 ? 'skip' : 'pass' }))),
          message: 'adversarial-failed',
          says: /^1 of 20/,
        },
        {
          name: 'no attack, and no decision declared as low risk',
          change: {
            'readiness/workflow.yaml': null,
            ...ran(with_((row) => ({ tags: row.tags.filter((tag) => tag !== 'adversarial') }))),
          },
          message: 'no-adversarial-case',
          says: /no decisions/,
        },
        {
          name: 'no ceiling',
          change: { [EVALS]: (text) => text.replace(/ceilings.*\n/, '') },
          message: 'no-ceiling',
          says: /cost/,
        },
        {
          name: 'too expensive',
          change: { [EVALS]: (text) => text.replace('cost-per-case: 0.01', 'cost-per-case: 0.001') },
          message: 'above-ceiling',
          says: /0\.004.* 0\.001/,
        },
        {
          name: 'results without a latency',
          change: { [EVALS]: (text) => text.replace(/ {6}latency.*\n/, '') },
          message: 'not-measured',
          says: /latency/,
        },
      ],
      met: [
        {
          name: 'no decision is high-risk',
          change: {
            'readiness/workflow.yaml': workflow('low'),
            ...ran(with_((_row, index) => ({ verdict: index === 2 ? 'fail' : 'pass' }))),
          },
          message: 'no-high-risk',
        },
      ],
    },
    'EV-7': {
      unmet: [
        {
          name: 'a case that was shown',
          change: { 'prompts/examples.jsonl': '{"input":"my printer is on FIRE, what now?","output":"hardware"}\n' },
          message: 'cases-among-examples',
          says: /^1 entry/,
          at: 'evals/suite.jsonl:1',
        },
        {
          name: 'examples not stated',
          change: { [EVALS]: (text) => text.replace(/examples:.*\n/, '') },
          message: 'examples-not-named',
        },
        {
          name: 'no inputs to compare',
          change: { [EVALS]: (text) => text.replace(/dataset:.*\n/, '') },
          message: 'dataset-not-named',
        },
        {
          name: 'a file that is not there',
          change: { 'prompts/examples.jsonl': null },
          message: 'file-missing',
        },
      ],
      met: [
        {
          name: 'none were shown, as declared',
          change: { [EVALS]: (text) => text.replace(/examples:.*\n/, 'examples: []\n') },
        },
      ],
    },
  },
});
