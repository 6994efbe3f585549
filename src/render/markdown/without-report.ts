import { type Conclusion, conclusionOf, type Mode } from '../../domain/verdict.ts';
import { type Inline, line, paragraph } from '../model/blocks.ts';
import { cut, plain } from '../model/text.ts';
import { CHECK_NAMES, DEFAULT_LABEL } from '../model/titles.ts';
import { dayWords, placeWords } from '../model/words.ts';
import { CHECK_TITLE, type RenderedCheckRun, titleWithSiblings } from './check-run.ts';
import { printMarkdown } from './print-blocks.ts';
import type { PullRequestOptions } from './pull-request.ts';

/** Results under the required name where nothing was evaluated: without one the branch would wait forever. */

/** A repository that is not a pilot, on a branch that requires the check. @public */
export function renderNotPilot(): RenderedCheckRun {
  return answer('success', 'Not a pilot: no checks apply to this repository', [
    'This repository is not tagged as a pilot, so nothing was evaluated and nothing is blocked.',
    "To make it a pilot, add the topic or property that the organization's policy names, or a policy file `.github/pilot-readiness.yml`.",
  ]);
}

/** A pilot that was ended by command. */
export function renderRetired(retired: { by: string; at: string; reason: string }): RenderedCheckRun {
  const by = { code: `@${cut(retired.by, 60)}` };
  return answer('success', 'Retired: this pilot is no longer evaluated', [
    line`${by} retired this pilot on ${dayWords(retired.at)}: ${cut(retired.reason, 400)}. Nothing was evaluated and nothing is blocked.`,
    'If the comment that retired it is edited or deleted, the pilot is evaluated again.',
  ]);
}

/** A pilot that the organization's policy ended. */
export function renderReleased(released: { path: string; line?: number | undefined }): RenderedCheckRun {
  const { path, line: at } = released;
  const place = { code: cut(placeWords({ path, ...(at && { line: at }) }), 200) };
  return answer('success', 'Released: the organization ended this pilot', [
    line`The organization's policy (${place}) states that this repository is no longer a pilot. Nothing was evaluated and nothing is blocked.`,
    'If that line is removed, the pilot is evaluated again.',
  ]);
}

/** A pull request of a pilot that is not a promotion, on a branch that requires the check. @public */
export function renderNotPromotion(
  options: Pick<PullRequestOptions, 'promotionLabels' | 'combined' | 'enforcement'> & { pullRequest: number },
): RenderedCheckRun {
  const [label] = options.promotionLabels ?? [DEFAULT_LABEL];
  const how = label === undefined ? [] : line` To make it one, add the label ${{ code: cut(label, 50) }}.`;
  const title = 'Not a promotion: no checks apply to this pull request';
  return answer(
    options.combined?.conclusion ?? 'success',
    titleWithSiblings(title, 'success', options, options.pullRequest),
    [
      line`${siblingWords(options)}By the policy, this pull request does not promote a pilot to production, so it was not evaluated.${how}`,
      ...(options.enforcement?.isElsewhere ? [ELSEWHERE] : []),
    ],
  );
}

const ELSEWHERE =
  'This branch requires the check although it is no promotion branch. So this commit gets a green check that a promotion branch accepts too, for as long as this pull request is open: it could be pushed there, or be proposed there and merged before it is evaluated. Require the check on promotion branches only; `pilot-readiness doctor` prints the rules.';

/** Nothing could be evaluated: the policy or the pull request could not be read. It never opens the gate. @public */
export function renderNotEvaluated(
  reason: string,
  mode: Mode,
  options: Pick<PullRequestOptions, 'commands'> & {
    /** When it is retried, or that it is not. */
    again?: Date | 'given-up';
  },
): RenderedCheckRun {
  return answer(conclusionOf('undetermined', mode), cut(`Undetermined: ${plain(reason)}`, CHECK_TITLE), [
    `Nothing was evaluated, and checks that could not be verified do not pass: ${cut(reason, 400)}.`,
    options.commands === 'app' ? retryWords(options.again) : 'Rerun the job.',
  ]);
}

/** Why a passing check no longer counts on its commit. */
export type WithdrawalReason = 'closed' | 'moved' | 'no-promotion';

/** The check of a commit whose passing result no longer counts: a result belongs to its pull request. @public */
export function renderWithdrawn(pullRequest: number, reason: WithdrawalReason): RenderedCheckRun {
  const [title, ...paragraphs] = withdrawalWords(pullRequest)[reason];
  return answer('failure', title, paragraphs);
}

/** The title of a withdrawn check and its paragraphs. */
function withdrawalWords(pullRequest: number): Record<WithdrawalReason, [string, ...string[]]> {
  const number = `\`#${pullRequest}\``;
  return {
    closed: [
      'This pull request is closed; reopening it evaluates it again',
      `${number} was closed without being merged, so this commit is not ready for production by it anymore.`,
      'A result counts only for the pull request that it was evaluated for.',
    ],
    moved: [
      'This commit is not the head of its pull request anymore',
      `${number} has other commits now, and its result is on the newest one. This commit alone is not ready for production.`,
    ],
    'no-promotion': [
      'This pull request is not a promotion anymore',
      `${number} was evaluated as a promotion before. That result does not count anymore. It is evaluated again when it becomes a promotion.`,
    ],
  };
}

function retryWords(again: Date | 'given-up' | undefined): string {
  if (again === 'given-up')
    return 'It was retried several times and is not retried automatically anymore. Contact the operator of the App. `/readiness` retries now.';
  const iso = again?.toISOString();
  const when = iso === undefined ? '' : ` at ${iso.slice(11, 16)} UTC on ${iso.slice(0, 10)}`;
  return `It is retried automatically${when}; \`/readiness\` retries now.`;
}

function siblingWords({
  combined,
  pullRequest,
}: Pick<PullRequestOptions, 'combined'> & { pullRequest: number }): string {
  if (combined === undefined || combined.conclusion === 'success') return '';
  if (combined.unlisted !== undefined)
    return `Other pull requests with this commit could not be listed (${cut(combined.unlisted, 300)}), and one of them could be a promotion that is not ready. `;
  if (combined.from === pullRequest) return '';
  return `The check also covers \`#${combined.from}\`, which has the same commit and is not ready. `;
}

function answer(conclusion: Conclusion, title: string, paragraphs: Inline[]): RenderedCheckRun {
  const summary = printMarkdown(paragraphs.map((text) => paragraph(text)));
  return { name: CHECK_NAMES.promotion, title, summary, text: '', conclusion, annotations: [] };
}

/** Why a repository without any tag is still evaluated as a pilot: who removed the tag, and when. */
export function stickyPilotWords(since: Date, untagged: { by: string; at: Date } | undefined): string {
  const day = (at: Date): string => at.toISOString().slice(0, 10);
  const what =
    untagged === undefined
      ? 'no longer has a tag that makes it one'
      : `lost the topic "pilot" on ${day(untagged.at)}, removed by ${untagged.by === '' ? 'a deleted account' : `\`${plain(untagged.by).replaceAll('`', '')}\``}`;
  return `This repository has been a pilot since ${day(since)} and ${what}. It remains a pilot until it is retired`;
}
