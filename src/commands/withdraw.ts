import { defineCommand, refused } from './define.ts';
import { controlOf, isRefusal } from './people.ts';
import { signersWith } from './signers.ts';
import type { Call } from './tools.ts';
import { headOf } from './window.ts';

export default defineCommand({
  verb: 'withdraw',
  who: 'whoever signed or declined it',
  does: 'takes back your own sign-off or decline of the control',
  instead: 'Dismiss your review, or submit one that requests changes.',
  subject: ({ control }) => control,
  run: async ({ control }, call) => {
    const row = controlOf(call, control);
    // What was signed may be withdrawn although the policy no longer knows the control.
    if (isRefusal(row) && !spoke(call, control)) return refused('withdraw', control, row);
    if (call.review !== undefined) return { kind: 'counts-as-review', verb: 'withdraw', subject: control };
    if (!spoke(call, control)) {
      const signers = await signersWith(call);
      if (signers.known && !signers.value.get(control)?.includes(call.by))
        return refused('withdraw', control, { because: 'nothing-to-take-back', of: control });
    }
    const head = await headOf(call);
    if (isRefusal(head)) return refused('withdraw', control, head);
    const { by, at, comment, tools } = call;
    const pullRequest = tools.pullRequest.number;
    return {
      kind: 'recorded',
      decision: { verb: 'withdraw', by, at, comment, pullRequest, headSha: head.sha, control },
    };
  },
});

function spoke({ decisionState: standing, by }: Call, control: string): boolean {
  const own = standing.signOffs.some(
    ({ decision, state }) => decision.by === by && decision.control === control && state !== 'withdrawn',
  );
  const mine = [...standing.declines, ...standing.conditions];
  return own || mine.some((one) => one.by === by && one.control === control);
}
