import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { beginning, judgeMovedStart, judgeOrder, pilotStart, since } from '../shared/order.ts';
import { messages } from './messages.ts';

/** Whether the handoff is planned: when it happens, and what must be documented by then. */
export function judgePlan(pilot: Located<Pilot>): Finding {
  const { milestone = '', documentationStandard = '' } = pilot.value.handoff ?? {};
  const missing = [
    ...(milestone === '' ? ['milestone'] : []),
    ...(isBlankText(documentationStandard) ? ['documentation-standard'] : []),
  ];
  return missing.length > 0
    ? unmet(messages.planIncomplete({ missing }), pilot.at('handoff'))
    : met(messages.planned({ milestone }), pilot.at('handoff'));
}

/** Whether the plan was made before the pilot started. A late acceptance is always displayed. */
export function planObjections(
  pilot: Located<Pilot>,
  history: ValueHistory,
  startHistory: ValueHistory,
  acceptance: Observation<Acceptance>,
): Finding[] {
  const { startedOn, handoff } = pilot.value;
  const start = pilotStart(startedOn, startHistory);
  const planned = judgeOrder({
    what: 'The plan of the handoff',
    moment: beginning(start),
    // A milestone that was moved later is still a plan.
    introduced: since(history, isPlanned, isPlanned(handoff)),
    end: start.end,
    acceptance,
    place: pilot.at('handoff'),
    remedy: 'Have the sponsor accept the late plan with `/readiness accept HT-6 because <reason>`.',
  });
  const moved = judgeMovedStart(start, startedOn, acceptance, pilot.at('startedOn'));
  const timely = planned.outcome === 'met' && !planned.accepted;
  return [moved ?? [], timely ? [] : planned].flat();
}

function isPlanned(value: unknown): boolean {
  const { milestone, documentationStandard } = (typeof value === 'object' && value !== null ? value : {}) as Partial<
    Record<keyof NonNullable<Pilot['handoff']>, unknown>
  >;
  return typeof milestone === 'string' && typeof documentationStandard === 'string';
}
