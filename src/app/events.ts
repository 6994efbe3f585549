import { defined } from '../domain/defined.ts';
import { fields, numberAt, textAt } from '../domain/fields.ts';
import { readMergeGroup } from '../engine/merge-queue.ts';
import type { PullRequestUpdate } from '../store/inbox.ts';
import type { Route } from '../store/route.ts';
import {
  type EventEffect,
  type Fields,
  NAME,
  onAccount,
  onGroup,
  onHead,
  onPilots,
  PROMOTIONS,
  REPOSITORY,
} from './events/effects.ts';
import { installation, installationRepositories } from './events/installations.ts';
import { comment, pullRequest, review } from './events/pulls.ts';
import { push, repository } from './events/repositories.ts';
import { checkRun, checkSuite } from './events/runs.ts';

/**
 * What an event contributes: which evaluations it affects and which facts to store. The job reads the current state
 * from GitHub itself.
 */
export interface ReceivedEvent {
  action?: string;
  /** `owner/name`. */
  repository?: string;
  /** GitHub's id of it. */
  repositoryId?: number;
  installationId?: number;
  routes: Route[];
  updates: PullRequestUpdate[];
}

type EventReader = (payload: Fields, appId: number) => EventEffect;

/** One reader for each subscribed event; GitHub always sends `installation*`. */
const READERS: Record<string, EventReader> = {
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

/** The supported events, including `installation*`. */
export const EVENTS = Object.keys(READERS);

/** Reads an event. An irrelevant one has neither routes nor updates. Never throws: payloads are untrusted. */
export function readEvent(name: string, payload: unknown, appId: number): ReceivedEvent {
  const all = fields(payload);
  const repository = textAt(fields(all.repository), 'full_name');
  const repositoryId = numberAt(fields(all.repository), 'id');
  const installationId = numberAt(fields(all.installation), 'id');
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  const { routes = [], updates = [] } = installationId === undefined ? {} : (reader?.(all, appId) ?? {});
  return {
    ...(typeof all.action === 'string' ? { action: all.action.slice(0, 60) } : {}),
    ...(NAME.test(repository) ? { repository } : {}),
    ...defined({ repositoryId, installationId }),
    routes,
    updates,
  };
}
