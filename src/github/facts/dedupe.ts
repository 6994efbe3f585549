import type { ApiAnswer, ApiRequest, GitHubAccess } from '../client/access.ts';

/**
 * The same access for one evaluation: what several readers of it ask is asked once, so that they see the same pull
 * request, branch and rules, and GitHub is not asked three times for them. Never longer: the next evaluation asks anew.
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
    // Objects of git are kept elsewhere, by weight.
    if (!route.startsWith('GET ') || route.includes('/git/')) return request(route, parameters);
    const key = `${route} ${JSON.stringify(Object.entries(parameters).sort())}`;
    const known = asked.get(key) ?? request(route, parameters);
    asked.set(key, known);
    return known;
  };
}
