import type { DecisionOf } from '../engine/decisions/decision.ts';
import { QUIET_MS, resolveCommit } from './commit.ts';
import { defineCommand, type Outcome, refused } from './define.ts';
import { allApprovers, isRefusal, notAnyApprover, notIndependent, unavailableRefusal } from './eligibility.ts';
import type { Call, Lookup } from './tools.ts';

export default defineCommand({
  verb: 'release',
  who: 'the person who held it; otherwise an approver of any control, or of waivers, who did not open or contribute to the pull request',
  does: 'releases every hold of this pilot',
  instead: 'Dismiss the review that requests changes.',
  run: async (_command, call) => {
    const no = (refusal: Parameters<typeof refused>[2]): Outcome => refused('release', '', refusal);
    const { by, at, comment, tools } = call;
    const held = await stillHeld(call);
    if (!held.known) return no(unavailableRefusal(held));
    const holds = held.value;
    if (holds.length === 0) return no({ because: 'nothing-held' });
    const others = holds.filter((hold) => hold.by !== by);
    if (others.length > 0) {
      const who = allApprovers(call);
      const against = (await notAnyApprover(call)) ?? (await notIndependent(call, who));
      if (against) return no(against);
      const recent = others.find((hold) => !(Date.parse(at) - Date.parse(hold.at) >= QUIET_MS));
      if (recent !== undefined) return no({ because: 'just-held', by: recent.by, at: recent.at });
    }
    const commit = await resolveCommit(call);
    if (isRefusal(commit)) return no(commit);
    return {
      kind: 'recorded',
      decision: {
        verb: 'release',
        by,
        at,
        comment,
        pullRequest: tools.pullRequest.number,
        headSha: commit.sha,
        holds: holds.map((hold) => hold.comment),
      },
    };
  },
});

/** The current holds, and those that were released only by people who contributed to this pull request. */
async function stillHeld({ decisionState, tools }: Call): Promise<Lookup<DecisionOf<'hold'>[]>> {
  if (decisionState.released.length === 0) return { known: true, value: decisionState.holds };
  const contributors = await tools.authors();
  if (!contributors.known) return contributors;
  const parts = [tools.pullRequest.opener, ...contributors.value.map(({ login }) => login)];
  const kept = decisionState.released.filter((one) => one.by.every((login) => parts.includes(login)));
  return { known: true, value: [...decisionState.holds, ...kept.map(({ hold }) => hold)] };
}
