/** Evidence from the GitHub REST API: the files of a commit and every fact that criteria request. Read-only. */
export {
  type ConnectOptions,
  connect,
  type GitHubAccess,
  type NegativeCache,
} from './client/access.ts';
export { memoryBlobs, memoryEtags, memoryParsed } from './client/caches.ts';
export { HourlyCounts } from './client/hourly-counts.ts';
export { OUTSIDER_LIMITS, withinLimits } from './client/outsiders.ts';
export { GitHubUnavailableError } from './client/unavailable.ts';
export { readAtDefaultBranch } from './facts/default-branch.ts';
export { githubFacts } from './facts/facts.ts';
export { githubFiles } from './facts/files.ts';
export { customProperties, organizationFiles } from './facts/organization.ts';
export { type GitHubSubject, openPullRequest } from './facts/subject.ts';
