import { addDays, daysBetween, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { ReviewRecord } from '../../evidence/schema/records.ts';
import type { Roadmap } from '../../evidence/schema/roadmap.ts';
import { reviewsOf } from './reviews.ts';

type Economics = Located<SectionValue<'economics'>>;

export interface PhaseEvidence {
  pilot: Located<Pilot>;
  roadmap: Located<Roadmap>;
  economics: Economics;
  metrics: Observation<Located<Metrics>>;
  reviews: RecordSet<ReviewRecord>;
  tree: Tree;
  warnAfterDays: number;
  now: number;
}

/** Whether the pilot is phase one of something that is written down, costed, and decided on a day. */
export function judgePhaseOne(evidence: PhaseEvidence): Finding[] {
  const { pilot, roadmap, economics, tree, warnAfterDays, now } = evidence;
  const { phaseTwo } = roadmap.value;
  const found: Finding[] = [];
  if (pilot.value.phase === undefined)
    found.push(
      unmet('Nothing says which phase this is', pilot.at('phase'), {
        remedy: 'Write phase: pilot in readiness/pilot.yaml (production once it is).',
      }),
    );
  if (phaseTwo === undefined)
    found.push(
      unmet('What comes after the pilot is not linked', roadmap.at('phaseTwo'), {
        remedy: 'Link the plan of phase two: phase-two: docs/phase-two.md in readiness/roadmap.yaml.',
      }),
    );
  else if (!/^https?:\/\//.test(phaseTwo) && tree.get(phaseTwo) === undefined)
    found.push(
      unmet(`The plan of phase two, ${quote(phaseTwo)}, is not in the repository`, roadmap.at('phaseTwo'), {
        remedy: `Commit ${phaseTwo}, or link where the plan stands.`,
      }),
    );
  const cost = (economics.value.phaseTwo?.items ?? []).reduce((sum, { amount }) => sum + amount, 0);
  if (cost <= 0)
    found.push(
      unmet('Phase two is not costed', economics.at('phaseTwo'), {
        remedy: 'Cost it under phase-two in readiness/economics.yaml: items with amounts, owner, budget.',
        cause: 'phase-two-uncosted',
      }),
    );
  const decision = decisionDay(evidence);
  if (decision === undefined)
    found.push(
      unmet('No day is set on which it is decided', roadmap.at('decisionOn'), {
        remedy: 'Write decision-on: YYYY-MM-DD in readiness/roadmap.yaml.',
      }),
    );
  if (found.length > 0) return found;
  const { currency } = economics.value;
  const says = `Phase two is costed (${cost} ${currency}), the decision is due on ${decision}`;
  const places = [pilot.at('phase'), roadmap.at('phaseTwo'), economics.at('phaseTwo')];
  if (isDecided(evidence)) return [met(`${says}; it was decided`, places)];
  const start = parseInstant(pilot.value.startedOn) ?? now;
  const [old, due] = [addDays(start, warnAfterDays), endOfDay(decision ?? '') ?? Number.POSITIVE_INFINITY];
  const warnings = [
    ...(due <= now ? [`the decision was due on ${decision}`] : []),
    ...(old < now ? [`the pilot is ${daysBetween(start, now)} days old`] : []),
  ];
  const next = [due, old].filter((moment) => moment > now).sort((a, b) => a - b)[0];
  return [
    met(
      `${says}${warnings.length === 0 ? '' : `; warning: ${warnings.join(', ')} and nobody has decided`}`,
      places,
      next === undefined ? {} : { until: next },
    ),
  ];
}

function decisionDay({ roadmap, pilot, metrics }: PhaseEvidence): string | undefined {
  const trigger = metrics.state === 'seen' ? metrics.value.value.successTrigger?.decisionBy : undefined;
  return roadmap.value.decisionOn ?? pilot.value.governance?.decisionOn ?? trigger;
}

/** To harden is to decide later: only to expand or to stop ends the waiting. */
function isDecided({ metrics, reviews, now }: PhaseEvidence): boolean {
  const trigger = metrics.state === 'seen' ? metrics.value.value.successTrigger?.decided : undefined;
  const latest = reviewsOf(reviews)
    .filter(({ held }) => held <= now)
    .at(-1);
  return trigger !== undefined || ['expand', 'stop'].includes(latest?.record.value.decision ?? '');
}
