import { endOfDay } from '../domain/dates.ts';
import { defined } from '../domain/defined.ts';
import type { Finding } from '../domain/finding.ts';
import { remedyOf } from '../domain/message.ts';
import type { Observation, Place } from '../domain/observation.ts';
import type { ReportCheck } from '../domain/report.ts';
import type { Check } from './criterion.ts';
import type { DecisionState as Decided } from './decisions/state.ts';
import { messages } from './messages.ts';
import type { CheckRule, EffectivePolicy } from './policy/effective.ts';
import { type ExceptionState, exceptionState, grantState, waiverState } from './waivers.ts';

/** What decides whether an exception applies: the policy or the decisions that grant it, its proofs, and the time. */
interface ExceptionsAt {
  policy: EffectivePolicy;
  decided?: Decided;
  answers: Map<string, Observation<unknown>>;
  now: number;
}

/** A not-applicable of the policy file or of the ledger, with whether it holds. */
interface Exception {
  by: string;
  reason: string;
  part?: string;
  link?: string;
  places: Place[];
  decisionState: ExceptionState;
}

/** Findings covered by an accepted not-applicable entry no longer count; a finding whose proof is unknown is unknown. */
export function applyExceptions(check: Check, findings: Finding[], evaluation: ExceptionsAt): Finding[] {
  const entries = exceptionsFor(check.code, evaluation);
  if (entries.length === 0 || check.waivable === false) return findings;
  return findings.map((finding) => {
    const entry = bestOf(entries.filter((one) => one.part === undefined || one.part === finding.part));
    if (entry === undefined || finding.outcome === 'met' || finding.outcome === 'not-applicable') return finding;
    const { by, reason, part, link, places, decisionState } = entry;
    const entryData = { what: part ?? check.code, by, reason };
    if (decisionState.holds === 'yes') {
      const exception = {
        by,
        reason,
        ...defined({ part, link }),
      };
      return {
        ...finding,
        outcome: 'not-applicable',
        ...messages.declaredNotApplicable(entryData),
        places,
        exception,
      };
    }
    if (decisionState.holds === 'unknown')
      return {
        ...finding,
        outcome: 'unknown',
        ...messages.exceptionNotProven({ ...entryData, because: decisionState.because }),
        resolvableBy: 'github',
      };
    const words = { ...entryData, own: finding, because: decisionState.because };
    const remedy = remedyOf(finding);
    return remedy === undefined
      ? { ...finding, ...messages.exceptionDoesNotCount(words) }
      : { ...finding, ...messages.exceptionDoesNotCountYet({ ...words, remedy }) };
  });
}

function exceptionsFor(code: string, { policy, decided, answers, now }: ExceptionsAt): Exception[] {
  const written = policy.notApplicable
    .filter((entry) => entry.check === code)
    .map(
      (entry): Exception => ({
        by: entry.by,
        reason: entry.reason,
        ...defined({ part: entry.part }),
        places: [entry.origin],
        decisionState: exceptionState(entry, policy, answers, now),
      }),
    );
  const granted = (decided?.exceptions ?? [])
    .filter(({ grant }) => grant.of === 'not-applicable' && grant.code === code)
    .map((one): Exception => {
      const { by, reason, part, comment } = one.grant;
      const decisionState = grantState(one, policy, answers);
      return { by: `@${by}`, reason, ...(part ? { part } : {}), link: comment.url, places: [], decisionState };
    });
  return [...written, ...granted];
}

/** The entry that is accepted; without one, the first. Entries of the policy file alone apply in their order. */
function bestOf(entries: Exception[]): Exception | undefined {
  const isWritten = entries.every(({ link }) => link === undefined);
  return isWritten ? entries[0] : (entries.find(({ decisionState }) => decisionState.holds === 'yes') ?? entries[0]);
}

type Shown = Omit<NonNullable<ReportCheck['waiver']>, 'applied' | 'because'>;

/** A waiver that holds turns unmet or stale into waived; one that cannot be proven here, into unknown. It is always shown. */
export function applyWaiver(
  check: Check,
  report: ReportCheck,
  rule: CheckRule,
  evaluation: ExceptionsAt,
  expiries: number[],
): ReportCheck {
  const found = waiverFor(check.code, evaluation);
  if (found === undefined) return report;
  const { waiver, decisionState } = found;
  const isOpen = report.outcome === 'unmet' || report.outcome === 'stale';
  const applied = isOpen && decisionState.holds === 'yes' && check.waivable !== false;
  const shown = {
    ...waiver,
    applied,
    ...(applied
      ? {}
      : { because: decisionState.holds === 'yes' ? 'the check does not need it' : decisionState.because }),
  };
  if (!isOpen) return { ...report, waiver: shown };
  const end = endOfDay(waiver.until);
  if (decisionState.holds !== 'no' && end !== undefined && rule.level === 'blocking') expiries.push(end);
  if (applied) return { ...report, outcome: 'waived', waiver: shown };
  if (decisionState.holds === 'unknown' && check.waivable !== false) {
    return {
      ...report,
      outcome: 'unknown',
      summary: `${report.summary}; waived until ${waiver.until} by ${waiver.by}, which could not be proven here: ${decisionState.because}`,
      resolvableBy: 'github',
      waiver: shown,
    };
  }
  return { ...report, waiver: shown };
}

/** The waiver of the policy file that lasts longest, and beside it the one of the ledger: the one that holds is shown. */
function waiverFor(
  code: string,
  { policy, decided, answers, now }: ExceptionsAt,
): { waiver: Shown; decisionState: ExceptionState } | undefined {
  const [written] = policy.waivers.granted
    .filter((waiver) => waiver.check === code)
    .sort((a, b) => (a.until < b.until ? 1 : -1))
    .map((waiver) => {
      const { by, askedBy, on, until, reason, pr } = waiver;
      return {
        waiver: { by, askedBy, on, until, reason, ...defined({ pr }) },
        decisionState: waiverState(waiver, policy, answers, now),
      };
    });
  const byCommand = decided?.exceptions.find(({ grant }) => grant.of === 'waive' && grant.code === code);
  if (byCommand === undefined) return written;
  const { by, askedBy, at, until = '', reason, pullRequest, comment } = byCommand.grant;
  const granted = {
    waiver: {
      by: `@${by}`,
      askedBy: `@${askedBy}`,
      on: at.slice(0, 10),
      until,
      reason,
      pr: pullRequest,
      link: comment.url,
    },
    decisionState: grantState(byCommand, policy, answers),
  };
  const rank = { yes: 0, unknown: 1, no: 2 };
  return written !== undefined && rank[written.decisionState.holds] <= rank[granted.decisionState.holds]
    ? written
    : granted;
}

/** The open requests for this check. */
export function openRequestsFor(code: string, decided: Decided | undefined): Pick<ReportCheck, 'asked'> {
  const asked = (decided?.requests ?? [])
    .filter((one) => one.code === code)
    .map((one) => ({
      by: `@${one.by}`,
      ...(one.verb === 'waive' ? { until: one.until } : one.part === undefined ? {} : { part: one.part }),
      reason: one.reason,
      link: one.comment.url,
    }));
  return asked.length === 0 ? {} : { asked };
}
