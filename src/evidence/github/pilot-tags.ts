import { UnavailableError } from '../../core/errors.ts';
import { POLICY_PATHS } from '../../core/policy/file.ts';
import type { GitHubAccess } from './access.ts';
import type { RepositoryName } from './api.ts';
import { readAtDefaultBranch } from './default-branch.ts';
import { repositoryTags } from './recognition.ts';

/** What makes a repository a pilot: the topic, or a policy file on its default branch, readable or not. */
export async function pilotTags(
  access: GitHubAccess,
  name: RepositoryName,
): Promise<{ repositoryId: number; tags: string[] }> {
  const { id, topics, defaultBranch } = await repositoryTags(access, name);
  const read = await readAtDefaultBranch(access, { ...name, branch: defaultBranch, paths: [...POLICY_PATHS] });
  if (read.state === 'unavailable') throw new UnavailableError(`the default branch could not be read: ${read.reason}`);
  const files = read.state === 'seen' ? [...read.value.files] : [];
  return { repositoryId: id, tags: tagsOf(topics, files) };
}

/** The tags in words, from topics and the policy files that were looked for. */
export function tagsOf(topics: string[], files: [string, { state: string; why?: string | undefined }][]): string[] {
  const carried = files.filter(([, file]) => file.state !== 'absent' || file.why !== undefined);
  return [...(topics.includes('pilot') ? ['topic pilot'] : []), ...carried.map(([path]) => path)];
}
