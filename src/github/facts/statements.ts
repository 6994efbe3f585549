import type { Condition, ControlDecision } from '../../engine/decisions/control-statements.ts';
import type { DecisionState } from '../../engine/decisions/state.ts';
import type { Approval, Approvals } from '../../engine/fact-requests.ts';
import type { Words } from './review-statements.ts';
import { askedForChanges, isActive, latestOpinions, type Review } from './reviews.ts';

/** A signature of a control, with what is known of its review; one by command reads like a review of its commit. */
export interface Signature {
  review: Pick<Review, 'by' | 'at' | 'human' | 'commit'>;
  source: Approval['source'];
  withdrawn: boolean;
}

type ControlWords = Extract<Words, { control: string }>;

/** One thing that somebody said of a control, in a review or by command. */
type Statement =
  | { from: 'review'; review: Review; words: ControlWords }
  | { from: 'ledger'; decision: ControlDecision; isVoid: boolean };

/** Everything that was said of a control, in the order of speaking, whichever way. */
function statementOf(reviews: Review[], control: string, decided: DecisionState | undefined): Statement[] {
  const name = control.toLowerCase();
  const inReviews = reviews.flatMap((review) =>
    review.words.flatMap((words): Statement[] =>
      'control' in words && words.control === name ? [{ from: 'review', review, words }] : [],
    ),
  );
  const byCommand = (decided?.statements ?? []).flatMap((word): Statement[] =>
    word.decision.control === name ? [{ from: 'ledger', ...word }] : [],
  );
  if (byCommand.length === 0) return inReviews;
  const time = (said: Statement): number => Date.parse(said.from === 'review' ? said.review.at : said.decision.at);
  return [...inReviews, ...byCommand].sort((a, b) => time(a) - time(b));
}

/**
 * The last thing each person said of a control, where that was a signature. One whose comment was edited or deleted, or
 * whose signer asked for changes since, is withdrawn.
 */
export function signatures(reviews: Review[], control: string, decided?: DecisionState): Signature[] {
  const opinions = latestOpinions(reviews);
  const last = new Map<string, Signature>();
  for (const said of statementOf(reviews, control, decided)) {
    if (said.from === 'review') {
      const { review, words } = said;
      if (words.verb === 'sign-off') {
        const pinned = words.at === undefined || review.commit?.startsWith(words.at) === true;
        if (!pinned || !['APPROVED', 'DISMISSED'].includes(review.state)) continue;
        last.set(review.by, { review, source: 'review', withdrawn: !isActive(review, opinions) });
      } else withdraw(last, review.by);
      continue;
    }
    const { decision, isVoid } = said;
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

/** Refusals that nobody took back: by signing or withdrawing, in a comment that nobody touched since. */
export function declines(
  reviews: Review[],
  control: string,
  decided?: DecisionState,
): NonNullable<Approvals['declined']>[] {
  const last = new Map<string, NonNullable<Approvals['declined']> | undefined>();
  for (const said of statementOf(reviews, control, decided)) {
    if (said.from === 'review') {
      const { review, words } = said;
      if (!review.human) continue;
      if (words.verb === 'decline') last.set(review.by, { by: review.by, at: review.at, reason: words.because });
      else if (words.verb === 'withdraw' || review.state === 'APPROVED') last.set(review.by, undefined);
      continue;
    }
    const { decision, isVoid } = said;
    const { by, at } = decision;
    if (decision.verb === 'decline')
      last.set(by, { by, at, reason: decision.reason, source: 'ledger', link: decision.comment.url });
    else if (!isVoid) last.set(by, undefined);
  }
  return [...last.values()].filter((said) => said !== undefined);
}

/** Conditions under which somebody signed, unless the same person signed without one since, in a review. */
export function conditions(reviews: Review[], control: string, decided?: DecisionState): Condition[] {
  const own = (decided?.conditions ?? []).filter((one) => one.control === control);
  if (own.length === 0) return [];
  const signed = signatures(reviews, control);
  return own.filter(
    ({ by, at }) =>
      !signed.some(({ review, withdrawn }) => review.by === by && !withdrawn && Date.parse(review.at) > Date.parse(at)),
  );
}
