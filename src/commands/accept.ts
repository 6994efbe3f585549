import { resolveCommit } from './commit.ts';
import { defineCommand, type Outcome, refused } from './define.ts';
import { isRefusal, notAmong, notIndependent, unavailableRefusal } from './eligibility.ts';
import { DEFINITIONS } from './language/verbs.ts';

export default defineCommand({
  verb: 'accept',
  who: 'the holder of the role that the check requires, according to pilot.yaml at the merge base; for definitions, the people named in the report; never the opener of the pull request',
  does: 'accepts in your own name what the history can no longer prove, or what the promotion asks less of than before; the acceptance is always shown',
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
    if (holders.value === undefined) return no({ because: 'not-acceptable', subject });
    const { role, who } = holders.value;
    const notHolder = await notAmong(call, who, role);
    if (notHolder) return no(notHolder);
    if (tools.pullRequest.opener === by) return no({ because: 'opened-it', who });
    const hadPart = subject === DEFINITIONS ? await notIndependent(call, who) : undefined;
    if (hadPart) return no(hadPart);
    const commit = await resolveCommit(call, { subject });
    if (isRefusal(commit)) return no(commit);
    if (review !== undefined) return { kind: 'counts-as-review', verb: 'accept', subject };
    const covered = await tools.coveredAt(subject, commit.sha);
    if (!covered.known) return no(unavailableRefusal(covered));
    return {
      kind: 'recorded',
      decision: {
        verb: 'accept',
        by,
        at,
        comment,
        pullRequest: tools.pullRequest.number,
        headSha: commit.sha,
        subject,
        reason: because,
        onBehalf: role,
        covered: covered.value,
      },
    };
  },
});
