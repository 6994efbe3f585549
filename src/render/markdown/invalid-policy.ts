import type { Fault } from '../../domain/observation.ts';
import { conclusionOf } from '../../domain/verdict.ts';
import { type Block, type Inline, line, paragraph, title } from '../model/blocks.ts';
import { cut, plain } from '../model/text.ts';
import { CHECK_NAMES } from '../model/titles.ts';
import { faultLine, many, shortCommit } from '../model/words.ts';
import { faultAnnotations } from './annotations.ts';
import { CHECK_BUDGET, CHECK_TITLE, leftNote, type RenderedCheckRun } from './check-run.ts';
import { COMMENT_BUDGET, COMMENT_MARKER, withMarker } from './comment.ts';
import { printMarkdown } from './print-blocks.ts';
import { blobAddress, type PullRequestOptions, placeLink } from './pull-request.ts';

/** Where the invalid policy was read. */
export interface PolicyOptions extends Pick<PullRequestOptions, 'serverUrl' | 'commands'> {
  repository: string;
  /** The commit of the default branch at which it was read. */
  commit?: string;
}

/** The check run of a promotion whose policy is invalid: a person has to act. @public */
export function renderInvalidPolicy(faults: Fault[], options: PolicyOptions): RenderedCheckRun {
  const { annotations, left } = faultAnnotations(faults);
  return {
    name: CHECK_NAMES.promotion,
    title: cut(titleOf(faults), CHECK_TITLE),
    summary: printMarkdown(bodyOf(faults, options, leftNote(annotations.length, left)), CHECK_BUDGET),
    text: '',
    conclusion: conclusionOf('invalid-policy', 'enforce'),
    annotations,
  };
}

/** The same as a comment. @public */
export function renderInvalidPolicyComment(faults: Fault[], options: PolicyOptions): string {
  const blocks = [title(`⛔ ${cut(titleOf(faults), 200)}`), ...bodyOf(faults, options, [])];
  return withMarker(printMarkdown(blocks, COMMENT_BUDGET - COMMENT_MARKER.length - 1));
}

function titleOf(faults: Fault[]): string {
  const [first] = faults;
  const where = first === undefined ? '' : ` in ${plain(first.path)}`;
  return `The policy is invalid: ${many(faults.length, 'fault')}${where}`;
}

function bodyOf(faults: Fault[], options: PolicyOptions, notes: Block[]): Block[] {
  const { repository, commit, commands } = options;
  const again = commands === 'app' ? 'Open promotions are then evaluated again automatically.' : 'Then rerun this job.';
  const at = commit === undefined ? [] : line` at ${{ code: shortCommit(plain(commit)) }}`;
  return [
    paragraph('Nothing was evaluated. While the policy is invalid, every promotion is blocked, also under `observe`.'),
    ...notes,
    { kind: 'list', items: faults.map((fault) => ({ text: faultText(fault, options) })), more: 'more fault' },
    paragraph(line`${fixWords(faults)} ${again}`),
    {
      kind: 'footer',
      text: line`Policy of ${{ code: cut(repository, 140) }}${at}, read from the default branch`,
    },
  ];
}

/** Whoever can write to the organization's repository fixes its file, for the whole organization. */
function fixWords(faults: Fault[]): Inline {
  const elsewhere = faults.find(({ repository }) => repository !== undefined)?.repository;
  if (elsewhere === undefined)
    return 'Fix the file in a separate pull request: one that only makes the policy valid is not a promotion.';
  return line`The faults are in the organization's policy in ${{ code: cut(elsewhere, 140) }}: fixing them there fixes every pilot at once.`;
}

function faultText(fault: Fault, { serverUrl, repository, commit }: PolicyOptions): Inline {
  const words = faultLine(fault).slice(`${plain(fault.path)}:${fault.line}:${fault.column} `.length);
  // Which commit of another repository was read is not known here, so there is no permanent link.
  const place = placeLink(fault, (one) =>
    fault.repository === undefined ? blobAddress(serverUrl, repository, commit ?? '', one) : undefined,
  );
  return line`${place} ${words}`;
}
