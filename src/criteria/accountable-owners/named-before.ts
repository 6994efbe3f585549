import type { Finding } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import { roleWords } from '../../domain/people/roles.ts';
import type { Found } from '../../engine/criterion.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { judgeBeforeStart, since } from '../shared/order.ts';
import { messages } from './messages.ts';

/** What the manifest stated over time. */
type Histories = Record<'sponsorHistory' | 'productionHistory' | 'startHistory', Found<ValueHistory> | undefined>;

/** Whether the current sponsor and production owner were named before the pilot began. */
export function checkNamedBefore(
  pilot: Located<Pilot>,
  { sponsorHistory, productionHistory, startHistory }: Histories,
  acceptance: Observation<Acceptance>,
): Finding[] {
  if (!sponsorHistory || !productionHistory || !startHistory) return [];
  const named = (role: 'sponsor' | 'production', { value }: Found<ValueHistory>) => ({
    what: `The entry for the ${roleWords(role)}`,
    introduced: since(value, whoIsNamed, whoIsNamed(pilot.value.owners[role])),
    place: pilot.at('owners', role),
    remedy: messages.nameOwnersEarly(),
  });
  const both = [named('sponsor', sponsorHistory), named('production', productionHistory)];
  return judgeBeforeStart(both, pilot, startHistory.value, acceptance);
}

/** The person alone: a deputy or another field that was added later does not change who was named. */
function whoIsNamed(owner: unknown): string {
  const fields = (typeof owner === 'object' && owner !== null ? owner : {}) as Record<string, unknown>;
  const written =
    typeof owner === 'string' ? owner : (fields.github ?? `${String(fields.name)} <${String(fields.mail)}>`);
  const { handle, team, mail } = parsePerson(String(written));
  return handle ?? team ?? mail ?? '';
}
