import * as z from 'zod';
import { GRAPHQL_ROUTE } from './access.ts';
import type { Api, ApiQuery } from './api.ts';
import { GitHubUnavailableError } from './unavailable.ts';

/**
 * Reads with one GraphQL query. GitHub may answer a part of it and list errors for the rest; `shape` decides whether the
 * part is enough. Throws GitHubUnavailableError when there is no answer at all.
 */
export async function queryGraphql<T>(
  api: Api,
  query: Pick<ApiQuery, 'what' | 'permission'> & { text: string; variables: Record<string, unknown> },
  shape: z.ZodType<T>,
): Promise<T> {
  const { text, variables, what, permission } = query;
  const { data, errors } = await api.one(
    { route: GRAPHQL_ROUTE, params: { query: text, variables }, what, permission },
    z.object({
      data: shape.nullish(),
      errors: z.array(z.object({ type: z.string().nullish() })).nullish(),
    }),
  );
  if (data !== null && data !== undefined) return data;
  const isLimited = errors?.some(({ type }) => type === 'RATE_LIMITED') ?? false;
  throw new GitHubUnavailableError(`could not read ${what} with GraphQL`, isLimited ? 'retry' : 'github');
}
