import { readEvent } from '../../src/app/events.ts';
import type { Delivery, GitHub } from '../../testing/github-emulator/index.ts';

/** Deliveries of one pull request by outcome. */
export interface DeliveryCounts {
  acknowledged: number;
  refused: number;
}

export interface Inbox {
  /** How many deliveries there are up to now: a mark to look from. */
  mark(): number;
  /** Whether the App has acknowledged, since the mark, an event that asks for this pull request. */
  isAcknowledged(since: number, repository: string, number: number): boolean;
  countsFor(repository: string, number: number): DeliveryCounts;
  /** Ids of all that were acknowledged, whatever they are about. */
  acknowledged(): string[];
  count(): DeliveryCounts;
}

/** What the App itself did: it comes only after an evaluation, so it cannot make up for an event that was lost. */
function isByBot(payload: unknown): boolean {
  return (payload as { sender?: { type?: string } }).sender?.type === 'Bot';
}

/** GitHub's own list of deliveries, read for what is owed: a 2xx is a promise, anything else is not. */
export function inboxOf(github: GitHub): Inbox {
  const { deliveries, appCredentials } = github;
  const about = new WeakMap<Delivery, { repository: string; pullRequests: number[] }>();
  const aim = (delivery: Delivery): { repository: string; pullRequests: number[] } => {
    const known = about.get(delivery);
    if (known !== undefined) return known;
    const payload: unknown = JSON.parse(delivery.body);
    const { repository = '', routes } = readEvent(delivery.event, payload, appCredentials.appId);
    // Events that find their pull request through what the App remembers promise nothing about a certain one.
    const pullRequests = isByBot(payload)
      ? []
      : routes.flatMap((route) => (route.to === 'pulls' ? route.numbers : route.to === 'repository' ? [0] : []));
    const found = { repository, pullRequests };
    about.set(delivery, found);
    return found;
  };
  const concerns = (delivery: Delivery, repository: string, number: number): boolean => {
    const { repository: where, pullRequests } = aim(delivery);
    return where === repository && (pullRequests.includes(number) || pullRequests.includes(0));
  };
  const isKept = ({ statusCode }: Delivery): boolean => statusCode >= 200 && statusCode < 300;
  const tally = (list: Delivery[]): DeliveryCounts => {
    const acknowledged = list.filter(isKept).length;
    return { acknowledged, refused: list.length - acknowledged };
  };
  return {
    mark: () => deliveries.length,
    isAcknowledged: (since, repository, number) =>
      deliveries.slice(since).some((one) => isKept(one) && concerns(one, repository, number)),
    countsFor: (repository, number) => tally(deliveries.filter((one) => concerns(one, repository, number))),
    acknowledged: () => deliveries.filter(isKept).map(({ guid }) => guid),
    count: () => tally(deliveries),
  };
}
