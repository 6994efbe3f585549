import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Found } from '../../engine/criterion.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Guardrails } from '../../evidence/schema/guardrails.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { filled } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

/** Whether each flag is in its configuration and in the code, with a safe default and an exposure. */
export function judgeFlags(
  { value: guardrails, place }: Found<Located<Guardrails>>,
  files: Observation<Named>,
): Finding[] {
  const { flags = [] } = guardrails.value;
  const found = flags.flatMap(({ key, config, usedIn, safeDefault, exposure }, index) => {
    const at = (...keys: (string | number)[]): Place => guardrails.at('flags', index, ...keys);
    const extra = { part: key };
    const judgeFile = (path: string, where: Place, message: typeof messages.flagNotInCode): Finding[] => {
      const words = { flag: key, path };
      const text = files.state === 'seen' ? files.value.text(path) : files;
      if (text.state !== 'seen') return [unmet(messages.flagFileUnreadable(words), where, extra)];
      return text.value.includes(key) ? [] : [unmet(message(words), [where, { path }], extra)];
    };
    return [
      ...judgeFile(config, at('config'), messages.flagNotInConfig),
      ...usedIn.flatMap((path, n) => judgeFile(path, at('usedIn', n), messages.flagNotInCode)),
      ...filled(String(safeDefault), {
        what: `The safe default of the flag ${key}`,
        place: at('safeDefault'),
        part: key,
      }),
      ...filled(exposure, { what: `The exposure of the flag ${key}`, place: at('exposure'), part: key }),
    ];
  });
  if (found.length > 0) return found;
  const message = flags.length === 0 ? messages.noFlags() : messages.flagsInUse({ count: flags.length });
  return [met(message, place)];
}

/** The owner of each flag, who has to exist. */
export function listFlagOwners(guardrails: Located<Guardrails>): NamedPerson[] {
  return (guardrails.value.flags ?? []).map(({ key, owner }, index) => ({
    what: `The owner of the flag ${key}`,
    written: owner,
    place: guardrails.at('flags', index, 'owner'),
    part: key,
  }));
}
