import { defineCommand, type Outcome, refused } from './define.ts';
import { isRefusal, notAmong } from './people.ts';
import { headOf } from './window.ts';

export default defineCommand({
  verb: 'revoke',
  who: 'waiver approvers, and whoever asked for it',
  does: 'takes back the waiver or not-applicable of the check, and what is asked for it',
  instead: 'Remove the waiver from the policy file.',
  subject: ({ code }) => code,
  run: async ({ code }, call) => {
    const no = (refusal: Parameters<typeof refused>[2]): Outcome => refused('revoke', code, refusal);
    const { by, at, comment, tools, decisionState } = call;
    const granted = decisionState.exceptions.filter(({ grant, state }) => grant.code === code && state === 'in-force');
    const asked = decisionState.asks.filter((one) => one.code === code);
    if (granted.length + asked.length === 0) {
      const written = tools.policy.waivers.granted.find((one) => one.check === code);
      if (written === undefined) return no({ because: 'nothing-to-take-back', of: code });
      const { path, line } = written.origin;
      return no({ because: 'stands-in-policy', code, place: line === undefined ? path : `${path}:${line}` });
    }
    const own = [...granted.map(({ grant }) => grant.askedBy), ...asked.map((one) => one.by)];
    const notEligible = own.every((asker) => asker === by)
      ? undefined
      : await notAmong(call, tools.policy.waivers.approvers, 'waivers');
    if (notEligible) return no(notEligible);
    const head = await headOf(call);
    if (isRefusal(head)) return no(head);
    const pullRequest = tools.pullRequest.number;
    return {
      kind: 'recorded',
      decision: { verb: 'revoke', by, at, comment, pullRequest, headSha: head.sha, code },
    };
  },
});
