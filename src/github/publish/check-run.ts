import * as z from 'zod';
import { defined } from '../../domain/defined.ts';
import type { RenderedCheckRun } from '../../render/markdown/check-run.ts';
import { allPages, type GitHubWriter, isLost, pause, type RepositoryName, send, withOneRetry } from './writer.ts';

export interface CheckRunTarget extends RepositoryName {
  sha: string;
  rendered: RenderedCheckRun;
  /** Identifies this evaluation: it finds a run whose creation response was lost. */
  externalId: string;
  detailsUrl?: string;
  /** An open run created earlier for this evaluation. */
  existing?: { id: number };
  /**
   * Prefix of external ids whose evaluations ended without completing their run (their process was killed). These runs
   * are concluded too, so that none stays open forever.
   */
  abandoned?: string;
  /** Our App: runs of other Apps with the same name are ignored. */
  appId?: number;
}

export interface PublishedCheckRun {
  id: number;
  url: string;
}

/** The maximum number of annotations per request. Each request appends. */
const BATCH = 50;

const checkRun = z.object({
  id: z.number(),
  name: z.string(),
  status: z.string(),
  html_url: z.string().nullish(),
  external_id: z.string().nullish(),
  app: z.object({ id: z.number() }).nullish(),
  output: z.object({ annotations_count: z.number().optional() }).nullish(),
});
type CheckRun = z.infer<typeof checkRun>;

/**
 * Publishes an evaluation as one check run: created, filled with annotations, and completed in the last request, so
 * that it is never completed with annotations missing. A completed run is never reopened. Throws when GitHub cannot be
 * reached; a later call with the same `externalId` continues.
 */
export async function publishCheckRun(writer: GitHubWriter, target: CheckRunTarget): Promise<PublishedCheckRun> {
  const { run, left } = await openRun(writer, target);
  const published = { id: run.id, url: run.html_url ?? '' };
  const result = run.status === 'completed' ? published : await conclude(writer, target, run);
  for (const { id } of left)
    await withOneRetry(writer, () => update(writer, target, id, { batch: [], sent: 0, isLast: true }));
  return result;
}

/** Opens the run of a long evaluation or updates its progress. `publishCheckRun` completes it. */
export async function publishProgress(
  writer: GitHubWriter,
  target: Omit<CheckRunTarget, 'rendered' | 'existing'>,
  name: RenderedCheckRun['name'],
  output: { title: string; summary: string },
): Promise<void> {
  const rendered = { ...output, name, text: '', conclusion: 'neutral' as const, annotations: [] };
  const whole = { ...target, rendered };
  const { run } = await openRun(writer, whole);
  if (run.status !== 'completed') await update(writer, whole, run.id, { batch: [], sent: 0, isLast: false });
}

async function conclude(writer: GitHubWriter, target: CheckRunTarget, run: CheckRun): Promise<PublishedCheckRun> {
  const { annotations } = target.rendered;
  for (let sent = annotationsOf(run); ; ) {
    const batch = annotations.slice(sent, sent + BATCH);
    const isLast = sent + batch.length >= annotations.length;
    const after = await patch(writer, target, run.id, { batch, sent, isLast });
    if (isLast) return { id: run.id, url: after.html_url ?? run.html_url ?? '' };
    sent += batch.length;
  }
}

/** Finds the run of this evaluation or creates it. Also returns runs that abandoned evaluations left open. */
async function openRun(writer: GitHubWriter, target: CheckRunTarget): Promise<{ run: CheckRun; left: CheckRun[] }> {
  if (target.existing !== undefined) {
    const known = await readRun(writer, target, target.existing.id);
    if (known.status !== 'completed') return { run: known, left: [] };
  }
  const { made, left } = await findRun(writer, target);
  if (made !== undefined) return { run: made, left };
  try {
    return { run: await createRun(writer, target), left };
  } catch (error) {
    if (!isLost(error)) throw error;
    await pause(writer);
    return { run: (await findRun(writer, target)).made ?? (await createRun(writer, target)), left };
  }
}

async function createRun(writer: GitHubWriter, target: CheckRunTarget): Promise<CheckRun> {
  const { owner, repo, sha, rendered, externalId } = target;
  const { data } = await send(writer, 'POST /repos/{owner}/{repo}/check-runs', {
    owner,
    repo,
    name: rendered.name,
    head_sha: sha,
    external_id: externalId,
    status: 'in_progress',
    ...details(target),
  });
  return checkRun.parse(data);
}

async function findRun(
  writer: GitHubWriter,
  target: CheckRunTarget,
): Promise<{ made: CheckRun | undefined; left: CheckRun[] }> {
  const { owner, repo, sha, rendered, externalId, abandoned, appId } = target;
  const runs = await allPages(
    writer,
    'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    {
      owner,
      repo,
      ref: sha,
      check_name: rendered.name,
      filter: 'all',
      ...defined({ app_id: appId }),
    },
    checkRun,
    (body) => z.object({ check_runs: z.unknown() }).parse(body).check_runs,
  );
  const own = runs.filter((run) => run.name === rendered.name && (appId === undefined || run.app?.id === appId));
  const isLeft = (run: CheckRun): boolean =>
    run.status !== 'completed' &&
    run.external_id !== externalId &&
    abandoned !== undefined &&
    (run.external_id ?? '').startsWith(abandoned);
  return { made: own.find((run) => run.external_id === externalId), left: own.filter(isLeft) };
}

async function readRun(writer: GitHubWriter, { owner, repo }: RepositoryName, id: number): Promise<CheckRun> {
  const route = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}';
  return checkRun.parse((await send(writer, route, { owner, repo, check_run_id: id })).data);
}

interface Part {
  batch: RenderedCheckRun['annotations'];
  /** The number of annotations already sent. */
  sent: number;
  isLast: boolean;
}

/**
 * Annotations are appended and cannot be removed, so after a lost response a part is sent again only if it is missing.
 */
async function patch(writer: GitHubWriter, target: CheckRunTarget, id: number, part: Part): Promise<CheckRun> {
  const once = (): Promise<CheckRun> => update(writer, target, id, part);
  try {
    return await once();
  } catch (error) {
    if (!isLost(error)) throw error;
    await pause(writer);
    const now = await readRun(writer, target, id);
    const isDone = part.isLast ? now.status === 'completed' : annotationsOf(now) >= part.sent + part.batch.length;
    return isDone ? now : once();
  }
}

async function update(writer: GitHubWriter, target: CheckRunTarget, id: number, part: Part): Promise<CheckRun> {
  const { owner, repo } = target;
  const route = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}';
  return checkRun.parse((await send(writer, route, { owner, repo, check_run_id: id, ...fields(target, part) })).data);
}

function fields(target: CheckRunTarget, { batch, isLast }: Part): Record<string, unknown> {
  const { title, summary, text, conclusion } = target.rendered;
  const output = { title, summary, ...(text === '' ? {} : { text }), annotations: batch };
  return {
    ...details(target),
    ...(isLast ? { status: 'completed', conclusion } : { status: 'in_progress' }),
    output,
  };
}

function details({ detailsUrl }: CheckRunTarget): { details_url?: string } {
  return detailsUrl === undefined ? {} : { details_url: detailsUrl };
}

function annotationsOf(run: CheckRun): number {
  return run.output?.annotations_count ?? 0;
}
