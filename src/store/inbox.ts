import type { Db } from './db.ts';
import { enqueue } from './queue.ts';

/** What is kept of a webhook: who and which, never its body. What is true is read when the job runs. */
export interface Delivery {
  deliveryId: string;
  event: string;
  action?: string;
  installationId?: number;
  repository?: string;
  /** 0 stands for the repository itself: its open pull requests are looked up when the job runs. */
  pullRequests: number[];
  receivedAt: Date;
}

/**
 * Takes a delivery: its row and its jobs in one transaction, so what is acknowledged is never half there. A duplicate
 * finds the row only if the first attempt was committed; one that broke off left nothing and is taken anew.
 */
export async function receive(db: Db, delivery: Delivery): Promise<'accepted' | 'duplicate'> {
  const numbers = [...new Set(delivery.pullRequests)].sort((a, b) => a - b);
  return db.tx(async (tx) => {
    const inserted = await tx.query(
      `insert into delivery (id, event, action, installation_id, repository, pull_requests, received_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing returning id`,
      [
        delivery.deliveryId,
        delivery.event,
        delivery.action ?? null,
        delivery.installationId ?? null,
        delivery.repository ?? null,
        numbers,
        delivery.receivedAt,
      ],
    );
    if (inserted.length === 0) return 'duplicate';
    if (delivery.repository !== undefined && numbers.length > 0)
      await enqueue(tx, {
        repository: delivery.repository,
        pullRequests: numbers,
        ...(delivery.installationId === undefined ? {} : { installationId: delivery.installationId }),
      });
    return 'accepted';
  });
}

/** Which of these deliveries were taken: GitHub's own list, minus these, has to be redelivered. */
export async function knownDeliveries(db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>('select id from delivery where id = any($1::text[])', [ids]);
  return new Set(rows.map((row) => row.id));
}

/** Forgets deliveries older than GitHub would redeliver. Answers how many. */
export async function forgetDeliveries(db: Db, before: Date): Promise<number> {
  return (await db.query('delete from delivery where received_at < $1 returning id', [before])).length;
}
