import { describe, expect, test } from '@jest/globals';
import { absent, type Observation, seen, unavailable } from '../../src/domain/observation.ts';
import { makeTree } from '../../src/domain/tree.ts';
import * as reads from '../../src/engine/inputs.ts';
import type { FileSource } from '../../src/engine/ports.ts';
import { type EvidencePaths, resolveInputs } from '../../src/evidence/resolve.ts';
import { blobId } from '../support/harness/memory-files.ts';

interface Asked extends FileSource {
  batches: string[][];
}

const LINK = 'is a symbolic link; links are never evidence';

/** Files in memory; a value that begins with `link:` is a symbolic link. */
function source(files: Record<string, string>, fail: Record<string, Observation<never>> = {}): Asked {
  const entries = Object.entries(files).map(([path, text]) => ({
    path,
    mode: text.startsWith('link:') ? '120000' : '100644',
    blob: blobId(new TextEncoder().encode(text)),
  }));
  const asked: Asked = {
    batches: [],
    tree: async () => seen(makeTree(entries), { path: '' }),
    files: async (paths) => {
      asked.batches.push(paths);
      return new Map(
        paths.map((path): [string, Observation<Uint8Array>] => {
          const text = files[path];
          const failed = fail[path];
          if (failed) return [path, failed];
          if (text === undefined) return [path, absent({ path })];
          if (text.startsWith('link:')) return [path, absent({ path }, LINK)];
          const bytes = new TextEncoder().encode(text);
          return [path, seen(bytes, { path, blob: blobId(bytes) })];
        }),
      );
    },
  };
  return asked;
}

const PATHS: EvidencePaths = { root: 'readiness', runbook: [], rollback: [] };
const PILOT = `name: Triage
started-on: 2026-09-01
owners: { product: "@a", production: "@b", governance: "@c", sponsor: "@d" }
`;
const METRICS = `incidents: { file: readiness/observations/incidents.csv, mttr-target-minutes: 60 }
slos:
  - { id: x, measures: latency, target: 1, window: 28d, indicator: p95, alert: { file: ops/alert.yml, routes-to: "@a", runbook: x } }
`;
const EVALS = 'results: evals/results.xml\nthresholds: { happy: 0.9 }\n';
const JUNIT = '<testsuites><testsuite name="s"><testcase name="a" classname="c"/></testsuite></testsuites>';
const RUNBOOK = `# Runbook\n\n## Owner\n\nSupport runs it. See [rollback](rollback.md) and [out](https://x.example).\n`;

const look = async <T>(files: Record<string, string>, request: reads.Input<T>, paths = PATHS) => {
  const from = source(files);
  const evidence = await resolveInputs(from, [request], paths);
  return { seen: evidence.get(request), batches: from.batches, files: evidence.files };
};
const faultsOf = (found: Observation<unknown>): string[] =>
  found.state === 'invalid'
    ? found.faults.map((fault) => `${fault.path}:${fault.line} ${fault.key} ${fault.problem}`)
    : [found.state];

describe('sections', () => {
  test('from a file of their own, in one batch, asking for nothing else', async () => {
    const {
      seen: found,
      batches,
      files,
    } = await look(
      {
        'readiness/pilot.yaml': PILOT,
        'readiness/metrics.yaml': METRICS,
        'readiness/evals.yaml': EVALS,
        Makefile: 'a:',
      },
      reads.section('metrics'),
    );
    expect(found).toMatchObject({ state: 'seen', place: { path: 'readiness/metrics.yaml' } });
    expect(batches).toEqual([['readiness/metrics.yaml', 'readiness/pilot.yaml']]);
    expect(files.map((file) => file.path)).toEqual(['readiness/metrics.yaml', 'readiness/pilot.yaml']);
    expect(files[0]?.blob).toHaveLength(40);
  });

  test('inline in the manifest, with places relative to the section', async () => {
    const { seen: found } = await look(
      { 'readiness/pilot.yml': `${PILOT}data_sources:\n  quality-target: 0.9\n` },
      reads.section('data-sources'),
    );
    expect(found.state === 'seen' && found.value.value).toEqual({ qualityTarget: 0.9 });
    expect(found.state === 'seen' && found.value.at('qualityTarget')).toMatchObject({
      path: 'readiness/pilot.yml',
      line: 5,
      column: 3,
    });
    expect(found).toMatchObject({ place: { line: 4, column: 1 } });
  });

  test('a fault of an inline section is its own, not that of the manifest', async () => {
    const files = {
      'readiness/pilot.yaml': `${PILOT}metrics: { slos: 3 }\nevals: { results: a.json, thresholds: {} }\n`,
    };
    expect((await look(files, reads.section('pilot'))).seen.state).toBe('seen');
    expect((await look(files, reads.section('evals'))).seen.state).toBe('seen');
    expect(faultsOf((await look(files, reads.section('metrics'))).seen)).toEqual([
      'readiness/pilot.yaml:4 metrics.slos is 3',
    ]);
  });

  test('a bad manifest does not hide its sections, unless it is no YAML', async () => {
    const bad = { 'readiness/pilot.yaml': `${PILOT}nmae: x\nroadmap: { items: [] }\n` };
    expect(faultsOf((await look(bad, reads.section('pilot'))).seen)).toEqual([
      'readiness/pilot.yaml:4 nmae is not a key that is known here',
    ]);
    expect((await look(bad, reads.section('roadmap'))).seen.state).toBe('seen');
    const broken = { 'readiness/pilot.yaml': 'name: @x\n', 'readiness/metrics.yaml': METRICS };
    expect((await look(broken, reads.section('metrics'))).seen.state).toBe('seen');
    expect(faultsOf((await look(broken, reads.section('evals'))).seen)).toEqual([
      'readiness/pilot.yaml:1  is @x without quotes',
    ]);
  });

  test('a section both inline and in a file is a fault that names both', async () => {
    const files = { 'readiness/pilot.yaml': `${PILOT}metrics: {}\n`, 'readiness/metrics.yaml': METRICS };
    expect(faultsOf((await look(files, reads.section('metrics'))).seen)).toEqual([
      'readiness/metrics.yaml:1  is defined both at readiness/metrics.yaml and at readiness/pilot.yaml:4',
      'readiness/pilot.yaml:4  is defined both at readiness/pilot.yaml:4 and at readiness/metrics.yaml',
    ]);
  });

  test('.yaml and .yml is a fault that names both', async () => {
    const files = {
      'readiness/pilot.yaml': PILOT,
      'readiness/metrics.yaml': METRICS,
      'readiness/metrics.yml': METRICS,
    };
    expect(faultsOf((await look(files, reads.section('metrics'))).seen).join()).toMatch(
      /metrics\.yaml and at readiness\/metrics\.yml/,
    );
    const twins = { 'readiness/pilot.yaml': PILOT, 'readiness/pilot.yml': PILOT };
    expect(faultsOf((await look(twins, reads.section('pilot'))).seen)).toHaveLength(2);
  });

  test('an absent section names its expected location and the reason', async () => {
    expect((await look({ 'readiness/pilot.yaml': PILOT }, reads.section('metrics'))).seen).toEqual({
      state: 'absent',
      place: { path: 'readiness/metrics.yaml' },
      why: 'readiness/metrics.yaml is not there, and readiness/pilot.yaml has no `metrics`',
    });
    const nothing = await look({}, reads.section('metrics'));
    expect(nothing.seen).toMatchObject({ why: 'neither readiness/metrics.yaml nor readiness/pilot.yaml is there' });
    expect(nothing.batches).toEqual([]);
    expect((await look({ 'readiness/pilot.yaml': 'link:x' }, reads.section('pilot'))).seen).toMatchObject({
      why: `readiness/pilot.yaml ${LINK}`,
    });
    expect((await look({ readiness: 'link:x' }, reads.section('pilot'))).seen).toMatchObject({
      why: expect.stringMatching(/behind readiness, which is a symbolic link/),
    });
  });

  test('the policy may rename the root', async () => {
    const { seen: found } = await look({ 'ops/ready/pilot.yaml': PILOT }, reads.section('pilot'), {
      ...PATHS,
      root: 'ops/ready/',
    });
    expect(found.state).toBe('seen');
  });
});

describe('what cannot be looked at', () => {
  test('no tree, no evidence', async () => {
    const blind: FileSource = { tree: async () => unavailable('403', 'retry'), files: async () => new Map() };
    const requests = [reads.section('pilot'), reads.tree(), reads.document('runbook'), reads.codeowners()];
    const evidence = await resolveInputs(blind, requests, PATHS);
    for (const request of requests) expect(evidence.get<unknown>(request)).toEqual(unavailable('403', 'retry'));
    expect(evidence.files).toEqual([]);
  });

  test('an unreadable manifest leaves its sections unknown, also those with a file', async () => {
    const from = source(
      { 'readiness/pilot.yaml': PILOT, 'readiness/metrics.yaml': METRICS },
      { 'readiness/pilot.yaml': unavailable('502', 'retry') },
    );
    const evidence = await resolveInputs(from, [reads.section('metrics'), reads.document('runbook')], PATHS);
    expect(evidence.get(reads.section('metrics')).state).toBe('unavailable');
    expect(evidence.get(reads.document('runbook')).state).toBe('unavailable');
  });

  test('a wish that was never made', async () => {
    const evidence = await resolveInputs(source({}), [], PATHS);
    expect(evidence.get(reads.section('pilot')).state).toBe('unavailable');
  });
});

describe('records', () => {
  const drill =
    'date: 2026-01-01\nkind: rollback\nenvironment: staging\ndriver: "@a"\nsteps: [{ action: a, expected: b, observed: c }]\nseconds: 3\nresult: pass\nevidence: docs/x.md\n';

  test('those that are right and those that are not', async () => {
    const { seen: found, batches } = await look(
      {
        'readiness/drills/2026-01-01.yaml': drill,
        'readiness/drills/2026-02-01.yml': drill.replace('pass', 'maybe'),
        'readiness/drills/2026-03-01.yaml': drill,
        'readiness/drills/2026-03-01.yml': drill,
        'readiness/drills/link.yaml': 'link:x',
        'readiness/drills/notes.md': 'x',
        'readiness/drills/old/2025.yaml': drill,
      },
      reads.records('drills'),
    );
    if (found.state !== 'seen') throw new Error(found.state);
    expect(found.value.folder).toBe('readiness/drills');
    expect(found.value.items.map((item) => item.name)).toEqual(['2026-01-01']);
    expect(found.value.items[0]?.record.at('result')).toMatchObject({ line: 7, column: 1 });
    expect(found.value.broken.map(({ path, faults }) => `${path} ${faults[0]?.problem}`)).toEqual([
      'readiness/drills/2026-02-01.yml is "maybe"',
      'readiness/drills/2026-03-01.yaml is defined both at readiness/drills/2026-03-01.yaml and at readiness/drills/2026-03-01.yml',
      'readiness/drills/2026-03-01.yml is defined both at readiness/drills/2026-03-01.yml and at readiness/drills/2026-03-01.yaml',
      `readiness/drills/link.yaml ${LINK}`,
    ]);
    expect(batches).toHaveLength(1);
  });

  test('no folder is an empty set', async () => {
    const { seen: found, batches } = await look({}, reads.records('controls'));
    expect(found).toMatchObject({ state: 'seen', value: { folder: 'readiness/controls', items: [], broken: [] } });
    expect(batches).toEqual([]);
  });
});

describe('files that are named', () => {
  const files = {
    'readiness/metrics.yaml': METRICS,
    'readiness/observations/incidents.csv': 'opened,closed\n1,2\n',
    'ops/alert.yml': 'alert: x\n',
  };

  test('come in the second batch, as the kind of their schema', async () => {
    const { seen: found, batches } = await look(files, reads.named('metrics'));
    if (found.state !== 'seen') throw new Error(found.state);
    expect(found.value.table('readiness/observations/incidents.csv')).toMatchObject({
      state: 'seen',
      value: { columns: ['opened', 'closed'] },
    });
    expect(found.value.text('./ops/alert.yml')).toMatchObject({ state: 'seen', value: 'alert: x\n' });
    expect(found.value.table('ops/alert.yml').state).toBe('unavailable');
    expect(batches).toEqual([['readiness/metrics.yaml'], ['ops/alert.yml', 'readiness/observations/incidents.csv']]);
  });

  test('one that is missing says who names it', async () => {
    const { 'ops/alert.yml': _, ...rest } = files;
    const { seen: found } = await look(rest, reads.named('metrics'));
    expect(found.state === 'seen' && found.value.text('ops/alert.yml')).toEqual({
      state: 'absent',
      place: { path: 'ops/alert.yml' },
      why: 'ops/alert.yml is not there (named at readiness/metrics.yaml:3)',
    });
  });

  test('one that is broken keeps its faults', async () => {
    const { seen: found } = await look(
      { ...files, 'readiness/observations/incidents.csv': 'a,b\n1\n' },
      reads.named('metrics'),
    );
    expect(found.state === 'seen' && faultsOf(found.value.table('readiness/observations/incidents.csv'))).toEqual([
      'readiness/observations/incidents.csv:2  has 1 cells',
    ]);
  });

  test('an absent section names nothing', async () => {
    expect((await look({}, reads.named('metrics'))).seen.state).toBe('absent');
  });
});

describe('documents', () => {
  test('discovered, with those it links to', async () => {
    const { seen: found, batches } = await look(
      {
        'readiness/pilot.yaml': PILOT,
        'docs/runbook.md': RUNBOOK,
        'docs/rollback.md': '# Rollback\n',
        'src/x.ts': 'x',
      },
      reads.document('runbook'),
    );
    if (found.state !== 'seen') throw new Error(JSON.stringify(found));
    expect(found.place).toMatchObject({ path: 'docs/runbook.md' });
    expect(Object.keys(found.value.linked)).toEqual(['docs/rollback.md']);
    expect(batches).toEqual([['readiness/pilot.yaml'], ['docs/runbook.md'], ['docs/rollback.md']]);
  });

  test('declared by the policy, before the manifest', async () => {
    const { seen: found, batches } = await look(
      {
        'readiness/pilot.yaml': `${PILOT}documents: { runbook: [docs/runbook.md] }\n`,
        'ops/a.md': '# A\n',
        'docs/runbook.md': RUNBOOK,
      },
      reads.document('runbook'),
      { ...PATHS, runbook: ['./ops/a.md'] },
    );
    expect(found).toMatchObject({ state: 'seen', place: { path: 'ops/a.md' } });
    expect(batches).toEqual([['ops/a.md']]);
  });

  test('declared by the manifest: the first is the document, the others belong to it; one missing is absent', async () => {
    const files = {
      'readiness/pilot.yaml': `${PILOT}documents:\n  runbook: [ops/a.md, ops/b.md]\n`,
      'ops/a.md': '# A\n',
      'ops/b.md': '# B\n',
    };
    const { seen: found } = await look(files, reads.document('runbook'));
    expect(found).toMatchObject({ state: 'seen', place: { path: 'ops/a.md' }, value: { linked: { 'ops/b.md': {} } } });
    const { 'ops/b.md': _, ...rest } = files;
    expect((await look(rest, reads.document('runbook'))).seen).toMatchObject({
      state: 'absent',
      place: { path: 'ops/b.md' },
      why: 'ops/b.md is not there (named at readiness/pilot.yaml:5)',
    });
  });

  test('several candidates of equal rank are ambiguous', async () => {
    const { seen: found } = await look(
      { 'docs/runbook.md': '# A', 'ops/runbook.md': '# B', 'docs/deep/runbook.md': '# C' },
      reads.document('runbook'),
    );
    expect(found).toMatchObject({
      state: 'absent',
      why: expect.stringMatching(/docs\/runbook\.md, ops\/runbook\.md\): declare evidence\.runbook/),
    });
  });

  test('one clear best is taken, the others are told', async () => {
    const { seen: found } = await look(
      { 'docs/runbook.md': '# A', 'docs/payments-runbook.md': '# B' },
      reads.document('runbook'),
    );
    expect(found).toMatchObject({
      state: 'seen',
      place: { path: 'docs/runbook.md' },
      value: { candidates: ['docs/payments-runbook.md'] },
    });
  });

  test('none, and a manifest that cannot say', async () => {
    expect((await look({}, reads.document('rollback'))).seen).toMatchObject({
      state: 'absent',
      place: { path: 'docs/rollback.md' },
    });
    const broken = { 'readiness/pilot.yaml': 'name: @x', 'docs/runbook.md': RUNBOOK };
    expect((await look(broken, reads.document('runbook'))).seen.state).toBe('invalid');
    const silent = { 'readiness/pilot.yaml': 'name: 3', 'docs/runbook.md': RUNBOOK };
    expect((await look(silent, reads.document('runbook'))).seen.state).toBe('seen');
  });
});

describe('eval results', () => {
  const files = { 'readiness/evals.yaml': EVALS, 'evals/results.xml': JUNIT };
  const sidecar = JSON.stringify({
    commit: 'a'.repeat(40),
    dirty: false,
    treeHash: 'b'.repeat(64),
    sha256: 'c'.repeat(64),
  });

  test('with their sidecar, in two batches', async () => {
    const { seen: found, batches } = await look(
      { ...files, 'evals/results.xml.provenance.json': sidecar },
      reads.evalResults(),
    );
    if (found.state !== 'seen') throw new Error(JSON.stringify(found));
    expect(found.value).toMatchObject([{ path: 'evals/results.xml', provenance: { commit: 'a'.repeat(40) } }]);
    expect(found.value[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(found.value[0]?.run.cases).toHaveLength(1);
    expect(batches).toEqual([['readiness/evals.yaml'], ['evals/results.xml', 'evals/results.xml.provenance.json']]);
  });

  test('missing, unreadable, and a bad sidecar', async () => {
    expect((await look({ 'readiness/evals.yaml': EVALS }, reads.evalResults())).seen).toMatchObject({
      state: 'absent',
      place: { path: 'evals/results.xml' },
      why: 'evals/results.xml is not there (named at readiness/evals.yaml:1)',
    });
    expect((await look({ ...files, 'evals/results.xml': 'nothing' }, reads.evalResults())).seen.state).toBe('invalid');
    expect(
      (await look({ ...files, 'evals/results.xml.provenance.json': '{}' }, reads.evalResults())).seen,
    ).toMatchObject({
      state: 'invalid',
      place: { path: 'evals/results.xml.provenance.json' },
    });
  });
});

describe('files of others', () => {
  test('CODEOWNERS where GitHub looks first', async () => {
    const { seen: found, batches } = await look(
      { CODEOWNERS: '* @a', '.github/CODEOWNERS': '* @b' },
      reads.codeowners(),
    );
    expect(found).toMatchObject({ state: 'seen', value: { rules: [{ owners: ['@b'] }] } });
    expect(batches).toEqual([['.github/CODEOWNERS']]);
    expect((await look({}, reads.codeowners())).seen).toMatchObject({
      state: 'absent',
      place: { path: '.github/CODEOWNERS' },
    });
  });

  test('catalog, workflows and commands', async () => {
    const files = {
      'catalog-info.yaml': 'kind: Component\nmetadata: { name: x }\n',
      '.github/workflows/stop.yml': 'on: workflow_dispatch\njobs: {}\n',
      '.github/workflows/bad.yml': 'on: [',
      Makefile: 'stop:\n\ttrue\n',
      'package.json': '{"scripts": {"drain": "x"}}',
    };
    expect((await look(files, reads.catalog())).seen).toMatchObject({ state: 'seen', value: [{ name: 'x' }] });
    expect((await look(files, reads.workflows())).seen).toMatchObject({ value: [{ triggers: ['workflow_dispatch'] }] });
    expect((await look(files, reads.commands())).seen).toMatchObject({ value: { make: ['stop'], npm: ['drain'] } });
    expect((await look({}, reads.commands())).seen).toMatchObject({ state: 'seen', value: { make: [], npm: [] } });
    expect((await look({}, reads.workflows())).seen).toMatchObject({ state: 'seen', value: [] });
    expect((await look({}, reads.catalog())).seen.state).toBe('absent');
  });
});

test('every wish at once takes at most three batches and opens each file once', async () => {
  const from = source({
    'readiness/pilot.yaml': PILOT,
    'readiness/metrics.yaml': METRICS,
    'readiness/evals.yaml': EVALS,
    'evals/results.xml': JUNIT,
    'readiness/observations/incidents.csv': 'opened,closed\n1,2\n',
    'ops/alert.yml': 'x',
    'docs/runbook.md': RUNBOOK,
    'docs/rollback.md': '# Rollback\n',
    CODEOWNERS: '* @a',
  });
  const requests = [
    reads.section('pilot'),
    reads.section('metrics'),
    reads.named('metrics'),
    reads.evalResults(),
    reads.document('runbook'),
    reads.document('rollback'),
    reads.codeowners(),
    reads.tree(),
  ];
  const evidence = await resolveInputs(from, [...requests, ...requests], PATHS);
  expect(requests.map((request) => evidence.get<unknown>(request).state)).toEqual(requests.map(() => 'seen'));
  expect(from.batches.length).toBeLessThanOrEqual(3);
  expect(new Set(from.batches.flat()).size).toBe(from.batches.flat().length);
  expect(evidence.files.map((file) => file.path)).toEqual([...from.batches.flat()].sort());
});
