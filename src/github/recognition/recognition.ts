import * as z from 'zod';
import type { EffectivePolicy } from '../../engine/policy/effective.ts';
import type { EntityLifecycle, Known, LabelEvent, PromotionFacts } from '../../engine/promotion.ts';
import { readCatalogInfo } from '../../formats/catalog-info.ts';
import type { GitHubAccess } from '../client/access.ts';
import { type Api, openApi, type RepositoryName } from '../client/api.ts';
import { GitHubUnavailableError, observed } from '../client/unavailable.ts';
import { openBlobs } from '../facts/blobs.ts';
import { filesAt } from '../facts/files.ts';
import { pullCommits, readPull } from '../facts/pull.ts';
import type { GitHubSubject } from '../facts/subject.ts';
import { openTrees } from '../facts/trees.ts';
import { openPulls } from './open-pulls.ts';

const EVENT = z.object({
  event: z.string(),
  created_at: z.string().optional(),
  actor: z.object({ login: z.string() }).nullish(),
  label: z.object({ name: z.string() }).nullish(),
});
const LISTED = z.object({ number: z.number(), head: z.object({ ref: z.string(), sha: z.string() }) });
const CATALOG_FILES = ['catalog-info.yaml', 'catalog-info.yml'];
/** The maximum number of pull requests of one branch whose labels are read; beyond, the branch counts as labeled. */
const MAX_EARLIER = 20;
/** Closed pull requests among which those with the same head commit are looked for: one page. */
const RECENTLY_CLOSED = 100;

/** The facts that decide whether a pull request is a promotion; only those the policy uses are read. */
export async function recognitionFacts(
  access: GitHubAccess,
  subject: GitHubSubject,
  policy: EffectivePolicy,
): Promise<PromotionFacts> {
  const { owner, repo, head } = subject;
  const api = openApi(access, {
    owner,
    repo,
    ...(subject.fork && head ? { head: { owner: head.owner, repo: head.repo } } : {}),
  });
  const rules = policy.promotion;
  const missing = rules.labels.filter((label) => !subject.labels.includes(label));
  const [labelEvents, lifecycles, authors] = await Promise.all([
    missing.length === 0 ? known<LabelEvent[]>([]) : asKnown(() => labelHistory(api, subject)),
    rules.catalogLifecycle === undefined ? known({ before: [], after: [] }) : asKnown(() => lifecyclesOf(api, subject)),
    missing.length === 0 ? known<string[]>([]) : asKnown(() => authorsOf(api, subject)),
  ]);
  return {
    base: subject.base.ref,
    labels: subject.labels,
    labelEvents,
    paths:
      subject.changed.state === 'seen'
        ? known(subject.changed.value)
        : { known: false, reason: subject.changed.state === 'unavailable' ? subject.changed.reason : 'no response' },
    lifecycles,
    opener: subject.author?.login ?? '',
    authors,
  };
}

/**
 * The facts with the label changes of closed pull requests that had the same head commit, under whatever branch: for a
 * pull request that is no promotion otherwise.
 */
export async function withLabelsOfCommit(
  access: GitHubAccess,
  subject: GitHubSubject,
  facts: PromotionFacts,
): Promise<PromotionFacts> {
  const api = openApi(access, subject);
  const own = facts.labelEvents;
  if (!own.known) return facts;
  const labelEvents = await asKnown(async () => {
    const closed = await api.one(
      {
        route: 'GET /repos/{owner}/{repo}/pulls',
        params: { state: 'closed', sort: 'updated', direction: 'desc', per_page: RECENTLY_CLOSED },
        what: 'the pull requests that were closed last',
        permission: 'Pull requests: read',
      },
      z.array(LISTED),
    );
    const same = closed.filter(({ number, head }) => head.sha === subject.sha && number !== subject.number);
    const events = await Promise.all(same.slice(0, MAX_EARLIER).map(({ number }) => labelChanges(api, number)));
    return byTime([...events.flat(), ...own.value]);
  });
  return { ...facts, labelEvents };
}

/** Label changes of this pull request and earlier ones of the same branch, oldest first. */
async function labelHistory(api: Api, subject: GitHubSubject): Promise<LabelEvent[]> {
  const { owner } = subject.head ?? { owner: subject.owner };
  const siblings = subject.head
    ? await api.all(
        {
          route: 'GET /repos/{owner}/{repo}/pulls',
          params: { state: 'all', head: `${owner}:${subject.head.ref}`, sort: 'created', direction: 'asc' },
          what: `the pull requests of branch ${subject.head.ref}`,
          permission: 'Pull requests: read',
        },
        LISTED,
      )
    : [];
  const numbers = [...new Set([...siblings.map((one) => one.number), subject.number])];
  if (numbers.length > MAX_EARLIER)
    throw new GitHubUnavailableError(
      `branch ${subject.head?.ref ?? ''} has more than ${MAX_EARLIER} pull requests`,
      'history',
    );
  return byTime((await Promise.all(numbers.map((number) => labelChanges(api, number)))).flat());
}

async function labelChanges(api: Api, pullRequest: number): Promise<LabelEvent[]> {
  const all = await api.all(
    {
      route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/events',
      params: { issue_number: pullRequest },
      what: `the label changes of pull request #${pullRequest}`,
      permission: 'Issues: read',
    },
    EVENT,
  );
  return all.flatMap(({ event, label, actor, created_at }): LabelEvent[] =>
    (event === 'labeled' || event === 'unlabeled') && label
      ? [{ pullRequest, label: label.name, added: event === 'labeled', by: actor?.login ?? '', at: created_at ?? '' }]
      : [],
  );
}

function byTime(events: LabelEvent[]): LabelEvent[] {
  return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Before the change, unreadable files are ignored; after it, all must be readable, or one could hide a change. */
async function lifecyclesOf(
  api: Api,
  subject: GitHubSubject,
): Promise<{ before: EntityLifecycle[]; after: EntityLifecycle[] }> {
  const [trees, blobs] = [openTrees(api), openBlobs(api)];
  const at = async (sha: string, complete: boolean): Promise<EntityLifecycle[]> => {
    const files = await filesAt(trees, blobs, sha).files(CATALOG_FILES, 256 * 1024);
    return [...files].flatMap(([path, file]) => {
      if (file.state === 'unavailable') throw new GitHubUnavailableError(file.reason, file.resolvableBy);
      const read = file.state === 'seen' ? readCatalogInfo(path, file.value) : undefined;
      const missing = file.state === 'absent' && file.why === undefined;
      if (complete && !missing && (read === undefined || read.faults.length > 0))
        throw new GitHubUnavailableError(`${path} is not readable at the head`, 'retry');
      return (read?.entities ?? []).flatMap(({ kind, name, lifecycle }) =>
        lifecycle === undefined ? [] : [{ entity: `${kind}:${name}`.toLowerCase(), lifecycle }],
      );
    });
  };
  const [before, after] = await Promise.all([at(subject.base.sha, false), at(subject.sha, true)]);
  return { before, after };
}

async function authorsOf(api: Api, subject: GitHubSubject): Promise<string[]> {
  const commits = await pullCommits(api, await readPull(api, subject.number));
  return commits.flatMap((commit) =>
    [commit.author, commit.committer, ...commit.coAuthors].map(({ handle }) => {
      if (handle === undefined)
        throw new GitHubUnavailableError(`an author of ${commit.id.slice(0, 7)} has no account`, 'history');
      return handle;
    }),
  );
}

/**
 * Open pull requests with this head, itself included: check runs belong to the commit and are shared by all of them.
 */
export async function openPullsAt(access: GitHubAccess, name: RepositoryName, sha: string): Promise<Known<number[]>> {
  return asKnown(async () =>
    (await openPulls(access, name)).flatMap((pull) => (pull.sha === sha ? [pull.number] : [])),
  );
}

const REPOSITORY = z.object({
  id: z.number(),
  default_branch: z.string(),
  topics: z.array(z.string()).nullish(),
  custom_properties: z.record(z.string(), z.unknown()).nullish(),
  private: z.boolean().optional(),
  visibility: z.string().optional(),
  owner: z.object({ type: z.string().optional() }).optional(),
  permissions: z.object({ admin: z.boolean().optional() }).nullish(),
});

/** The repository's topics and custom properties as visible to this token, which decide whether it is a pilot. */
export async function repositoryTags(
  access: GitHubAccess,
  name: { owner: string; repo: string },
): Promise<{
  id: number;
  defaultBranch: string;
  topics: string[];
  /** Undefined when GitHub did not include them, which is not the same as none. */
  properties?: Record<string, unknown>;
  isAdmin: boolean;
  /** Whether it belongs to a person, so that there is no organization policy. */
  isPersonal: boolean;
  visibility: 'public' | 'internal' | 'private';
}> {
  const api = openApi(access, name);
  const found = await api.one(
    {
      route: 'GET /repos/{owner}/{repo}',
      what: `the repository ${name.owner}/${name.repo}`,
      permission: 'Metadata: read',
    },
    REPOSITORY,
  );
  return {
    id: found.id,
    defaultBranch: found.default_branch,
    topics: found.topics ?? [],
    ...(found.custom_properties ? { properties: found.custom_properties } : {}),
    isAdmin: found.permissions?.admin === true,
    isPersonal: found.owner?.type === 'User',
    visibility: visibilityOf(found),
  };
}

/** A repository that is not known to be public counts as private. */
function visibilityOf(found: z.infer<typeof REPOSITORY>): 'public' | 'internal' | 'private' {
  if (found.visibility === 'internal') return 'internal';
  return found.private === false && found.visibility !== 'private' ? 'public' : 'private';
}

function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export async function asKnown<T>(work: () => Promise<T>): Promise<Known<T>> {
  const found = await observed(work);
  if (found.state === 'seen') return known(found.value);
  return { known: false, reason: found.state === 'unavailable' ? found.reason : 'no response' };
}
