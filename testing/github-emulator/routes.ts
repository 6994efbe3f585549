import { APP_ROUTES } from './app-routes.ts';
import { CHECK_LIST_ROUTES } from './check-lists.ts';
import { CHECK_RUN_ROUTES } from './check-runs.ts';
import { CONVERSATION_ROUTES } from './conversation.ts';
import { FACT_ROUTES } from './facts.ts';
import { FORK_ROUTES } from './forks.ts';
import { GRAPHQL_ROUTES } from './graphql.ts';
import { MERGE_ROUTES } from './merge.ts';
import { PEOPLE_ROUTES } from './people.ts';
import { PROTECTION_ROUTES } from './protection.ts';
import { PULL_ROUTES } from './pulls.ts';
import { REVIEW_ROUTES } from './reviews.ts';
import type { Route } from './world.ts';

interface Compiled {
  method: string;
  matches: RegExp;
  names: string[];
  handle: Route[1];
}

/** `:name` is one piece of the path, `:name+` may hold slashes, as refs do. The first that fits is taken. */
const TABLE: Compiled[] = [
  ...APP_ROUTES,
  ...CHECK_RUN_ROUTES,
  ...CHECK_LIST_ROUTES,
  ...CONVERSATION_ROUTES,
  ...MERGE_ROUTES,
  ...PEOPLE_ROUTES,
  ...PROTECTION_ROUTES,
  ...PULL_ROUTES,
  ...REVIEW_ROUTES,
  ...FACT_ROUTES,
  ...FORK_ROUTES,
  ...GRAPHQL_ROUTES,
].map(([pattern, handle]) => {
  const [method = '', path = ''] = pattern.split(' ');
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
  const source = path.replace(/:\w+(\+?)/g, (_, many: string) => (many === '+' ? '(.+?)' : '([^/]+)'));
  return { method, matches: new RegExp(`^${source}$`), names, handle };
});

export function routeFor(
  method: string,
  path: string,
): { handle: Route[1]; params: Record<string, string> } | undefined {
  for (const route of TABLE) {
    const found = route.method === method ? route.matches.exec(path) : null;
    if (found === null) continue;
    const params = route.names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? '')]);
    return { handle: route.handle, params: Object.fromEntries(params) };
  }
  return undefined;
}
