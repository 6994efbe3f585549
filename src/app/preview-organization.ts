import { catalog } from '../criteria/index.ts';
import { digest } from '../domain/cover.ts';
import { PolicyError, UnavailableError } from '../domain/errors.ts';
import type { Fault, Observation } from '../domain/observation.ts';
import { isOrganizationRepository, POLICY_PATHS } from '../engine/policy/file.ts';
import { effectivePolicy } from '../engine/policy/merge.ts';
import type { PullEvaluation } from '../evaluation/evaluate-pull-request.ts';
import { POLICY_BYTES, type PolicyText, readOrganizationLayer } from '../evaluation/read-policy.ts';
import { evaluateUnder } from '../evaluation/under-policy.ts';
import { githubFiles, openPullRequest } from '../github/index.ts';
import { publishCheckRun, publishProgress } from '../github/publish/check-run.ts';
import { repositoryTags } from '../github/recognition/recognition.ts';
import {
  type PreviewRow,
  previewProgress,
  renderPolicyPreview,
  renderUnusablePolicy,
} from '../render/markdown/policy-preview.ts';
import { CHECK_NAMES } from '../render/model/titles.ts';
import type { EvaluationJob } from '../store/job.ts';
import { type OpenPull, promotionsUnder } from '../store/open-pulls.ts';
import { rememberPublished, rememberVerdict, verdictOn } from '../store/verdicts.ts';
import { decisionsOf } from './decisions.ts';
import { type JobContext, nameOf } from './job.ts';
import { wasPilot } from './sticky-pilot.ts';

/** Each is judged twice, so a change of the policy asks at most so many. */
const MAX_PROMOTIONS = 30;
const EVERY = 5;

/**
 * Shows, on a pull request that changes the organization's policy, which open promotions would be told something else.
 * A check of its own that is always neutral. The same change is told once, until somebody asks again.
 */
export async function previewOrganization(job: EvaluationJob, context: JobContext): Promise<void> {
  const { db, access, writer, self } = context;
  const { owner, repo } = nameOf(job);
  if (!isOrganizationRepository(repo)) return;
  const [subject, tags] = await Promise.all([
    openPullRequest(access, { owner, repo, number: job.pullRequest }),
    repositoryTags(access, { owner, repo }),
  ]);
  const touches =
    subject.changed.state !== 'seen' ||
    subject.changed.value.some((path) => (POLICY_PATHS as readonly string[]).includes(path));
  if (tags.isPersonal || subject.state !== 'open' || subject.base.ref !== tags.defaultBranch || !touches) return;
  const fork = subject.fork && subject.head ? { head: { owner: subject.head.owner, repo: subject.head.repo } } : {};
  const head = githubFiles(access, { owner, repo, sha: subject.sha, ...fork });
  const files = await head.files([...POLICY_PATHS], POLICY_BYTES);
  const found = await proposedText(files, `${owner}/${repo}`, context.now());
  const promotions = (await promotionsUnder(db, owner, job.installationId ?? 0)).filter(
    ({ repository }) => repository !== job.repository,
  );
  const words = digest(
    JSON.stringify([
      found.key,
      subject.base.sha,
      promotions.map((pull) => [pull.repository, pull.pullRequest, pull.sha]),
    ]),
  );
  const key = `policy:${subject.sha}`;
  const before = await verdictOn(db, job.repository, job.pullRequest, key);
  if (before?.digest === words && before.publishedAt !== undefined) return;
  const target = {
    ...{ owner, repo, sha: subject.sha, externalId: `${job.pullRequest}:policy:${job.lease}` },
    abandoned: `${job.pullRequest}:policy:`,
    ...(self.appId === undefined ? {} : { appId: self.appId }),
  };
  // Anybody can open a pull request from a fork, and each would cost an evaluation of every promotion.
  const asked = subject.fork ? [] : promotions.slice(0, MAX_PROMOTIONS);
  const rows: PreviewRow[] = [];
  let unseen = 0;
  if (found.kind === 'text') {
    for (const [index, pull] of asked.entries()) {
      if (!(await context.isHeld())) return;
      if (index % EVERY === 0)
        await publishProgress(writer, target, CHECK_NAMES.policy, previewProgress(index, asked.length));
      const row = await rowOf(pull, found.text, tags.visibility, context);
      if (row === undefined) unseen += 1;
      else rows.push(row);
    }
  }
  const rendered =
    found.kind === 'faults'
      ? renderUnusablePolicy(found.faults)
      : renderPolicyPreview({
          ...{ serverUrl: access.serverUrl, rows, unseen, left: promotions.length - asked.length },
          isFork: subject.fork,
          isRemoval: found.text === 'none',
        });
  if (!(await context.isHeld())) return;
  const published = { repository: job.repository, pullRequest: job.pullRequest, headSha: key };
  await rememberVerdict(db, {
    ...{ ...published, baseRef: subject.base.ref, verdict: 'undetermined', conclusion: 'neutral' },
    ...{ digest: words, evaluatedAt: job.claimedAt },
  });
  const { id } = await publishCheckRun(writer, { ...target, rendered });
  await rememberPublished(db, { ...published, checkRunId: id });
}

type Files = Map<string, Observation<Uint8Array>>;
type Proposed = { key: string } & ({ kind: 'text'; text: PolicyText | 'none' } | { kind: 'faults'; faults: Fault[] });

/** The policy as the pull request would leave it. Throws UnavailableError when it cannot be read. */
async function proposedText(files: Files, repository: string, now: number): Promise<Proposed> {
  try {
    const layer = await readOrganizationLayer(catalog, repository, { files: async () => files });
    const [path, file] = [...files].find(([, one]) => one.state === 'seen') ?? [];
    if (layer === undefined || path === undefined || file?.state !== 'seen')
      return { kind: 'text', text: 'none', key: 'none' };
    const { faults } = effectivePolicy(catalog, undefined, { now, organization: layer });
    if (faults.length > 0) throw new PolicyError(faults);
    return { kind: 'text', text: { path, bytes: file.value }, key: digest(Buffer.from(file.value).toString('latin1')) };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const faults = error.faults.map((fault) => inside(fault, repository));
    return { kind: 'faults', faults, key: digest(JSON.stringify(faults)) };
  }
}

/** A fault as the repository itself calls it, so that its line can be marked there. */
function inside({ repository: _, ...fault }: Fault, repository: string): Fault {
  const start = `${repository}/`;
  return fault.path.startsWith(start) ? { ...fault, path: fault.path.slice(start.length) } : fault;
}

/** One promotion under both policies; undefined when it could not be looked at. */
async function rowOf(
  pull: OpenPull,
  text: PolicyText | 'none',
  readers: PullEvaluation['visibility'],
  { db, access, now, version }: JobContext,
): Promise<PreviewRow | undefined> {
  const { owner, repo } = nameOf(pull);
  try {
    const { visibility, ...row } = await evaluateUnder(
      {
        ...{ access, catalog, owner, repo, number: pull.pullRequest, now: now(), toolVersion: version },
        decisions: await decisionsOf(db, pull.repository),
        ...(await wasPilot(db, pull.repository)),
      },
      text,
    );
    return { ...row, isForAll: isSeenByAll(visibility, readers) };
  } catch (error) {
    if (error instanceof UnavailableError) return undefined;
    throw error;
  }
}

/** Who may read a private repository is not known of anybody, so it is named to nobody. */
function isSeenByAll(pilot: PullEvaluation['visibility'], readers: PullEvaluation['visibility']): boolean {
  return pilot === 'public' || (pilot === 'internal' && readers === 'internal');
}
