import * as z from 'zod';
import type { Observation } from '../../domain/observation.ts';
import type { CheckProducer } from '../../engine/enforcement/facts.ts';
import type { GitHubAccess } from '../client/access.ts';
import { type Api, openApi, type RepositoryName } from '../client/api.ts';
import { observed } from '../client/unavailable.ts';
import { short } from '../facts/trees.ts';

const RUN = z.object({
  name: z.string(),
  app: z.object({ id: z.number(), slug: z.string().nullish() }).nullish(),
});
const STATUS = z.object({ context: z.string(), creator: z.object({ login: z.string() }).nullish() });

/**
 * Who reported a check of this name on the commit: each App once, by id, then each author of a commit status. Anybody
 * can use any name, so the name alone proves nothing.
 */
export async function producersOf(api: Api, sha: string, context: string): Promise<CheckProducer[]> {
  const [runs, statuses] = await Promise.all([
    api.all(
      {
        route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
        params: { ref: sha, check_name: context, filter: 'latest' },
        what: `the checks of ${short(sha)}`,
        permission: 'Checks: read',
      },
      RUN,
      { pick: (body) => z.object({ check_runs: z.unknown() }).safeParse(body).data?.check_runs },
    ),
    api.all(
      {
        route: 'GET /repos/{owner}/{repo}/commits/{ref}/statuses',
        params: { ref: sha },
        what: `the statuses of ${short(sha)}`,
        permission: 'Commit statuses: read',
      },
      STATUS,
    ),
  ]);
  const apps = new Map<number, CheckProducer>();
  for (const { name, app } of runs) {
    if (name === context && app) apps.set(app.id, { kind: 'app', id: app.id, slug: app.slug ?? String(app.id) });
  }
  const authors = new Set<string>();
  for (const status of statuses) if (status.context === context) authors.add(status.creator?.login ?? '');
  return [
    ...[...apps].sort(([a], [b]) => a - b).map(([, producer]) => producer),
    ...[...authors].sort().map((by): CheckProducer => ({ kind: 'status', by })),
  ];
}

/** The same as an observation; unavailable when a list cannot be read. */
export function checkProducers(
  access: GitHubAccess,
  name: RepositoryName,
  sha: string,
  context: string,
): Promise<Observation<CheckProducer[]>> {
  return observed(() => producersOf(openApi(access, name), sha, context));
}
