import { canonical } from '../domain/canonical.ts';
import { digest } from '../domain/cover.ts';
import { defined } from '../domain/defined.ts';
import type { Conclusion, OutcomeKind } from '../domain/verdict.ts';
import type { CombinedConclusion } from '../engine/combine-conclusions.ts';
import { outcomeOf, unmetCodes } from '../evaluation/conclude.ts';
import type { PullEvaluation } from '../evaluation/evaluate-pull-request.ts';
import type { WithdrawalReason } from '../render/markdown/without-report.ts';
import type { Db } from '../store/db.ts';
import type { EvaluationJob } from '../store/job.ts';
import type { Json } from '../store/ledger.ts';
import { append, lastEntry } from '../store/ledger.ts';
import { type RememberedVerdict, rememberVerdict, verdictOn } from '../store/verdicts.ts';

export type PublishedRecord = Pick<RememberedVerdict, 'checkRunId' | 'commentPendingSince'>;

export interface Recorded {
  outcome: OutcomeKind;
  /** Set when the same result was published before. */
  published?: PublishedRecord;
}

/**
 * Records an evaluation before it is published: in the ledger when the verdict or its reason changed, and as the last
 * verdict on the head. Both or neither.
 */
export async function recordVerdict(
  db: Db,
  job: EvaluationJob,
  evaluation: PullEvaluation,
  combined: CombinedConclusion,
  /** Anything else that affects the published text. */
  surroundings: unknown,
): Promise<Recorded> {
  const { subject, report, promotion, isGroup } = evaluation;
  const outcome = outcomeOf(evaluation) ?? report?.verdict ?? 'undetermined';
  const { evaluatedAt: _, ...lasting } = { evaluatedAt: '', ...report };
  const hash = digest(
    canonical({
      outcome,
      combined,
      promotion,
      lasting,
      faults: evaluation.policyFaults,
      retired: evaluation.retired,
      released: evaluation.released,
      proposed: proposal(evaluation),
      surroundings,
    }),
  );
  return db.tx(async (tx) => {
    const before = await verdictOn(tx, job.repository, subject.number, subject.sha);
    await rememberVerdict(tx, {
      repository: job.repository,
      pullRequest: subject.number,
      headSha: subject.sha,
      baseRef: subject.base.ref,
      verdict: outcome,
      conclusion: combined.conclusion,
      digest: hash,
      evaluatedAt: job.claimedAt,
      ...(report?.validUntil ? { validUntil: new Date(report.validUntil) } : {}),
    });
    if (promotion.is) {
      await appendChanged(tx, { ...job, repositoryId: evaluation.repositoryId }, subject.sha, {
        ...{ verdict: outcome, conclusion: combined.conclusion, base: subject.base.ref, group: isGroup },
        because: promotion.because,
        ...(report === undefined
          ? {}
          : {
              mode: report.mode,
              profile: report.policy.profile,
              policy: report.policy.digest,
              evidence: report.evidenceDigest,
              unmet: unmetCodes(report),
              validUntil: report.validUntil,
              tool: report.tool.version,
            }),
      });
    }
    const isOld = before?.digest === hash && before.publishedAt !== undefined;
    return { outcome, ...(isOld ? { published: before } : {}) };
  });
}

/** Records that the evaluation failed, once for each reason. */
export async function recordNotEvaluated(
  db: Db,
  job: EvaluationJob,
  at: { sha: string; baseRef: string; conclusion: Conclusion; reason: string },
): Promise<void> {
  await db.tx(async (tx) => {
    await rememberVerdict(tx, {
      repository: job.repository,
      pullRequest: job.pullRequest,
      headSha: at.sha,
      baseRef: at.baseRef,
      verdict: 'undetermined',
      conclusion: at.conclusion,
      digest: `not evaluated: ${digest(at.reason)}`,
      evaluatedAt: job.claimedAt,
    });
    await appendChanged(tx, job, at.sha, {
      verdict: 'undetermined',
      conclusion: at.conclusion,
      reason: at.reason.slice(0, 500),
    });
  });
}

/** Records in the ledger that the result of a promotion on a commit no longer counts. */
export async function recordWithdrawal(
  db: Db,
  { repository, pullRequest }: EvaluationJob,
  sha: string,
  reason: WithdrawalReason,
): Promise<void> {
  const of = { kind: 'verdict', repository, pullRequest };
  await db.tx(async (tx) => {
    // The verdict on a new head replaces that on the former one. A pull request that was no promotion has no entry.
    if (reason === 'moved' || (await lastEntry(tx, of)) === undefined) return;
    await append(tx, { ...of, subject: sha, body: { verdict: 'not-ready', conclusion: 'failure', withdrawn: reason } });
  });
}

async function appendChanged(
  tx: Db,
  { repository, repositoryId, pullRequest }: EvaluationJob & { repositoryId?: number },
  sha: string,
  body: Record<string, Json>,
): Promise<void> {
  const of = { kind: 'verdict', repository, ...defined({ repositoryId }), pullRequest };
  const last = await lastEntry(tx, of);
  if (last?.subject === sha && canonical(last.body) === canonical(body)) return;
  await append(tx, { ...of, subject: sha, body });
}

function proposal({ proposed }: PullEvaluation): unknown {
  if (proposed === undefined || 'faults' in proposed) return proposed;
  const { evaluatedAt: _, ...lasting } = proposed.report;
  return lasting;
}
