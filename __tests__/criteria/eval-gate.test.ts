import { createHash } from 'node:crypto';
import criterion from '../../src/criteria/eval-gate/index.ts';
import { evalTreeHash } from '../../src/criteria/shared/evals/covers.ts';
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
  const treeHash = evalTreeHash(makeTree(entries), { globs: ['src/**', 'prompts/**'], except: [] });
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

testCriterion(criterion, {
  files: {
    ...code,
    'readiness/pilot.yaml':
      'name: Support triage\nstarted-on: 2026-09-01\nowners: { product: "@dana", production: "@ravi", governance: "@greta", sponsor: "@ines" }\n',
    [EVALS]: evals,
    'readiness/workflow.yaml': workflow('high'),
    'evals/suite.jsonl': '{"id":"case-0","input":"My printer is on fire, what now?"}\n',
    [RESULTS]: results(),
    [STAMP]: stamp(results()),
  },
  facts: {
    'changed-since': unchanged,
    ancestry: { a: RAN, b: RAN, relation: 'a-newer' },
    'workflow-run': { found: true, conclusion: 'success', headSha: HEAD, at: '2026-11-15T10:00:00Z' },
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
          says: /ran 60 different cases, at least 100 are needed/,
        },
        {
          name: 'no case is marked',
          change: ran(with_((row) => ({ tags: row.tags.filter((tag) => tag !== 'adversarial') }))),
          says: /^0 of 100 cases are marked adversarial/,
          at: `${EVALS}:1`,
        },
        {
          name: 'rows that repeat a case',
          change: ran(with_((_row, index) => ({ id: `case-${index % 50}` }))),
          says: /ran 50 different cases/,
        },
        {
          name: 'skipped cases do not count',
          change: ran(with_((_row, index) => ({ verdict: index < 10 ? 'skip' : 'pass' }))),
          says: /ran 90 different/,
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
          says: /ran 60 different cases/,
        },
        {
          name: 'every class declared away',
          change: {
            [EVALS]: (text) =>
              `${text}not-applicable: { happy: a b, edge: a b, adversarial: a b, exception: a b, high-risk: a b }\n`,
          },
          says: /Every class/,
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
          says: /no list of cases/,
        },
      ],
      met: [
        {
          name: 'a class declared not applicable with its reason',
          change: {
            [EVALS]: (text) => `${text}not-applicable: { exception: the input is always one number }\n`,
            ...ran(with_((row) => ({ tags: row.tags.filter((tag) => tag !== 'exception') }))),
          },
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
    },
    'EV-2': {
      unmet: [
        {
          name: 'below its threshold',
          change: ran(with_((_row, index) => ({ verdict: index === 2 ? 'fail' : 'pass' }))),
          says: /adversarial: 19 of 20 passed \(95%, likely above 80%\), 100% asked/,
        },
        {
          name: 'an error is not a pass',
          change: ran(with_((_row, index) => ({ verdict: index === 4 ? 'error' : 'pass' }))),
          says: /high-risk: 19 of 20 passed/,
        },
        {
          name: 'a row of the same case failed',
          change: ran([...rows(), { id: 'case-2', verdict: 'fail', tags: ['adversarial'] }]),
          says: /adversarial: 19 of 20/,
        },
        {
          name: 'too many errors',
          change: ran(with_((_row, index) => ({ verdict: index % 20 === 1 ? 'error' : 'pass' }))),
          says: /5 of 100 cases ended in an error or without a verdict, at most 2%/,
        },
        {
          name: 'no verdict',
          change: ran(with_((_row, index) => ({ verdict: index % 20 === 1 ? null : 'pass' }))),
          says: /without a verdict/,
        },
        {
          name: 'too many skipped',
          change: ran(with_((_row, index) => ({ verdict: index % 10 === 0 ? 'skip' : 'pass' }))),
          says: /10 of 100 cases were skipped/,
        },
        { name: 'no time', change: ran(rows(), { at: null }), says: /does not say when it ran/ },
        { name: 'from the future', change: ran(rows(), { at: '2027-01-01T00:00:00Z' }), says: /in the future/ },
        {
          name: 'another model',
          change: ran(rows(), { model: 'small-1' }),
          says: /ran small-1, the model being promoted is large-3/,
        },
        {
          name: 'a threshold is missing',
          change: { [EVALS]: (text) => text.replace('edge: 0.85, ', '') },
          says: /thresholds\.edge is missing/,
        },
        {
          name: 'changed after it was stamped',
          change: { [RESULTS]: results(rows(), { note: 'x' }) },
          says: /changed after it was stamped/,
        },
        {
          name: 'made from uncommitted files',
          change: { [STAMP]: stamp(results(), { dirty: true }) },
          says: /not committed/,
        },
        {
          name: 'no workflow run',
          change: { [STAMP]: stamp(results(), { runId: null }) },
          says: /does not name the workflow run/,
        },
        {
          name: 'a run that failed',
          facts: { 'workflow-run': { found: true, conclusion: 'failure', headSha: HEAD } },
          says: /ended as failure/,
        },
        {
          name: 'a run of another commit',
          facts: { 'workflow-run': { found: true, conclusion: 'success', headSha: 'd'.repeat(40) } },
          says: /ran on another commit/,
        },
        { name: 'no such run', facts: { 'workflow-run': { found: false } }, says: /was not found/ },
        {
          name: 'covers match nothing',
          change: { [EVALS]: (text) => text.replace('["src/**", "prompts/**"]', '["lib/**"]') },
          says: /matches no file/,
        },
        {
          name: 'the code changed since',
          change: { [STAMP]: stamp(results(), elsewhere) },
          facts: { 'changed-since': { ...unchanged, changed: ['src/triage.ts'] } },
          says: /older than the code: 1 file changed since abababa \(src\/triage\.ts\)/,
        },
        {
          name: 'made from a commit that is not here',
          change: { [STAMP]: stamp(results(), elsewhere) },
          facts: { 'changed-since': { ancestor: false, changed: [] } },
          says: /not part of this history/,
        },
        {
          name: 'nothing says which code, in standard',
          profile: 'standard',
          change: { [STAMP]: null },
          says: /does not say which code/,
        },
        {
          name: 'in minimal the code changed after',
          profile: 'minimal',
          change: { [STAMP]: null },
          facts: { ancestry: { relation: 'b-newer' } },
          says: /changed after it was committed/,
        },
      ],
      stale: [{ name: 'old results', now: '2026-12-20', says: /ran on 2026-11-15, 34 days ago/ }],
      met: [
        {
          name: 'by the digest of the code, in standard',
          profile: 'standard',
          says: /made from exactly this code.*Results are declared/,
        },
        {
          name: 'by the commit that ran',
          change: { [STAMP]: stamp(results(), elsewhere) },
          says: /made from abababa, and nothing it covers changed since/,
        },
        {
          name: 'by order alone, in minimal',
          profile: 'minimal',
          change: { [STAMP]: null },
          says: /order in git alone/,
        },
        {
          name: 'the rate with its interval and what it would take',
          says: /happy: 20 of 20 passed \(100%, likely above 88%\), 95% asked \(point estimate only; to claim 95% with 20 cases is not possible, run at least 52 with no failure\)/,
        },
        {
          name: 'a run of the commit that was stamped',
          facts: { 'workflow-run': { found: true, conclusion: 'success', headSha: RAN } },
        },
        { name: 'the time of the stamp', change: ran(rows(), { at: null }, { startedAt: '2026-11-15T10:00:00Z' }) },
      ],
      unknown: [
        {
          name: 'history cannot be looked at',
          profile: 'standard',
          change: { [STAMP]: stamp(results(), elsewhere) },
          facts: {
            'changed-since': { state: 'unavailable', reason: 'this clone is shallow', resolvableBy: 'history' },
          },
          says: /shallow/,
        },
      ],
    },
    'EV-3': {
      unmet: [
        {
          name: 'no context',
          change: { [EVALS]: (text) => text.replace(/gate-context.*\n/, '') },
          says: /No gate-context/,
        },
        {
          name: 'not required',
          facts: { 'required-check': { required: false, boundToApp: false } },
          says: /evals is not required/,
        },
        {
          name: 'reported by anyone',
          facts: { 'required-check': { required: true, boundToApp: false } },
          says: /may be reported by anyone/,
        },
      ],
    },
    'EV-4': {
      unmet: [
        {
          name: 'no suite named',
          change: { [EVALS]: (text) => text.replace(/suite:.*\ndataset:.*\n/, '') },
          says: /No file of the suite/,
        },
        {
          name: 'an edge case that is not in it',
          change: {
            'readiness/cohorts.yaml':
              'cohorts:\n  - { id: berlin, site: Berlin, team: A, manager: "@greta", started-on: 2026-09-01, edge-cases: [{ case: two tickets in one, disposition: added, eval-case: two-in-one }] }\n',
          },
          says: /two-in-one of cohort berlin is not in the results/,
        },
        {
          name: 'committed after the pilot',
          change: { 'readiness/pilot.yaml': (text) => `${text}ended-on: 2026-09-02\n` },
          says: /after the pilot ended/,
        },
        { name: 'not committed', facts: { history: [] }, says: /not committed/ },
        {
          name: 'an incident that taught nothing',
          change: {
            'readiness/metrics.yaml':
              'incidents: { file: readiness/observations/incidents.csv, mttr-target-minutes: 60 }\n',
            'readiness/observations/incidents.csv': 'id,opened\nI-1,2026-10-03\n',
          },
          says: /newest incident is of 2026-10-03, the suite last changed on 2026-09-20/,
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
          says: /threshold of edge was lowered from 0\.95 to 0\.85 after the promotion of 2026-10-01/,
        },
        {
          name: 'a threshold was taken away',
          facts: {
            'value-history': held([entry({ ...thresholds, rare: 0.95 }), entry(thresholds, '2026-11-01T09:00:00Z')]),
          },
          says: /threshold of rare was lowered from 0\.95 to nothing/,
        },
        {
          name: 'cases were taken away',
          facts: {
            history: suiteOf('2026-09-05T09:00:00Z', '2026-11-02T09:00:00Z'),
            'value-history': held([entry(thresholds)], [entry(120)]),
          },
          says: /has 100 cases, 120 at the last promotion: 16\.7% were taken away/,
        },
        {
          name: 'cases are skipped',
          change: ran(with_((_row, index) => ({ verdict: index % 10 === 0 ? 'skip' : 'pass' }))),
          says: /10 of 100 cases were skipped/,
        },
      ],
      met: [
        { name: 'never promoted before', facts: { 'last-promotion': {} }, says: /Nothing was promoted before/ },
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
          says: /accepted late by @dana on 2026-11-02, always displayed/,
        },
        {
          name: 'lowered before the promotion',
          facts: { 'value-history': held([entry({ ...thresholds, edge: 0.95 }), entry(thresholds)]) },
        },
      ],
      unknown: [
        {
          name: 'nobody counted the cases then',
          facts: { history: suiteOf('2026-11-02T09:00:00Z') },
          says: /no provenance file says how many/,
        },
      ],
    },
    'EV-6': {
      unmet: [
        {
          name: 'an attack succeeded',
          change: ran(with_((_row, index) => ({ verdict: index === 2 ? 'fail' : 'pass' }))),
          says: /1 of 20 adversarial cases did not pass \(high-risk: close-ticket\)/,
        },
        {
          name: 'an attack was skipped',
          change: ran(with_((_row, index) => ({ verdict: index === 2 ? 'skip' : 'pass' }))),
          says: /1 of 20 adversarial cases did not pass/,
        },
        {
          name: 'no attack, and nothing says the risk is low',
          change: {
            'readiness/workflow.yaml': null,
            ...ran(with_((row) => ({ tags: row.tags.filter((tag) => tag !== 'adversarial') }))),
          },
          says: /No adversarial case ran \(no decisions are declared/,
        },
        {
          name: 'no ceiling',
          change: { [EVALS]: (text) => text.replace(/ceilings.*\n/, '') },
          says: /No ceiling for cost per case/,
        },
        {
          name: 'too expensive',
          change: { [EVALS]: (text) => text.replace('cost-per-case: 0.01', 'cost-per-case: 0.001') },
          says: /cost per case is 0\.004, the ceiling is 0\.001/,
        },
        {
          name: 'results do not tell',
          change: { [EVALS]: (text) => text.replace(/ {6}latency.*\n/, '') },
          says: /do not tell latency/,
        },
      ],
      met: [
        {
          name: 'no decision is high-risk',
          change: {
            'readiness/workflow.yaml': workflow('low'),
            ...ran(with_((_row, index) => ({ verdict: index === 2 ? 'fail' : 'pass' }))),
          },
          says: /No decision is high-risk/,
        },
      ],
    },
    'EV-7': {
      unmet: [
        {
          name: 'a case that was shown',
          change: { 'prompts/examples.jsonl': '{"input":"my printer is on FIRE, what now?","output":"hardware"}\n' },
          says: /1 entries of the suite stand among the examples/,
          at: 'evals/suite.jsonl:1',
        },
        {
          name: 'nobody says what was shown',
          change: { [EVALS]: (text) => text.replace(/examples:.*\n/, '') },
          says: /Nothing says which examples/,
        },
        {
          name: 'no inputs to compare',
          change: { [EVALS]: (text) => text.replace(/dataset:.*\n/, '') },
          says: /inputs of the suite are not named/,
        },
        {
          name: 'a file that is not there',
          change: { 'prompts/examples.jsonl': null },
          says: /prompts\/examples\.jsonl is named and is not there/,
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
