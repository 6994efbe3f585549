import type { Finding } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { beginning, judgeMovedStart, judgeOrder, pilotStart, since } from '../shared/order.ts';

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
