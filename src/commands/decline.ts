import { resolveHead } from './commit.ts';
import { defineCommand, refused } from './define.ts';
import { controlOf, isRefusal, notAmong } from './eligibility.ts';

export default defineCommand({
  verb: 'decline',
  who: 'approvers of that control',
  does: 'closes the gate and shows the reason, until the same person signs off or withdraws',
  instead: 'Submit a review with the line `/readiness decline <control> because …`.',
  subject: ({ control }) => control,
  run: async ({ control, because }, call) => {
    const row = controlOf(call, control);
    if (isRefusal(row)) return refused('decline', control, row);
    const notEligible = await notAmong(call, row.approvers, control, row.needsWrite);
    if (notEligible) return refused('decline', control, notEligible);
    if (call.review !== undefined) return { kind: 'counts-as-review', verb: 'decline', subject: control };
    const head = await resolveHead(call);
    if (isRefusal(head)) return refused('decline', control, head);
    const { by, at, comment, tools } = call;
    return {
      kind: 'recorded',
      decision: {
        verb: 'decline',
        by,
        at,
        comment,
        pullRequest: tools.pullRequest.number,
        headSha: head.sha,
        control,
        reason: because,
      },
    };
  },
});
