import type { Acceptance, ValueHistory } from '../asks.ts';
import type { Finding } from '../finding.ts';
import type { Observation } from '../observation.ts';
import { beginning, judgeMovedStart, judgeOrder, pilotStart, since } from '../order.ts';
import type { Located } from '../reads.ts';
import type { Pilot } from '../sections/pilot.ts';
import { parsePerson } from './person.ts';

export interface NamedBeforeQuestion {
  pilot: Located<Pilot>;
  sponsorHistory: ValueHistory;
  productionHistory: ValueHistory;
  startHistory: ValueHistory;
  acceptance: Observation<Acceptance>;
}

/** Whether sponsor and production owner, as the manifest names them today, were named before the pilot began. */
export function judgeNamedBefore(question: NamedBeforeQuestion): Finding[] {
  const { pilot, acceptance } = question;
  const { owners, startedOn } = pilot.value;
  const start = pilotStart(startedOn, question.startHistory);
  const moved = judgeMovedStart(start, startedOn, acceptance, pilot.at('startedOn'));
  const named = (role: 'sponsor' | 'production', what: string, history: ValueHistory): Finding =>
    judgeOrder({
      what,
      moment: beginning(start),
      introduced: since(history, whoIsNamed, whoIsNamed(owners[role])),
      end: start.end,
      acceptance,
      place: pilot.at('owners', role),
      remedy: 'Name them before the pilot starts.',
    });
  return [
    ...(moved === undefined ? [] : [moved]),
    named('sponsor', 'The sponsor', question.sponsorHistory),
    named('production', 'The production owner', question.productionHistory),
  ];
}

/** The person alone, whatever is written about them: a deputy added later does not make the owner a later one. */
function whoIsNamed(owner: unknown): string {
  const fields = (typeof owner === 'object' && owner !== null ? owner : {}) as Record<string, unknown>;
  const written =
    typeof owner === 'string' ? owner : (fields.github ?? `${String(fields.name)} <${String(fields.mail)}>`);
  const { handle, team, mail } = parsePerson(String(written));
  return handle ?? team ?? mail ?? '';
}
