import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault, Faults } from './faults.ts';
import type { Incoming } from './handle.ts';
import type { Sent } from './rate.ts';

export interface LoggedRequest {
  method: string;
  path: string;
  query: string;
  status: number;
  /** The account that asked; `app 4242` for an App by its own key. */
  login: string | undefined;
  ms: number;
}

/** What came over the wire. The layer's own client does not, so that a test counts only what it measures. */
export interface RequestLog {
  readonly all: LoggedRequest[];
  /** All, or those whose `METHOD /path` fits. */
  count(route?: RegExp): number;
  /** Those that cost something: 304 is free. */
  charged(): number;
  clear(): void;
}

export function createLog(): RequestLog {
  const all: LoggedRequest[] = [];
  return {
    all,
    count: (route = /^/) => all.filter(({ method, path }) => route.test(`${method} ${path}`)).length,
    charged: () => all.filter(({ status }) => status !== 304).length,
    clear: () => {
      all.length = 0;
    },
  };
}

export interface Front {
  server: Server;
  url: string;
  close(): Promise<void>;
}

type Handle = (incoming: Incoming) => Promise<Sent & { login: string | undefined }>;

/** Listens before there is a handler, because the emulator must know its address from the start. */
export async function listen(getHandle: () => Handle, faults: Faults, log: RequestLog): Promise<Front> {
  const server = createServer((request, response) => {
    void serve(getHandle(), faults, log, request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(JSON.stringify({ message: `layer: ${error instanceof Error ? error.stack : String(error)}` }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  return { server, url: `http://127.0.0.1:${port}`, close };
}

async function serve(
  handle: Handle,
  faults: Faults,
  log: RequestLog,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const start = performance.now();
  const { method = 'GET', url: target = '/' } = request;
  const [path = '/', query = ''] = target.split('?');
  const plain = path.replace(/^\/api\/v3(?=\/)/, '');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const fault = faults.take(method, plain);
  if (fault?.delay !== undefined) await pause(fault.delay);
  const logged = (status: number, login?: string): void => {
    log.all.push({ method, path: plain, query, status, login, ms: performance.now() - start });
  };
  if (fault?.reset) {
    logged(0);
    request.socket.destroy();
    return;
  }
  if (fault?.status !== undefined) {
    logged(fault.status);
    send(response, broken(fault, fault.status));
    return;
  }
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]));
  const asked = fault?.perPage === undefined ? target : withPages(target, fault.perPage);
  const sent = await handle({ method, target: asked, headers, body: Buffer.concat(chunks) });
  logged(sent.status, sent.login);
  const half = sent.bytes.subarray(0, Math.floor(sent.bytes.length / 2));
  if (fault?.truncate) return send(response, { ...sent, bytes: half });
  if (fault?.slowBody === undefined && !fault?.cut)
    return send(response, { ...sent, headers: { ...sent.headers, ...fault?.headers } });
  response.writeHead(sent.status, { ...sent.headers, 'content-length': String(sent.bytes.length) });
  response.write(half);
  await pause(fault.slowBody ?? 5);
  if (fault.cut) response.destroy();
  else response.end(sent.bytes.subarray(half.length));
}

/** The same question with shorter pages. */
function withPages(target: string, size: number): string {
  const url = new URL(target, 'http://any.example');
  if (url.searchParams.has('per_page')) url.searchParams.set('per_page', String(size));
  return `${url.pathname}${url.search}`;
}

function broken(fault: Fault, status: number): Sent {
  const body = fault.body ?? { message: `fault on order: ${status}` };
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    ...(fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }),
    ...fault.headers,
  };
  return { status, headers, bytes: Buffer.from(JSON.stringify(body)) };
}

function send(response: ServerResponse, sent: Sent): void {
  response.writeHead(sent.status, sent.headers);
  response.end(sent.bytes);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
