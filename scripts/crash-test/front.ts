import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppProcess } from './app-process.ts';

/**
 * A load balancer with one address while Apps come and go: passes each request to the next running one and never retries.
 * Without a running App it answers 502.
 */
export async function frontOf(apps: AppProcess[]): Promise<{ url: string; close: () => Promise<void> }> {
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const up = apps.filter((app) => app.isUp());
    turn += 1;
    const app = up[turn % Math.max(1, up.length)];
    const fail = (): void => {
      if (!outgoing.headersSent) outgoing.writeHead(502);
      outgoing.end();
    };
    if (app === undefined) return fail();
    const { method, headers } = incoming;
    const onward = request(`${app.url}${incoming.url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', fail);
      answer.pipe(outgoing);
    });
    onward.on('error', fail);
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
