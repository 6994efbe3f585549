import { canonical } from '../domain/canonical.ts';
import { digest } from '../domain/cover.ts';
import type { Conclusion, Ending } from '../domain/verdict.ts';
import type { FoldedConclusion } from '../engine/combine-conclusions.ts';
import { endingOf, unmetCodes } from '../evaluation/conclude.ts';
import type { PullJudgement } from '../evaluation/evaluate-pull-request.ts';
import type { Json } from '../store/canonical.ts';
import type { Db } from '../store/db.ts';
import { append, lastEntry } from '../store/ledger.ts';
import type { Job } from '../store/queue.ts';
import { type RememberedVerdict, rememberVerdict, verdictOn } from '../store/verdicts.ts';

export type Told = Pick<RememberedVerdict, 'checkRunId' | 'commentOwedAt'>;

export interface Recorded {
  ending: Ending;
  /** Just this was told before; undefined when it is news. */
  told?: Told;
}

/**
 * Records a judgement before it is told: in the ledger when the verdict or its ground changed, and in the memory of what
 * was told. Both or neither.
 */
export async function recordVerdict(
  db: Db,
  job: Job,
  judgement: PullJudgement,
  folded: FoldedConclusion,
  /** Whatever else the words depend on. */
  surroundings: unknown,
): Promise<Recorded> {
  const { subject, report, promotion, isGroup } = judgement;
  const ending = endingOf(judgement) ?? report?.verdict ?? 'undetermined';
  const { evaluatedAt: _, ...lasting } = { evaluatedAt: '', ...report };
  const words = digest(
    canonical({
      ending,
      folded,
      promotion,
      lasting,
      faults: judgement.policyFaults,
      retired: judgement.retired,
      released: judgement.released,
      proposed: proposal(judgement),
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
      verdict: ending,
      conclusion: folded.conclusion,
      digest: words,
      judgedAt: job.claimedAt,
      ...(report?.validUntil ? { validUntil: new Date(report.validUntil) } : {}),
    });
    if (promotion.is) {
      await appendChanged(tx, job, subject.sha, {
        ...{ verdict: ending, conclusion: folded.conclusion, base: subject.base.ref, group: isGroup },
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
    const isOld = before?.digest === words && before.toldAt !== undefined;
    return { ending, ...(isOld ? { told: before } : {}) };
  });
}

/** Records that nothing could be judged, once for each reason. */
export async function recordNotJudged(
  db: Db,
  job: Job,
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
      digest: `not judged: ${digest(at.reason)}`,
      judgedAt: job.claimedAt,
    });
    await appendChanged(tx, job, at.sha, {
      verdict: 'undetermined',
      conclusion: at.conclusion,
      reason: at.reason.slice(0, 500),
    });
  });
}

async function appendChanged(tx: Db, job: Job, sha: string, body: Record<string, Json>): Promise<void> {
  const of = { kind: 'verdict', repository: job.repository, pullRequest: job.pullRequest };
  const last = await lastEntry(tx, of);
  if (last?.subject === sha && canonical(last.body) === canonical(body)) return;
  await append(tx, { ...of, subject: sha, body });
}

function proposal({ proposed }: PullJudgement): unknown {
  if (proposed === undefined || 'faults' in proposed) return proposed;
  const { evaluatedAt: _, ...lasting } = proposed.report;
  return lasting;
}
