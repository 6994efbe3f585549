import { defineCommand, type Outcome, refused } from './define.ts';
import { isRefusal, notAmong, unavailableRefusal } from './people.ts';
import { sightedCommit } from './window.ts';

export default defineCommand({
  verb: 'accept',
  who: 'the holder of the role that the check names, as pilot.yaml names them where the pull request left its base; never who opened it',
  does: 'accepts in your own name what history can no longer prove; it is always displayed',
  instead: 'Submit a review with the line `/readiness accept <code> because …` in your own name.',
  subject: ({ subject }) => subject,
  run: async ({ subject, because }, call) => {
    const no = (refusal: Parameters<typeof refused>[2]): Outcome => refused('accept', subject, refusal);
    const { tools, by, at, comment, review } = call;
    if (review !== undefined && !['APPROVED', 'COMMENTED'].includes(review.state))
      return no({ because: 'not-approving' });
    if (!tools.pullRequest.isOpen) return no({ because: 'pull-request-closed' });
    const holders = await tools.holdersOf(subject);
    if (!holders.known) return no(unavailableRefusal(holders));
    if (holders.value === undefined) return no({ because: 'nobody-accepts', subject });
    const { role, who } = holders.value;
    const notHolder = await notAmong(call, who, role);
    if (notHolder) return no(notHolder);
    if (tools.pullRequest.opener === by) return no({ because: 'opened-it', who });
    const sighted = await sightedCommit(call, { subject });
    if (isRefusal(sighted)) return no(sighted);
    if (review !== undefined) return { kind: 'counts-as-review', verb: 'accept', subject };
    const covered = await tools.coveredAt(subject, sighted.sha);
    if (!covered.known) return no(unavailableRefusal(covered));
    return {
      kind: 'recorded',
      decision: {
        verb: 'accept',
        by,
        at,
        comment,
        pullRequest: tools.pullRequest.number,
        headSha: sighted.sha,
        subject,
        reason: because,
        onBehalf: role,
        covered: covered.value,
      },
    };
  },
});
