import { parseInstant } from '../../domain/dates.ts';
import { type Finding, unmet } from '../../domain/finding.ts';
import { defineMessages } from '../../domain/message.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';

const messages = defineMessages({
  pilotNotBegun: {
    summary: 'The pilot begins on {start}, which is in the future: nothing was piloted yet',
    remedy: 'Run the pilot first, or enter the day on which it began under started-on.',
  },
});

/** A pilot that has not begun shows nothing. An empty list when it has. */
export function judgeBegun(pilot: Located<Pilot>, now: number): Finding[] {
  const start = pilot.value.startedOn;
  const begins = parseInstant(start);
  if (begins !== undefined && begins <= now) return [];
  return [unmet(messages.pilotNotBegun({ start }), pilot.at('startedOn'), { cause: 'pilot-not-begun' })];
}
