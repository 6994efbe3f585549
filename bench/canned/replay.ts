import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from './record.ts';

/** What was recorded of one pull request in one repository. */
export interface Recording {
  answers: Map<string, Answer>;
  /** `owner/name` of the repository, its number, and the head of the pull request. */
  repository: string;
  repositoryId: number;
  head: string;
}

export interface Canned {
  url: string;
  /** What stands in the recording, in the words of one of the repositories. */
  inWordsOf: (index: number, text: string) => string;
  /** As if somebody had pushed to it: the head has another id, and nothing kept by it serves any more. */
  push: (index: number) => void;
  /** Answers `METHOD route-without-repository` so often. */
  asked: Map<string, number>;
  /** Check runs that were completed, by the index of their repository. */
  completed: (listener: (index: number) => void) => void;
  /** What was asked and had not been recorded: with any of it a measurement means nothing. */
  missing: Set<string>;
  close: () => Promise<void>;
}

/**
 * A GitHub that can only repeat itself: the recorded pull request, in as many repositories as are asked for. It compares
 * tags and looks nothing up, so that what is measured is the App.
 */
export async function replay(recording: Recording): Promise<Canned> {
  const { answers, repository, repositoryId, head } = recording;
  const name = repository.split('/')[1] ?? '';
  const named = new RegExp(`(?<=/)${name}-(\\d+)(?=[/?]|$)`);
  const versions = new Map<number, number>();
  const sealed = new Map<string, Buffer>();
  const missing = new Set<string>();
  const asked = new Map<string, number>();
  let listener: (index: number) => void = () => undefined;
  const headOf = (index: number): string => {
    const version = versions.get(index) ?? 0;
    return version === 0 ? head : version.toString(16).padStart(8, '0') + head.slice(8);
  };
  const inWordsOf = (index: number, text: string): string =>
    text
      .replaceAll(repository, `${repository}-${index}`)
      .replaceAll(`"name":"${name}"`, `"name":"${name}-${index}"`)
      .replaceAll(head, headOf(index));
  // A push may come while the head before it is still being asked for.
  const anyHead = new RegExp(`\\b[0-9a-f]{8}${head.slice(8)}\\b`, 'g');
  const numberOf = (index: number): number => repositoryId + 1000 * (index + 1);
  const isRepository = (url: string): boolean => url === `/repos/${repository}`;
  const server = createServer((request, response) => {
    request.resume();
    const { method = 'GET', url = '/' } = request;
    const index = Number(named.exec(url)?.[1] ?? -1);
    const own = index < 0 ? url : url.replace(named, name).replace(anyHead, head);
    const key = `${method} ${own}`;
    asked.set(key, (asked.get(key) ?? 0) + 1);
    const answer = answers.get(key);
    if (answer === undefined) {
      missing.add(key);
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}');
      return;
    }
    const version = url.match(anyHead)?.[0] ?? headOf(index);
    const etag = `W/"${index}-${version}"`;
    if (method === 'GET' && answer.status === 200 && request.headers['if-none-match'] === etag) {
      response.writeHead(304, { etag }).end();
      return;
    }
    const whole = `${index} ${version} ${key}`;
    let body = sealed.get(whole);
    if (body === undefined) {
      const text = index < 0 ? answer.body : inWordsOf(index, answer.body.replaceAll(head, version));
      // The number of a repository is how the App knows it again.
      body = Buffer.from(isRepository(own) ? text.replace(`"id":${repositoryId},`, `"id":${numberOf(index)},`) : text);
      sealed.set(whole, body);
    }
    response.writeHead(answer.status, {
      ...answer.headers,
      ...(method === 'GET' && answer.status === 200 ? { etag } : {}),
      'content-length': body.byteLength,
    });
    response.end(answer.status === 204 ? undefined : body);
    if (method !== 'GET' && /\/check-runs/.test(own) && /"status":"completed"/.test(answer.body)) listener(index);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    inWordsOf,
    push: (index) => {
      const version = (versions.get(index) ?? 0) + 1;
      versions.set(index, version);
      for (const key of sealed.keys()) if (key.startsWith(`${index} `)) sealed.delete(key);
    },
    asked,
    completed: (hear) => {
      listener = hear;
    },
    missing,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
