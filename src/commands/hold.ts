import { defineCommand, refused } from './define.ts';
import { allApprovers, isRefusal, notAmong } from './people.ts';
import { headOf } from './window.ts';

export default defineCommand({
  verb: 'hold',
  who: 'approvers of any control, and waiver approvers',
  does: 'closes the gate of this pilot by hand, with the reason shown, until it is released',
  instead: 'Submit a review that requests changes.',
  run: async ({ because }, call) => {
    const notEligible = await notAmong(call, allApprovers(call), 'any control or waivers');
    if (notEligible) return refused('hold', '', notEligible);
    const head = await headOf(call);
    if (isRefusal(head)) return refused('hold', '', head);
    const { by, at, comment, tools } = call;
    const pullRequest = tools.pullRequest.number;
    return {
      kind: 'recorded',
      decision: { verb: 'hold', by, at, comment, pullRequest, headSha: head.sha, reason: because },
    };
  },
});
