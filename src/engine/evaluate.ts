import { digest } from '../domain/cover.ts';
import { parseInstant } from '../domain/dates.ts';
import { defined } from '../domain/defined.ts';
import type { Finding, Outcome } from '../domain/finding.ts';
import { remedyOf, summaryOf } from '../domain/message.ts';
import type { Observation } from '../domain/observation.ts';
import {
  type Definitions,
  REPORT_SCHEMA,
  type Report,
  type ReportCheck,
  type ReportCriterion,
  type ReportPlace,
} from '../domain/report.ts';
import type { StallSign } from '../domain/stall-sign.ts';
import type { Verdict } from '../domain/verdict.ts';
import { applyExceptions, applyWaiver, openRequestsFor } from './apply-exceptions.ts';
import { againstBase } from './base-moved.ts';
import type { Check, CheckContext } from './criterion.ts';
import { closuresOf } from './decisions/closures.ts';
import type { DecisionState } from './decisions/state.ts';
import { messages } from './messages.ts';
import { nextChangeOf } from './next-change.ts';
import { pilotCard } from './pilot-card.ts';
import type { CheckRule, EffectivePolicy } from './policy/effective.ts';
import type { Subject } from './ports.ts';
import type { Known } from './promotion.ts';
import { questionsOf } from './questions.ts';
import { type PreparedCriterion, runCheck } from './run-check.ts';
import { stallSigns } from './stall-signs.ts';

export interface EvaluationInput {
  prepared: PreparedCriterion[];
  answers: Map<string, Observation<unknown>>;
  policy: EffectivePolicy;
  /** What was decided by command, where there is a ledger. */
  decided?: DecisionState;
  subject: Subject;
  now: number;
  files: { path: string; blob: string }[];
  toolVersion: string;
  /** Files that changed on the base branch since the head left it. */
  moved?: Known<Set<string>>;
  /** Definitions that are looser than before. */
  definitions?: Definitions;
  /** Criteria that this run leaves out: then nothing can be ready. */
  leftOut?: string[];
}

const switchedOffByPolicy = messages.switchedOff();

/** Worst first: the outcome of a check is the worst of its findings. */
const SEVERITY: Outcome[] = ['unmet', 'stale', 'unknown', 'waived', 'met', 'not-applicable'];

/** Evaluates everything that was prepared. Pure: the same input gives the same report. */
export function evaluate(evaluation: EvaluationInput): Report {
  const { policy, subject, now, prepared } = evaluation;
  const expiries: number[] = [];
  const measured: StallSign[] = [];
  const criteria = prepared.map((one) => evaluateCriterion(one, evaluation, expiries, measured));
  const pilot = pilotCard(prepared);
  const stalls = stallSigns(prepared, criteria, measured, now);
  const blocking = criteria.flatMap((criterion) => criterion.checks).filter((check) => check.level === 'blocking');
  const closures = evaluation.decided ? closuresOf(evaluation.decided, policy, evaluation.answers, expiries) : [];
  const isClosed = closures.length > 0 || evaluation.definitions?.state === 'pending';
  const isPartial = evaluation.definitions?.state === 'unknown' || (evaluation.leftOut?.length ?? 0) > 0;
  const start = policy.enforceFrom === undefined ? undefined : parseInstant(policy.enforceFrom);
  if (start !== undefined && start > now) expiries.push(start);
  const future = expiries.filter((end) => end > now);
  const validUntil = future.length === 0 ? null : new Date(Math.min(...future)).toISOString();
  const blobs = new Map(evaluation.files.map((file) => [file.path, file.blob]));
  const withBlob = (place: ReportPlace): ReportPlace =>
    place.blob === undefined && blobs.has(place.path) ? { ...place, blob: blobs.get(place.path) ?? '' } : place;
  for (const check of criteria.flatMap((criterion) => criterion.checks)) {
    check.places = check.places.map(withBlob);
    for (const finding of check.findings ?? []) finding.places = finding.places.map(withBlob);
  }
  const limits = limitsOf(prepared, criteria);
  const notes = [...subject.notes];
  if (evaluation.leftOut?.length)
    notes.push(`Not evaluated here: ${evaluation.leftOut.join(', ')}. A part of the criteria can never be ready`);
  const verdict = verdictOf(blocking);
  return {
    schema: REPORT_SCHEMA,
    verdict: isClosed ? 'not-ready' : verdict === 'ready' && isPartial ? 'undetermined' : verdict,
    mode: policy.mode,
    subject: {
      repository: subject.repository,
      commit: subject.commit ?? null,
      base: subject.base ?? null,
      ...defined({ pullRequest: subject.pullRequest }),
      dirty: subject.dirty,
      promotion: subject.promotion,
    },
    policy: {
      profile: policy.profile,
      rule: policy.profileOrigin,
      digest: policy.digest,
      layers: policy.layers,
      ...defined({ enforceFrom: policy.enforceFrom }),
      lowered: policy.lowered,
      ...(policy.refused.length > 0 ? { refused: policy.refused } : {}),
      organization: policy.organization,
    },
    evaluatedAt: new Date(now).toISOString(),
    validUntil,
    nextChangeAt: nextChangeOf(
      validUntil,
      criteria.flatMap((criterion) => criterion.checks),
      now,
      stalls.due,
    ),
    halves: {
      technical: verdictOf(ofHalf(criteria, 'technical')),
      organizational: isClosed ? 'not-ready' : verdictOf(ofHalf(criteria, 'organizational')),
    },
    questions: questionsOf(
      prepared.map((one) => one.criterion),
      criteria,
    ),
    summary: {
      met: count(blocking, 'met'),
      unmet: count(blocking, 'unmet'),
      stale: count(blocking, 'stale'),
      unknown: count(blocking, 'unknown'),
      waived: count(blocking, 'waived'),
      notApplicable: count(blocking, 'not-applicable'),
    },
    ...(closures.length > 0 ? { closures } : {}),
    ...defined({ definitions: evaluation.definitions }),
    ...(stalls.signs.length > 0 ? { stalls: stalls.signs } : {}),
    ...defined({ pilot }),
    ...(limits.length > 0 ? { limits } : {}),
    criteria,
    evidence: evaluation.files,
    evidenceDigest: digest(evaluation.files.map((file) => `${file.blob}\t${file.path}\n`).join('')),
    notes,
    tool: { version: evaluation.toolVersion },
  };
}

function evaluateCriterion(
  prepared: PreparedCriterion,
  evaluation: EvaluationInput,
  expiries: number[],
  stalls: StallSign[],
): ReportCriterion {
  const { criterion } = prepared;
  const rule = evaluation.policy.criteria[criterion.id];
  const context: CheckContext<unknown> = {
    params: rule?.params ?? {},
    profile: rule?.profile ?? evaluation.policy.profile,
    now: evaluation.now,
    subject: evaluation.subject,
    policy: evaluation.policy,
  };
  const checks = criterion.checks.flatMap((check) => {
    const own = rule?.checks[check.code];
    if (!own || (own.level === 'off' && own.profileLevel === 'off')) return [];
    if (own.level === 'off') return [switchedOff(check, own)];
    const ownFindings = runCheck(check, prepared, evaluation.answers, context);
    const findings = applyExceptions(check, againstBase(check, prepared, ownFindings, evaluation.moved), evaluation);
    stalls.push(...findings.flatMap((finding) => finding.stall ?? []));
    return [reportCheck(check, own, findings, evaluation, expiries)];
  });
  return { id: criterion.id, title: criterion.title, half: criterion.half, status: statusOf(checks), checks };
}

function reportCheck(
  check: Check,
  rule: CheckRule,
  findings: Finding[],
  evaluation: EvaluationInput,
  expiries: number[],
): ReportCheck {
  const sorted = [...findings].sort((a, b) => SEVERITY.indexOf(a.outcome) - SEVERITY.indexOf(b.outcome));
  const worst = sorted[0] as Finding;
  const open = sorted.filter((finding) => finding.outcome === worst.outcome);
  const until = Math.min(...findings.map((finding) => finding.until ?? Number.POSITIVE_INFINITY));
  if (Number.isFinite(until) && rule.level === 'blocking') expiries.push(until);
  const base: ReportCheck = {
    code: check.code,
    title: check.title,
    level: rule.level,
    outcome: worst.outcome,
    ...defined({ cause: worst.cause }),
    message: worst.message,
    summary: summaryOf(worst),
    places: uniquePlaces(open.flatMap((finding) => finding.places)),
    ...(worst.outcome === 'met' || worst.outcome === 'not-applicable'
      ? {}
      : { remedy: remedyOf(worst) ?? check.remedy }),
    actors: [...new Set(open.flatMap((finding) => finding.actors ?? check.actors ?? ['author']))],
    ...defined({ resolvableBy: worst.resolvableBy }),
    ...(findings.length > 1 || worst.exception ? { findings: sorted.map((finding) => detailOf(check, finding)) } : {}),
    ...acceptedOf(findings),
    ...figuresOf(findings),
    ...openRequestsFor(check.code, evaluation.decided),
    rule: rule.origin,
    ...(Number.isFinite(until) ? { until: new Date(until).toISOString() } : {}),
  };
  return applyWaiver(check, base, rule, evaluation, expiries);
}

/** What counts as met because a person accepted it in their own name. */
function acceptedOf(findings: Finding[]): Pick<ReportCheck, 'accepted'> {
  const accepted = findings.flatMap((finding) => (finding.accepted ? [summaryOf(finding)] : []));
  return accepted.length === 0 ? {} : { accepted };
}

function figuresOf(findings: Finding[]): Pick<ReportCheck, 'figures'> {
  const figures = findings.flatMap((finding) => finding.figure ?? []);
  return figures.length === 0 ? {} : { figures };
}

function detailOf(check: Check, finding: Finding): NonNullable<ReportCheck['findings']>[number] {
  const open = finding.outcome !== 'met' && finding.outcome !== 'not-applicable';
  return {
    outcome: finding.outcome,
    ...defined({ cause: finding.cause }),
    message: finding.message,
    summary: summaryOf(finding),
    places: uniquePlaces(finding.places),
    ...(open ? { remedy: remedyOf(finding) ?? check.remedy } : {}),
    actors: [...(finding.actors ?? check.actors ?? ['author'])],
    ...defined({ exception: finding.exception }),
  };
}

function switchedOff(check: Check, rule: CheckRule): ReportCheck {
  return {
    code: check.code,
    title: check.title,
    level: 'off',
    outcome: 'not-applicable',
    message: switchedOffByPolicy.message,
    summary: summaryOf(switchedOffByPolicy),
    places: [rule.origin],
    actors: [],
    rule: rule.origin,
  };
}

/** The limits of checks that are met, each once: an open check claims nothing. */
function limitsOf(prepared: PreparedCriterion[], criteria: ReportCriterion[]): string[] {
  const met = new Set(
    criteria.flatMap(({ checks }) => checks.flatMap(({ code, outcome }) => (outcome === 'met' ? [code] : []))),
  );
  const checks = prepared.flatMap(({ criterion }) => criterion.checks);
  return [...new Set(checks.flatMap(({ code, limit }) => (limit !== undefined && met.has(code) ? [limit] : [])))];
}

function statusOf(checks: ReportCheck[]): ReportCriterion['status'] {
  const blocking = checks.filter((check) => check.level === 'blocking');
  if (blocking.length === 0) return 'not-asked';
  if (blocking.some((check) => check.outcome === 'unmet' || check.outcome === 'stale')) return 'unmet';
  return blocking.some((check) => check.outcome === 'unknown') ? 'unknown' : 'met';
}

/** `ready` needs something that was really met (or waived): nothing required is not readiness. */
function verdictOf(blocking: ReportCheck[]): Verdict {
  if (blocking.some((check) => check.outcome === 'unmet' || check.outcome === 'stale')) return 'not-ready';
  if (blocking.some((check) => check.outcome === 'unknown')) return 'undetermined';
  return blocking.some((check) => check.outcome === 'met' || check.outcome === 'waived') ? 'ready' : 'undetermined';
}

function ofHalf(criteria: ReportCriterion[], half: ReportCriterion['half']): ReportCheck[] {
  return criteria
    .filter((criterion) => criterion.half === half)
    .flatMap((criterion) => criterion.checks.filter((check) => check.level === 'blocking'));
}

function count(checks: ReportCheck[], outcome: Outcome): number {
  return checks.filter((check) => check.outcome === outcome).length;
}

function uniquePlaces(places: ReportPlace[]): ReportPlace[] {
  const seen = new Map(
    places
      .filter((place) => place.path !== '')
      .map((place) => [`${place.path}:${place.line ?? ''}:${place.column ?? ''}`, place]),
  );
  return [...seen.values()];
}
