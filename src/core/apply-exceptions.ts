import type { Check } from './criterion.ts';
import { endOfDay } from './dates.ts';
import type { Finding } from './finding.ts';
import type { Observation } from './observation.ts';
import type { CheckRule, EffectivePolicy } from './policy/effective.ts';
import type { ReportCheck } from './report.ts';
import { exceptionStanding, waiverStanding } from './waivers.ts';

/** What decides whether an exception holds: the policy that grants it, its proofs, and the moment. */
interface ExceptionsAt {
  policy: EffectivePolicy;
  answers: Map<string, Observation<unknown>>;
  now: number;
}

/** Findings that an accepted not-applicable entry speaks of no longer count; one whose proof is unknown is unknown. */
export function applyExceptions(check: Check, findings: Finding[], judgement: ExceptionsAt): Finding[] {
  const entries = judgement.policy.notApplicable.filter((entry) => entry.check === check.code);
  if (entries.length === 0 || check.waivable === false) return findings;
  return findings.map((finding) => {
    const entry = entries.find((one) => one.part === undefined || one.part === finding.part);
    if (entry === undefined || finding.outcome === 'met' || finding.outcome === 'not-applicable') return finding;
    const standing = exceptionStanding(entry, judgement.policy, judgement.answers, judgement.now);
    const says = `${entry.part ?? check.code} declared not applicable by ${entry.by}: ${entry.reason}`;
    if (standing.holds === 'yes') {
      const exception = {
        by: entry.by,
        reason: entry.reason,
        ...(entry.part === undefined ? {} : { part: entry.part }),
      };
      return { ...finding, outcome: 'not-applicable', summary: says, places: [entry.origin], exception };
    }
    if (standing.holds === 'unknown')
      return {
        ...finding,
        outcome: 'unknown',
        summary: `${says}; not proven here: ${standing.because}`,
        settles: 'github',
      };
    return { ...finding, summary: `${finding.summary} (${says}; does not count: ${standing.because})` };
  });
}

/** A waiver that holds turns unmet or stale into waived; one that cannot be proven here, into unknown. It is always shown. */
export function applyWaiver(
  check: Check,
  report: ReportCheck,
  rule: CheckRule,
  judgement: ExceptionsAt,
  ends: number[],
): ReportCheck {
  const granted = judgement.policy.waivers.granted.filter((waiver) => waiver.check === check.code);
  const waiver = granted.sort((a, b) => (a.until < b.until ? 1 : -1))[0];
  if (waiver === undefined) return report;
  const standing = waiverStanding(waiver, judgement.policy, judgement.answers, judgement.now);
  const isOpen = report.outcome === 'unmet' || report.outcome === 'stale';
  const applied = isOpen && standing.holds === 'yes' && check.waivable !== false;
  const shown = {
    by: waiver.by,
    askedBy: waiver.askedBy,
    on: waiver.on,
    until: waiver.until,
    reason: waiver.reason,
    ...(waiver.pr === undefined ? {} : { pr: waiver.pr }),
    applied,
    ...(applied ? {} : { because: standing.holds === 'yes' ? 'the check does not need it' : standing.because }),
  };
  if (!isOpen) return { ...report, waiver: shown };
  const end = endOfDay(waiver.until);
  if (standing.holds !== 'no' && end !== undefined && rule.level === 'blocking') ends.push(end);
  if (applied) return { ...report, outcome: 'waived', waiver: shown };
  if (standing.holds === 'unknown' && check.waivable !== false) {
    return {
      ...report,
      outcome: 'unknown',
      summary: `${report.summary}; waived until ${waiver.until} by ${waiver.by}, which could not be proven here: ${standing.because}`,
      settles: 'github',
      waiver: shown,
    };
  }
  return { ...report, waiver: shown };
}
