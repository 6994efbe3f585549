import { type Conclusion, conclusionOf, type Mode } from '../../domain/verdict.ts';
import { dayWords } from '../model/days.ts';
import { cut, forMarkdownCode, plain, proseForMarkdown } from '../model/text.ts';
import { CHECK_NAMES } from '../model/titles.ts';
import { placeWords } from '../model/words.ts';
import { CHECK_TITLE, type RenderedCheckRun, titleWithSiblings } from './check-run.ts';
import type { PullRequestOptions } from './pull-request.ts';

/** Answers under the required name where nothing was judged: without one the branch would wait for ever. */

/** A repository that is no pilot, on a branch where the check is required all the same. @public */
export function renderNotPilot(): RenderedCheckRun {
  return answer(
    'success',
    'Not a pilot: nothing is asked of this repository',
    "This repository is not tagged as a pilot, so nothing was judged and nothing is blocked.\n\nIt becomes one by the topic or the property that the organization's policy names, or by a policy file `.github/pilot-readiness.yml` of its own.",
  );
}

/** A pilot that somebody ended by command: it is judged no more. */
export function renderRetired(retired: { by: string; at: string; reason: string }): RenderedCheckRun {
  const by = forMarkdownCode(`@${cut(retired.by, 60)}`);
  return answer(
    'success',
    'Retired: this pilot is judged no more',
    `${by} retired this pilot on ${dayWords(retired.at)}: ${proseForMarkdown(cut(retired.reason, 400))}. Nothing was judged and nothing is blocked.\n\nWhen the comment that retired it is edited or deleted, the pilot is judged again.`,
  );
}

/** A pilot that the organization's policy ended. */
export function renderReleased(released: { path: string; line?: number | undefined }): RenderedCheckRun {
  return answer(
    'success',
    'Released: the organization ended this pilot',
    `The organization's policy (${forMarkdownCode(cut(placeWords(released), 200))}) says that this repository is a pilot no more. Nothing was judged and nothing is blocked.\n\nIt is judged again when that line goes.`,
  );
}

/** A pull request of a pilot that the policy does not call a promotion, on a branch where the check is required. @public */
export function renderNotPromotion(
  options: Pick<PullRequestOptions, 'promotionLabels' | 'combined'> & { pullRequest: number },
): RenderedCheckRun {
  const [label] = options.promotionLabels ?? ['promote-to-production'];
  const how = label === undefined ? '' : ` Add the label ${forMarkdownCode(cut(label, 50))} to make it one.`;
  const from = siblingWords(options);
  return answer(
    options.combined?.conclusion ?? 'success',
    titleWithSiblings(
      'Not a promotion: nothing is asked of this pull request',
      'success',
      options,
      options.pullRequest,
    ),
    `${from}This pull request puts no pilot into production as the policy defines it, so it was not judged.${how}`,
  );
}

/** Nothing could be judged at all: the policy or the pull request could not be read. It never opens the gate. @public */
export function renderNotEvaluated(
  reason: string,
  mode: Mode,
  options: Pick<PullRequestOptions, 'commands'> & {
    /** When it is tried again, or that it is not. */
    again?: Date | 'given-up';
  },
): RenderedCheckRun {
  const again = options.commands === 'app' ? nextTry(options.again) : 'Run the job again.';
  return answer(
    conclusionOf('undetermined', mode),
    cut(`Undetermined, could not look: ${plain(reason)}`, CHECK_TITLE),
    `Nothing was judged, and what could not be looked at counts as not proven: ${proseForMarkdown(cut(reason, 400))}.\n\n${again}`,
  );
}

function nextTry(again: Date | 'given-up' | undefined): string {
  if (again === 'given-up')
    return 'It was tried several times and is not tried again by itself. Tell whoever operates the App; `/readiness` tries at once.';
  const when =
    again === undefined ? '' : ` at ${again.toISOString().slice(11, 16)} UTC on ${again.toISOString().slice(0, 10)}`;
  return `It is tried again by itself${when}; \`/readiness\` tries at once.`;
}

function siblingWords({
  combined,
  pullRequest,
}: Pick<PullRequestOptions, 'combined'> & { pullRequest: number }): string {
  if (combined === undefined || combined.conclusion === 'success') return '';
  if (combined.unlisted !== undefined)
    return `Other pull requests with this commit could not be listed (${proseForMarkdown(cut(combined.unlisted, 300))}), and one of them could be a promotion that is not ready. `;
  return combined.from === pullRequest
    ? ''
    : `The check speaks for \`#${combined.from}\`, which has the same commit and is not ready. `;
}

function answer(conclusion: Conclusion, title: string, summary: string): RenderedCheckRun {
  return { name: CHECK_NAMES.promotion, title, summary: `${summary}\n`, text: '', conclusion, annotations: [] };
}
