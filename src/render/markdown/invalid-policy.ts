import type { Fault } from '../../domain/observation.ts';
import { conclusionOf } from '../../domain/verdict.ts';
import { faultLine } from '../model/faults.ts';
import { fitItems } from '../model/items.ts';
import { cut, forMarkdownCode, plain, proseForMarkdown, utf8Length } from '../model/text.ts';
import { CHECK_NAMES } from '../model/titles.ts';
import { many, shortCommit } from '../model/words.ts';
import { faultAnnotations } from './annotations.ts';
import { CHECK_BUDGET, CHECK_TITLE, type RenderedCheckRun } from './check-run.ts';
import { COMMENT_BUDGET, COMMENT_MARKER, marked } from './comment.ts';
import { blobAddress, type PullRequestOptions, placeLink } from './pull-request.ts';

/** Where the policy was read that cannot be used. */
export interface PolicyOptions extends Pick<PullRequestOptions, 'serverUrl' | 'commands'> {
  repository: string;
  /** The commit of the default branch at which it was read. */
  commit?: string;
}

const MEANING =
  'Nothing was judged: as long as the policy cannot be read, every promotion is stopped, under `observe` too.';
const MENDING =
  'Mend the file in a pull request of its own: one that changes nothing else and makes it valid is no promotion.';

/** The check run of a promotion whose policy cannot be used: a person has to act. @public */
export function renderInvalidPolicy(faults: Fault[], options: PolicyOptions): RenderedCheckRun {
  const { annotations, left } = faultAnnotations(faults);
  const remarks = left > 0 ? [`${annotations.length} lines are marked, and ${left} more are not.`] : [];
  return {
    name: CHECK_NAMES.promotion,
    title: cut(titleOf(faults), CHECK_TITLE),
    summary: bodyOf(faults, options, CHECK_BUDGET, remarks),
    text: '',
    conclusion: conclusionOf('invalid-policy', 'enforce'),
    annotations,
  };
}

/** The same as a comment. @public */
export function renderInvalidPolicyComment(faults: Fault[], options: PolicyOptions): string {
  const title = `### ⛔ ${proseForMarkdown(cut(titleOf(faults), 200))}\n\n`;
  return marked(
    `${title}${bodyOf(faults, options, COMMENT_BUDGET - COMMENT_MARKER.length - utf8Length(title) - 1, [])}`,
  );
}

function titleOf(faults: Fault[]): string {
  const [first] = faults;
  const where = first === undefined ? '' : ` in ${plain(first.path)}`;
  return `The policy cannot be used: ${many(faults.length, 'fault')}${where}`;
}

function bodyOf(faults: Fault[], options: PolicyOptions, budget: number, remarks: string[]): string {
  const items = faults.map((fault) => faultItem(fault, options));
  const head = [MEANING, ...remarks].join('\n\n');
  const foot = `${mendingWords(faults)} ${againWords(options)}\n\n<sub>${readAt(options)}</sub>\n`;
  const list = fitItems(items, budget - utf8Length(head) - utf8Length(foot) - 3, 'more fault');
  return `${head}\n\n${list}\n${foot}`;
}

/** The organization's file is mended by who may write there, and the whole organization waits for it. */
function mendingWords(faults: Fault[]): string {
  const elsewhere = faults.find((fault) => fault.repository !== undefined)?.repository;
  if (elsewhere === undefined) return MENDING;
  return `The faults are in the policy of the organization, in ${forMarkdownCode(cut(elsewhere, 140))}: whoever may write there mends it for every pilot at once.`;
}

function faultItem(fault: Fault, { serverUrl, repository, commit }: PolicyOptions): string {
  const start = `${plain(fault.path)}:${fault.line}:${fault.column} `;
  const words = faultLine(fault).slice(start.length);
  // Which commit of another repository was read is not known here, so there is no link that stays true.
  const place = placeLink(fault, (one) =>
    fault.repository === undefined ? blobAddress(serverUrl, repository, commit ?? '', one) : undefined,
  );
  return `- ${place} ${proseForMarkdown(words)}\n`;
}

function againWords({ commands }: PolicyOptions): string {
  return commands === 'app' ? 'Open promotions are judged again by themselves then.' : 'Then run this job again.';
}

function readAt({ repository, commit }: PolicyOptions): string {
  const at = commit === undefined ? '' : ` at ${forMarkdownCode(shortCommit(plain(commit)))}`;
  return `Policy of ${forMarkdownCode(cut(repository, 140))}${at}, read from the default branch`;
}
