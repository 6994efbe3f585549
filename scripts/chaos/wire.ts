import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface Wire {
  /** The same environment, with the store behind this wire. */
  through: (env: Record<string, string>) => Record<string, string>;
  /** Nothing comes through, and what was open is closed, until the answer is called. */
  cut: () => () => void;
  close: () => Promise<void>;
}

/** A wire to a PostgreSQL that can be cut. */
export async function openWire(databaseUrl: string): Promise<Wire> {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return near.destroy();
    const socketFolder = target.searchParams.get('host');
    const port = Number(target.port || 5432);
    const far = socketFolder?.startsWith('/')
      ? connect(`${socketFolder}/.s.PGSQL.${port}`)
      : connect(port, target.hostname || '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    through: (env) => {
      const url = new URL(env.DATABASE_URL ?? databaseUrl);
      url.hostname = '127.0.0.1';
      url.port = String(port);
      url.searchParams.delete('host');
      return { ...env, DATABASE_URL: url.href };
    },
    cut: () => {
      isCut = true;
      for (const one of open) one.destroy();
      return () => {
        isCut = false;
      };
    },
    close: async () => {
      for (const one of open) one.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
