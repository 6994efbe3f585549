import * as z from 'zod';
import { defined } from '../../domain/defined.ts';
import { deploysOn } from '../../engine/enforcement/deploys.ts';
import type { CheckProducer, GateFacts } from '../../engine/enforcement/facts.ts';
import { targetsOf } from '../../engine/enforcement/targets.ts';
import type { EffectivePolicy } from '../../engine/policy/effective.ts';
import { POLICY_PATHS } from '../../engine/policy/file.ts';
import { readWorkflow } from '../../formats/workflow-file.ts';
import type { GitHubAccess } from '../client/access.ts';
import { type Api, openApi, type RepositoryName } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { openBlobs } from '../facts/blobs.ts';
import { bytesOf, filesAt } from '../facts/files.ts';
import { openTrees } from '../facts/trees.ts';
import { doubtedByClassic, otherRequiringBranches, patternOf, targetOf } from './gate-branches.ts';
import { policyReviewOf } from './policy-review.ts';
import { producersOf } from './producers.ts';
import { asKnown } from './recognition.ts';
import { idleRulesets } from './rulesets.ts';

/** The repository whose gate is audited. */
export interface GateQuestion extends RepositoryName {
  check: string;
  policy: EffectivePolicy;
  defaultBranch: string;
  /** The commit of the default branch that the policy was read from. */
  commit: string;
  /** Whether the repository has the pilot topic. */
  topic: boolean;
  /** Whether the token belongs to an administrator. */
  isAdmin: boolean;
  /** Paths of CODEOWNERS; the first that exists counts. */
  codeownersPaths: string[];
}

const LISTED_BRANCH = z.object({ name: z.string(), protected: z.boolean().optional() });
const LISTED_PULL = z.object({
  number: z.number(),
  head: z.object({ sha: z.string() }),
  base: z.object({ ref: z.string() }),
});
const MAX_TARGETS = 40;
const MAX_PULLS = 10;
const FILE_BYTES = 3 * 1024 * 1024;

/** Reads everything that the audit of a repository needs; what cannot be read is marked as unknown. Read-only. */
export async function gateFacts(access: GitHubAccess, question: GateQuestion): Promise<GateFacts> {
  const { owner, repo, check, policy, defaultBranch, commit, topic, isAdmin } = question;
  const api = openApi(access, { owner, repo });
  const source = filesAt(openTrees(api), openBlobs(api), commit);
  const rules = policy.promotion;
  const looksInside = rules.paths.length > 0 || rules.catalogLifecycle !== undefined;
  const listed = await asKnown(() => listBranches(api));
  const existing = listed.known ? listed.value : [];
  const wanted = targetsOf(
    { branches: rules.branches, recognizesByContent: looksInside },
    existing.map(({ name }) => name),
    defaultBranch,
  );
  const asked = wanted.branches.slice(0, MAX_TARGETS);
  const policyFile = policy.layers.find(({ repository: elsewhere }) => elsewhere === undefined)?.path;
  const codeowners = async (): Promise<{ path: string; text: string } | undefined> => {
    const files = await source.files(question.codeownersPaths, FILE_BYTES);
    for (const path of question.codeownersPaths) {
      const bytes = bytesOf(files.get(path));
      if (bytes !== undefined) return { path, text: Buffer.from(bytes).toString('utf8') };
    }
    return undefined;
  };
  const [targets, probed, requiredElsewhere, idle, policyReview, deploys, producers] = await Promise.all([
    Promise.all(asked.map((one) => targetOf(api, one, check))),
    Promise.all(wanted.probes.map((one) => patternOf(api, one, check))),
    asKnown(() =>
      otherRequiringBranches(
        api,
        existing,
        wanted.branches.map(({ name }) => name),
        defaultBranch,
        check,
      ),
    ),
    asKnown(() => idleRulesets(api, check)),
    policyReviewOf(api, { path: policyFile ?? POLICY_PATHS[0], branch: defaultBranch, isAdmin, codeowners }),
    asKnown(() => deploysOf(source, defaultBranch)),
    asKnown(() =>
      producersOn(
        api,
        asked.map(({ name }) => name),
        check,
      ),
    ),
  ]);
  return {
    repository: `${owner}/${repo}`,
    defaultBranch,
    pilot: { topic, ...defined({ policyFile }) },
    policy: {
      mode: policy.mode,
      ...defined({ enforceFrom: policy.enforceFrom }),
      branches: rules.branches,
      recognizesByContent: looksInside,
      labels: rules.labels,
    },
    organizationPolicy: { known: true, value: organizationPolicyOf(policy) },
    targets: listed.known ? { known: true, value: targets } : listed,
    moreTargets: wanted.branches.length - asked.length,
    patterns: probed.map((one) => doubtedByClassic(one, targets)),
    requiredElsewhere,
    idle,
    policyReview,
    deploys,
    producers,
  };
}

function listBranches(api: Api): Promise<z.infer<typeof LISTED_BRANCH>[]> {
  return api.all(
    {
      route: 'GET /repos/{owner}/{repo}/branches',
      what: 'the branches of the repository',
      permission: 'Contents: read',
    },
    LISTED_BRANCH,
  );
}

async function deploysOf(
  source: ReturnType<typeof filesAt>,
  branch: string,
): Promise<{ path: string; environment: string }[]> {
  const tree = await source.tree();
  if (tree.state !== 'seen')
    throw new GitHubUnavailableError('the workflows of the default branch could not be read', 'github');
  const paths = tree.value.entries
    .map(({ path }) => path)
    .filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path));
  const files = await source.files(paths, FILE_BYTES);
  const workflows = paths.flatMap((path) => {
    const bytes = bytesOf(files.get(path));
    return (bytes && readWorkflow(path, bytes)) ?? [];
  });
  return deploysOn(workflows, branch);
}

/** The organization's policy file in effect; undefined when there is none or it is not readable. */
function organizationPolicyOf({ layers }: EffectivePolicy): string | undefined {
  const layer = layers.find(({ repository }) => repository !== undefined);
  return layer === undefined
    ? undefined
    : `${layer.repository}: ${layer.path.slice((layer.repository ?? '').length + 1)}`;
}

async function producersOn(
  api: Api,
  targets: string[],
  check: string,
): Promise<{ pullRequest: number; producer: CheckProducer }[]> {
  const open = await api.all(
    {
      route: 'GET /repos/{owner}/{repo}/pulls',
      params: { state: 'open', sort: 'updated', direction: 'desc' },
      what: 'the open pull requests',
      permission: 'Pull requests: read',
    },
    LISTED_PULL,
  );
  const newest = open.filter(({ base }) => targets.includes(base.ref)).slice(0, MAX_PULLS);
  const found = await Promise.all(
    newest.map(async ({ number, head }) =>
      (await producersOf(api, head.sha, check)).map((producer) => ({ pullRequest: number, producer })),
    ),
  );
  return found.flat().sort((a, b) => a.pullRequest - b.pullRequest);
}
