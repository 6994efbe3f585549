import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { openApi } from '../../src/github/client/api.ts';
import { queryGraphql } from '../../src/github/client/graphql.ts';
import { access, NAME } from '../support/harness/ask-github.ts';
import { type FakeGitHub, fakeGitHub } from '../support/harness/fake-github.ts';

const QUERY = { text: '{ a }', variables: { n: 1 }, what: 'a thing', permission: 'Pull requests: read' };
const SHAPE = z.object({ a: z.number() });

function ask(fake: FakeGitHub, baseUrl?: string): Promise<{ a: number }> {
  return queryGraphql(openApi(access(fake, baseUrl === undefined ? {} : { baseUrl }), NAME), QUERY, SHAPE);
}

test.each([
  ['https://api.github.com', '/graphql'],
  ['https://api.sub.ghe.com/', '/graphql'],
  ['https://ghe.example/api/v3', '/api/graphql'],
  ['http://127.0.0.1:4000', '/graphql'],
])('the query of %s goes to %s', async (baseUrl, path) => {
  const fake = fakeGitHub();
  let sent = '';
  fake.on(path, ({ body }) => {
    sent = body;
    return { json: { data: { a: 1 } } };
  });
  expect(await ask(fake, baseUrl)).toEqual({ a: 1 });
  expect(fake.calls).toEqual([`POST ${path}`]);
  expect(JSON.parse(sent)).toEqual({ query: '{ a }', variables: { n: 1 } });
});

test('a partial answer counts; without data, or with other data, the question is unanswered', async () => {
  const answered = async (json: object): Promise<unknown> => {
    const fake = fakeGitHub();
    fake.on('/graphql', () => ({ json }));
    return ask(fake).catch((error: unknown) => error);
  };
  expect(await answered({ data: { a: 2 }, errors: [{ type: 'NOT_FOUND' }] })).toEqual({ a: 2 });
  const github = { message: 'could not read a thing with GraphQL', resolvableBy: 'github' };
  expect(await answered({ data: null, errors: [{ type: 'FORBIDDEN' }] })).toMatchObject(github);
  expect(await answered({ errors: [{}] })).toMatchObject(github);
  expect(await answered({ data: null, errors: [{ type: 'RATE_LIMITED' }] })).toMatchObject({ resolvableBy: 'retry' });
  expect(await answered({ data: { a: 'x' } })).toMatchObject({ resolvableBy: 'retry' });
});
