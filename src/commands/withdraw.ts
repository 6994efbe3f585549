import { resolveHead } from './commit.ts';
import { defineCommand, refused } from './define.ts';
import { controlOf, isRefusal } from './eligibility.ts';
import { signersWith } from './signers.ts';
import type { Call } from './tools.ts';

export default defineCommand({
  verb: 'withdraw',
  who: 'the person who signed or declined it',
  does: 'withdraws your own sign-off or decline of the control',
  instead: 'Dismiss your review, or submit one that requests changes.',
  subject: ({ control }) => control,
  run: async ({ control }, call) => {
    const row = controlOf(call, control);
    // A sign-off may be withdrawn even when the policy no longer has the control.
    if (isRefusal(row) && !hasOwnDecision(call, control)) return refused('withdraw', control, row);
    if (call.review !== undefined) return { kind: 'counts-as-review', verb: 'withdraw', subject: control };
    if (!hasOwnDecision(call, control)) {
      const signers = await signersWith(call);
      if (signers.known && !signers.value.get(control)?.includes(call.by))
        return refused('withdraw', control, { because: 'nothing-to-revoke', of: control });
    }
    const head = await resolveHead(call);
    if (isRefusal(head)) return refused('withdraw', control, head);
    const { by, at, comment, tools } = call;
    const pullRequest = tools.pullRequest.number;
    return {
      kind: 'recorded',
      decision: { verb: 'withdraw', by, at, comment, pullRequest, headSha: head.sha, control },
    };
  },
});

function hasOwnDecision({ decisionState, by }: Call, control: string): boolean {
  const own = decisionState.signOffs.some(
    ({ decision, state }) => decision.by === by && decision.control === control && state !== 'withdrawn',
  );
  const mine = [...decisionState.declines, ...decisionState.conditions];
  return own || mine.some((one) => one.by === by && one.control === control);
}
