import { namesCommit } from '../../commands/language/verbs.ts';
import type { Condition, ControlDecision } from '../../engine/decisions/control-statements.ts';
import type { DecisionState } from '../../engine/decisions/state.ts';
import type { Approval, Approvals } from '../../engine/fact-answers.ts';
import type { ReviewStatement } from './reviews.ts';
import { askedForChanges, isActive, latestOpinions, type Review } from './reviews.ts';

/** A signature of a control with its review. A signature by command is represented as a review of its commit. */
export interface Signature {
  review: Pick<Review, 'by' | 'at' | 'human' | 'commit' | 'edited'>;
  source: Approval['source'];
  withdrawn: boolean;
}

type ControlStatement = Extract<ReviewStatement, { control: string }>;

/** A statement about a control, in a review or by command. */
type Statement =
  | { from: 'review'; review: Review; line: ControlStatement }
  | { from: 'ledger'; decision: ControlDecision; isVoid: boolean };

/** All statements about a control in chronological order, from reviews and commands. */
function statementsOn(reviews: Review[], control: string, decided: DecisionState | undefined): Statement[] {
  const name = control.toLowerCase();
  const inReviews = reviews.flatMap((review) =>
    review.statements.flatMap((line): Statement[] =>
      'control' in line && line.control === name ? [{ from: 'review', review, line }] : [],
    ),
  );
  const byCommand = (decided?.statements ?? []).flatMap((word): Statement[] =>
    word.decision.control === name ? [{ from: 'ledger', ...word }] : [],
  );
  if (byCommand.length === 0) return inReviews;
  const time = (statement: Statement): number =>
    Date.parse(statement.from === 'review' ? statement.review.at : statement.decision.at);
  return [...inReviews, ...byCommand].sort((a, b) => time(a) - time(b));
}

/**
 * The latest statement of each person about a control, if it was a signature. It is withdrawn when its comment was
 * edited or deleted, or its author requested changes since. An edited review replaces no signature.
 */
export function signatures(reviews: Review[], control: string, decided?: DecisionState): Signature[] {
  const opinions = latestOpinions(reviews);
  const last = new Map<string, Signature>();
  for (const statement of statementsOn(reviews, control, decided)) {
    if (statement.from === 'review') {
      const { review, line } = statement;
      if (line.verb === 'sign-off') {
        const pinned = line.at === undefined || namesCommit(line.at, review.commit);
        if (!pinned || !['APPROVED', 'DISMISSED'].includes(review.state)) continue;
        if (review.edited && last.has(review.by)) continue;
        last.set(review.by, { review, source: 'review', withdrawn: !isActive(review, opinions) });
      } else withdraw(last, review.by);
      continue;
    }
    const { decision, isVoid } = statement;
    if (decision.verb === 'sign-off') {
      const { by, at, headSha } = decision;
      const review = { by, at, human: true, commit: headSha };
      const withdrawn = isVoid || askedForChanges(opinions, by, at);
      last.set(by, { review, source: 'ledger', withdrawn });
    } else withdraw(last, decision.by);
  }
  return [...last.values()];
}

function withdraw(last: Map<string, Signature>, by: string): void {
  const before = last.get(by);
  if (before !== undefined) last.set(by, { ...before, withdrawn: true });
}

/** Whether a person withdrew from a control, in a review, after an instant. */
export function hasWithdrawn(reviews: Review[], control: string, by: string, at: string): boolean {
  return reviews.some(
    (review) =>
      review.by === by &&
      Date.parse(review.at) > Date.parse(at) &&
      review.statements.some((line) => line.verb === 'withdraw' && line.control === control.toLowerCase()),
  );
}

/** Refusals that were not taken back by signing or withdrawing, in a comment or review that was not edited since. */
export function declines(
  reviews: Review[],
  control: string,
  decided?: DecisionState,
): NonNullable<Approvals['declined']>[] {
  const last = new Map<string, NonNullable<Approvals['declined']> | undefined>();
  for (const statement of statementsOn(reviews, control, decided)) {
    if (statement.from === 'review') {
      const { review, line } = statement;
      if (review.human === false) continue;
      if (line.verb === 'decline') last.set(review.by, { by: review.by, at: review.at, reason: line.because });
      else if (review.edited) continue;
      else if (line.verb === 'withdraw' || review.state === 'APPROVED') last.set(review.by, undefined);
      continue;
    }
    const { decision, isVoid } = statement;
    const { by, at } = decision;
    if (decision.verb === 'decline')
      last.set(by, { by, at, reason: decision.reason, source: 'ledger', link: decision.comment.url });
    else if (!isVoid) last.set(by, undefined);
  }
  return [...last.values()].filter((statement) => statement !== undefined);
}

/** Conditions of signatures, unless the same person later signed without one in a review. */
export function conditions(reviews: Review[], control: string, decided?: DecisionState): Condition[] {
  const own = (decided?.conditions ?? []).filter((one) => one.control === control);
  if (own.length === 0) return [];
  const signed = signatures(reviews, control);
  return own.filter(
    ({ by, at }) =>
      !signed.some(
        ({ review, withdrawn }) =>
          review.by === by && !withdrawn && !review.edited && Date.parse(review.at) > Date.parse(at),
      ),
  );
}
