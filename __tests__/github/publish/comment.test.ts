import { describe, expect, test } from '@jest/globals';
import { publishComment } from '../../../src/github/publish/comment.ts';
import { isStillHead } from '../../../src/github/publish/current.ts';
import { COMMENT_MARKER } from '../../../src/render/markdown/comment.ts';
import { FakeWriter } from '../../support/harness/fake-writer.ts';

const body = `${COMMENT_MARKER}\n### ⛔ Not ready`;
const old = `${COMMENT_MARKER}\n### ✅ Ready`;
const self = { login: 'slug[bot]' };
const target = { owner: 'acme', repo: 'triage', number: 12, body, self };
const LIST = 'GET /issues/{issue_number}/comments';
const POST = 'POST /issues/{issue_number}/comments';
const PATCH = 'PATCH /issues/comments/{comment_id}';
const DELETE = 'DELETE /issues/comments/{comment_id}';

function withComments(...comments: [login: string | null, body: string, app?: number][]): FakeWriter {
  const writer = new FakeWriter();
  for (const [index, [login, text, app]] of comments.entries()) {
    writer.comments.push({
      id: index + 1,
      html_url: `https://github.com/${index + 1}`,
      body: text,
      user: login === null ? null : { login },
      ...(app === undefined ? {} : { performed_via_github_app: { id: app } }),
    });
  }
  return writer;
}

describe('the one comment', () => {
  test.each<[string, FakeWriter, string, number, string[]]>([
    ['none', withComments(), 'created', 1, [LIST, POST]],
    ['its own', withComments(['mira', 'hi'], ['slug[bot]', old]), 'updated', 2, [LIST, PATCH]],
    ['its own, written with another case', withComments(['Slug[bot]', old]), 'updated', 1, [LIST, PATCH]],
    ['its own, unchanged', withComments(['slug[bot]', `${body}\r\n`.replace('\n', '\r\n')]), 'none', 1, [LIST]],
    ["somebody else's with our marker", withComments(['mallory', old], [null, old]), 'created', 3, [LIST, POST]],
    ['its own with the marker further down', withComments(['slug[bot]', `> ${old}`]), 'created', 2, [LIST, POST]],
    ['two of its own', withComments(['slug[bot]', old], ['slug[bot]', old]), 'updated', 1, [LIST, PATCH, DELETE]],
  ])('%s', async (_name, writer, change, id, routes) => {
    const result = await publishComment(writer, target);
    expect(result).toEqual({ written: true, change, id, url: `https://github.com/${id}` });
    expect(writer.routes()).toEqual(routes);
    if (change !== 'none') expect(writer.comments.find((one) => one.id === id)?.body).toBe(body);
  });

  test('is the only one after a second was made by accident; what others wrote stays', async () => {
    const writer = withComments(['slug[bot]', body], ['mallory', old], ['slug[bot]', old], ['slug[bot]', 'An answer.']);
    writer.failing.push({ on: 'DELETE', status: 502 });
    expect(await publishComment(writer, target)).toMatchObject({ written: true, change: 'none', id: 1 });
    expect(writer.comments).toHaveLength(4);
    expect(await publishComment(writer, target)).toMatchObject({ written: true, change: 'none', id: 1 });
    expect(writer.comments.map((one) => one.body)).toEqual([body, old, 'An answer.']);
  });

  test('is found on the second page', async () => {
    const noise = Array.from({ length: 130 }, (): [string, string] => ['mira', 'hi']);
    const writer = withComments(...noise, ['slug[bot]', old]);
    expect(await publishComment(writer, target)).toMatchObject({ change: 'updated', id: 131 });
    expect(writer.routes()).toEqual([LIST, LIST, PATCH]);
  });

  test("is only our App's when the App is known", async () => {
    const writer = withComments(['slug[bot]', old], ['slug[bot]', old, 7], ['slug[bot]', old, 4242]);
    const result = await publishComment(writer, { ...target, self: { ...self, appId: 4242 } });
    expect(result).toMatchObject({ change: 'updated', id: 3 });
    expect(writer.comments.map((one) => one.body)).toEqual([old, old, body]);
  });

  test('nothing behind the writer tries a write again by itself', async () => {
    const writer = withComments();
    await publishComment(writer, target);
    for (const { parameters } of writer.asked) expect(parameters.request).toEqual({ retries: 0 });
  });
});

describe('when it cannot be written', () => {
  test.each<[string, { on: string; status: number }[], RegExp]>([
    ['a read-only token', [{ on: 'POST', status: 403 }], /refused the comment \(403\): the token may not write/],
    ['a list that is not shown', [{ on: 'GET', status: 404 }], /\(404\)/],
    ['too much', [{ on: 'POST', status: 422 }], /refused the comment \(422\)/],
    ['the rate limit', [{ on: 'GET', status: 429 }], /rate limit/],
    ['an outage while listing', [502, 503].map((status) => ({ on: 'GET', status })), /two attempts \(503\)/],
    ['an outage while writing', [500, 502].map((status) => ({ on: 'POST', status })), /two attempts \(502\)/],
  ])('%s is a reason, never a throw', async (_name, failures, reason) => {
    const writer = withComments();
    writer.failing.push(...failures);
    const result = await publishComment(writer, target);
    expect(result.written).toBe(false);
    expect(result).toMatchObject({ reason: expect.stringMatching(reason) });
    expect(writer.comments).toEqual([]);
  });

  test('an answer in another form is a reason too', async () => {
    const writer = { request: () => Promise.resolve({ status: 200, data: { odd: true }, headers: {} }) };
    expect(await publishComment(writer, target)).toEqual({
      written: false,
      reason: 'unexpected response from GitHub',
    });
  });

  test('one failure is got over, after a pause', async () => {
    const writer = withComments(['slug[bot]', old]);
    writer.failing.push({ on: 'GET', status: 502 }, { on: 'PATCH', status: 500 });
    expect(await publishComment(writer, target)).toMatchObject({ change: 'updated' });
    expect(writer.pauses).toBe(2);
  });

  test('a comment that was made though its answer was lost is not made again', async () => {
    const writer = withComments();
    writer.failing.push({ on: 'POST', status: 502, done: true });
    expect(await publishComment(writer, target)).toMatchObject({ written: true, change: 'created', id: 1 });
    expect(writer.comments).toHaveLength(1);
    expect(writer.routes()).toEqual([LIST, POST, LIST]);
  });
});

describe('the head is read again before writing', () => {
  const at = { owner: 'acme', repo: 'triage', number: 12 };

  test('a result for an old head is dropped', async () => {
    const writer = new FakeWriter();
    expect(await isStillHead(writer, { ...at, sha: 'abc' })).toBe(true);
    writer.head = 'def';
    expect(await isStillHead(writer, { ...at, sha: 'abc' })).toBe(false);
  });

  test('one failure is got over, two are thrown', async () => {
    const writer = new FakeWriter();
    writer.failing.push({ on: 'GET', status: 502 });
    expect(await isStillHead(writer, { ...at, sha: 'abc' })).toBe(true);
    writer.failing.push({ on: 'GET', status: 502 }, { on: 'GET', status: 502 });
    await expect(isStillHead(writer, { ...at, sha: 'abc' })).rejects.toThrow('status 502');
  });
});
