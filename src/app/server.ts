import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** GitHub sends nothing larger (github.com: 25 MB); a larger body is refused while it streams in. */
const MAX_BYTES = 25 * 1024 * 1024;
const WEBHOOKS = '/api/github/webhooks';

export interface Delivery {
  id: string;
  name: string;
  signature: string;
  body: string;
}

/** The parts of the App the server calls. Responses are generic and never reveal internal errors. */
export interface Backend {
  /** Verifies and stores a delivery. Resolves only after it is durable. */
  receive: (delivery: Delivery) => Promise<'accepted' | 'refused'>;
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
  const server = createServer((request, response) => {
    route(backend, request, response).catch((error: unknown) => {
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

async function route(backend: Backend, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0];
  if (path === WEBHOOKS) return webhook(backend, request, response);
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

async function webhook(backend: Backend, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') return answer(response, 405, 'method not allowed');
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return answer(response, 415, 'expected application/json');
  const [id, name, signature] = ['x-github-delivery', 'x-github-event', 'x-hub-signature-256'].map((header) =>
    String(request.headers[header] ?? ''),
  );
  if (!id || !name || !signature) return answer(response, 400, 'a header is missing');
  if (!/^[\w-]{1,100}$/.test(id) || !/^\w{1,60}$/.test(name)) return answer(response, 400, 'a header is invalid');
  const body = await read(request);
  if (body === undefined) return answer(response, 413, 'too large');
  const outcome = await backend.receive({ id, name, signature, body: body.toString('utf8') });
  return outcome === 'accepted'
    ? answer(response, 202, 'accepted')
    : answer(response, 400, 'the signature or the body is invalid');
}

/** The body, or undefined when it exceeds the limit; the rest is then not read. */
async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    ...(status === 413 ? { connection: 'close' } : {}),
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
