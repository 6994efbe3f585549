import { resolveHead } from './commit.ts';
import { defineCommand, refused } from './define.ts';
import { isRefusal, notAnyApprover } from './eligibility.ts';

export default defineCommand({
  verb: 'hold',
  who: 'approvers of any control, and waiver approvers',
  does: 'closes the gate of this pilot and shows the reason, until it is released',
  instead: 'Submit a review that requests changes.',
  run: async ({ because }, call) => {
    const notEligible = await notAnyApprover(call);
    if (notEligible) return refused('hold', '', notEligible);
    const head = await resolveHead(call);
    if (isRefusal(head)) return refused('hold', '', head);
    const { by, at, comment, tools } = call;
    const pullRequest = tools.pullRequest.number;
    return {
      kind: 'recorded',
      decision: { verb: 'hold', by, at, comment, pullRequest, headSha: head.sha, reason: because },
    };
  },
});
