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
/** Earlier pull requests of one branch whose labels are looked at; a branch with more is taken for labeled. */
const MAX_EARLIER = 20;

/** What the recognition of a promotion looks at; what the policy does not ask for is not read. */
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
    missing.length === 0 ? known<LabelEvent[]>([]) : look(() => labelHistory(api, subject)),
    rules.catalogLifecycle === undefined ? known({ before: [], after: [] }) : look(() => lifecyclesOf(api, subject)),
    missing.length === 0 ? known<string[]>([]) : look(() => authorsOf(api, subject)),
  ]);
  return {
    base: subject.base.ref,
    labels: subject.labels,
    labelEvents,
    paths:
      subject.changed.state === 'seen'
        ? known(subject.changed.value)
        : { known: false, reason: subject.changed.state === 'unavailable' ? subject.changed.reason : 'no answer' },
    lifecycles,
    opener: subject.author?.login ?? '',
    authors,
  };
}

/** Label changes of this pull request and of earlier ones from the same branch, oldest first. */
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
  const events = await Promise.all(
    numbers.map(async (pullRequest) => {
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
          ? [
              {
                pullRequest,
                label: label.name,
                added: event === 'labeled',
                by: actor?.login ?? '',
                at: created_at ?? '',
              },
            ]
          : [],
      );
    }),
  );
  return events.flat().sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Before is what could be read; after has to be read completely, or it could hide a turn. */
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

/** Open pull requests whose head is this commit, itself included: check runs hang on the commit, not on one of them. */
export async function openPullsAt(access: GitHubAccess, name: RepositoryName, sha: string): Promise<Known<number[]>> {
  return look(async () => (await openPulls(access, name)).flatMap((pull) => (pull.sha === sha ? [pull.number] : [])));
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

/**
 * What tells whether a repository is a pilot: its topics and custom properties as GitHub gives them to this reader, who
 * is an administrator only where GitHub says so.
 */
export async function repositoryTags(
  access: GitHubAccess,
  name: { owner: string; repo: string },
): Promise<{
  id: number;
  defaultBranch: string;
  topics: string[];
  /** Undefined where GitHub did not give them with the repository: that is not the same as none. */
  properties?: Record<string, unknown>;
  isAdmin: boolean;
  /** It belongs to a person, who has no organization above. */
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

/** What is not known to be public is not. */
function visibilityOf(found: z.infer<typeof REPOSITORY>): 'public' | 'internal' | 'private' {
  if (found.visibility === 'internal') return 'internal';
  return found.private === false && found.visibility !== 'private' ? 'public' : 'private';
}

function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export async function look<T>(work: () => Promise<T>): Promise<Known<T>> {
  const found = await observed(work);
  if (found.state === 'seen') return known(found.value);
  return { known: false, reason: found.state === 'unavailable' ? found.reason : 'no answer' };
}
