import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer as it came over the wire, without what belongs to the connection. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface Recorder {
  url: string;
  /** The last answer to each `METHOD /path?query`. */
  answers: Map<string, Answer>;
  close: () => Promise<void>;
}

const KEPT = /^(content-type|link|location|x-github-|x-accepted-)/;

/** Stands before a GitHub and remembers what it answers. */
export async function record(upstream: string): Promise<Recorder> {
  const answers = new Map<string, Answer>();
  const server = createServer((request, response) => {
    const fail = (error: unknown): void => {
      response.writeHead(502).end(String(error));
    };
    const { method = 'GET', url = '/' } = request;
    void (async () => {
      const body = await bodyOf(request);
      const headers = new Headers();
      for (const [name, value] of Object.entries(request.headers)) {
        // Whoever replays needs whole answers, so nothing is asked conditionally.
        if (typeof value === 'string' && !/^(host|connection|content-length|if-none-match)$/.test(name))
          headers.set(name, value);
      }
      const answer = await fetch(`${upstream}${url}`, {
        ...{ method, headers, redirect: 'manual' as const },
        ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
      });
      const kept = Object.fromEntries([...answer.headers].filter(([name]) => KEPT.test(name)));
      const text = await answer.text();
      answers.set(`${method} ${url}`, { status: answer.status, headers: kept, body: text });
      response.writeHead(answer.status, kept).end(answer.status === 204 ? undefined : text);
    })().catch(fail);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
