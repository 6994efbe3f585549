import type { Mode } from '../domain/verdict.ts';
import type { Db } from './db.ts';

export interface Pilot {
  repository: string;
  /** GitHub's id of the repository: it does not change when the repository is renamed or transferred. */
  repositoryId: number;
  installationId?: number;
  since: Date;
  /** The reason it is a pilot: a topic, a custom property, a file. */
  why: string;
  /** Its tags at the last evaluation. */
  tags: string[];
  /** The mode of its policy at the last evaluation. */
  mode: Mode;
  /** Who removed the topic, and when; only the event says so. */
  untagged?: { by: string; at: Date };
}

/**
 * Stores that a repository is a pilot. `since` and `why` keep their first values; tags, mode and name are updated.
 * Adding a tag again clears `untagged`. Another pilot that had the name remains one: where it is now is not known.
 */
export async function markAsPilot(db: Db, pilot: Omit<Pilot, 'untagged'>): Promise<void> {
  const others = await db.query<{ repository_id: string }>(
    'select repository_id from pilot where repository = $1 and repository_id <> $2::bigint',
    [pilot.repository, pilot.repositoryId],
  );
  for (const other of others) {
    await db.query('delete from open_pull where repository = $1', [pilot.repository]);
    await movePilot(db, Number(other.repository_id), `${NAMELESS}${other.repository_id}`);
  }
  await movePilot(db, pilot.repositoryId, pilot.repository);
  await db.query(
    `insert into pilot as old (repository, repository_id, installation_id, since, why, tags, mode)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (repository_id) do update set repository = excluded.repository, tags = excluded.tags,
       installation_id = excluded.installation_id, mode = excluded.mode,
       untagged_by = case when cardinality(excluded.tags) > 0 then null else old.untagged_by end,
       untagged_at = case when cardinality(excluded.tags) > 0 then null else old.untagged_at end`,
    [
      pilot.repository,
      pilot.repositoryId,
      pilot.installationId ?? null,
      pilot.since,
      pilot.why,
      pilot.tags,
      pilot.mode,
    ],
  );
}

/** The record of a pilot by repository id or name; undefined for a repository that never was one. */
export async function pilotOf(
  db: Db,
  by: { repositoryId: number } | { repository: string },
): Promise<Pilot | undefined> {
  const rows =
    'repositoryId' in by
      ? await db.query<PilotRow>(`${SELECT} where repository_id = $1`, [by.repositoryId])
      : await db.query<PilotRow>(`${SELECT} where repository = $1`, [by.repository]);
  return rows[0] && fromRow(rows[0]);
}

/** Begins what stands for the name of a pilot whose name was given to another repository. No repository is called so. */
const NAMELESS = '#';
/** What is remembered under the name of a repository and goes with it. */
const UNDER_NAME = ['verdict', 'open_pull', 'asked_review'];

/** All pilots whose name is known, by name. */
export async function pilots(db: Db): Promise<Pilot[]> {
  return (await db.query<PilotRow>(`${SELECT} where repository not like '${NAMELESS}%' order by repository`)).map(
    fromRow,
  );
}

/** Records that a pilot was renamed or transferred. What is remembered under its former name goes with it. */
export async function movePilot(db: Db, repositoryId: number, repository: string): Promise<void> {
  const [row] = await db.query<{ repository: string }>(
    'select repository from pilot where repository_id = $1 and repository <> $2 for update',
    [repositoryId, repository],
  );
  if (row === undefined) return;
  for (const table of UNDER_NAME) {
    await db.query(`delete from ${table} where repository = $1`, [repository]);
    await db.query(`update ${table} set repository = $2 where repository = $1`, [row.repository, repository]);
  }
  await db.query(
    `update pilot set repository = $2, former = array_remove(case when repository like '${NAMELESS}%' then former
        else array_append(array_remove(former, repository), repository) end, $2) where repository_id = $1`,
    [repositoryId, repository],
  );
}

/** A name under which a pilot was known, with the other pilots that have or had it. */
export interface PilotName {
  name: string;
  /** When the pilot was recorded; undefined when it is none yet. */
  since?: Date;
  others: { repositoryId: number; since: Date }[];
}

/** The names of a repository: the one it has now, and the former ones of a pilot. */
export async function namesOf(db: Db, repositoryId: number, repository: string): Promise<PilotName[]> {
  const [own] = await db.query<{ repository: string; former: string[]; since: Date }>(
    'select repository, former, since from pilot where repository_id = $1',
    [repositoryId],
  );
  const known = own === undefined ? [] : [own.repository, ...own.former];
  const names = [...new Set([repository, ...known])].filter((name) => !name.startsWith(NAMELESS));
  const others = await db.query<{ repository_id: string; repository: string; former: string[]; since: Date }>(
    'select repository_id, repository, former, since from pilot where repository_id <> $1 and (repository = any($2::text[]) or former && $2::text[])',
    [repositoryId, names],
  );
  return names.map((name) => ({
    name,
    ...(own === undefined ? {} : { since: own.since }),
    others: others
      .filter((one) => one.repository === name || one.former.includes(name))
      .map((one) => ({ repositoryId: Number(one.repository_id), since: one.since })),
  }));
}

/** Records who removed the tag. The repository remains a pilot; its reports name that person. */
export async function notePilotUntagged(db: Db, repository: string, by: string): Promise<void> {
  await db.query('update pilot set untagged_by = $2, untagged_at = clock_timestamp() where repository = $1', [
    repository,
    by,
  ]);
}

interface PilotRow {
  repository: string;
  repository_id: string;
  installation_id: string | null;
  since: Date;
  why: string;
  tags: string[];
  mode: Mode;
  untagged_by: string | null;
  untagged_at: Date | null;
}

const SELECT =
  'select repository, repository_id, installation_id, since, why, tags, mode, untagged_by, untagged_at from pilot';

function fromRow(row: PilotRow): Pilot {
  return {
    repository: row.repository,
    repositoryId: Number(row.repository_id),
    ...(row.installation_id === null ? {} : { installationId: Number(row.installation_id) }),
    since: row.since,
    why: row.why,
    tags: row.tags,
    mode: row.mode,
    ...(row.untagged_by === null || row.untagged_at === null
      ? {}
      : { untagged: { by: row.untagged_by, at: row.untagged_at } }),
  };
}
