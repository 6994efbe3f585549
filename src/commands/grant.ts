import type { DecisionOf } from '../engine/decisions/decision.ts';
import type { Asked } from '../engine/decisions/exceptions.ts';
import { defineCommand, type Outcome, refused } from './define.ts';
import { invalidExpiry } from './expiry.ts';
import type { ParsedCommandOf } from './language/grammar.ts';
import { excusable, isRefusal, notAmong, notIndependent } from './people.ts';
import type { Refusal } from './receipt.ts';
import type { Call } from './tools.ts';
import { QUIET, sightedCommit } from './window.ts';

export default defineCommand({
  verb: 'grant',
  who: 'a waiver approver who is neither the asker nor opener, author, co-author or committer of the pull request',
  does: 'grants what was asked on this pull request for the check: the waiver, or that it is not applicable',
  instead: 'Add the waiver to the policy file, in a pull request that a waiver approver approves.',
  subject: ({ code }) => code,
  run: grant,
});

async function grant(said: ParsedCommandOf<'grant'>, call: Call): Promise<Outcome> {
  const { code } = said;
  const no = (refusal: Refusal): Outcome => refused('grant', code, refusal);
  const { by, at, comment, tools } = call;
  if (!tools.pullRequest.isOpen) return no({ because: 'pull-request-closed' });
  const who = tools.policy.waivers.approvers;
  const notEligible = await notAmong(call, who, 'waivers');
  if (notEligible) return no(notEligible);
  const ask = askFor(said, call);
  if (isRefusal(ask)) return no(ask);
  const row = excusable(call, code, ask.verb === 'waive' ? 'waived' : 'not-applicable');
  if (isRefusal(row)) return no(row);
  if (ask.by === by) return no({ because: 'asked-for-it', who });
  // Who grants has read what was asked: nobody reads what was written in the minute before.
  if (!(Date.parse(at) - Date.parse(ask.at) >= QUIET)) return no({ because: 'just-asked', by: ask.by, at: ask.at });
  const wrongEnd = ask.verb === 'waive' ? invalidExpiry(call, ask.until) : undefined;
  if (wrongEnd) return no(wrongEnd);
  const involved = await notIndependent(call, who);
  if (involved) return no(involved);
  const sighted = await sightedCommit(call);
  if (isRefusal(sighted)) return no(sighted);
  const decision: DecisionOf<'grant'> = {
    verb: 'grant',
    by,
    at,
    comment,
    pullRequest: tools.pullRequest.number,
    headSha: sighted.sha,
    code,
    of: ask.verb,
    askedBy: ask.by,
    reason: ask.reason,
    ask: ask.comment,
    ...(ask.verb === 'waive' ? { until: ask.until } : ask.part === undefined ? {} : { part: ask.part }),
  };
  return { kind: 'recorded', decision };
}

/** The one ask that is meant: of this pull request, because who may grant it depends on who wrote that. */
function askFor({ code, from }: ParsedCommandOf<'grant'>, { decisionState, tools }: Call): Asked | Refusal {
  const asked = decisionState.asks.filter(
    (one) =>
      one.code === code && one.pullRequest === tools.pullRequest.number && (from === undefined || one.by === from),
  );
  const [only] = asked;
  if (only === undefined) return { because: 'nothing-asked', code };
  if (asked.length === 1) return only;
  return { because: 'several-asked', lines: asked.map((one) => `/readiness grant ${code} from @${one.by}`) };
}
