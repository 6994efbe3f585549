import { withoutOwnSigner } from '../criteria/shared/controls/cases.ts';
import { parsePerson } from '../domain/people/person.ts';
import type { SignedNotes } from './receipt.ts';
import type { Call, Looked } from './tools.ts';

/** Who holds each control, with what this very comment signed before this line. */
export async function signersWith({ tools, by, signedHere }: Call): Promise<Looked<Map<string, string[]>>> {
  const looked = await tools.signers();
  if (!looked.known) return looked;
  const signers = new Map([...looked.value].filter(([, who]) => who.length > 0));
  for (const control of signedHere) signers.set(control, [...new Set([...(signers.get(control) ?? []), by])]);
  return { known: true, value: signers };
}

/**
 * The required controls that nobody signed yet. One is impossible when the people who are named by account cannot be
 * shared out so that each control has one of its own; a team is taken to have somebody.
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
