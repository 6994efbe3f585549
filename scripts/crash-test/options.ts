import { parseArgs } from 'node:util';

export type StoreKind = 'embedded' | 'postgres';

export interface CrashOptions {
  stores: StoreKind[];
  kills: number;
  pulls: number;
  /** Chooses what happens and when the App is killed. How far it gets until then is the machine's doing. */
  seed: number;
  /** App processes that share the work, PostgreSQL only. */
  replicas: number;
  databaseUrl?: string;
}

const USAGE = `npm run crash-test -- [--store embedded|postgres|both] [--kills 20] [--pulls 16] [--seed 1] [--replicas 1]
Without --store: the embedded one, and PostgreSQL too when DATABASE_URL names a server.`;

/** Reads the arguments; throws an error with the usage when one cannot be used. */
export function readOptions(argv: string[], env: Record<string, string | undefined>): CrashOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      store: { type: 'string' },
      kills: { type: 'string', default: '20' },
      pulls: { type: 'string', default: '16' },
      seed: { type: 'string', default: '1' },
      replicas: { type: 'string', default: '1' },
    },
  });
  const databaseUrl = env.DATABASE_URL || undefined;
  const store = values.store ?? (databaseUrl === undefined ? 'embedded' : 'both');
  if (!['embedded', 'postgres', 'both'].includes(store)) throw new Error(`--store ${store} is not known.\n${USAGE}`);
  const stores: StoreKind[] = store === 'both' ? ['embedded', 'postgres'] : [store as StoreKind];
  if (stores.includes('postgres') && databaseUrl === undefined)
    throw new Error('--store postgres needs DATABASE_URL, the address of a PostgreSQL in which a schema can be made.');
  const replicas = count('replicas', values.replicas, 1, 8);
  if (replicas > 1 && stores.includes('embedded'))
    throw new Error('--replicas needs --store postgres: the embedded store belongs to one process.');
  return {
    stores,
    kills: count('kills', values.kills, 1, 1000),
    pulls: count('pulls', values.pulls, 2, 200),
    seed: count('seed', values.seed, 0, 2 ** 32 - 1),
    replicas,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  };
}

function count(name: string, text: string, low: number, high: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= low && number <= high && text.trim() !== '') return number;
  throw new Error(`--${name} ${text}: write a whole number from ${low} to ${high}.\n${USAGE}`);
}
