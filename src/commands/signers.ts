import { withoutOwnSigner } from '../criteria/shared/controls/cases.ts';
import { parsePerson } from '../domain/people/person.ts';
import type { SignedNotes } from './receipt.ts';
import type { Call, Lookup } from './tools.ts';

/** Who holds each control, including what the same comment signed on earlier lines. */
export async function signersWith({ tools, by, signedHere }: Call): Promise<Lookup<Map<string, string[]>>> {
  const lookup = await tools.signers();
  if (!lookup.known) return lookup;
  const signers = new Map([...lookup.value].filter(([, who]) => who.length > 0));
  for (const control of signedHere) signers.set(control, [...new Set([...(signers.get(control) ?? []), by])]);
  return { known: true, value: signers };
}

/**
 * The required controls without a signature. One is impossible when the named accounts cannot be assigned so that each
 * control has its own person; a team is assumed to have an eligible member.
 */
export function openControls({ tools }: Call, signers: Map<string, string[]>): SignedNotes['open'] {
  const required = tools.controls.filter((row) => row.required);
  const candidates = new Map(
    required.map(({ control, approvers }): [string, string[]] => {
      const people = approvers.map(parsePerson);
      const handles = people.flatMap(({ handle }) => handle ?? []);
      const anybody = people.some(({ team }) => team !== undefined) ? [`a member for ${control}`] : [];
      return [control, signers.get(control) ?? [...handles, ...anybody]];
    }),
  );
  const impossible = withoutOwnSigner(candidates);
  return required
    .filter(({ control }) => !signers.has(control))
    .map(({ control, approvers }) => ({ control, who: approvers, impossible: impossible.includes(control) }));
}
