import type { Fault } from '../../domain/observation.ts';
import type { Report } from '../../domain/report.ts';
import type { Conclusion, OutcomeKind } from '../../domain/verdict.ts';
import { type Block, type Inline, listed, paragraph } from '../model/blocks.ts';
import { cut } from '../model/text.ts';
import { CHECK_NAMES } from '../model/titles.ts';
import { faultLine, many } from '../model/words.ts';
import { faultAnnotations } from './annotations.ts';
import { CHECK_BUDGET, CHECK_TITLE, type RenderedCheckRun } from './check-run.ts';
import { printMarkdown } from './print-blocks.ts';
import { changesBetween } from './proposed-policy.ts';

/** The result of one pull request under one policy. */
interface Side {
  isPilot: boolean;
  isPromotion: boolean;
  outcome?: OutcomeKind;
  conclusion: Conclusion;
  report?: Report;
}

/** One open promotion, now and with the changed policy of its organization. */
export interface PreviewRow {
  repository: string;
  number: number;
  now: Side;
  under: Side;
  /** Whether everyone who can read the preview can read that repository too; otherwise it is only counted. */
  isForAll: boolean;
}

/** What a change of an organization's policy would do to the open promotions. */
export interface PolicyPreview {
  serverUrl: string;
  rows: PreviewRow[];
  /** Promotions that could not be evaluated under both policies. */
  unseen: number;
  /** Promotions that were skipped, because there are too many or because the change is in a fork. */
  left: number;
  isFork: boolean;
  /** The pull request removes the policy. */
  isRemoval: boolean;
}

const ASIDE =
  'This never blocks: it only shows what merging would do. The policy in force is that of the default branch.';
const MAX_REASONS = 3;

/** The check run of a pull request that changes the organization's policy. Always neutral. */
export function renderPolicyPreview(preview: PolicyPreview): RenderedCheckRun {
  const flips = preview.rows.filter((row) => sideWords(row.now) !== sideWords(row.under));
  const named = flips.filter(({ isForAll }) => isForAll);
  const heading = headline(preview, flips.length);
  const removal = 'The organization would have no policy, and no minimum would apply to its repositories.';
  const table: Block = {
    kind: 'table',
    columns: ['Promotion', 'Now', 'With this policy', 'Why'],
    rows: named.map((row) => ({ cells: cellsOf(row, preview.serverUrl) })),
    more: 'more promotion',
  };
  return run(heading, [
    paragraph(`${heading}.`),
    ...(preview.isRemoval ? [paragraph(removal)] : []),
    ...notListed(preview, flips).map((text) => paragraph(text)),
    ...(named.length === 0 ? [] : [table]),
  ]);
}

/** The same for a policy that is invalid: annotations mark what is wrong. */
export function renderUnusablePolicy(faults: Fault[]): RenderedCheckRun {
  const blocks: Block[] = [
    paragraph(
      'If merged like this, every promotion of every pilot in the organization would be blocked until it is fixed.',
    ),
    { kind: 'list', items: faults.map((fault) => ({ text: faultLine(fault) })), more: 'more fault' },
  ];
  const title = `The new policy is invalid: ${many(faults.length, 'fault')}`;
  return { ...run(title, blocks), annotations: faultAnnotations(faults).annotations };
}

/** What the check run shows meanwhile. */
export function previewProgress(done: number, all: number): { title: string; summary: string } {
  const explained = 'Each open promotion is evaluated with the current policy and with this one.';
  return {
    title: `Evaluating open promotions: ${done} of ${all}`,
    summary: printMarkdown([paragraph(explained), paragraph(ASIDE)]),
  };
}

function headline({ rows, unseen, left }: PolicyPreview, flips: number): string {
  if (rows.length + unseen + left === 0) return 'No open promotion is affected by this policy';
  const all = many(rows.length, 'open promotion');
  const changed = flips === 0 ? `None of ${all} would change` : `${flips} of ${all} would change`;
  return unseen + left === 0 ? changed : `${changed}, ${unseen + left} not evaluated`;
}

function notListed({ rows, unseen, left, isFork }: PolicyPreview, flips: PreviewRow[]): string[] {
  const hidden = rows.filter(({ isForAll }) => !isForAll).length;
  const kinds = new Map<string, number>();
  for (const { now, under } of flips.filter(({ isForAll }) => !isForAll)) {
    const kind = `${sideWords(now)} → ${sideWords(under)}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const counts = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'none would change';
  const why = isFork
    ? 'the change is in a fork, and anyone could trigger evaluations that way. Push the branch to this repository'
    : 'there are too many';
  return [
    ...(hidden > 0
      ? [
          `${many(hidden, 'promotion is', 'promotions are')} in repositories that not every reader of this page can access, and only counted: ${counts}.`,
        ]
      : []),
    ...(unseen > 0 ? [`${many(unseen, 'promotion')} could not be evaluated with both policies.`] : []),
    ...(left > 0 ? [`${many(left, 'promotion was', 'promotions were')} skipped: ${why}.`] : []),
  ];
}

function cellsOf({ repository, number, now, under }: PreviewRow, serverUrl: string): Inline[] {
  const link = `${cut(repository, 140)}#${number}`;
  const changes = now.report && under.report ? changesBetween(now.report, under.report) : [];
  return [
    [{ link, url: `${serverUrl.replace(/\/+$/, '')}/${repository}/pull/${number}` }],
    sideWords(now),
    [{ strong: sideWords(under) }],
    listed(
      changes.map((change) => ({ code: cut(change, 80) })),
      MAX_REASONS,
    ),
  ];
}

const OUTCOMES: Record<OutcomeKind, string> = {
  ready: 'ready',
  'not-ready': 'not ready',
  undetermined: 'undetermined',
  'invalid-policy': 'invalid policy',
};

function sideWords({ isPilot, isPromotion, outcome, conclusion }: Side): string {
  if (!isPilot) return 'not a pilot';
  if (!isPromotion || outcome === undefined) return 'not a promotion';
  return conclusion === 'neutral' ? `${OUTCOMES[outcome]} (observe only)` : OUTCOMES[outcome];
}

function run(title: string, blocks: Block[]): RenderedCheckRun {
  return {
    name: CHECK_NAMES.policy,
    title: cut(title, CHECK_TITLE),
    summary: printMarkdown([...blocks, paragraph(ASIDE)], CHECK_BUDGET),
    text: '',
    conclusion: 'neutral',
    annotations: [],
  };
}
