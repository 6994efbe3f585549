import { day, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Located } from '../../engine/inputs.ts';
import type { ChangePlan } from '../../evidence/schema/change-plan.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { existingPath, filled } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

const EFFECTS = ['targets', 'headcount', 'roles'] as const;

/** The owner of each message, as written. */
export function ownersOfComms(plan: Located<ChangePlan>): NamedPerson[] {
  return (plan.value.comms ?? []).map(({ owner, on }, index) => ({
    what: `The owner of the message of ${on}`,
    written: owner,
    place: plan.at('comms', index, 'owner'),
  }));
}

/** Whether people were informed about the effect on their targets, their number and their roles. */
export function judgeComms(plan: Located<ChangePlan>, tree: Tree, now: number): Finding[] {
  const comms = plan.value.comms ?? [];
  const found = comms.flatMap(({ to, link, on }, index) => [
    ...filled(to, { what: `The recipient of the message of ${on}`, place: plan.at('comms', index, 'to') }),
    ...(link === undefined || /^https?:\/\//i.test(link)
      ? []
      : existingPath(tree, link, { what: `The message of ${on}`, place: plan.at('comms', index, 'link') })),
  ]);
  const sent = comms.filter(({ on }) => (parseInstant(on) ?? now + 1) <= now);
  const effects = EFFECTS.filter((effect) => !sent.some((one) => one.effects.includes(effect)));
  if (effects.length > 0) {
    const words = { day: day(now), sent: sent.length, effects };
    found.push(unmet(messages.effectsNotCovered(words), plan.at('comms'), { actors: ['product-owner', 'sponsor'] }));
  }
  if (found.length > 0) return found;
  return [met(messages.effectsCovered({ sent: sent.length, effects: EFFECTS }), plan.at('comms'))];
}
