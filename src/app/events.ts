import { fields, numberAt, textAt } from '../domain/fields.ts';
import { readMergeGroup } from '../engine/merge-queue.ts';
import type { PullRequestUpdate } from '../store/inbox.ts';
import type { Route } from '../store/route.ts';
import { installation, installationRepositories } from './events/installations.ts';
import { comment, pullRequest, review } from './events/pulls.ts';
import {
  type Fields,
  NAME,
  onAccount,
  onGroup,
  onHead,
  onPilots,
  PROMOTIONS,
  REPOSITORY,
  type Reading,
} from './events/reading.ts';
import { push, repository } from './events/repositories.ts';
import { checkRun, checkSuite } from './events/runs.ts';

/** What is read in an event: whom it concerns and what is worth remembering. What is true is read when the job runs. */
export interface ReceivedEvent {
  action?: string;
  /** `owner/name`. */
  repository?: string;
  installationId?: number;
  routes: Route[];
  news: PullRequestUpdate[];
}

type Reader = (payload: Fields, appId: number) => Reading;

/** One reader for each event that the App subscribes to; `installation*` come by themselves. */
const READERS: Record<string, Reader> = {
  pull_request: pullRequest,
  pull_request_review: review,
  issue_comment: comment,
  issues: ({ action }) => (/^(closed|reopened|deleted|transferred)$/.test(String(action)) ? PROMOTIONS : {}),
  check_run: checkRun,
  check_suite: checkSuite,
  status: (payload) => onHead(payload.sha),
  merge_group: ({ action, merge_group }) => (action === 'checks_requested' ? onGroup(readMergeGroup(merge_group)) : {}),
  push,
  repository,
  custom_property_values: () => REPOSITORY,
  membership: onAccount,
  team: onAccount,
  organization: onAccount,
  member: () => PROMOTIONS,
  branch_protection_rule: () => REPOSITORY,
  repository_ruleset: (payload) => (payload.repository ? REPOSITORY : onPilots(payload)),
  deployment_status: () => PROMOTIONS,
  installation,
  installation_repositories: installationRepositories,
};

/** The events that are understood, `installation*` included. */
export const EVENTS = Object.keys(READERS);

/** Reads an event; one that asks for nothing has neither routes nor news. Never throws: payloads are hostile. */
export function readEvent(name: string, payload: unknown, appId: number): ReceivedEvent {
  const all = fields(payload);
  const repository = textAt(fields(all.repository), 'full_name');
  const installationId = numberAt(fields(all.installation), 'id');
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  const { routes = [], news = [] } = installationId === undefined ? {} : (reader?.(all, appId) ?? {});
  return {
    ...(typeof all.action === 'string' ? { action: all.action.slice(0, 60) } : {}),
    ...(NAME.test(repository) ? { repository } : {}),
    ...(installationId === undefined ? {} : { installationId }),
    routes,
    news,
  };
}
