import { defined } from '../domain/defined.ts';
import { defineCommand, type Outcome, refused } from './define.ts';
import { excusable, isRefusal } from './people.ts';
import { headOf } from './window.ts';

export default defineCommand({
  verb: 'not-applicable',
  who: 'anyone asks; a waiver approver who is neither the asker nor opener or author of the pull request grants',
  does: 'asks that a check, or a part of it, be taken as meaning nothing for this pilot; confirmed again each year',
  instead: 'Add it under `not-applicable` in the policy file, in a pull request that a waiver approver approves.',
  subject: ({ code }) => code,
  run: async ({ code, part, because }, call) => {
    const no = (refusal: Parameters<typeof refused>[2]): Outcome => refused('not-applicable', code, refusal);
    const { by, at, comment, tools } = call;
    const row = excusable(call, code, 'not-applicable');
    if (isRefusal(row)) return no(row);
    if (!tools.pullRequest.isOpen) return no({ because: 'pull-request-closed' });
    const who = tools.policy.waivers.approvers;
    if (who.length === 0) return no({ because: 'nobody-named', of: 'waivers' });
    const head = await headOf(call);
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
