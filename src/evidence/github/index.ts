/** Evidence through the GitHub REST API: the bytes of a commit, and every fact that criteria ask for. Reads only. */
export { type AbsenceMemory, type ConnectOptions, connect, type GitHubAccess } from './access.ts';
export { memoryBlobs } from './blob-cache.ts';
export { readAtDefaultBranch } from './default-branch.ts';
export { memoryEtags } from './etags.ts';
export { githubFacts } from './facts.ts';
export { githubFiles } from './files.ts';
export { NotSeen } from './not-seen.ts';
export { customProperties, organisationFiles } from './organisation.ts';
export { memoryParsed } from './parsed-files.ts';
export { type GitHubSubject, openPullRequest } from './subject.ts';
