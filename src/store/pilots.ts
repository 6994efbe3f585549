import type { Db } from './db.ts';

export interface Pilot {
  repository: string;
  since: Date;
  /** What made it a pilot: a topic, a custom property, a file. */
  why: string;
  /** The tags it carried when it was last looked at. */
  tags: string[];
}

/** Remembers that a repository is a pilot. `since` and `why` stay as they were first seen; only the tags are renewed. */
export async function latchPilot(db: Db, pilot: Pilot): Promise<Pilot> {
  const [row] = await db.query<Pilot>(
    `insert into pilot (repository, since, why, tags) values ($1, $2, $3, $4)
     on conflict (repository) do update set tags = excluded.tags returning repository, since, why, tags`,
    [pilot.repository, pilot.since, pilot.why, pilot.tags],
  );
  return row ?? pilot;
}

/** The memory of a pilot; undefined for a repository that never was one. */
export async function pilotOf(db: Db, repository: string): Promise<Pilot | undefined> {
  const rows = await db.query<Pilot>('select repository, since, why, tags from pilot where repository = $1', [
    repository,
  ]);
  return rows[0];
}

/** All pilots, by name. */
export async function pilots(db: Db): Promise<Pilot[]> {
  return db.query<Pilot>('select repository, since, why, tags from pilot order by repository');
}
