import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Guardrails } from '../../evidence/schema/guardrails.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { filled } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

/** How the work continues while the service is off: a process, and enough people for the volume. */
export function judgeFallback(guardrails: Located<Guardrails>, tree: Tree): Finding[] {
  const { fallback } = guardrails.value;
  if (fallback === undefined) return [unmet(messages.noFallback(), guardrails.at('fallback'))];
  const { process, capacity, volume, unit, runbook } = fallback;
  const at = (key: string) => guardrails.at('fallback', key);
  const found = filled(process, { what: 'The fallback process', place: at('process') });
  if (volume === 0) found.push(unmet(messages.fallbackWithoutVolume(), at('volume')));
  else if (capacity < volume) {
    const words = { capacity, volume, unit, missing: volume - capacity };
    found.push(unmet(messages.fallbackTooSmall(words), [at('capacity'), at('volume')]));
  }
  if (runbook !== undefined && !tree.has(runbook))
    found.push(unmet(messages.fallbackInstructionsMissing({ runbook }), at('runbook')));
  if (found.length > 0) return found;
  return [met(messages.fallbackReady({ process, capacity, volume, unit }), at('process'))];
}

/** The owner of the fallback, who has to exist. */
export function listFallbackOwners({ value: { fallback }, at }: Located<Guardrails>): NamedPerson[] {
  if (fallback === undefined) return [];
  return [{ what: 'The owner of the fallback', written: fallback.owner, place: at('fallback', 'owner') }];
}
