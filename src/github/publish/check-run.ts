import * as z from 'zod';
import type { RenderedCheckRun } from '../../render/markdown/check-run.ts';
import { allPages, type GitHubWriter, isLost, pause, type RepositoryName, send, twice } from './writer.ts';

export interface CheckRunTarget extends RepositoryName {
  sha: string;
  rendered: RenderedCheckRun;
  /** Names this one evaluation: by it a run is found again whose creation was never answered. */
  externalId: string;
  detailsUrl?: string;
  /** A run that was made for this evaluation before and is still open. */
  existing?: { id: number };
  /**
   * How the external ids of evaluations begin that nobody works on any more. What they left open (their process was
   * killed) is concluded like this one, so that no run waits for ever.
   */
  abandoned?: string;
  /** Our App: runs that another one made under the same name are not ours. */
  appId?: number;
}

export interface PublishedCheckRun {
  id: number;
  url: string;
}

/** The most annotations that GitHub takes in one request. Each request adds to those before. */
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
 * Publishes one evaluation as one check run: opened, filled with annotations, concluded in the last request, so that
 * it is never seen completed with some of them missing. A completed run is never opened again. Throws when GitHub
 * cannot be told; a later call with the same `externalId` goes on where this one stopped. @public
 */
export async function publishCheckRun(writer: GitHubWriter, target: CheckRunTarget): Promise<PublishedCheckRun> {
  const { run, left } = await openRun(writer, target);
  const published = { id: run.id, url: run.html_url ?? '' };
  const result = run.status === 'completed' ? published : await conclude(writer, target, run);
  for (const { id } of left)
    await twice(writer, () => update(writer, target, id, { batch: [], sent: 0, isLast: true }));
  return result;
}

/** Opens the run of an evaluation that takes long, or renews what it says meanwhile. It is concluded by `publishCheckRun`. */
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

/**
 * The run of this evaluation: the one that is known, the one that an earlier try has made, or a new one. And the runs
 * that abandoned evaluations left open.
 */
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
      ...(appId === undefined ? {} : { app_id: appId }),
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
  /** How many annotations the run has before this part. */
  sent: number;
  isLast: boolean;
}

/** Annotations pile up and cannot be taken back, so a part whose answer was lost is sent again only if it is not there. */
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
