import type { CheckProducer } from './facts.ts';

/**
 * Reporters of our check name that are not our App. While the ID of our App is unknown, a single App is assumed to be ours;
 * when several reported, all are returned.
 */
export function otherReportersAmong<T extends { producer: CheckProducer }>(seen: T[], own: number | undefined): T[] {
  const others = seen.filter(({ producer }) => producer.kind === 'status' || producer.id !== own);
  if (own !== undefined) return others;
  const apps = new Set(seen.flatMap(({ producer }) => (producer.kind === 'app' ? [producer.id] : [])));
  return apps.size > 1 ? others : others.filter(({ producer }) => producer.kind === 'status');
}
