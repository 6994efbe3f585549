import type { DecisionOf } from '../engine/decisions/decision.ts';
import { defineCommand, type Outcome, refused } from './define.ts';
import { allApprovers, isRefusal, notAmong, notIndependent, unavailableRefusal } from './people.ts';
import type { Call, Looked } from './tools.ts';
import { QUIET, sightedCommit } from './window.ts';

export default defineCommand({
  verb: 'release',
  who: 'whoever held it; else an approver of any control, or of waivers, who did not open or write the pull request',
  does: 'lifts every hold of this pilot',
  instead: 'Dismiss the review that requests changes.',
  run: async (_said, call) => {
    const no = (refusal: Parameters<typeof refused>[2]): Outcome => refused('release', '', refusal);
    const { by, at, comment, tools } = call;
    const held = await stillHeld(call);
    if (!held.known) return no(unavailableRefusal(held));
    const holds = held.value;
    if (holds.length === 0) return no({ because: 'nothing-held' });
    const others = holds.filter((hold) => hold.by !== by);
    if (others.length > 0) {
      const who = allApprovers(call);
      const against = (await notAmong(call, who, 'any control or waivers')) ?? (await notIndependent(call, who));
      if (against) return no(against);
      const recent = others.find((hold) => !(Date.parse(at) - Date.parse(hold.at) >= QUIET));
      if (recent !== undefined) return no({ because: 'just-held', by: recent.by, at: recent.at });
    }
    const sighted = await sightedCommit(call);
    if (isRefusal(sighted)) return no(sighted);
    return {
      kind: 'recorded',
      decision: {
        verb: 'release',
        by,
        at,
        comment,
        pullRequest: tools.pullRequest.number,
        headSha: sighted.sha,
        holds: holds.map((hold) => hold.comment),
      },
    };
  },
});

/** Holds of the pilot, and those that only people with a part in this pull request released: they close it still. */
async function stillHeld({ decisionState, tools }: Call): Promise<Looked<DecisionOf<'hold'>[]>> {
  if (decisionState.released.length === 0) return { known: true, value: decisionState.holds };
  const hands = await tools.authors();
  if (!hands.known) return hands;
  const parts = [tools.pullRequest.opener, ...hands.value.map(({ login }) => login)];
  const kept = decisionState.released.filter((one) => one.by.every((login) => parts.includes(login)));
  return { known: true, value: [...decisionState.holds, ...kept.map(({ hold }) => hold)] };
}
