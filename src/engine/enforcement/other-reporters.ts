import type { CheckProducer } from './facts.ts';

/**
 * Who reported under our name and is not our App. While our own number is not known, one App alone is taken for us; when
 * several reported, each could be the stranger, and all are named.
 */
export function otherReportersAmong<T extends { producer: CheckProducer }>(seen: T[], own: number | undefined): T[] {
  const others = seen.filter(({ producer }) => producer.kind === 'status' || producer.id !== own);
  if (own !== undefined) return others;
  const apps = new Set(seen.flatMap(({ producer }) => (producer.kind === 'app' ? [producer.id] : [])));
  return apps.size > 1 ? others : others.filter(({ producer }) => producer.kind === 'status');
}
