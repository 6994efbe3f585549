import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Guardrails } from '../../evidence/schema/guardrails.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';

/** How the work goes on while the service is off: a process, an owner, and hands enough for the volume. */
export function fallbackFindings(guardrails: Located<Guardrails>, tree: Tree): Finding[] {
  const { fallback } = guardrails.value;
  if (fallback === undefined) {
    return [
      unmet('Nothing says how the work goes on while the service is off', guardrails.at('fallback'), {
        remedy:
          'Declare guardrails.fallback, for example: { process: "agents sort tickets by hand", owner: "@lea", capacity: 400, volume: 350, unit: tickets a day }.',
      }),
    ];
  }
  const { process, owner, capacity, volume, unit, runbook } = fallback;
  const at = (key: string) => guardrails.at('fallback', key);
  const found: Finding[] = [];
  if (isBlankText(process)) {
    found.push(
      unmet(`The fallback process, ${quote(process)}, says nothing`, at('process'), {
        remedy: 'Say who does the work by hand and with which tool.',
      }),
    );
  }
  if (parsePerson(owner).placeholder) {
    found.push(
      unmet(`The owner of the fallback, ${quote(owner)}, is no person`, at('owner'), {
        remedy: 'Name the account of who runs the manual process.',
      }),
    );
  }
  if (volume === 0) {
    found.push(
      unmet('The fallback is declared for a volume of 0', at('volume'), {
        remedy: 'Declare the target volume, the same as the service handles.',
      }),
    );
  } else if (capacity < volume) {
    found.push(
      unmet(`The fallback handles ${capacity} of ${volume} ${unit}`, [at('capacity'), at('volume')], {
        remedy: `Add hands for the missing ${volume - capacity} ${unit}, or say which cases wait and declare the volume that must not.`,
      }),
    );
  }
  if (runbook !== undefined && !tree.has(runbook)) {
    found.push(
      unmet(`The fallback's instructions ${quote(runbook)} are not in the repository`, at('runbook'), {
        remedy: `Add ${runbook} or correct the path.`,
      }),
    );
  }
  return found.length > 0
    ? found
    : [met(`While it is off: ${process}, ${capacity} of ${volume} ${unit}`, at('process'))];
}
