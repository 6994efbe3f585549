import { type Person, parsePerson } from '../../domain/people/person.ts';
import type { Acceptor } from '../../evidence/schema/marks.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { approversOf } from '../policy/approvers.ts';
import type { EffectivePolicy } from '../policy/effective.ts';
import { personOf } from '../role-holders.ts';

/** Whom the base branch names, and who opened the promotion. */
export interface AcceptorContext {
  policy: EffectivePolicy;
  /** The manifest of the base branch; undefined where it has none that can be read. */
  pilot: Pilot | undefined;
  /** Lower-cased login; undefined where nobody opened anything. */
  opener: string | undefined;
}

/**
 * Who may accept a looser definition, as handles and teams: the person whom the base branch names for it. Where that is
 * nobody with an account, or the opener, any other person in charge of the pilot may, and the approvers of waivers. An
 * empty list means that nobody is named.
 */
export function acceptorsFor(acceptor: Acceptor, path: string, context: AcceptorContext): string[] {
  const named = (acceptor === 'approvers' ? approversAt(path, context) : holderAt(acceptor, context)).filter(
    (who) => who !== context.opener,
  );
  return named.length > 0 ? named : anyAcceptor(context);
}

/** The control of `controls.privacy.artifact`. */
function approversAt(path: string, { policy }: AcceptorContext): string[] {
  return approversOf(policy, path.split('.')[1] ?? '').approvers.flatMap((written) => accountOf(parsePerson(written)));
}

function holderAt(role: Exclude<Acceptor, 'approvers'>, { pilot }: AcceptorContext): string[] {
  const owner = pilot?.owners[role] ?? pilot?.owners.product;
  return owner === undefined ? [] : accountOf(personOf(owner));
}

/** Whoever owns a part of the pilot by the base branch, or approves waivers, apart from the opener. */
export function anyAcceptor({ policy, pilot, opener }: AcceptorContext): string[] {
  const owners = Object.values(pilot?.owners ?? {}).flatMap((owner) =>
    owner === undefined ? [] : accountOf(personOf(owner)),
  );
  const approvers = policy.waivers.approvers.flatMap((written) => accountOf(parsePerson(written)));
  return [...new Set([...owners, ...approvers])].filter((who) => who !== opener);
}

function accountOf({ handle, team, placeholder }: Person): string[] {
  return placeholder ? [] : [handle ?? team ?? []].flat();
}
