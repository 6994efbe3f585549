import { covered } from '../../domain/cover.ts';
import { defined } from '../../domain/defined.ts';
import type { Condition } from '../../engine/decisions/control-statements.ts';
import type { DecisionState } from '../../engine/decisions/state.ts';
import type { Approval, Approvals } from '../../engine/fact-answers.ts';
import type { ControlQuestion } from '../../engine/fact-requests.ts';
import { GitHubUnavailableError, isMissing } from '../client/unavailable.ts';
import { isAmong, type MayAct, mayAct } from './accounts.ts';
import { type AuthorsContext, writtenBy } from './authored.ts';
import type { ReadBlobs } from './blobs.ts';
import { pullFiles, readPull } from './pull.ts';
import { readReviewsWithEdits } from './review-edits.ts';
import { askedForChanges, latestOpinions, type Review } from './reviews.ts';
import { conditions, declines, hasWithdrawn, type Signature, signatures } from './statements.ts';

export interface ReviewContext extends AuthorsContext {
  readBlobs: ReadBlobs;
  defaultBranch: string;
  pullRequest: number | undefined;
  /** The evaluated commit. */
  sha: string;
  /** The default branch and the target branch. */
  branches: string[];
  /** Decisions made by command, where there is a ledger. */
  decided?: DecisionState;
}

/**
 * The approvals of each control, all checked live: approving reviews with a line `/readiness sign-off <control>`, of this
 * pull request or of the merged one that the record names, and sign-offs in the ledger. A record itself proves nothing:
 * it only says where else to look for a person's own words.
 */
export async function approvalsOf(context: ReviewContext, controls: ControlQuestion[]): Promise<Approvals[]> {
  const { api, pullRequest } = context;
  const named = new Set(controls.map(({ control }) => control));
  // A decline that was edited away is seen only in the edits.
  const always =
    controls.some(({ plainApproval }) => plainApproval) ||
    (context.decided?.signOffs.some(({ decision }) => named.has(decision.control)) ?? false);
  const own = pullRequest === undefined ? [] : await readReviewsWithEdits(api, pullRequest, always);
  const answers = await Promise.all(
    controls.map(async (question): Promise<Approvals> => {
      const signed = [
        ...signatures(own, question.control, context.decided),
        ...(await recordSignatures(context, question, own)),
      ];
      const all = await Promise.all(signed.map((one) => approval(context, question, one)));
      const declined = await refusal(context, question, own);
      const conditions = await openConditions(context, question, own);
      return {
        control: question.control,
        approvals: all,
        ...defined({ declined }),
        ...(conditions.length === 0 ? {} : { conditions }),
      };
    }),
  );
  await addPlainApprovals(context, controls, answers, own);
  return answers;
}

/**
 * A plain approval never signs blindly: where the policy allows it, it counts only from somebody who may sign exactly
 * one of the open controls and made no statement about any control.
 */
async function addPlainApprovals(
  context: ReviewContext,
  controls: ControlQuestion[],
  answers: Approvals[],
  reviews: Review[],
): Promise<void> {
  if (!controls.some((question) => question.plainApproval)) return;
  const isOpen = (control: string): boolean =>
    !answers.some(
      (one) => one.control === control && one.approvals.some((given) => given.eligible === true && !given.withdrawn),
    );
  const open = controls.filter(({ control }) => isOpen(control));
  const withoutStatement = [...latestOpinions(reviews).values()].filter(
    ({ state, human, statements, by }) =>
      state === 'APPROVED' &&
      human !== false &&
      statements.length === 0 &&
      !context.decided?.statements.some(({ decision }) => decision.by === by),
  );
  for (const review of withoutStatement) {
    const may = await Promise.all(open.map((question) => mayApprove(context.api, review, question)));
    const own = open.filter((_question, index) => may[index] === true || may[index] === 'unknown');
    const [question] = own;
    if (question === undefined || own.length > 1 || !question.plainApproval || may[open.indexOf(question)] !== true)
      continue;
    const given = await approval(context, question, { review, source: 'review', withdrawn: false });
    answers.find((one) => one.control === question.control)?.approvals.push({ ...given, plain: true });
  }
}

async function approval(context: ReviewContext, question: ControlQuestion, one: Signature): Promise<Approval> {
  const { review, source, withdrawn } = one;
  const [may, bound] = await Promise.all([
    mayApprove(context.api, review, question),
    boundTo(context, question, review),
  ]);
  return {
    by: review.by,
    at: review.at,
    source,
    commit: review.commit ?? '',
    covered: bound.covered,
    eligible: typeof may === 'boolean' || may === 'unknown' ? may : false,
    ...(may === 'noMembership' || may === 'noWriteAccess' ? { lacks: may } : {}),
    ...bound.authors,
    ...(review.by === (await context.attributions.opener()) ? { opened: true as const } : {}),
    human: review.human !== false,
    withdrawn,
    ...defined({ edited: review.edited }),
  };
}

/** Checked live, and only for people: statements of Apps need no lookup. */
async function mayApprove(
  api: ReviewContext['api'],
  { by, human }: Pick<Review, 'by' | 'human'>,
  { approvers, needsWrite }: ControlQuestion,
): Promise<MayAct> {
  if (human === false) return false;
  const may = await mayAct(api, by, approvers, needsWrite);
  return may === true && human === 'unknown' ? 'unknown' : may;
}

/** The files the reviewer saw, and whether they contributed to them; unknown when the commit no longer exists. */
async function boundTo(
  context: ReviewContext,
  { covers }: ControlQuestion,
  { by, commit }: Pick<Review, 'by' | 'commit'>,
): Promise<{ covered: Approval['covered']; authors: Pick<Approval, 'authored' | 'doubt'> }> {
  if (commit === undefined) return { covered: [], authors: { authored: 'unknown' } };
  try {
    const list = covered((await context.trees.whole(commit)).tree, covers);
    const paths = list.map(({ path }) => path);
    const authors = await writtenBy(context, by, commit, paths);
    return { covered: list.map(({ path, mode, blob }) => ({ path, mode, blob })), authors };
  } catch (error) {
    if (isMissing(error)) return { covered: [], authors: { authored: 'unknown' } };
    throw error;
  }
}

/**
 * Signatures in reviews of the merged pull request that a record names. They count when it brought that control's record
 * to the default or the target branch, and their authors did not take them back there or here.
 */
async function recordSignatures(
  { api, pullRequest, branches }: ReviewContext,
  { recordPr, control }: ControlQuestion,
  own: Review[],
): Promise<Signature[]> {
  if (recordPr === undefined || recordPr === pullRequest) return [];
  try {
    const pull = await readPull(api, recordPr);
    if (typeof pull.merged_at !== 'string' || !branches.includes(pull.base.ref)) return [];
    const reviews = await readReviewsWithEdits(api, recordPr);
    const given = signatures(reviews, control);
    if (given.length === 0) return [];
    const files = await pullFiles(api, pull);
    if (files === undefined) {
      throw new GitHubUnavailableError(`the files of pull request #${recordPr} could not be read completely`, 'github');
    }
    const record = new RegExp(`(^|/)controls/${control.replace(/[^a-z0-9-]/gi, '')}\\.ya?ml$`, 'i');
    if (!files.some((path) => record.test(path))) return [];
    const opinions = latestOpinions(own);
    return given.map((one) => {
      const { by, at } = one.review;
      const isTakenBack = askedForChanges(opinions, by, at) || hasWithdrawn(own, control, by, at);
      return { ...one, source: 'record-pull-request', withdrawn: one.withdrawn || isTakenBack };
    });
  } catch (error) {
    // A record may name a pull request that does not exist; the reviews of this one show that access works.
    if (pullRequest !== undefined && isMissing(error)) return [];
    throw error;
  }
}

/**
 * The refusal in effect. Dismissing the review, or leaving the organization, does not lift it. It counts unless the
 * person is known not to be named as an approver.
 */
async function refusal(
  { api, decided }: ReviewContext,
  question: ControlQuestion,
  reviews: Review[],
): Promise<Approvals['declined']> {
  for (const statement of declines(reviews, question.control, decided)) {
    if ((await isAmong(api, statement.by, question.approvers)) !== false) return statement;
  }
  return undefined;
}

/** Open conditions. They count unless the person is known not to be named as an approver. */
async function openConditions(
  { api, decided }: ReviewContext,
  question: ControlQuestion,
  reviews: Review[],
): Promise<Condition[]> {
  const found = conditions(reviews, question.control, decided);
  const may = await Promise.all(found.map(({ by }) => isAmong(api, by, question.approvers)));
  return found.filter((_condition, index) => may[index] !== false);
}
