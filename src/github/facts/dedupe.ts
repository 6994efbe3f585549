import type { ApiAnswer, ApiRequest, GitHubAccess } from '../client/access.ts';

/**
 * Access for one evaluation in which identical reads are sent once, so that all readers see the same pull request,
 * branch and rules. Not for longer: the next evaluation reads again.
 */
export function dedupe(access: GitHubAccess): GitHubAccess {
  const { teamRequest } = access;
  return {
    ...access,
    request: once(access.request),
    ...(teamRequest === undefined ? {} : { teamRequest: once(teamRequest) }),
  };
}

function once(request: ApiRequest): ApiRequest {
  const asked = new Map<string, Promise<ApiAnswer>>();
  return (route, parameters) => {
    // Git objects have their own cache, limited by size.
    if (!route.startsWith('GET ') || route.includes('/git/')) return request(route, parameters);
    const key = `${route} ${JSON.stringify(Object.entries(parameters).sort())}`;
    const known = asked.get(key) ?? request(route, parameters);
    asked.set(key, known);
    return known;
  };
}
