import * as z from 'zod';
import type { Observation } from '../../core/observation.ts';
import type { GitHubAccess } from './access.ts';
import { openApi } from './api.ts';
import { observed } from './not-seen.ts';
import type { GitHubSubject } from './subject.ts';

/** ALLGREEN: every entry of the queue has to pass. HEADGREEN: only the last of a group. NONE: the branch has no queue. */
export type Grouping = 'ALLGREEN' | 'HEADGREEN' | 'NONE';

const RULE = z.object({
  type: z.string(),
  parameters: z.object({ grouping_strategy: z.string().nullish() }).nullish(),
});

/** How the merge queue of the target branch groups its entries; rules of any level, the weaker one counts. */
export async function queueGrouping(access: GitHubAccess, subject: GitHubSubject): Promise<Observation<Grouping>> {
  const { owner, repo, base } = subject;
  return observed(async () => {
    const rules = await openApi(access, { owner, repo }).all(
      {
        route: 'GET /repos/{owner}/{repo}/rules/branches/{branch}',
        params: { branch: base.ref },
        what: `the rules of the branch ${base.ref}`,
        permission: 'Metadata: read',
      },
      RULE,
    );
    const queues = rules.filter(({ type }) => type === 'merge_queue');
    if (queues.length === 0) return 'NONE';
    return queues.every(({ parameters }) => parameters?.grouping_strategy === 'ALLGREEN') ? 'ALLGREEN' : 'HEADGREEN';
  });
}
