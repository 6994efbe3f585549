/** Evidence through the GitHub REST API: the bytes of a commit, and every fact that criteria ask for. Reads only. */
export {
  type ConnectOptions,
  connect,
  type GitHubAccess,
  type NegativeCache as AbsenceMemory,
} from './client/access.ts';
export { memoryBlobs } from './client/blob-cache.ts';
export { memoryEtags } from './client/etags.ts';
export { memoryParsed } from './client/parse-cache.ts';
export { GitHubUnavailableError as NotSeen } from './client/unavailable.ts';
export { readAtDefaultBranch } from './facts/default-branch.ts';
export { githubFacts } from './facts/facts.ts';
export { githubFiles } from './facts/files.ts';
export { customProperties, organizationFiles } from './facts/organization.ts';
export { type GitHubSubject, openPullRequest } from './facts/subject.ts';
