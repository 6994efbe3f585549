import { type ControlsStanding, type ControlWord, controlsStanding } from './control-words.ts';
import { type Decision, type DecisionOf, decisionKey } from './decision.ts';
import { type Asked, type GrantedException, grantedExceptions, openAsks } from './exceptions.ts';
import type { DecisionRecord } from './read-record.ts';

/** What the decisions of a pilot amount to now. */
export interface Standing extends ControlsStanding {
  /** Everything said of controls, in the order of speaking: reviews are heard between. */
  words: ControlWord[];
  asks: Asked[];
  /** The last grant for each check and part, whether it still holds or not. */
  exceptions: GrantedException[];
  acceptances: DecisionOf<'accept'>[];
  holds: DecisionOf<'hold'>[];
  /** The pilot was ended. */
  retired?: DecisionOf<'retire'>;
}

/**
 * Folds the decisions of one pilot, over all of its pull requests. Tampering with a comment, whenever it is noticed, takes
 * from its commands what they opened and leaves what they closed: more of it never permits more.
 */
export function standingOf(record: DecisionRecord, now: number): Standing {
  const tampered = new Set(record.tamperings.map(({ comment }) => `${comment.kind}:${comment.id}`));
  const said = inOrder(record.decisions).map((decision) => ({
    decision,
    isVoid: tampered.has(`${decision.comment.kind}:${decision.comment.id}`),
  }));
  const of = <V extends Decision['verb']>(...verbs: V[]): { decision: DecisionOf<V>; isVoid: boolean }[] =>
    said.filter((one): one is { decision: DecisionOf<V>; isVoid: boolean } =>
      (verbs as string[]).includes(one.decision.verb),
    );
  const intact = <V extends Decision['verb']>(verb: V): DecisionOf<V>[] =>
    of(verb).flatMap(({ decision, isVoid }) => (isVoid ? [] : [decision]));
  const words = of('sign-off', 'decline', 'withdraw');
  const exceptions = {
    asks: of('waive', 'not-applicable'),
    grants: of('grant'),
    revokes: of('revoke').map(({ decision }) => decision),
  };
  const released = new Set(intact('release').flatMap(({ holds }) => holds.map(decisionKey)));
  const retired = intact('retire').at(-1);
  return {
    ...controlsStanding(words, now),
    words,
    asks: openAsks(exceptions, now),
    exceptions: grantedExceptions(exceptions, now),
    acceptances: intact('accept'),
    holds: of('hold')
      .map(({ decision }) => decision)
      .filter(({ comment }) => !released.has(decisionKey(comment))),
    ...(retired === undefined ? {} : { retired }),
  };
}

/** In the order of speaking, each line of each comment once. */
function inOrder(decisions: Decision[]): Decision[] {
  const once = new Map<string, Decision>();
  for (const decision of decisions) {
    const key = decisionKey(decision.comment);
    if (!once.has(key)) once.set(key, decision);
  }
  const time = ({ at }: Decision): number => Date.parse(at);
  return [...once.values()].sort(
    (a, b) => time(a) - time(b) || a.comment.id - b.comment.id || a.comment.line - b.comment.line,
  );
}
