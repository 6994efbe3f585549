import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { connectWriter } from '../../src/github/client/writer.ts';
import { connect } from '../../src/github/index.ts';

let close = async (): Promise<void> => undefined;
afterEach(() => close());

/** A server that gives these answers in turn, and the last one from then on. */
async function answering(
  ...answers: ((response: ServerResponse) => void)[]
): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((_request, response) => {
    answers[Math.min(asked, answers.length - 1)]?.(response);
    asked += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

const json = { 'content-type': 'application/json; charset=utf-8' };
const breaksOff = (response: ServerResponse): void => {
  response.writeHead(200, { ...json, 'content-length': '100' });
  response.write('{"id": 1, ');
  setTimeout(() => response.destroy(), 20);
};
const whole = (response: ServerResponse): void => {
  response.writeHead(200, json).end('{"id":7}');
};
const reads = (baseUrl: string) => connect({ token: 't', baseUrl, sleep: async () => undefined });

test('a body that breaks off is a request that failed, and is asked for again', async () => {
  const { url, asked } = await answering(breaksOff, whole);
  expect((await reads(url).request('GET /repos/acme/pilot', {})).data).toEqual({ id: 7 });
  expect(asked()).toBe(2);
});

test('a write whose answer breaks off is not tried again, and says that it is not known what became of it', async () => {
  const { url, asked } = await answering(breaksOff, whole);
  const write = connectWriter({ token: 't', baseUrl: url }).request('POST /repos/acme/pilot/check-runs', {});
  await expect(write).rejects.toMatchObject({ status: 500 });
  expect(asked()).toBe(1);
});

test('text is text, broken JSON is no object, and no body is nothing', async () => {
  const text = await answering((response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('{"a":1}'));
  expect((await reads(text.url).request('GET /a', {})).data).toBe('{"a":1}');
  await close();
  const broken = await answering((response) => response.writeHead(200, json).end('{"a":'));
  expect((await reads(broken.url).request('GET /a', {})).data).toBe('{"a":');
  await close();
  const none = await answering((response) => response.writeHead(204).end());
  expect(await reads(none.url).request('GET /a', {})).toMatchObject({ status: 204, data: '' });
});
