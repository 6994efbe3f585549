import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { beginning, judgeMovedStart, judgeOrder, pilotStart, since } from '../shared/order.ts';

/** Whether the handoff is planned: when it happens, and what has to be written by then. */
export function judgePlan(pilot: Located<Pilot>): Finding {
  const { handoff } = pilot.value;
  const lacking = [
    ...(handoff?.milestone === undefined ? ['milestone (a day)'] : []),
    ...(isBlankText(handoff?.documentationStandard ?? '') ? ['documentation-standard'] : []),
  ];
  if (lacking.length > 0)
    return unmet(`The plan says nothing of the handoff: no ${lacking.join(', no ')}`, pilot.at('handoff'), {
      remedy: `Add ${lacking.join(' and ')} under handoff in readiness/pilot.yaml.`,
    });
  return met(`The handoff is planned for ${handoff?.milestone}`, pilot.at('handoff'));
}

/** Whether that plan was there before the pilot began, or was accepted late. */
export function judgePlanned(
  pilot: Located<Pilot>,
  history: ValueHistory,
  startHistory: ValueHistory,
  acceptance: Observation<Acceptance>,
): Finding[] {
  const { startedOn, handoff } = pilot.value;
  const start = pilotStart(startedOn, startHistory);
  const moved = judgeMovedStart(start, startedOn, acceptance, pilot.at('startedOn'));
  const planned = judgeOrder({
    what: 'The plan of the handoff',
    moment: beginning(start),
    // A day that was moved since is a plan all the same.
    introduced: since(history, isPlanned, isPlanned(handoff)),
    end: start.end,
    acceptance,
    place: pilot.at('handoff'),
    remedy: 'Have the sponsor accept the late plan with `/readiness accept HT-6 because <reason>`.',
  });
  return moved === undefined ? [planned] : [moved, planned];
}

function isPlanned(value: unknown): boolean {
  const { milestone, documentationStandard } = (typeof value === 'object' && value !== null ? value : {}) as Partial<
    Record<keyof NonNullable<Pilot['handoff']>, unknown>
  >;
  return typeof milestone === 'string' && typeof documentationStandard === 'string';
}
