import type { DecisionOf } from '../engine/decisions/decision.ts';
import type { ExceptionRequest } from '../engine/decisions/exceptions.ts';
import { QUIET_MS, resolveCommit } from './commit.ts';
import { defineCommand, type Outcome, refused } from './define.ts';
import { excusable, invalidExpiry, isRefusal, notAmong, notIndependent } from './eligibility.ts';
import type { ParsedCommandOf } from './language/verbs.ts';
import type { Refusal } from './receipt.ts';
import type { Call } from './tools.ts';

export default defineCommand({
  verb: 'grant',
  who: 'a waiver approver who is neither the requester nor opener, author, co-author or committer of the pull request',
  does: 'grants what was requested for the check on this pull request: a waiver, or that it is not applicable',
  instead: 'Add the waiver to the policy file, in a pull request that a waiver approver approves.',
  subject: ({ code }) => code,
  run: grant,
});

async function grant(command: ParsedCommandOf<'grant'>, call: Call): Promise<Outcome> {
  const { code } = command;
  const no = (refusal: Refusal): Outcome => refused('grant', code, refusal);
  const { by, at, comment, tools } = call;
  if (!tools.pullRequest.isOpen) return no({ because: 'pull-request-closed' });
  const who = tools.policy.waivers.approvers;
  const notEligible = await notAmong(call, who, 'waivers');
  if (notEligible) return no(notEligible);
  const request = requestFor(command, call);
  if (isRefusal(request)) return no(request);
  const row = excusable(call, code, request.verb === 'waive' ? 'waived' : 'not-applicable');
  if (isRefusal(row)) return no(row);
  if (request.by === by) return no({ because: 'requested-it', who });
  // A grant within a minute of the request is refused: the terms may have been changed just before.
  if (!(Date.parse(at) - Date.parse(request.at) >= QUIET_MS))
    return no({ because: 'just-requested', by: request.by, at: request.at });
  const wrongEnd = request.verb === 'waive' ? invalidExpiry(call, request.until) : undefined;
  if (wrongEnd) return no(wrongEnd);
  const involved = await notIndependent(call, who);
  if (involved) return no(involved);
  const commit = await resolveCommit(call);
  if (isRefusal(commit)) return no(commit);
  const decision: DecisionOf<'grant'> = {
    verb: 'grant',
    by,
    at,
    comment,
    pullRequest: tools.pullRequest.number,
    headSha: commit.sha,
    code,
    of: request.verb,
    askedBy: request.by,
    reason: request.reason,
    ask: request.comment,
    ...(request.verb === 'waive' ? { until: request.until } : request.part === undefined ? {} : { part: request.part }),
  };
  return { kind: 'recorded', decision };
}

/** The request that is meant. Only this pull request counts, because its authors decide who may grant. */
function requestFor(
  { code, from }: ParsedCommandOf<'grant'>,
  { decisionState, tools }: Call,
): ExceptionRequest | Refusal {
  const requests = decisionState.requests.filter(
    (one) =>
      one.code === code && one.pullRequest === tools.pullRequest.number && (from === undefined || one.by === from),
  );
  const [only] = requests;
  if (only === undefined) return { because: 'nothing-requested', code };
  if (requests.length === 1) return only;
  return { because: 'several-requested', lines: requests.map((one) => `/readiness grant ${code} from @${one.by}`) };
}
