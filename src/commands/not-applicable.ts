import { defined } from '../domain/defined.ts';
import { resolveHead } from './commit.ts';
import { defineCommand, type Outcome, refused } from './define.ts';
import { excusable, isRefusal } from './eligibility.ts';

export default defineCommand({
  verb: 'not-applicable',
  who: 'anyone may request; a waiver approver who is neither the requester nor opener or author of the pull request grants',
  does: 'requests that a check, or a part of it, does not apply to this pilot; must be confirmed every year',
  instead: 'Add it under `not-applicable` in the policy file, in a pull request that a waiver approver approves.',
  subject: ({ code }) => code,
  run: async ({ code, part, because }, call) => {
    const no = (refusal: Parameters<typeof refused>[2]): Outcome => refused('not-applicable', code, refusal);
    const { by, at, comment, tools } = call;
    const row = excusable(call, code, 'not-applicable');
    if (isRefusal(row)) return no(row);
    if (!tools.pullRequest.isOpen) return no({ because: 'pull-request-closed' });
    const who = tools.policy.waivers.approvers;
    if (who.length === 0) return no({ because: 'no-approvers', of: 'waivers' });
    const head = await resolveHead(call);
    if (isRefusal(head)) return no(head);
    return {
      kind: 'recorded',
      who,
      decision: {
        verb: 'not-applicable',
        by,
        at,
        comment,
        pullRequest: tools.pullRequest.number,
        headSha: head.sha,
        code,
        ...defined({ part }),
        reason: because,
      },
    };
  },
});
