import { addDays, daysBetween, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import { summaryOf } from '../../domain/message.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Found } from '../../engine/criterion.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { ReviewRecord } from '../../evidence/schema/records.ts';
import type { Roadmap } from '../../evidence/schema/roadmap.ts';
import { existingPath } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';
import { latestReview } from './reviews.ts';

interface PhaseEvidence {
  pilot: Found<Located<Pilot>>;
  roadmap: Found<Located<Roadmap>>;
  economics: Found<Located<SectionValue<'economics'>>>;
  metrics: Observation<Located<Metrics>>;
  reviews: Found<RecordSet<ReviewRecord>>;
  tree: Found<Tree>;
  warnAfterDays: number;
  now: number;
}

/** Whether the pilot is phase one of a plan that is linked, costed, and has a decision day. */
export function judgePhaseOne(evidence: PhaseEvidence): Finding[] {
  const { warnAfterDays, now } = evidence;
  const [pilot, roadmap, economics] = [evidence.pilot.value, evidence.roadmap.value, evidence.economics.value];
  const trigger = evidence.metrics.state === 'seen' ? evidence.metrics.value.value.successTrigger : undefined;
  const { phaseTwo } = roadmap.value;
  const cost = (economics.value.phaseTwo?.items ?? []).reduce((sum, { amount }) => sum + amount, 0);
  const decision = roadmap.value.decisionOn ?? pilot.value.governance?.decisionOn ?? trigger?.decisionBy;
  const found: Finding[] = [];
  if (pilot.value.phase === undefined) found.push(unmet(messages.noPhase(), pilot.at('phase')));
  if (phaseTwo === undefined) found.push(unmet(messages.noPhaseTwo(), roadmap.at('phaseTwo')));
  else if (!/^https?:\/\//.test(phaseTwo)) {
    const field = { what: 'The phase-two field', place: roadmap.at('phaseTwo') };
    found.push(...existingPath(evidence.tree.value, phaseTwo, field));
  }
  if (cost <= 0) found.push(unmet(messages.notCosted(), economics.at('phaseTwo'), { cause: 'phase-two-uncosted' }));
  if (decision === undefined) found.push(unmet(messages.noDecisionDay(), roadmap.at('decisionOn')));
  if (found.length > 0) return found;
  const plan = messages.phaseTwoPlanned({ cost, currency: economics.value.currency, decision: decision ?? '' });
  const places = [pilot.at('phase'), roadmap.at('phaseTwo'), economics.at('phaseTwo')];
  // A review that decides to harden only postpones the decision.
  const reviewed = latestReview(evidence.reviews.value, now)?.record.value.decision ?? 'harden';
  if (trigger?.decided !== undefined || reviewed !== 'harden') return [met(messages.phaseTwoDecided({ plan }), places)];
  const start = parseInstant(pilot.value.startedOn) ?? now;
  const [old, due] = [addDays(start, warnAfterDays), endOfDay(decision ?? '') ?? Number.POSITIVE_INFINITY];
  const because = [
    ...(due <= now ? [messages.decisionOverdue()] : []),
    ...(old < now ? [messages.pilotIsOld({ days: daysBetween(start, now) })] : []),
  ].map(summaryOf);
  const next = Math.min(...[due, old].filter((moment) => moment > now));
  const said = because.length === 0 ? plan : messages.phaseTwoUndecided({ plan, because });
  return [met(said, places, Number.isFinite(next) ? { until: next } : {})];
}
