import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { PersonFact } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import { type Builders, isContributor } from '../shared/people/builders.ts';
import { messages } from './messages.ts';
import { ON_CALL_EXAMPLE } from './on-call.ts';

/** One place in the first line of support: tier 1 or the rotation. */
interface Slot {
  kind: 'tier 1' | 'on call';
  written: string;
  place: Place;
}

/** Everyone in the first line, once for each place they hold; a team counts with the people named behind it. */
export function firstLine(model: Located<OperatingModel>): Slot[] {
  const { onCall } = model.value;
  const { tier, index } = firstTier(model);
  const place = model.at('tiers', index, tier?.people === undefined ? 'contact' : 'people');
  const people = tier === undefined ? [] : (tier.people ?? [tier.contact]);
  return [
    ...people.map((written): Slot => ({ kind: 'tier 1', written, place })),
    ...(onCall?.people ?? []).map(
      (written, at): Slot => ({ kind: 'on call', written, place: model.at('onCall', 'people', at) }),
    ),
  ];
}

/** Whether the first line is named person by person: only then is it known who was trained and who built the pilot. */
export function judgeFirstLine(model: Located<OperatingModel>): Finding[] {
  const slots = firstLine(model);
  const has = (kind: Slot['kind']): boolean => slots.some((slot) => slot.kind === kind);
  return [
    ...(has('tier 1') ? [] : [unmet(messages.noTierOne(), model.at(), { cause: 'no-tiers' })]),
    ...(has('on call')
      ? []
      : [unmet(messages.noOneOnCall({ example: ON_CALL_EXAMPLE }), model.at(), { cause: 'no-on-call' })]),
    ...slots.flatMap(({ kind, written, place }) => {
      const { handle, placeholder } = parsePerson(written);
      if (handle !== undefined && !placeholder) return [];
      const say = kind === 'tier 1' ? messages.tierOneUnnamed : messages.onCallUnnamed;
      return [unmet(say({ contact: written }), place, { cause: 'first-line-unnamed' })];
    }),
  ];
}

/** The team behind tier 1, if its contact is a team: its members are looked up so that no one is left out. */
export function firstTeam(model: Located<OperatingModel>): string | undefined {
  const { tier } = firstTier(model);
  return tier === undefined ? undefined : parsePerson(tier.contact).team;
}

export interface SlotLimits {
  /** Largest share of the places that people who built the pilot may hold. */
  share: number;
  /** Whether none of them may be in tier 1. */
  tierOneFree: boolean;
}

/** Whether the first line can work without the people who built the pilot. */
export function judgeSlots(
  model: Located<OperatingModel>,
  builders: Builders,
  team: PersonFact[],
  limits: SlotLimits,
): Finding[] {
  const hidden = judgeMembers(model, team);
  if (hidden.length > 0) return hidden;
  const slots = firstLine(model).map((slot) => ({
    ...slot,
    built: isContributor(parsePerson(slot.written), builders),
  }));
  const held = slots.filter(({ built }) => built === 'yes');
  const unsure = slots.filter(({ built }) => built === 'unsure');
  const allowed = Math.floor(slots.length * limits.share + 1e-9);
  const inTierOne = (some: Slot[]): Slot[] => some.filter(({ kind }) => limits.tierOneFree && kind === 'tier 1');
  const words = { held: held.length, places: slots.length };
  const found: Finding[] = [];
  if (held.length > allowed)
    found.push(unmet(messages.buildersHoldTooMany({ ...words, allowed, people: namesIn(held) }), placesOf(held)));
  const forbidden = inTierOne(held);
  if (forbidden.length > 0)
    found.push(unmet(messages.builderInTierOne({ people: namesIn(forbidden) }), placesOf(forbidden)));
  if (found.length > 0) return found;
  if (held.length + unsure.length > allowed || inTierOne(unsure).length > 0) {
    const open = messages.unresolvedCommits({ people: namesIn(unsure) });
    return [unknown(open, placesOf(unsure), { resolvableBy: 'github' })];
  }
  return [met(messages.builderPlaces(words), placesOf(slots))];
}

/** Whether a team behind tier 1 has more members than are named. */
function judgeMembers(model: Located<OperatingModel>, facts: PersonFact[]): Finding[] {
  const { tier, index } = firstTier(model);
  const team = firstTeam(model);
  if (tier === undefined || team === undefined) return [];
  const named = new Set((tier.people ?? []).map((who) => parsePerson(who).handle)).size;
  const members = facts.find(({ who }) => who === team)?.humans ?? 0;
  if (members <= named) return [];
  const words = messages.membersNotNamed({ team: tier.contact, members, named });
  return [unmet(words, model.at('tiers', index, 'people'), { cause: 'first-line-unnamed' })];
}

function firstTier({ value: { tiers = [] } }: Located<OperatingModel>) {
  const index = tiers.findIndex(({ tier }) => tier === 1);
  return { tier: tiers[index], index };
}

function namesIn(slots: Slot[]): string[] {
  return [...new Set(slots.map(({ written }) => written))];
}

function placesOf(slots: Slot[]): Place[] {
  return slots.map(({ place }) => place);
}
