import { type Finding, met, quote, unknown, unmet } from '../../domain/finding.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { PersonFact } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import { type Builders, isContributor } from '../shared/people/builders.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';

/** One place in the first line of support: tier 1 or the rotation. */
export interface Slot extends NamedPerson {
  kind: 'tier 1' | 'on call';
}

/** Everybody in the first line, once for each place they hold; a team counts with the people named behind it. */
export function firstLine(model: Located<OperatingModel>): Slot[] {
  const { tiers = [], onCall } = model.value;
  const first = tiers.findIndex(({ tier }) => tier === 1);
  const tier = tiers[first];
  const behind = tier === undefined ? [] : (tier.people ?? [tier.contact]);
  return [
    ...behind.map(
      (written): Slot => ({
        kind: 'tier 1',
        what: 'Tier 1',
        written,
        place: model.at('tiers', first, tier?.people === undefined ? 'contact' : 'people'),
      }),
    ),
    ...(onCall?.people ?? []).map(
      (written, index): Slot => ({
        kind: 'on call',
        what: 'On call',
        written,
        place: model.at('onCall', 'people', index),
      }),
    ),
  ];
}

/** The first line named person by person: who stands behind a team decides who is trained and who built it. */
export function judgeFirstLine(model: Located<OperatingModel>): Finding[] {
  const slots = firstLine(model);
  const missing = (['tier 1', 'on call'] as const).filter((kind) => !slots.some((slot) => slot.kind === kind));
  const lacking = missing.map((kind) =>
    unmet(kind === 'tier 1' ? 'Nobody is named for tier 1' : 'Nobody is on call', model.at(), {
      remedy: `Name them in readiness/operating-model.yaml (${kind === 'tier 1' ? 'tiers' : 'on-call'}).`,
      cause: kind === 'tier 1' ? 'no-tiers' : 'no-on-call',
    }),
  );
  const unclear = slots
    .filter(({ written }) => parsePerson(written).handle === undefined || parsePerson(written).placeholder)
    .map(({ kind, written, place }) =>
      unmet(`Who stands behind ${quote(written)} (${kind}) is not said`, place, {
        remedy:
          kind === 'tier 1'
            ? 'List everybody behind the contact of tier 1 as people: ["@handle", …].'
            : 'Name the people of the rotation one by one under on-call.people.',
        cause: 'first-line-unnamed',
      }),
    );
  return [...lacking, ...unclear];
}

/** What to ask about the team behind tier 1, so that nobody in it is left out. */
export function firstTeam(model: Located<OperatingModel>): string[] {
  const tier = (model.value.tiers ?? []).find((one) => one.tier === 1);
  return tier === undefined ? [] : [parsePerson(tier.contact).team ?? []].flat();
}

export interface SlotLimits {
  /** Largest share of the places that builders may hold. */
  share: number;
  /** No builder may stand in tier 1. */
  tierOneFree: boolean;
}

/** Whether the first line can do without the people who built the pilot. */
export function judgeSlots(
  model: Located<OperatingModel>,
  builders: Builders,
  team: PersonFact[],
  limits: SlotLimits,
): Finding[] {
  const hidden = hiddenMembers(model, team);
  if (hidden !== undefined) return [hidden];
  const slots = firstLine(model).map((slot) => ({
    ...slot,
    built: isContributor(parsePerson(slot.written), builders),
  }));
  const sure = slots.filter(({ built }) => built === 'yes');
  const possible = slots.filter(({ built }) => built !== 'no');
  const allowed = Math.floor(slots.length * limits.share + 1e-9);
  const inFirst = (one: { kind: string }): boolean => limits.tierOneFree && one.kind === 'tier 1';
  const found: Finding[] = [];
  if (sure.length > allowed)
    found.push(
      unmet(
        `${sure.length} of ${slots.length} places in tier 1 and on call are held by people who built the pilot (${names(sure)}); at most ${allowed} may be`,
        sure.map(({ place }) => place),
        { remedy: 'Hand places over to people who did not build it; train them first.' },
      ),
    );
  if (sure.some(inFirst))
    found.push(
      unmet(
        `${names(sure.filter(inFirst))} built the pilot and still ${sure.filter(inFirst).length === 1 ? 'stands' : 'stand'} in tier 1`,
        sure.filter(inFirst).map(({ place }) => place),
        { remedy: 'Staff tier 1 with people who did not build the pilot.' },
      ),
    );
  if (found.length > 0) return found;
  const unsure = slots.filter(({ built }) => built === 'unsure');
  if (possible.length > allowed || unsure.some(inFirst))
    return [
      unknown(
        `Whether ${names(unsure)} built the pilot is unknown: some commits belong to no account`,
        unsure.map(({ place }) => place),
        {
          resolvableBy: 'github',
          remedy: 'Map these authors to accounts in .mailmap on the default branch (their GitHub noreply address).',
        },
      ),
    ];
  return [
    met(
      `${sure.length} of ${slots.length} places in tier 1 and on call are held by people who built the pilot`,
      slots.map(({ place }) => place),
    ),
  ];
}

function hiddenMembers(model: Located<OperatingModel>, facts: PersonFact[]): Finding | undefined {
  const index = (model.value.tiers ?? []).findIndex(({ tier }) => tier === 1);
  const tier = model.value.tiers?.[index];
  const team = tier === undefined ? undefined : parsePerson(tier.contact).team;
  const fact = facts.find(({ who }) => who === team);
  if (tier === undefined || team === undefined) return undefined;
  const named = new Set((tier.people ?? []).map((who) => parsePerson(who).handle)).size;
  const humans = fact?.humans ?? 0;
  if (humans <= named) return undefined;
  return unmet(
    `${tier.contact} has ${humans} members, ${named} of them are named`,
    model.at('tiers', index, 'people'),
    {
      remedy: `List everybody in ${tier.contact} as people of tier 1.`,
      cause: 'first-line-unnamed',
    },
  );
}

function names(slots: Slot[]): string {
  return [...new Set(slots.map(({ written }) => written))].join(', ');
}
