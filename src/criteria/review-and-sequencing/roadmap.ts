import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { nearestOf } from '../../domain/nearest.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Roadmap } from '../../evidence/schema/roadmap.ts';
import { CRITERION_IDS } from '../criterion-ids.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';

type Item = Roadmap['items'][number];

/** Whether the order of the roadmap can be followed: no circle, conditions that exist, data before what it feeds. */
export function judgeRoadmap(roadmap: Located<Roadmap>): Finding[] {
  const { items } = roadmap.value;
  if (items.length === 0)
    return [
      unmet('The roadmap is empty', roadmap.at('items'), {
        remedy:
          'List what comes next, for example { id: second-team, kind: cohort, after: [clean-feed], owner: "@dana", date: 2027-02-01, entry: [handoff-test, slo-and-error-budget] }.',
      }),
    ];
  const ids = new Set(items.map(({ id }) => id));
  const twice = items.filter(({ id }, index) => items.findIndex((one) => one.id === id) < index);
  const circle = circleIn(items);
  const found = [
    ...twice.map(({ id }) =>
      unmet(`${quote(id)} stands in the roadmap twice`, roadmap.at('items'), {
        remedy: 'Give each item an id of its own.',
        part: id,
      }),
    ),
    ...(circle === undefined
      ? []
      : [
          unmet(`The roadmap goes in a circle: ${circle.join(' → ')}`, roadmap.at('items'), {
            remedy: 'Decide which of them really comes first.',
          }),
        ]),
    ...items.flatMap((item, index) => itemFaults(item, index, { roadmap, ids })),
  ];
  return found.length > 0
    ? found
    : [met(`${items.length} items in an order that can be followed`, roadmap.at('items'))];
}

/** Who answers for each item. */
export function roadmapOwners(roadmap: Located<Roadmap>): NamedPerson[] {
  return roadmap.value.items.map(({ id, owner }, index) => ({
    what: `The owner of ${id}`,
    written: owner,
    place: roadmap.at('items', index, 'owner'),
    part: id,
  }));
}

function itemFaults(
  item: Item,
  index: number,
  { roadmap, ids }: { roadmap: Located<Roadmap>; ids: Set<string> },
): Finding[] {
  const { items } = roadmap.value;
  const at = (key: string) => roadmap.at('items', index, key);
  const part = item.id;
  const found: Finding[] = [];
  for (const [key, list] of [
    ['after', item.after ?? []],
    ['feeds', item.feeds ?? []],
  ] as const)
    for (const id of list.filter((one) => !ids.has(one)))
      found.push(
        unmet(`${item.id} names ${quote(id)}, which is not on the roadmap`, at(key), {
          remedy: near(id, ids) ?? `Add ${id} to the roadmap.`,
          part,
        }),
      );
  if (item.entry.length === 0)
    found.push(
      unmet(`Nothing says when ${item.id} may begin`, at('entry'), {
        remedy: `Name the criteria that have to pass before: entry: [handoff-test].`,
        part,
      }),
    );
  for (const entry of item.entry.filter((one) => !CRITERION_IDS.some((id) => id === one)))
    found.push(
      unmet(`${item.id} may begin after ${quote(entry)}, which is no criterion`, at('entry'), {
        remedy: near(entry, CRITERION_IDS) ?? `Name criteria by their ids: ${CRITERION_IDS.slice(0, 4).join(', ')} …`,
        part,
      }),
    );
  const early = items.find(({ id, date }) => (item.after ?? []).includes(id) && date > item.date);
  if (early !== undefined)
    found.push(
      unmet(`${item.id} (${item.date}) comes after ${early.id}, which is only due on ${early.date}`, at('date'), {
        remedy: `Move ${item.id} behind ${early.date}, or ${early.id} before ${item.date}.`,
        part,
      }),
    );
  for (const fed of items.filter(({ id }) => (item.feeds ?? []).includes(id))) {
    if (item.date <= fed.date && isAfter(fed, item.id, items)) continue;
    found.push(
      unmet(
        item.date > fed.date
          ? `${item.id} feeds ${fed.id}, but comes later (${item.date} after ${fed.date})`
          : `${item.id} feeds ${fed.id}, which does not wait for it`,
        at('feeds'),
        { remedy: `Let ${fed.id} come after ${item.id}: after: [${item.id}], with a later date.`, part },
      ),
    );
  }
  if (item.kind === 'data' && (item.feeds ?? []).length === 0)
    found.push(
      unmet(`${item.id} is work on data, but for nothing on the roadmap`, at('feeds'), {
        remedy: 'Name what it feeds (feeds), so that the order can be seen.',
        part,
      }),
    );
  return found;
}

function near(word: string, words: Iterable<string>): string | undefined {
  const meant = nearestOf(word, words);
  return meant === undefined ? undefined : `Did you mean ${meant}?`;
}

/** Whether an item waits for another, directly or by others. */
function isAfter(item: Item, id: string, items: Item[]): boolean {
  const waiting = [...(item.after ?? [])];
  const visited = new Set<string>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === id) return true;
    if (visited.has(next)) continue;
    visited.add(next);
    waiting.push(...items.filter((one) => one.id === next).flatMap(({ after = [] }) => after));
  }
  return false;
}

function circleIn(items: Item[]): string[] | undefined {
  const item = items.find((one) => isAfter(one, one.id, items));
  if (item === undefined) return undefined;
  const others = items.filter((one) => one !== item && isAfter(item, one.id, items) && isAfter(one, item.id, items));
  return [item.id, ...others.map(({ id }) => id).slice(0, 4), item.id];
}
