import { resolveCommit } from './commit.ts';
import { defineCommand, type Outcome, refused } from './define.ts';
import { isRefusal, notAmong, notIndependent } from './eligibility.ts';

export default defineCommand({
  verb: 'retire',
  who: 'waiver approvers who did not open or contribute to the pull request',
  does: 'ends the pilot: it is no longer evaluated',
  instead: 'Remove the topic and the policy file in a pull request that a waiver approver approves.',
  run: async ({ because }, call) => {
    const no = (refusal: Parameters<typeof refused>[2]): Outcome => refused('retire', '', refusal);
    const { by, at, comment, tools } = call;
    const who = tools.policy.waivers.approvers;
    const against = (await notAmong(call, who, 'waivers')) ?? (await notIndependent(call, who));
    if (against) return no(against);
    const commit = await resolveCommit(call);
    if (isRefusal(commit)) return no(commit);
    const pullRequest = tools.pullRequest.number;
    return {
      kind: 'recorded',
      decision: { verb: 'retire', by, at, comment, pullRequest, headSha: commit.sha, reason: because },
    };
  },
});
