import { defined } from '../../domain/defined.ts';
import { type ControlStatement, type ControlStates, controlStates } from './control-statements.ts';
import { type Decision, type DecisionOf, decisionKey } from './decision.ts';
import { type ExceptionRequest, type GrantedException, grantedExceptions, openRequests } from './exceptions.ts';
import type { DecisionRecord } from './read-record.ts';

/** The current state of the decisions of a pilot. */
export interface DecisionState extends ControlStates {
  /** All statements about controls by command, in order of time, to be merged with reviews. */
  statements: ControlStatement[];
  requests: ExceptionRequest[];
  /** The last grant for each check and part, whether it still holds or not. */
  exceptions: GrantedException[];
  acceptances: DecisionOf<'accept'>[];
  holds: DecisionOf<'hold'>[];
  /** Holds that others released: it counts if one of them did not contribute to the evaluated pull request. */
  released: { hold: DecisionOf<'hold'>; by: string[] }[];
  /** Set when the pilot was retired. */
  retired?: DecisionOf<'retire'>;
}

/**
 * Combines the decisions of one pilot, over all of its pull requests. Tampering with a comment, whenever it is noticed,
 * voids what its commands opened and keeps what they closed, so tampering never permits more.
 */
export function decisionStateOf(record: DecisionRecord, now: number): DecisionState {
  const tampered = new Set(record.tamperings.map(({ comment }) => `${comment.kind}:${comment.id}`));
  const ordered = inOrder(record.decisions).map((decision) => ({
    decision,
    isVoid: tampered.has(`${decision.comment.kind}:${decision.comment.id}`),
  }));
  const of = <V extends Decision['verb']>(...verbs: V[]): { decision: DecisionOf<V>; isVoid: boolean }[] =>
    ordered.filter((one): one is { decision: DecisionOf<V>; isVoid: boolean } =>
      (verbs as string[]).includes(one.decision.verb),
    );
  const intact = <V extends Decision['verb']>(verb: V): DecisionOf<V>[] =>
    of(verb).flatMap(({ decision, isVoid }) => (isVoid ? [] : [decision]));
  const statements = of('sign-off', 'decline', 'withdraw');
  const exceptions = {
    requests: of('waive', 'not-applicable'),
    grants: of('grant'),
    revokes: of('revoke').map(({ decision }) => decision),
  };
  const releases = intact('release');
  const releasersOf = ({ comment }: DecisionOf<'hold'>): string[] =>
    releases.filter(({ holds }) => holds.some((one) => decisionKey(one) === decisionKey(comment))).map(({ by }) => by);
  const holds = of('hold').map(({ decision }) => decision);
  const retired = intact('retire').at(-1);
  return {
    ...controlStates(statements, now),
    statements,
    requests: openRequests(exceptions, now),
    exceptions: grantedExceptions(exceptions, now),
    acceptances: intact('accept'),
    holds: holds.filter((hold) => releasersOf(hold).length === 0),
    released: holds.flatMap((hold) => {
      const by = [...new Set(releasersOf(hold))];
      return by.length === 0 || by.includes(hold.by) ? [] : [{ hold, by }];
    }),
    ...defined({ retired }),
  };
}

/** In order of time, each line of each comment once. */
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
