import * as z from 'zod';
import { matcher } from '../../core/cover.ts';
import { deploysOn } from '../../core/enforcement/deploys.ts';
import type { CheckProducer, GateFacts, TargetBranch } from '../../core/enforcement/facts.ts';
import { targetsOf } from '../../core/enforcement/targets.ts';
import type { EffectivePolicy } from '../../core/policy/effective.ts';
import { POLICY_PATHS } from '../../core/policy/file.ts';
import type { Known } from '../../core/promotion.ts';
import { readWorkflow } from '../../formats/workflow-file.ts';
import type { GitHubAccess } from './access.ts';
import { type Api, openApi, type RepositoryName } from './api.ts';
import { openBlobs } from './blobs.ts';
import { bytesOf, filesAt } from './files.ts';
import { isMissing, NotSeen } from './not-seen.ts';
import { policyReviewOf } from './policy-review.ts';
import { producersOf } from './producers.ts';
import { look } from './recognition.ts';
import { fromRules, readRules, requiredCheckOf } from './required.ts';
import { idleRulesets, rulesetDetails } from './rulesets.ts';
import { openTrees } from './trees.ts';

/** What is asked about the gate of one repository. */
export interface GateQuestion extends RepositoryName {
  check: string;
  policy: EffectivePolicy;
  defaultBranch: string;
  /** The commit of the default branch that the policy was read from. */
  commit: string;
  /** Whether the repository carries the topic of pilots. */
  topic: boolean;
  /** The token is an administrator's. */
  isAdmin: boolean;
  /** Where CODEOWNERS may stand, the first that is there counts. */
  codeownersPaths: string[];
}

const LISTED_BRANCH = z.object({ name: z.string(), protected: z.boolean().optional() });
const LISTED_PULL = z.object({
  number: z.number(),
  head: z.object({ sha: z.string() }),
  base: z.object({ ref: z.string() }),
});
const MOST_TARGETS = 40;
const MOST_OTHERS = 20;
const MOST_PULLS = 10;
const FILE_BYTES = 3 * 1024 * 1024;

/** Everything the audit of a repository looks at. Reads only; what may not be seen is known to be unknown. */
export async function gateFacts(access: GitHubAccess, question: GateQuestion): Promise<GateFacts> {
  const { owner, repo, check, policy, defaultBranch, commit, topic, isAdmin } = question;
  const api = openApi(access, { owner, repo });
  const source = filesAt(openTrees(api), openBlobs(api), commit);
  const rules = policy.promotion;
  const looksInside = rules.paths.length > 0 || rules.catalogLifecycle !== undefined;
  const listed = await look(() => listBranches(api));
  const existing = listed.known ? listed.value : [];
  const wanted = targetsOf(
    { branches: rules.branches, looksInside },
    existing.map(({ name }) => name),
    defaultBranch,
  );
  const asked = wanted.branches.slice(0, MOST_TARGETS);
  const policyFile = policy.layers[0]?.path;
  const codeowners = async (): Promise<{ path: string; text: string } | undefined> => {
    const files = await source.files(question.codeownersPaths, FILE_BYTES);
    for (const path of question.codeownersPaths) {
      const bytes = bytesOf(files.get(path));
      if (bytes !== undefined) return { path, text: Buffer.from(bytes).toString('utf8') };
    }
    return undefined;
  };
  const [targets, probed, requiredElsewhere, idle, policyReview, deploys, organisationPolicy, producers] =
    await Promise.all([
      Promise.all(asked.map((one) => targetOf(api, one, check))),
      Promise.all(wanted.probes.map((one) => patternOf(api, one, check))),
      look(() =>
        elsewhere(
          api,
          existing,
          wanted.branches.map(({ name }) => name),
          defaultBranch,
          check,
        ),
      ),
      look(() => idleRulesets(api, check)),
      policyReviewOf(api, { path: policyFile ?? POLICY_PATHS[0], branch: defaultBranch, isAdmin, codeowners }),
      look(() => deploysOf(source, defaultBranch)),
      look(() => organisationPolicyOf(access, owner)),
      look(() =>
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
    pilot: { topic, ...(policyFile === undefined ? {} : { policyFile }) },
    policy: {
      mode: policy.mode,
      ...(policy.enforceFrom === undefined ? {} : { enforceFrom: policy.enforceFrom }),
      branches: rules.branches,
      looksInside,
      labels: rules.labels,
    },
    organisationPolicy,
    targets: listed.known ? { known: true, value: targets } : listed,
    moreTargets: wanted.branches.length - asked.length,
    patterns: probed.map((one) => besideClassic(one, targets)),
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

async function targetOf(api: Api, one: { name: string; exists: boolean }, check: string): Promise<TargetBranch> {
  const { name, exists } = one;
  const required = await look(async () => {
    if (exists) return requiredCheckOf(api, name, check);
    const by = fromRules(await readRules(api, name), check);
    const appId = by.find((rule) => rule.appId !== undefined)?.appId;
    const bound = appId === undefined ? {} : { appId };
    return { required: by.length > 0, boundToApp: appId !== undefined, ...bound, by };
  });
  const by = required.known ? (required.value.by ?? []) : [];
  const details = await Promise.all(
    [...new Set(by.flatMap(({ rulesetId }) => rulesetId ?? []))].map(
      async (id) => [id, await look(() => rulesetDetails(api, id))] as const,
    ),
  );
  return { name, exists, required, rulesets: Object.fromEntries(details) };
}

async function patternOf(
  api: Api,
  { pattern, probe }: { pattern: string; probe?: string },
  check: string,
): Promise<GateFacts['patterns'][number]> {
  if (probe === undefined) {
    const reason = `no branch name could be made up that ${pattern} matches; write it with * only`;
    return { pattern, probe: pattern, required: { known: false, reason } };
  }
  const rules = await look(() => readRules(api, probe));
  const required: Known<boolean> = rules.known
    ? { known: true, value: fromRules(rules.value, check).length > 0 }
    : rules;
  return { pattern, probe, required };
}

/** Classic protection of a branch that is not there yet cannot be read, so where its like has one, a no is not sure. */
function besideClassic(one: GateFacts['patterns'][number], targets: TargetBranch[]): GateFacts['patterns'][number] {
  if (!one.required.known || one.required.value) return one;
  const matches = matcher([one.pattern]);
  const classic = targets.some(
    ({ name, required }) =>
      matches(name) && required.known && (required.value.by ?? []).some(({ kind }) => kind === 'classic'),
  );
  const reason = `classic protection of a branch that is not there yet, such as ${one.probe}, cannot be read; a ruleset can`;
  return classic ? { ...one, required: { known: false, reason } } : one;
}

/** The default branch and protected ones that no promotion goes to. */
async function elsewhere(
  api: Api,
  existing: { name: string; protected?: boolean | undefined }[],
  targets: string[],
  defaultBranch: string,
  check: string,
): Promise<string[]> {
  const others = existing
    .filter((one) => !targets.includes(one.name) && (one.protected === true || one.name === defaultBranch))
    .map(({ name }) => name);
  if (others.length > MOST_OTHERS)
    throw new NotSeen(`more than ${MOST_OTHERS} other branches are protected, which were not looked at`, 'github');
  const found = await Promise.all(
    others.map(async (name) => ((await requiredCheckOf(api, name, check)).required ? [name] : [])),
  );
  return found.flat().sort();
}

async function deploysOf(
  source: ReturnType<typeof filesAt>,
  branch: string,
): Promise<{ path: string; environment: string }[]> {
  const tree = await source.tree();
  if (tree.state !== 'seen') throw new NotSeen('the workflows of the default branch could not be read', 'github');
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

/** Path of the organisation's policy in its `.github` repository. A repository that may not be seen looks like none. */
async function organisationPolicyOf(access: GitHubAccess, owner: string): Promise<string | undefined> {
  const api = openApi(access, { owner, repo: '.github' });
  for (const path of POLICY_PATHS) {
    try {
      await api.status({
        route: `GET /repos/{owner}/{repo}/contents/${path}`,
        what: `${owner}/.github: ${path}`,
        permission: 'Contents: read',
      });
      return `${owner}/.github: ${path}`;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return undefined;
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
  const newest = open.filter(({ base }) => targets.includes(base.ref)).slice(0, MOST_PULLS);
  const found = await Promise.all(
    newest.map(async ({ number, head }) =>
      (await producersOf(api, head.sha, check)).map((producer) => ({ pullRequest: number, producer })),
    ),
  );
  return found.flat().sort((a, b) => a.pullRequest - b.pullRequest);
}
