import { readCommands } from '../core/command-lines.ts';
import { fields, numberAt, textAt } from '../core/fields.ts';
import { type MergeGroup, mergeGroupOf, readMergeGroup } from '../core/merge-queue.ts';
import { isOrganisationRepository, POLICY_PATHS } from '../core/policy/file.ts';
import type { News } from '../store/inbox.ts';
import type { Route } from '../store/route.ts';

/** What is read in an event: whom it concerns and what is worth remembering. What is true is read when the job runs. */
export interface Heard {
  action?: string;
  /** `owner/name`. */
  repository?: string;
  installationId?: number;
  routes: Route[];
  news: News[];
}

type Fields = Record<string, unknown>;
type Reading = { routes?: Route[]; news?: News[] };
type Reader = (payload: Fields, appId: number) => Reading;

const NAME = /^(?!\.{1,2}\/)[\w.-]+\/(?!\.{1,2}$)[\w.-]+$/;
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const REPOSITORY: Reading = { routes: [{ to: 'repository' }] };
const PROMOTIONS: Reading = { routes: [{ to: 'promotions' }] };

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
export function readEvent(name: string, payload: unknown, appId: number): Heard {
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

/** A pull request that moved or was closed frees the others that had the same head. */
function pullRequest(payload: Fields): Reading {
  const { action } = payload;
  const pull = fields(payload.pull_request);
  const number = pullNumber(pull);
  if (action === 'closed') {
    const freed = onHead(fields(pull.head).sha);
    return { ...freed, news: number === undefined ? [] : [{ kind: 'closed', pullRequest: number }] };
  }
  const own = onPull(payload);
  return action === 'synchronize'
    ? { ...own, routes: [...(own.routes ?? []), ...(onHead(payload.before).routes ?? [])] }
    : own;
}

function onPull(payload: Fields): Reading {
  const pull = fields(payload.pull_request);
  const number = pullNumber(pull);
  if (number === undefined) return {};
  const sha = textAt(fields(pull.head), 'sha');
  const baseRef = textAt(fields(pull.base), 'ref');
  return {
    routes: [{ to: 'pulls', numbers: [number] }],
    news:
      COMMIT.test(sha) && baseRef !== '' && pull.state !== 'closed'
        ? [{ kind: 'pull', pullRequest: number, sha, baseRef: baseRef.slice(0, 255) }]
        : [],
  };
}

/**
 * A comment on a pull request that may hold commands, or held some. What counts is decided when it is read again; here
 * only what can hold none is passed over.
 */
function comment(payload: Fields): Reading {
  const issue = fields(payload.issue);
  return issue.pull_request ? spoken(payload, 'comment', fields(payload.comment), pullNumber(issue)) : {};
}

/** A review judges the pull request again in any case; in its body commands may stand too. */
function review(payload: Fields): Reading {
  const own = onPull(payload);
  const number = pullNumber(fields(payload.pull_request));
  const said = spoken(payload, 'review', fields(payload.review), number);
  return { routes: own.routes ?? [], news: [...(own.news ?? []), ...(said.news ?? [])] };
}

function spoken(payload: Fields, kind: 'comment' | 'review', written: Fields, number: number | undefined): Reading {
  const commentId = numberAt(written, 'id');
  const action = ACTIONS[String(payload.action)];
  if (number === undefined || commentId === undefined || action === undefined) return {};
  const body = textAt(written, 'body');
  const before = fields(fields(payload.changes).body).from;
  const isPerson = fields(written.user).type === 'User' && !written.performed_via_github_app;
  const holds = (text: unknown): boolean => typeof text === 'string' && readCommands(text).length > 0;
  // An edit may take the command away and leave no trace of it: then the ledger knows that one stood there.
  if (action === 'created' && !(isPerson && holds(body))) return {};
  const told = action === 'created' ? '' : toldOf(payload, isPerson ? written : {}, before);
  const event: News = { kind: 'spoken', spoken: { pullRequest: number, kind, commentId, action, told } };
  return { news: action === 'created' ? [{ kind: 'asked-again', pullRequest: number }, event] : [event] };
}

const ACTIONS: Record<string, 'created' | 'edited' | 'deleted'> = {
  created: 'created',
  submitted: 'created',
  edited: 'edited',
  deleted: 'deleted',
};

/** An edit and a deletion cannot be read again, so what the event says of them is kept until it is answered. */
function toldOf(payload: Fields, written: Fields, before: unknown): string {
  return JSON.stringify({
    body: textAt(written, 'body'),
    ...(typeof before === 'string' ? { before } : {}),
    author: textAt(fields(written.user), 'login'),
    sender: textAt(fields(payload.sender), 'login'),
  });
}

/** Our own runs echo back: of them only a person who asks again is news. */
function checkRun(payload: Fields, appId: number): Reading {
  const run = fields(payload.check_run);
  if (!isOurs(run, appId)) return payload.action === 'completed' ? onHead(run.head_sha) : {};
  if (payload.action !== 'rerequested' && payload.action !== 'requested_action') return {};
  const group = groupOfRun(textAt(run, 'external_id'), run.head_sha);
  return group === undefined ? askedAgain(run.head_sha) : onGroup(group);
}

function checkSuite(payload: Fields, appId: number): Reading {
  const suite = fields(payload.check_suite);
  return payload.action === 'rerequested' && isOurs(suite, appId) ? askedAgain(suite.head_sha) : {};
}

function askedAgain(sha: unknown): Reading {
  const { routes } = onHead(sha);
  return routes === undefined ? {} : { routes, news: [{ kind: 'asked-again', sha: String(sha) }] };
}

/** Our own name for the run of a merge group, as `judge-job.ts` writes it. */
function groupOfRun(externalId: string, sha: unknown): MergeGroup | undefined {
  const number = Number(/^(\d{1,9}):group:/.exec(externalId)?.[1] ?? 0);
  return number > 0 && typeof sha === 'string' && COMMIT.test(sha) ? { pullRequest: number, sha } : undefined;
}

/**
 * A push to the default branch may bring another policy; any push moves a base under the promotions that go there. A
 * server without `merge_group` events shows its queue by pushes.
 */
function push(payload: Fields): Reading {
  const ref = textAt(payload, 'ref');
  if (payload.deleted === true || !ref.startsWith('refs/heads/')) return {};
  const group = mergeGroupOf(ref, textAt(payload, 'after'));
  if (group !== undefined) return onGroup(group);
  const { default_branch, name } = fields(payload.repository);
  const branch = ref.slice('refs/heads/'.length);
  if (branch !== default_branch) return { routes: [{ to: 'promotions', base: branch }] };
  if (isOrganisationRepository(name) && isOfOrganisation(payload))
    return touchesPolicy(payload)
      ? { routes: [...(onPilots(payload).routes ?? []), { to: 'repository' }] }
      : PROMOTIONS;
  return touchesPolicy(payload) ? REPOSITORY : PROMOTIONS;
}

/** GitHub lists the files of at most 2,048 commits, and of a forced push not those that went: then it may have. */
function touchesPolicy(payload: Fields): boolean {
  const commits = payload.commits;
  if (payload.forced === true || !Array.isArray(commits) || commits.length === 0 || commits.length >= 2048) return true;
  return commits.some((commit: unknown) =>
    ['added', 'modified', 'removed'].some((how) => {
      const paths = fields(commit)[how];
      return !Array.isArray(paths) || paths.some((path) => (POLICY_PATHS as readonly unknown[]).includes(path));
    }),
  );
}

/** What holds for a whole organisation comes and goes with the repository that keeps its policy. */
function repository(payload: Fields): Reading {
  const own = ownNews(payload);
  const { name } = fields(payload.repository);
  const before = fields(fields(fields(payload.changes).repository).name).from;
  const isFloor = isOfOrganisation(payload) && [name, before].some(isOrganisationRepository);
  if (!isFloor || payload.action === 'edited') return own;
  return { ...own, routes: [...(own.routes ?? []), ...(onPilots(payload).routes ?? [])] };
}

function isOfOrganisation(payload: Fields): boolean {
  return textAt(fields(payload.organization), 'login') !== '';
}

function ownNews(payload: Fields): Reading {
  const { action } = payload;
  const { id, topics } = fields(payload.repository);
  if (action === 'renamed' || action === 'transferred')
    return { ...REPOSITORY, news: typeof id === 'number' ? [{ kind: 'renamed', repositoryId: id }] : [] };
  if (action === 'edited') {
    const before = fields(fields(payload.changes).topics).from;
    const isUntagged = Array.isArray(before) && before.includes('pilot') && !(topics as unknown[])?.includes?.('pilot');
    const by = textAt(fields(payload.sender), 'login');
    return { ...REPOSITORY, news: isUntagged ? [{ kind: 'untagged', by }] : [] };
  }
  // Nothing can be told there any more, and the pilot stays remembered in case it comes back.
  if (action === 'deleted' || action === 'archived')
    return { news: [{ kind: 'gone', repositories: namesOf([payload.repository]) }] };
  return /^(unarchived|publicized|privatized)$/.test(String(action)) ? REPOSITORY : {};
}

/** Teams and members: whoever may sign anywhere in the organisation may have changed. */
function onAccount(payload: Fields): Reading {
  const login = textAt(fields(payload.organization), 'login');
  return login === '' ? {} : { routes: [{ to: 'account', login }] };
}

function onPilots(payload: Fields): Reading {
  const login = textAt(fields(payload.organization), 'login');
  return login === '' ? {} : { routes: [{ to: 'pilots', login }] };
}

function installation(payload: Fields): Reading {
  switch (payload.action) {
    case 'created':
    case 'unsuspend':
    case 'new_permissions_accepted': {
      const names = namesOf(payload.repositories);
      const login = textAt(fields(fields(payload.installation).account), 'login');
      return { routes: names.length > 0 ? [{ to: 'repositories', names }] : [{ to: 'pilots', login }] };
    }
    case 'deleted':
    case 'suspend':
      return { news: [{ kind: 'gone' }] };
    default:
      return {};
  }
}

function installationRepositories(payload: Fields): Reading {
  const removed = namesOf(payload.repositories_removed);
  const added = namesOf(payload.repositories_added);
  const login = textAt(fields(fields(payload.installation).account), 'login');
  const isFloor = [...added, ...removed].some((name) => isOrganisationRepository(name.split('/')[1]));
  return {
    routes: [{ to: 'repositories', names: added }, ...(isFloor ? [{ to: 'pilots' as const, login }] : [])],
    news: removed.length > 0 ? [{ kind: 'gone', repositories: removed }] : [],
  };
}

function namesOf(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.map((one) => textAt(fields(one), 'full_name')).filter((name) => NAME.test(name));
}

function onHead(sha: unknown): Reading {
  return typeof sha === 'string' && COMMIT.test(sha) ? { routes: [{ to: 'head', sha }] } : {};
}

function onGroup(group: MergeGroup | undefined): Reading {
  return group === undefined ? {} : { routes: [{ to: 'group', ...group }] };
}

function pullNumber(pull: Fields): number | undefined {
  const number = numberAt(pull, 'number');
  return number !== undefined && number < 2 ** 31 ? number : undefined;
}

function isOurs(thing: Fields, appId: number): boolean {
  return fields(thing.app).id === appId;
}
