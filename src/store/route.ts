import { defined } from '../domain/defined.ts';
import type { Db } from './db.ts';
import { evaluatePulls, type JobSubject } from './job.ts';
import { promotionsOf, promotionsUnder, pullsAt, touchPulls } from './open-pulls.ts';
import { pilots } from './pilots.ts';
import type { JobRequest } from './queue.ts';

/** The pull requests whose verdict an event may have changed. */
export type Route =
  | { to: 'pulls'; numbers: number[] }
  /** Every open pull request. Resolved when the job runs, because which ones are promotions may have changed. */
  | { to: 'repository' }
  /** Several repositories, as when the App was installed on them. */
  | { to: 'repositories'; names: string[] }
  /** The promotions, optionally of one base branch: only facts changed, not which pull requests are promotions. */
  | { to: 'promotions'; base?: string }
  /** The pull requests with this head. */
  | { to: 'head'; sha: string }
  /** A merge group of the queue. */
  | { to: 'group'; pullRequest: number; sha: string }
  /** Promotions in all repositories of an account: teams and members belong to all of them. */
  | { to: 'account'; login: string }
  /** Every open pull request of every pilot of an account. */
  | { to: 'pilots'; login: string };

export interface Routed {
  repository?: string;
  installationId?: number;
  route: Route;
}

const REFRESH: JobSubject[] = [{ kind: 'refresh-repository' }];

/** Resolves a route to jobs, using the stored open pull requests. */
export async function jobsFor(db: Db, { repository, installationId, route }: Routed): Promise<JobRequest[]> {
  const installation = defined({ installationId });
  const jobsOf = async (name: string, pullRequests: number[]): Promise<JobRequest[]> => {
    if (pullRequests.length === 0) return [];
    await touchPulls(db, name, pullRequests);
    return [{ repository: name, jobs: evaluatePulls(pullRequests), ...installation }];
  };
  if (route.to === 'repositories')
    return route.names.sort().map((name) => ({ repository: name, jobs: REFRESH, ...installation }));
  if (route.to === 'account') {
    const all = installationId === undefined ? [] : await promotionsUnder(db, route.login, installationId);
    const names = [...new Set(all.map((pull) => pull.repository))];
    const wanted = await Promise.all(
      names.map((name) =>
        jobsOf(
          name,
          all.flatMap((pull) => (pull.repository === name ? [pull.pullRequest] : [])),
        ),
      ),
    );
    return wanted.flat();
  }
  if (route.to === 'pilots') {
    const own = (await pilots(db)).filter((pilot) => ownerOf(pilot.repository) === route.login.toLowerCase());
    return own.map((pilot) => ({ repository: pilot.repository, jobs: REFRESH, ...installation }));
  }
  if (repository === undefined) return [];
  switch (route.to) {
    case 'pulls':
      return jobsOf(repository, route.numbers);
    case 'repository':
      return [{ repository, jobs: REFRESH, ...installation }];
    case 'promotions':
      return jobsOf(repository, await promotionsOf(db, repository, route.base));
    case 'head':
      return jobsOf(repository, await pullsAt(db, repository, route.sha));
    case 'group':
      return [
        {
          repository,
          jobs: [{ kind: 'evaluate-group', pullRequest: route.pullRequest, sha: route.sha }],
          ...installation,
        },
      ];
  }
}

function ownerOf(repository: string): string {
  return (repository.split('/')[0] ?? '').toLowerCase();
}
