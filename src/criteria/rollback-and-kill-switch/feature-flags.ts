import { type Finding, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Guardrails } from '../../evidence/schema/guardrails.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';

/** Flags that are not where they are declared to be, or belong to nobody. */
export function flagFindings(guardrails: Located<Guardrails>, files: Observation<Named>): Finding[] {
  return (guardrails.value.flags ?? []).flatMap((flag, index) => {
    const at = (...keys: (string | number)[]) => guardrails.at('flags', index, ...keys);
    const found: Finding[] = [];
    const places = [
      { path: flag.config, where: at('config'), what: 'its configuration' },
      ...flag.usedIn.map((path, n) => ({ path, where: at('usedIn', n), what: 'the code declared to read it' })),
    ];
    for (const { path, where, what } of places) {
      const text = files.state === 'seen' ? files.value.text(path) : undefined;
      if (text?.state === 'seen' && text.value.includes(flag.key)) continue;
      const why =
        text?.state === 'seen' ? `does not occur in ${path}` : `is declared in ${path}, which could not be read`;
      found.push(
        unmet(`The flag ${quote(flag.key)} ${why}, ${what}`, text?.state === 'seen' ? [where, { path }] : where, {
          part: flag.key,
          remedy: `Correct the path, or take the flag ${flag.key} out of guardrails.flags if it is gone.`,
        }),
      );
    }
    if (parsePerson(flag.owner).placeholder) {
      found.push(
        unmet(`The owner of the flag ${quote(flag.key)}, ${quote(flag.owner)}, is no person`, at('owner'), {
          part: flag.key,
          remedy: 'Name the account of who answers for the flag.',
        }),
      );
    }
    if (isBlankText(String(flag.safeDefault))) {
      found.push(
        unmet(`The flag ${quote(flag.key)} has no safe default`, at('safeDefault'), {
          part: flag.key,
          remedy: 'Declare the value in which nothing can go wrong, for example safe-default: false.',
        }),
      );
    }
    if (isBlankText(flag.exposure)) {
      found.push(
        unmet(`The exposure of the flag ${quote(flag.key)}, ${quote(flag.exposure)}, says nothing`, at('exposure'), {
          part: flag.key,
          remedy: 'Say who sees it today, for example exposure: "10 % of tickets".',
        }),
      );
    }
    return found;
  });
}
