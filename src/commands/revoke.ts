import { resolveHead } from './commit.ts';
import { defineCommand, type Outcome, refused } from './define.ts';
import { isRefusal, notAmong } from './eligibility.ts';

export default defineCommand({
  verb: 'revoke',
  who: 'waiver approvers, and the requester',
  does: 'revokes the waiver or not-applicable of the check, and open requests for it',
  instead: 'Remove the waiver from the policy file.',
  subject: ({ code }) => code,
  run: async ({ code }, call) => {
    const no = (refusal: Parameters<typeof refused>[2]): Outcome => refused('revoke', code, refusal);
    const { by, at, comment, tools, decisionState } = call;
    const granted = decisionState.exceptions.filter(({ grant, state }) => grant.code === code && state === 'in-force');
    const requests = decisionState.requests.filter((one) => one.code === code);
    if (granted.length + requests.length === 0) {
      const written = tools.policy.waivers.granted.find((one) => one.check === code);
      if (written === undefined) return no({ because: 'nothing-to-revoke', of: code });
      const { path, line } = written.origin;
      return no({ because: 'granted-in-policy', code, place: line === undefined ? path : `${path}:${line}` });
    }
    const own = [...granted.map(({ grant }) => grant.askedBy), ...requests.map((one) => one.by)];
    const notEligible = own.every((asker) => asker === by)
      ? undefined
      : await notAmong(call, tools.policy.waivers.approvers, 'waivers');
    if (notEligible) return no(notEligible);
    const head = await resolveHead(call);
    if (isRefusal(head)) return no(head);
    const pullRequest = tools.pullRequest.number;
    return {
      kind: 'recorded',
      decision: { verb: 'revoke', by, at, comment, pullRequest, headSha: head.sha, code },
    };
  },
});
