import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import { nearestOf } from '../../domain/nearest.ts';
import type { Place } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Roadmap } from '../../evidence/schema/roadmap.ts';
import { CRITERION_IDS } from '../criterion-ids.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { messages } from './messages.ts';

type Item = Roadmap['items'][number];

const EXAMPLE =
  '{ id: second-team, kind: cohort, after: [clean-feed], owner: "@dana", date: 2027-02-01, entry: [handoff-test, slo-and-error-budget] }';

/** Whether the order of the roadmap can be followed: no circle, conditions that exist, data before what needs it. */
export function judgeRoadmap(roadmap: Located<Roadmap>): Finding[] {
  const { items } = roadmap.value;
  const place = roadmap.at('items');
  if (items.length === 0) return [unmet(messages.emptyRoadmap({ example: EXAMPLE }), place)];
  const duplicates = items.filter(({ id }, index) => items.findIndex((one) => one.id === id) < index);
  const circle = findCircle(items);
  const found = [
    ...duplicates.map(({ id }) => unmet(messages.duplicateItem({ item: id }), place, { part: id })),
    ...(circle === undefined ? [] : [unmet(messages.circularOrder({ path: circle.join(' → ') }), place)]),
    ...items.flatMap((item, index) => [
      ...judgeNames(item, items, (key) => roadmap.at('items', index, key)),
      ...judgeDates(item, items, (key) => roadmap.at('items', index, key)),
    ]),
  ];
  return found.length > 0 ? found : [met(messages.roadmapInOrder({ count: items.length }), place)];
}

/** The owner of each item. */
export function roadmapOwners(roadmap: Located<Roadmap>): NamedPerson[] {
  return roadmap.value.items.map(({ id, owner }, index) => ({
    what: `The owner of ${id}`,
    written: owner,
    place: roadmap.at('items', index, 'owner'),
    part: id,
  }));
}

/** Whether the items and criteria that an item names exist. */
function judgeNames({ id, entry, ...item }: Item, items: Item[], at: (key: string) => Place): Finding[] {
  const ids = items.map((one) => one.id);
  const extra = { part: id };
  return [
    ...(['after', 'feeds'] as const).flatMap((key) =>
      (item[key] ?? [])
        .filter((named) => !ids.includes(named))
        .map((named) => {
          const hint = hintFor(named, ids, messages.addItem({ named }));
          return unmet(messages.unknownItem({ item: id, named, hint }), at(key), extra);
        }),
    ),
    ...(entry.length === 0 ? [unmet(messages.noEntry({ item: id }), at('entry'), extra)] : []),
    ...entry
      .filter((named) => !CRITERION_IDS.some((one) => one === named))
      .map((named) => {
        const hint = hintFor(named, CRITERION_IDS, messages.nameCriteria({ examples: CRITERION_IDS.slice(0, 4) }));
        return unmet(messages.unknownCriterion({ item: id, named, hint }), at('entry'), extra);
      }),
  ];
}

/** Whether an item comes after what it waits for, and before what it feeds. */
function judgeDates(item: Item, items: Item[], at: (key: string) => Place): Finding[] {
  const { id, date, kind, after = [], feeds = [] } = item;
  const extra = { part: id };
  const early = items.find((one) => after.includes(one.id) && one.date > date);
  return [
    ...(early === undefined
      ? []
      : [unmet(messages.dueBefore({ item: id, date, earlier: early.id, due: early.date }), at('date'), extra)]),
    ...items
      .filter((fed) => feeds.includes(fed.id) && (date > fed.date || !isAfter(fed, id, items)))
      .map((fed) => {
        const words = { item: id, fed: fed.id, date, due: fed.date };
        return unmet(date > fed.date ? messages.feedsLate(words) : messages.notWaiting(words), at('feeds'), extra);
      }),
    ...(kind === 'data' && feeds.length === 0 ? [unmet(messages.feedsNothing({ item: id }), at('feeds'), extra)] : []),
  ];
}

function hintFor(word: string, words: readonly string[], otherwise: Statement): Statement {
  const nearest = nearestOf(word, words);
  return nearest === undefined ? otherwise : messages.didYouMean({ nearest });
}

/** Whether an item waits for another, directly or through others. */
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

function findCircle(items: Item[]): string[] | undefined {
  const item = items.find((one) => isAfter(one, one.id, items));
  if (item === undefined) return undefined;
  const others = items.filter((one) => one !== item && isAfter(item, one.id, items) && isAfter(one, item.id, items));
  return [item.id, ...others.map(({ id }) => id).slice(0, 4), item.id];
}
