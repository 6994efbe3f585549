import { describe, expect, test } from '@jest/globals';
import { publishCheckRun } from '../../../src/github/publish/check-run.ts';
import type { Annotation } from '../../../src/render/markdown/annotations.ts';
import type { RenderedCheckRun } from '../../../src/render/markdown/check-run.ts';
import { FakeWriter } from '../../support/harness/fake-writer.ts';

const annotation = (line: number): Annotation => ({
  path: 'docs/rollback.md',
  start_line: line,
  end_line: line,
  annotation_level: 'failure',
  title: 'Missing',
  message: `Missing ${line}`,
});
const rendered = (count: number): RenderedCheckRun => ({
  name: 'pilot-readiness',
  title: 'Not ready',
  summary: 'summary',
  text: 'text',
  conclusion: 'failure',
  annotations: Array.from({ length: count }, (_, at) => annotation(at + 1)),
});
const target = (count = 0) => ({
  owner: 'acme',
  repo: 'triage',
  sha: 'abc',
  rendered: rendered(count),
  externalId: 'evaluation-1',
});
const LIST = 'GET /commits/{ref}/check-runs';
const READ = 'GET /check-runs/{check_run_id}';
const POST = 'POST /check-runs';
const PATCH = 'PATCH /check-runs/{check_run_id}';
const sentIn = (writer: FakeWriter) =>
  writer
    .writes()
    .filter(({ route }) => route.startsWith('PATCH'))
    .map(({ parameters }) => (parameters.output as { annotations: Annotation[] }).annotations);

describe('a check run', () => {
  test('is opened under way and concluded by the last request', async () => {
    const writer = new FakeWriter();
    const result = await publishCheckRun(writer, { ...target(1), detailsUrl: 'https://acme.example/12' });
    expect(result).toEqual({ id: 1, url: 'https://github.com/1' });
    expect(writer.routes()).toEqual([LIST, POST, PATCH]);
    const [post, patch] = writer.writes().map((one) => one.parameters);
    expect(post).toMatchObject({
      name: 'pilot-readiness',
      head_sha: 'abc',
      status: 'in_progress',
      external_id: 'evaluation-1',
      details_url: 'https://acme.example/12',
    });
    expect(post).not.toHaveProperty('conclusion');
    expect(patch).toMatchObject({
      status: 'completed',
      conclusion: 'failure',
      output: { title: 'Not ready', summary: 'summary', text: 'text' },
    });
  });

  test.each([
    [0, [0]],
    [50, [50]],
    [51, [50, 1]],
    [100, [50, 50]],
    [200, [50, 50, 50, 50]],
  ])('%i annotations go in batches of %j, each once, and only the last concludes', async (count, sizes) => {
    const writer = new FakeWriter();
    await publishCheckRun(writer, target(count));
    expect(sentIn(writer).map((batch) => batch.length)).toEqual(sizes);
    expect(sentIn(writer).flat()).toEqual(rendered(count).annotations);
    const patches = writer.writes().slice(1);
    expect(patches.map(({ parameters }) => 'conclusion' in parameters)).toEqual(
      sizes.map((_, at) => at === sizes.length - 1),
    );
  });

  test('an empty text is left out', async () => {
    const writer = new FakeWriter();
    await publishCheckRun(writer, { ...target(), rendered: { ...rendered(0), text: '' } });
    expect(writer.writes().at(-1)?.parameters.output).not.toHaveProperty('text');
  });

  test('each evaluation is a new run, and a completed one is never opened again', async () => {
    const writer = new FakeWriter();
    await publishCheckRun(writer, target());
    const again = { ...target(), externalId: 'evaluation-2', existing: { id: 1 } };
    expect(await publishCheckRun(writer, again)).toMatchObject({ id: 2 });
    expect(writer.runs.map((run) => run.status)).toEqual(['completed', 'completed']);
  });

  test('an open one that is known is used', async () => {
    const writer = new FakeWriter();
    writer.runs.push({ id: 1, name: 'pilot-readiness', status: 'queued', output: { annotations_count: 0 } });
    expect(await publishCheckRun(writer, { ...target(1), existing: { id: 1 } })).toMatchObject({ id: 1 });
    expect(writer.routes()).toEqual([READ, PATCH]);
  });
});

describe('when answers are lost', () => {
  test('a run that was made is found by its evaluation, not made again', async () => {
    const writer = new FakeWriter();
    writer.failing.push({ on: 'POST', status: 502, done: true });
    await publishCheckRun(writer, target(1));
    expect(writer.runs).toHaveLength(1);
    expect(writer.routes()).toEqual([LIST, POST, LIST, PATCH]);
  });

  test('a run that was not made is made by the second try, and only by that', async () => {
    const writer = new FakeWriter();
    writer.failing.push({ on: 'POST', status: 502 });
    await publishCheckRun(writer, target(1));
    expect(writer.runs).toHaveLength(1);
    writer.failing.push({ on: 'POST', status: 502 }, { on: 'POST', status: 503 });
    await expect(publishCheckRun(writer, { ...target(), externalId: 'evaluation-2' })).rejects.toThrow('status 503');
  });

  test('a run of another App under the same name and evaluation is not ours', async () => {
    const writer = new FakeWriter();
    const forged = { name: 'pilot-readiness', external_id: 'evaluation-1', status: 'completed', app: { id: 7 } };
    writer.runs.push({ ...forged, id: 1 });
    expect(await publishCheckRun(writer, { ...target(), appId: 4242 })).toMatchObject({ id: 2 });
  });

  test.each([true, false])(
    'annotations are there once, whether the lost request was done (%s) or not',
    async (done) => {
      const writer = new FakeWriter();
      writer.failing.push({ on: 'PATCH', status: 502, done });
      await publishCheckRun(writer, target(120));
      expect(writer.runs[0]).toMatchObject({ status: 'completed', output: { annotations_count: 120 } });
    },
  );

  test('a conclusion whose answer was lost is looked for', async () => {
    const writer = new FakeWriter();
    writer.failing.push({ on: 'PATCH', status: 500, done: true });
    await publishCheckRun(writer, target(3));
    expect(writer.routes()).toEqual([LIST, POST, PATCH, READ]);
    expect(writer.runs[0]).toMatchObject({ conclusion: 'failure', output: { annotations_count: 3 } });
  });

  test('a later call goes on where the first one stopped', async () => {
    const writer = new FakeWriter();
    await expect(publishCheckRun(failingAfter(writer, 'PATCH', 1), target(120))).rejects.toThrow('status 503');
    expect(writer.runs[0]).toMatchObject({ status: 'in_progress', output: { annotations_count: 50 } });
    await publishCheckRun(writer, target(120));
    expect(writer.runs).toHaveLength(1);
    expect(writer.runs[0]).toMatchObject({ status: 'completed', output: { annotations_count: 120 } });
  });

  test('a refusal is thrown at once', async () => {
    const writer = new FakeWriter();
    writer.failing.push({ on: 'POST', status: 403 });
    await expect(publishCheckRun(writer, target())).rejects.toThrow('status 403');
    expect(writer.pauses).toBe(0);
  });
});

describe('after a process was killed', () => {
  const left = (id: number, external: string, more: Record<string, unknown> = {}) => ({
    ...{ id, name: 'pilot-readiness', status: 'in_progress', external_id: external, app: { id: 4242 } },
    ...{ output: { annotations_count: 0 }, ...more },
  });
  const next = { ...target(1), externalId: '12:second', abandoned: '12:' };

  test('the run that it left open is concluded like the one that follows', async () => {
    const writer = new FakeWriter();
    writer.runs.push(left(1, '12:first'));
    expect(await publishCheckRun(writer, next)).toMatchObject({ id: 2 });
    expect(writer.runs.map(({ id, status, conclusion }) => [id, status, conclusion])).toEqual([
      [1, 'completed', 'failure'],
      [2, 'completed', 'failure'],
    ]);
    expect(writer.routes()).toEqual([LIST, POST, PATCH, PATCH]);
    expect(writer.asked.at(-1)?.parameters).toMatchObject({ check_run_id: 1, output: { annotations: [] } });
  });

  test('runs of other pull requests, of other Apps and those that are done are left alone', async () => {
    const writer = new FakeWriter();
    writer.runs.push(
      left(1, '1:first'),
      left(2, '123:first'),
      left(3, '12:first', { app: { id: 7 } }),
      left(4, '12:zero', { status: 'completed', conclusion: 'success' }),
    );
    const before = structuredClone(writer.runs);
    expect(await publishCheckRun(writer, { ...next, appId: 4242 })).toMatchObject({ id: 5 });
    expect(writer.runs.slice(0, 4)).toEqual(before);
  });

  test('one that cannot be concluded is an error, so that the evaluation is repeated', async () => {
    const writer = new FakeWriter();
    writer.runs.push(left(1, '12:first'));
    await expect(publishCheckRun(failingAfter(writer, 'PATCH', 1), next)).rejects.toThrow('status 503');
    await publishCheckRun(writer, next);
    expect(writer.runs.map((run) => run.status)).toEqual(['completed', 'completed']);
  });
});

/** The same writer, out of order for good after some requests of a kind. */
function failingAfter(writer: FakeWriter, kind: string, good: number) {
  let seen = 0;
  return {
    pause: () => writer.pause(),
    request: (route: string, parameters: Record<string, unknown>) => {
      if (route.startsWith(kind)) {
        seen += 1;
        if (seen > good) writer.failing.push({ on: kind, status: 503 });
      }
      return writer.request(route, parameters);
    },
  };
}
