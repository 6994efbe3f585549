import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BodyReader } from './webhook-body.ts';

const WEBHOOKS = '/api/github/webhooks';

export interface Delivery {
  id: string;
  name: string;
  body: string;
}

/** The parts of the App the server calls. Responses are generic and never reveal internal errors. */
export interface Backend {
  /** The secret that GitHub signs with. A body without its signature is dropped before anything reads it. */
  webhookSecret: string;
  /** Stores a delivery whose signature is valid. Resolves only after it is durable. */
  receive: (delivery: Delivery) => Promise<'accepted' | 'refused'>;
  /** Counts a delivery that was not accepted. */
  onRefused: (name: string) => void;
  ready: () => Promise<{ store: boolean; github: boolean }>;
  metrics: () => Promise<{ type: string; body: string }>;
  onFailure: (error: unknown) => void;
}

export interface RunningServer {
  url: string;
  /** Accepts no new requests and resolves when those in progress have been answered. */
  drain: () => Promise<void>;
}

/** Serves webhooks, and `/healthz`, `/readyz` and `/metrics` for monitoring. */
export async function serve(backend: Backend, options: { host: string; port: number }): Promise<RunningServer> {
  const bodies = new BodyReader();
  const server = createServer((request, response) => {
    route(backend, bodies, request, response).catch((error: unknown) => {
      backend.onFailure(error);
      answer(response, 500, 'internal error');
    });
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return { url: addressOf(server, options.host), drain: () => drain(server) };
}

async function route(
  backend: Backend,
  bodies: BodyReader,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0];
  if (path === WEBHOOKS) return webhook(backend, bodies, request, response);
  if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, 'method not allowed');
  if (path === '/healthz') return answer(response, 200, 'alive');
  if (path === '/readyz') {
    const { store, github } = await backend.ready();
    return answer(
      response,
      store && github ? 200 : 503,
      `store ${store ? 'ok' : 'not reachable'}, GitHub ${github ? 'ok' : 'not reachable'}`,
    );
  }
  if (path === '/metrics') {
    const { type, body } = await backend.metrics();
    return answer(response, 200, body.trimEnd(), type);
  }
  return answer(response, 404, 'not found');
}

async function webhook(
  backend: Backend,
  bodies: BodyReader,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return answer(response, 405, 'method not allowed');
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return answer(response, 415, 'expected application/json');
  const [id, name, signature] = ['x-github-delivery', 'x-github-event', 'x-hub-signature-256'].map((header) =>
    String(request.headers[header] ?? ''),
  );
  if (!id || !name || !signature) return answer(response, 400, 'a header is missing');
  if (!/^[\w-]{1,100}$/.test(id) || !/^\w{1,60}$/.test(name)) return answer(response, 400, 'a header is invalid');
  const read = await bodies.read(request, { secret: backend.webhookSecret, signature });
  if (read.result !== 'verified') {
    backend.onRefused(name);
    if (read.result === 'too-large') return answer(response, 413, 'too large');
    if (read.result === 'busy') return answer(response, 503, 'too many large bodies, try again later');
    return answer(response, 400, 'the signature or the body is invalid');
  }
  const outcome = await backend.receive({ id, name, body: read.body });
  return outcome === 'accepted'
    ? answer(response, 202, 'accepted')
    : answer(response, 400, 'the signature or the body is invalid');
}

function answer(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    // The rest of the body is not read.
    ...(status === 413 || status === 503 ? { connection: 'close' } : {}),
    ...(status === 503 && text.startsWith('too many') ? { 'retry-after': '30' } : {}),
  });
  response.end(`${text}\n`);
}

function addressOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const timer = setInterval(() => server.closeIdleConnections(), 50);
  server.closeIdleConnections();
  await closed;
  clearInterval(timer);
}
