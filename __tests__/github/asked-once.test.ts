import { expect, test } from '@jest/globals';
import type { GitHubAccess } from '../../src/github/client/access.ts';
import { memoryParsed } from '../../src/github/client/caches.ts';
import { dedupe } from '../../src/github/facts/dedupe.ts';

function counting(): { access: GitHubAccess; asked: string[] } {
  const asked: string[] = [];
  const request = async (route: string, parameters: Record<string, unknown>) => {
    asked.push(`${route} ${JSON.stringify(parameters)}`);
    if (route.includes('broken')) throw new Error('GitHub was away');
    return { status: 200, data: asked.length, headers: {} };
  };
  const counts = { total: 0, counted: 0 };
  return { access: { request, baseUrl: 'b', serverUrl: 's', counts, parsed: memoryParsed(1) }, asked };
}

test('the same question is asked once, at the same time too, whatever the order of its words', async () => {
  const { access, asked } = counting();
  const { request } = dedupe(access);
  const [one, two] = await Promise.all([request('GET /r', { a: 1, b: 2 }), request('GET /r', { b: 2, a: 1 })]);
  expect(two).toBe(one);
  await request('GET /r', { a: 1, b: 3 });
  await request('GET /other', { a: 1, b: 2 });
  expect(asked).toHaveLength(3);
});

test('what could not be answered is the same for all who ask', async () => {
  const { access, asked } = counting();
  const { request } = dedupe(access);
  await expect(request('GET /broken', {})).rejects.toThrow('away');
  await expect(request('GET /broken', {})).rejects.toThrow('away');
  expect(asked).toHaveLength(1);
});

test('another evaluation asks anew, and nothing but reads is kept', async () => {
  const { access, asked } = counting();
  await dedupe(access).request('GET /r', {});
  await dedupe(access).request('GET /r', {});
  const { request } = dedupe(access);
  await request('POST /r', {});
  await request('POST /r', {});
  expect(asked).toHaveLength(4);
});
