import { coverHash } from '../../domain/cover.ts';
import { defined } from '../../domain/defined.ts';
import type { Observation } from '../../domain/observation.ts';
import type { DecisionState } from '../../engine/decisions/state.ts';
import { type FactRequest, factKey } from '../../engine/fact-requests.ts';
import type { FactSource } from '../../engine/ports.ts';
import { answerFromHistory } from '../../evidence/history/answer.ts';
import type { CommitGraph } from '../../evidence/history/graph.ts';
import { emptyAnswer } from '../../evidence/only-github.ts';
import type { GitHubAccess } from '../client/access.ts';
import { type ApiOptions, openApi } from '../client/api.ts';
import { observed } from '../client/unavailable.ts';
import { requiredCheckOf } from '../recognition/required.ts';
import { acceptanceOf } from './acceptance.ts';
import { peopleOf } from './accounts.ts';
import { approvalsOf, type ReviewContext } from './approvals.ts';
import { approvedChangesOf } from './approved-changes.ts';
import { openAttributions } from './attribution.ts';
import { openBlobs } from './blobs.ts';
import { githubGraph } from './commit-graph.ts';
import { readBranch } from './default-branch.ts';
import { definitionAcceptancesOf } from './definition-acceptances.ts';
import { bytesOf, filesAt } from './files.ts';
import type { Graph } from './graph.ts';
import { type History, openHistory } from './history.ts';
import { issuesOf } from './issues.ts';
import { partTakenOf } from './part-taken.ts';
import { readPull } from './pull.ts';
import { lastPromotionOf, releasesOf } from './releases.ts';
import { checkRunOf, newestRunOf, workflowRunOf } from './runs.ts';
import { openTrees, type Trees } from './trees.ts';
import { grantProofOf, noPartOf, waiverProofOf } from './waiver-proof.ts';

export interface FactsOptions extends ApiOptions {
  /** The evaluated commit. */
  sha: string;
  /** The pull request whose reviews count. */
  pullRequest?: number;
  /** The lower-case login of whoever opened it; read from GitHub when it is left out. */
  opener?: string;
  defaultBranch: string;
  /** Decisions made by command, where there is a ledger. */
  decided?: DecisionState;
  /** The target branch, if it is not the default branch. */
  targetBranch?: string;
}

interface Context {
  history: History;
  graph: CommitGraph;
  reviews: ReviewContext;
  options: FactsOptions;
}

const MAILMAP_BYTES = 1 << 20;

/**
 * All kinds of facts from GitHub. What cannot be read, completely and in time, is unavailable with a remedy, and never
 * counts for or against anybody. Live facts are fetched once per batch; immutable ones are cached.
 */
export function githubFacts(access: GitHubAccess, options: FactsOptions): FactSource {
  return {
    answer: async (asks) => {
      const context = openContext(access, options);
      const queries = new Map(asks.map((query) => [factKey(query), query]));
      const answers = await Promise.all(
        [...queries].map(
          async ([key, query]): Promise<[string, Observation<unknown>]> => [
            key,
            emptyAnswer(query) ??
              (await observed(() => answerOf(context, query), query.kind === 'value-history' ? query.path : '')),
          ],
        ),
      );
      return new Map(answers);
    },
  };
}

/** The shared context of one batch of facts. */
export function openContext(access: GitHubAccess, options: FactsOptions): Context {
  const api = openApi(access, options);
  const [trees, readBlobs] = [openTrees(api), openBlobs(api)];
  const defaultHead = async (): Promise<string> => (await readBranch(api, options.defaultBranch)).commit.sha;
  const history = openHistory({
    api,
    trees,
    readBlobs,
    head: options.sha,
    defaultBranch: options.defaultBranch,
    defaultHead,
    mailmapText: async () => {
      const files = await filesAt(trees, readBlobs, await defaultHead()).files(['.mailmap'], MAILMAP_BYTES);
      const bytes = bytesOf(files.get('.mailmap'));
      return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
    },
  });
  const readableGraph = async (): Promise<Graph | undefined> => {
    const graph = await observed(history.graph);
    return graph.state === 'seen' ? graph.value : undefined;
  };
  const { pullRequest } = options;
  const opener = async (): Promise<string | undefined> =>
    options.opener ??
    (pullRequest === undefined ? undefined : (await readPull(api, pullRequest)).user?.login.toLowerCase());
  const { defaultBranch } = options;
  const { graph, mailmap } = history;
  const reviews: ReviewContext = {
    api,
    trees,
    readBlobs,
    defaultBranch: options.defaultBranch,
    attributions: openAttributions({ api, defaultBranch, graph, mailmap, opener }),
    accounts: async () => (await readableGraph())?.accounts ?? new Map(),
    graph: readableGraph,
    pullRequest,
    sha: options.sha,
    branches: [options.defaultBranch, ...(options.targetBranch === undefined ? [] : [options.targetBranch])],
    ...defined({ decided: options.decided }),
  };
  return { history, graph: githubGraph(history), reviews, options };
}

function answerOf({ graph, reviews, options }: Context, query: FactRequest): Promise<unknown> {
  const { api } = reviews;
  switch (query.kind) {
    case 'people':
      return peopleOf(api, query.who);
    case 'history':
    case 'value-history':
    case 'changed-since':
    case 'authorship':
    case 'ancestry':
    case 'line-change':
    case 'definition-versions':
      return answerFromHistory(graph, query);
    case 'approved-changes':
      return approvedChangesOf(reviews, query.commits);
    case 'approvals':
      return approvalsOf(reviews, query.controls);
    case 'acceptance':
      return acceptanceOf(reviews, query.subject, query.who, query.link);
    case 'definition-acceptances':
      return definitionAcceptancesOf(reviews, query.who);
    case 'waiver-proof':
      return waiverProofOf(reviews, query.pr, query.terms, query.teams ?? []);
    case 'grant-proof':
      return grantProofOf(reviews, query.pr, query.by, query.approvers);
    case 'no-part':
      return noPartOf(reviews, query.by);
    case 'required-check':
      return requiredCheckOf(api, options.targetBranch ?? options.defaultBranch, query.context);
    case 'check-run':
      return checkRunOf(api, options.sha, query.context, query.app);
    case 'workflow-run':
      return workflowRunOf(api, query.url, hashAt(reviews.trees, query.covers));
    case 'newest-run':
      return newestRunOf(api, options.defaultBranch, query.workflow);
    case 'releases':
      return releasesOf(api);
    case 'issues':
      return issuesOf(api, query.links);
    case 'last-promotion':
      return lastPromotionOf(api);
    case 'part-taken':
      return partTakenOf(api, query.who, query.before);
  }
}

/** The digest of these files at a commit; undefined when none are requested. */
function hashAt(trees: Trees, covers: Parameters<typeof coverHash>[1] | undefined) {
  return covers && (async (sha: string): Promise<string> => coverHash((await trees.whole(sha)).tree, covers));
}
