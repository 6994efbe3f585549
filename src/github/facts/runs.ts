import * as z from 'zod';
import { defined } from '../../domain/defined.ts';
import type { RunFact } from '../../engine/fact-answers.ts';
import type { Api } from '../client/api.ts';
import { isOwn, readLink } from '../client/links.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { openLinked } from './linked-repository.ts';
import { short } from './trees.ts';

const RUN = z.object({
  id: z.number(),
  name: z.string(),
  head_sha: z.string(),
  conclusion: z.string().nullish(),
  started_at: z.string().nullish(),
  completed_at: z.string().nullish(),
  app: z.object({ id: z.number(), slug: z.string().nullish() }).nullish(),
});
const STATUS = z.object({ context: z.string(), state: z.string(), updated_at: z.string().nullish() });
const WORKFLOW_RUN = z.object({
  conclusion: z.string().nullish(),
  head_sha: z.string(),
  path: z.string().nullish(),
  updated_at: z.string().nullish(),
});

const RUNS = z.object({ workflow_runs: z.array(WORKFLOW_RUN) });
const WORKFLOW_FILE = /^\.github\/workflows\/([\w.-]{1,200}\.ya?ml)$/;

const NONE: RunFact = { found: false };

/**
 * The newest run of a check on a commit; with `app` (id or slug) only by that App. Without `app`, a commit status of
 * that name is used if there is no run, because tools use either.
 */
export async function checkRunOf(api: Api, sha: string, context: string, app: string | undefined): Promise<RunFact> {
  const runs = await api.all(
    {
      route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
      params: { ref: sha, check_name: context, filter: 'latest', ...(/^\d+$/.test(app ?? '') ? { app_id: app } : {}) },
      what: `the checks of ${short(sha)}`,
      permission: 'Checks: read',
    },
    RUN,
    { pick: (body) => z.object({ check_runs: z.unknown() }).safeParse(body).data?.check_runs },
  );
  const own = runs.filter(
    (run) => run.name === context && (app === undefined || String(run.app?.id) === app || run.app?.slug === app),
  );
  const [newest] = own.sort((a, b) => (later(a) === later(b) ? b.id - a.id : later(a) < later(b) ? 1 : -1));
  if (newest !== undefined) {
    const at = newest.completed_at ?? newest.started_at;
    return {
      found: true,
      ...(newest.conclusion ? { conclusion: newest.conclusion } : {}),
      headSha: newest.head_sha,
      ...(at ? { at } : {}),
      ...(newest.app ? { app: newest.app.slug ?? String(newest.app.id) } : {}),
    };
  }
  return app === undefined ? statusOf(api, sha, context) : NONE;
}

function later(run: z.infer<typeof RUN>): string {
  return run.started_at ?? run.completed_at ?? '';
}

async function statusOf(api: Api, sha: string, context: string): Promise<RunFact> {
  const statuses = await api.all(
    {
      route: 'GET /repos/{owner}/{repo}/commits/{ref}/status',
      params: { ref: sha },
      what: `the statuses of ${short(sha)}`,
      permission: 'Commit statuses: read',
    },
    STATUS,
    { pick: (body) => z.object({ statuses: z.unknown() }).safeParse(body).data?.statuses },
  );
  const status = statuses.find((one) => one.context === context);
  if (status === undefined) return NONE;
  const conclusion = status.state === 'pending' ? {} : { conclusion: status.state };
  return { found: true, ...conclusion, headSha: sha, ...(status.updated_at ? { at: status.updated_at } : {}) };
}

/**
 * The result of a workflow run, by URL or, in this repository, by number; with `hashAt`, the digest of files at the commit
 * that ran.
 */
export async function workflowRunOf(
  api: Api,
  written: string,
  hashAt?: (sha: string) => Promise<string>,
): Promise<RunFact> {
  const link = readLink(api.access, api.name, written);
  const number = /^\d{1,15}$/.test(written.trim()) || link?.kind === 'run' ? link?.number : undefined;
  if (link === undefined || number === undefined) return NONE;
  const own = isOwn(api.name, link);
  const where = await openLinked(api, link);
  let run: z.infer<typeof WORKFLOW_RUN>;
  try {
    run = await where.one(
      {
        route: 'GET /repos/{owner}/{repo}/actions/runs/{run_id}',
        params: { run_id: number },
        what: `the workflow run ${number}${own ? '' : ` of ${link.owner}/${link.repo}`}`,
        permission: 'Actions: read',
      },
      WORKFLOW_RUN,
    );
  } catch (error) {
    // Runs are deleted after a while; in another repository a 404 may also mean missing access.
    if (own && error instanceof GitHubUnavailableError && error.status === 404) return NONE;
    throw error;
  }
  const treeHash = own && hashAt !== undefined ? await hashAt(run.head_sha) : undefined;
  return { ...factOf(run), ...(own ? {} : { foreign: true }), ...defined({ treeHash }) };
}

/**
 * The result of the newest completed run of a workflow file on one branch. Not found if GitHub has no such workflow.
 */
export async function newestRunOf(api: Api, branch: string, path: string): Promise<RunFact> {
  const file = WORKFLOW_FILE.exec(path)?.[1];
  if (file === undefined) return NONE;
  try {
    const { workflow_runs: runs } = await api.one(
      {
        route: 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
        params: { workflow_id: file, branch, status: 'completed', per_page: 1 },
        what: `the runs of ${path}`,
        permission: 'Actions: read',
      },
      RUNS,
    );
    const [newest] = runs;
    return newest === undefined ? NONE : factOf(newest);
  } catch (error) {
    if (error instanceof GitHubUnavailableError && error.status === 404) return NONE;
    throw error;
  }
}

function factOf(run: z.infer<typeof WORKFLOW_RUN>): RunFact {
  return {
    found: true,
    ...(run.conclusion ? { conclusion: run.conclusion } : {}),
    headSha: run.head_sha,
    ...(run.updated_at ? { at: run.updated_at } : {}),
    app: 'github-actions',
    // Behind an @ stands the branch whose file was run.
    ...defined({ workflow: run.path?.split('@')[0] }),
  };
}
