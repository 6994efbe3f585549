import { resolveHead } from './commit.ts';
import { defineCommand, type Outcome, refused } from './define.ts';
import { excusable, invalidExpiry, isRefusal } from './eligibility.ts';

export default defineCommand({
  verb: 'waive',
  who: 'anyone may request; a waiver approver who is neither the requester nor opener or author of the pull request grants',
  does: 'requests that an unmet check is accepted until a date; nothing changes until it is granted',
  instead: 'Ask a waiver approver to add the waiver to the policy file, in a pull request that they approve.',
  subject: ({ code }) => code,
  run: async ({ code, until, because }, call) => {
    const no = (refusal: Parameters<typeof refused>[2]): Outcome => refused('waive', code, refusal);
    const { by, at, comment, tools } = call;
    const row = excusable(call, code, 'waived');
    if (isRefusal(row)) return no(row);
    if (!tools.pullRequest.isOpen) return no({ because: 'pull-request-closed' });
    const who = tools.policy.waivers.approvers;
    if (who.length === 0) return no({ because: 'no-approvers', of: 'waivers' });
    const wrongEnd = invalidExpiry(call, until);
    if (wrongEnd) return no(wrongEnd);
    const head = await resolveHead(call);
    if (isRefusal(head)) return no(head);
    const pullRequest = tools.pullRequest.number;
    return {
      kind: 'recorded',
      who,
      decision: { verb: 'waive', by, at, comment, pullRequest, headSha: head.sha, code, until, reason: because },
    };
  },
});
