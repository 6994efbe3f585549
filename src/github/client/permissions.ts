import type { FactKind } from '../../engine/fact-requests.ts';

/** Permissions of a GitHub App as named in its manifest. */
export type Permission =
  | 'actions'
  | 'administration'
  | 'checks'
  | 'contents'
  | 'deployments'
  | 'issues'
  | 'members'
  | 'merge_queues'
  | 'metadata'
  | 'organization_custom_properties'
  | 'pull_requests'
  | 'statuses';
export type Access = 'read' | 'write';

/** Permissions for a task, and the events after which it must run again. */
export interface Need {
  permissions: Partial<Record<Permission, Access>>;
  events: readonly string[];
}

const PEOPLE = ['member', 'membership', 'organization', 'team'] as const;
/** Events that change the commits of a pull request or the default branch. */
const COMMITS = ['pull_request', 'push'] as const;

const WAIVER: Need = {
  permissions: { contents: 'read', pull_requests: 'read', members: 'read', metadata: 'read' },
  events: ['issue_comment', 'pull_request', 'pull_request_review', ...PEOPLE],
};

/** Requirements by kind of fact. A new kind in the engine does not compile without an entry here. */
export const FACT_NEEDS: Record<FactKind, Need> = {
  people: { permissions: { metadata: 'read', members: 'read' }, events: PEOPLE },
  history: { permissions: { contents: 'read', pull_requests: 'read' }, events: COMMITS },
  'value-history': { permissions: { contents: 'read', pull_requests: 'read' }, events: COMMITS },
  'changed-since': { permissions: { contents: 'read' }, events: COMMITS },
  authorship: { permissions: { contents: 'read' }, events: COMMITS },
  ancestry: { permissions: { contents: 'read' }, events: COMMITS },
  approvals: {
    permissions: { contents: 'read', pull_requests: 'read', members: 'read', metadata: 'read' },
    events: ['issue_comment', 'pull_request', 'pull_request_review', ...PEOPLE],
  },
  acceptance: {
    permissions: { issues: 'read', pull_requests: 'read', members: 'read', metadata: 'read' },
    events: ['issue_comment', 'pull_request', 'pull_request_review', ...PEOPLE],
  },
  'definition-versions': { permissions: { contents: 'read' }, events: COMMITS },
  'approved-changes': { permissions: { pull_requests: 'read' }, events: ['pull_request', 'pull_request_review'] },
  'definition-acceptances': {
    permissions: { contents: 'read', issues: 'read', pull_requests: 'read', members: 'read', metadata: 'read' },
    events: ['issue_comment', 'pull_request', 'pull_request_review', ...PEOPLE],
  },
  'waiver-proof': WAIVER,
  'grant-proof': WAIVER,
  'no-part': WAIVER,
  'required-check': {
    permissions: { metadata: 'read', contents: 'read' },
    events: ['branch_protection_rule', 'repository_ruleset'],
  },
  'check-run': { permissions: { checks: 'read', statuses: 'read' }, events: ['check_run', 'status'] },
  // The jobs of a workflow run are check runs, so their completion is reported without subscribing to every workflow.
  'workflow-run': { permissions: { actions: 'read', metadata: 'read' }, events: ['check_run'] },
  'newest-run': { permissions: { actions: 'read' }, events: ['check_run'] },
  releases: { permissions: { contents: 'read', deployments: 'read' }, events: ['deployment_status'] },
  issues: { permissions: { issues: 'read', metadata: 'read' }, events: ['issues'] },
  'last-promotion': { permissions: { contents: 'read', deployments: 'read' }, events: ['deployment_status'] },
  'line-change': { permissions: { contents: 'read' }, events: COMMITS },
  'part-taken': { permissions: { pull_requests: 'read' }, events: ['pull_request', 'pull_request_review'] },
};

/** Tasks of the App that no criterion requests. */
export type AppTask =
  | 'read-evidence'
  | 'know-pilots'
  | 'recognize-promotion'
  | 'publish-check'
  | 'be-expected-source'
  | 'converse'
  | 'answer-merge-queue'
  | 'notice-protection';

export const OWN_NEEDS: Record<AppTask, Need> = {
  'read-evidence': { permissions: { contents: 'read', metadata: 'read' }, events: COMMITS },
  'know-pilots': {
    permissions: { metadata: 'read', organization_custom_properties: 'read' },
    events: ['repository', 'custom_property_values'],
  },
  'recognize-promotion': { permissions: { pull_requests: 'read', issues: 'read' }, events: ['pull_request'] },
  'publish-check': { permissions: { checks: 'write' }, events: ['pull_request', 'check_run', 'check_suite'] },
  'be-expected-source': { permissions: { statuses: 'write' }, events: [] },
  converse: { permissions: { pull_requests: 'write' }, events: ['issue_comment', 'pull_request_review'] },
  'answer-merge-queue': { permissions: { merge_queues: 'read' }, events: ['merge_group'] },
  'notice-protection': {
    permissions: { administration: 'read' },
    events: ['branch_protection_rule', 'repository_ruleset'],
  },
};

/** The permission that GitHub requires to subscribe to an event. */
export const EVENT_PERMISSION: Record<string, Permission> = {
  branch_protection_rule: 'administration',
  check_run: 'checks',
  check_suite: 'checks',
  custom_property_values: 'organization_custom_properties',
  deployment_status: 'deployments',
  issue_comment: 'issues',
  issues: 'issues',
  member: 'members',
  membership: 'members',
  merge_group: 'merge_queues',
  organization: 'members',
  pull_request: 'pull_requests',
  pull_request_review: 'pull_requests',
  push: 'contents',
  repository: 'metadata',
  repository_ruleset: 'administration',
  status: 'statuses',
  team: 'members',
};

/** Optional permissions: without one, exactly the checks that need it are reported as not verified. */
export const DECLINABLE: readonly Permission[] = ['actions', 'administration', 'deployments'];

/** All permissions and events the App uses, sorted by name. */
export function allNeeds(): { permissions: Partial<Record<Permission, Access>>; events: string[] } {
  const needs: Need[] = [...Object.values(FACT_NEEDS), ...Object.values(OWN_NEEDS)];
  const events = [...new Set(needs.flatMap((need) => need.events))].sort();
  const wanted = needs.flatMap((need) => Object.entries(need.permissions) as [Permission, Access][]);
  const subscribed = events.flatMap((event): [Permission, Access][] => {
    const permission = EVENT_PERMISSION[event];
    return permission === undefined ? [] : [[permission, 'read']];
  });
  const permissions: Partial<Record<Permission, Access>> = {};
  for (const [permission, access] of [...wanted, ...subscribed].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (permissions[permission] !== 'write') permissions[permission] = access;
  return { permissions, events };
}
