import { catalog } from '../criteria/index.ts';
import { digest } from '../domain/cover.ts';
import { defined } from '../domain/defined.ts';
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
import { type JobContext, nameOf } from './job.ts';
import { memoryOf } from './sticky-pilot.ts';

/** Each promotion is evaluated twice, so a policy change evaluates at most this many. */
const MAX_PROMOTIONS = 30;
const PROGRESS_EVERY = 5;

/**
 * Shows on a pull request that changes the organization policy which open promotions would get another result.
 * Publishes a separate check run that is always neutral. The same change is published once, unless a re-run is
 * requested.
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
  const found = await readProposal(files, `${owner}/${repo}`, context.now());
  const promotions = (await promotionsUnder(db, owner, job.installationId ?? 0)).filter(
    ({ repository }) => repository !== job.repository,
  );
  const hash = digest(
    JSON.stringify([
      found.key,
      subject.base.sha,
      promotions.map((pull) => [pull.repository, pull.pullRequest, pull.sha]),
    ]),
  );
  const key = `policy:${subject.sha}`;
  const before = await verdictOn(db, job.repository, job.pullRequest, key);
  if (before?.digest === hash && before.publishedAt !== undefined) return;
  const target = {
    ...{ owner, repo, sha: subject.sha, externalId: `${job.pullRequest}:policy:${job.lease}` },
    abandoned: `${job.pullRequest}:policy:`,
    ...defined({ appId: self.appId }),
  };
  // Anybody can open a pull request from a fork, and each one would cost an evaluation of every promotion.
  const previewed = subject.fork ? [] : promotions.slice(0, MAX_PROMOTIONS);
  const rows: PreviewRow[] = [];
  let unseen = 0;
  if (found.kind === 'text') {
    for (const [index, pull] of previewed.entries()) {
      if (!(await context.isHeld())) return;
      if (index % PROGRESS_EVERY === 0)
        await publishProgress(writer, target, CHECK_NAMES.policy, previewProgress(index, previewed.length));
      const row = await previewRow(pull, found.text, tags.visibility, context);
      if (row === undefined) unseen += 1;
      else rows.push(row);
    }
  }
  const rendered =
    found.kind === 'faults'
      ? renderUnusablePolicy(found.faults)
      : renderPolicyPreview({
          ...{ serverUrl: access.serverUrl, rows, unseen, left: promotions.length - previewed.length },
          isFork: subject.fork,
          isRemoval: found.text === 'none',
        });
  if (!(await context.isHeld())) return;
  const published = { repository: job.repository, pullRequest: job.pullRequest, headSha: key };
  await rememberVerdict(db, {
    ...{ ...published, baseRef: subject.base.ref, verdict: 'undetermined', conclusion: 'neutral' },
    ...{ digest: hash, evaluatedAt: job.claimedAt },
  });
  const { id } = await publishCheckRun(writer, { ...target, rendered });
  await rememberPublished(db, { ...published, checkRunId: id });
}

type Files = Map<string, Observation<Uint8Array>>;
type Proposed = { key: string } & ({ kind: 'text'; text: PolicyText | 'none' } | { kind: 'faults'; faults: Fault[] });

/** The policy as the pull request would change it. Throws UnavailableError when it cannot be read. */
async function readProposal(files: Files, repository: string, now: number): Promise<Proposed> {
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
    const faults = error.faults.map((fault) => localFault(fault, repository));
    return { kind: 'faults', faults, key: digest(JSON.stringify(faults)) };
  }
}

/** Makes the path of a fault relative to its repository, so that its line can be annotated. */
function localFault({ repository: _, ...fault }: Fault, repository: string): Fault {
  const start = `${repository}/`;
  return fault.path.startsWith(start) ? { ...fault, path: fault.path.slice(start.length) } : fault;
}

/** Evaluates one promotion under both policies; undefined when it could not be evaluated. */
async function previewRow(
  pull: OpenPull,
  text: PolicyText | 'none',
  readers: PullEvaluation['visibility'],
  context: JobContext,
): Promise<PreviewRow | undefined> {
  const { access, now, version } = context;
  const { owner, repo } = nameOf(pull);
  try {
    const { visibility, ...row } = await evaluateUnder(
      {
        ...{ access, catalog, owner, repo, number: pull.pullRequest, now: now(), toolVersion: version },
        memory: memoryOf(context, pull.repository),
      },
      text,
    );
    return { ...row, isForAll: isSeenByAll(visibility, readers) };
  } catch (error) {
    if (error instanceof UnavailableError) return undefined;
    throw error;
  }
}

/** Readers of a private repository are unknown here, so its name is not shown. */
function isSeenByAll(pilot: PullEvaluation['visibility'], readers: PullEvaluation['visibility']): boolean {
  return pilot === 'public' || (pilot === 'internal' && readers === 'internal');
}
