import { addDays, day, endOfDay, parseInstant } from '../domain/dates.ts';
import { defined } from '../domain/defined.ts';
import type { Observation } from '../domain/observation.ts';
import { parsePerson, samePerson } from '../domain/people/person.ts';
import { type GrantedException, YEAR_DAYS } from './decisions/exceptions.ts';
import type { DecisionState as Decided } from './decisions/state.ts';
import { answerOf, type ExceptionTerms, type FactRequest, grantProof, waiverProof } from './fact-requests.ts';
import type { EffectivePolicy } from './policy/effective.ts';
import type { GrantedWaiver, NotApplicable } from './policy/exceptions.ts';

type Answers = Map<string, Observation<unknown>>;

/** Whether an exception applies: `unknown` when its proof could not be read. */
export type ExceptionState = { holds: 'yes' } | { holds: 'no' | 'unknown'; because: string };

/** Days before its expiry on which the warning about a waiver begins. */
const WARNING_DAYS = 14;

/** The first moment (ms) of the warning about a waiver that expires after this day; undefined for an invalid day. */
export function warningOf(until: string): number | undefined {
  const end = endOfDay(until);
  return end === undefined ? undefined : addDays(end, -WARNING_DAYS);
}

/** Whether a waiver until that day expires soon and is not expired yet. */
export function expiresSoon(until: string, now: number): boolean {
  const warning = warningOf(until);
  return warning !== undefined && now >= warning && now < addDays(warning, WARNING_DAYS);
}

/** The proofs that the policy's waivers and exceptions need. */
export function exceptionRequests(policy: EffectivePolicy, decided?: Decided): FactRequest[] {
  const granted = (decided?.exceptions ?? []).filter(({ state }) => state === 'in-force');
  const byCommand = granted.map(({ grant }) => grantProof(grant.pullRequest, grant.by, policy.waivers.approvers));
  const written = [...policy.waivers.granted, ...policy.notApplicable].flatMap((entry) =>
    entry.pr === undefined ? [] : [proofOf(entry, entry.pr, policy)],
  );
  return [...written, ...byCommand];
}

/** Whether a waiver granted by command applies now. Whether the granter is still eligible is verified each time. */
export function grantState(granted: GrantedException, policy: EffectivePolicy, answers: Answers): ExceptionState {
  const { grant, state, expiresAt, revoked } = granted;
  const no = (because: string): ExceptionState => ({ holds: 'no', because });
  if (state === 'void') return no('the comment that granted it was edited or deleted');
  if (state === 'revoked') return no(`@${revoked?.by} revoked it on ${revoked?.at.slice(0, 10)}`);
  if (state === 'expired')
    return no(grant.until === undefined ? 'it must be confirmed every year' : `it expired on ${grant.until}`);
  const granting = parseInstant(grant.at.slice(0, 10)) ?? 0;
  if (grant.of === 'waive' && expiresAt > addDays(granting, policy.waivers.maxDays + 1))
    return no(`the policy permits waivers of at most ${policy.waivers.maxDays} days`);
  const { approvers } = policy.waivers;
  if (approvers.length === 0) return no('the policy names no waivers.approvers');
  const request = grantProof(grant.pullRequest, grant.by, approvers);
  const proof = answerOf(answers, request);
  if (proof === undefined || proof.state === 'unavailable')
    return { holds: 'unknown', because: proof?.reason ?? `whether @${grant.by} may grant it was not verified` };
  if (proof.state === 'seen' && proof.value.accepted) return { holds: 'yes' };
  return no(`@${grant.by} is not an approver, or contributed to the pull request`);
}

/** Whether a waiver of the policy file applies now. It expires at 24:00 UTC of its day. */
export function waiverState(
  waiver: GrantedWaiver,
  policy: EffectivePolicy,
  answers: Answers,
  now: number,
): ExceptionState {
  const end = endOfDay(waiver.until);
  const start = parseInstant(waiver.on);
  if (end === undefined || start === undefined) return { holds: 'no', because: 'its dates cannot be read' };
  if (now >= end) return { holds: 'no', because: `it expired on ${waiver.until}` };
  if (now < start) return { holds: 'no', because: `it begins on ${waiver.on}` };
  return approved(waiver, policy, answers).state;
}

/**
 * Whether a not-applicable entry of the policy file is accepted by someone who may. Confirmed again a year after its date,
 * or after its approval where that is older.
 */
export function exceptionState(
  entry: EffectivePolicy['notApplicable'][number],
  policy: EffectivePolicy,
  answers: Answers,
  now: number,
): ExceptionState {
  if (entry.on === undefined) return { holds: 'no', because: 'it does not say since when it is accepted (on)' };
  const on = parseInstant(entry.on);
  if (on === undefined) return { holds: 'no', because: 'its date cannot be read' };
  if (now < on) return { holds: 'no', because: `it begins on ${entry.on}` };
  const { state, at } = approved(entry, policy, answers);
  const since = Math.min(on, at ?? on);
  if (now >= addDays(since, YEAR_DAYS))
    return { holds: 'no', because: `it was accepted on ${day(since)} and must be confirmed every year` };
  return state;
}

/** Whether an entry was approved as it stands now, and when. */
function approved(
  entry: GrantedWaiver | NotApplicable,
  policy: EffectivePolicy,
  answers: Answers,
): { state: ExceptionState; at?: number } {
  const { by, pr } = entry;
  const no = (because: string): { state: ExceptionState } => ({ state: { holds: 'no', because } });
  const approvers = policy.waivers.approvers.map(parsePerson);
  if (approvers.length === 0) return no('the policy names no waivers.approvers');
  if (!isNamed(by, policy) && approvers.every((approver) => approver.team === undefined)) {
    return no(`${by} is not among waivers.approvers`);
  }
  if (pr === undefined) return no('it does not name the pull request in which it was approved (pr)');
  const proof = answerOf(answers, proofOf(entry, pr, policy));
  if (proof === undefined || proof.state === 'unavailable') {
    const because = proof?.reason ?? `whether ${by} approved pull request #${pr} was not verified`;
    return { state: { holds: 'unknown', because } };
  }
  if (proof.state !== 'seen') return no(`${by} did not approve pull request #${pr}`);
  const { accepted, at, because } = proof.value;
  if (because === 'not-introduced') return no(`pull request #${pr} did not add it to the policy in these words`);
  if (because === 'other-terms') return no(`${by} approved other words in pull request #${pr}`);
  if (!accepted) return no(`${by} did not approve pull request #${pr}`);
  return { state: { holds: 'yes' }, ...defined({ at: at === undefined ? undefined : parseInstant(at) }) };
}

/** Approving a pull request is open to many: who is not named by account has to be in a team that is. */
function proofOf(entry: ExceptionTerms, pr: number, policy: EffectivePolicy): FactRequest<'waiver-proof'> {
  const teams = policy.waivers.approvers.map(parsePerson).flatMap(({ team }) => team ?? []);
  return waiverProof(pr, entry, isNamed(entry.by, policy) ? [] : teams);
}

function isNamed(by: string, policy: EffectivePolicy): boolean {
  const person = parsePerson(by);
  return policy.waivers.approvers.some((approver) => samePerson(parsePerson(approver), person));
}
