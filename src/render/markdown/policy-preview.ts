import type { Fault } from '../../domain/observation.ts';
import type { Report } from '../../domain/report.ts';
import type { Conclusion, OutcomeKind } from '../../domain/verdict.ts';
import { faultLine } from '../model/faults.ts';
import { fitItems } from '../model/items.ts';
import { cut, forMarkdown, forMarkdownCode, linkTarget, proseForMarkdown, utf8Length } from '../model/text.ts';
import { CHECK_NAMES } from '../model/titles.ts';
import { many } from '../model/words.ts';
import { faultAnnotations } from './annotations.ts';
import { CHECK_BUDGET, CHECK_TITLE, type RenderedCheckRun } from './check-run.ts';
import { changesBetween } from './proposed-policy.ts';

/** What one pull request is told under one policy. */
interface Told {
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
  now: Told;
  under: Told;
  /** Whether everybody who can read the preview can read that repository too; else it is only counted. */
  isForAll: boolean;
}

/** What a change of an organization's policy would do to the open promotions. */
export interface PolicyPreview {
  serverUrl: string;
  rows: PreviewRow[];
  /** Promotions that could not be judged under both policies. */
  unseen: number;
  /** Promotions that were not looked at, because there are too many, or because the change stands in a fork. */
  left: number;
  isFork: boolean;
  /** The pull request takes the policy away. */
  isRemoval: boolean;
}

const ASIDE =
  'This never blocks: it only shows what merging would do. The policy in force is that of the default branch.';
const WHYS = 3;

/** The check run of a pull request that changes the organization's policy. Neutral, whatever it says. */
export function renderPolicyPreview(preview: PolicyPreview): RenderedCheckRun {
  const flips = preview.rows.filter((row) => sideWords(row.now) !== sideWords(row.under));
  const named = flips.filter(({ isForAll }) => isForAll);
  const head = [
    `${headline(preview, flips.length)}.`,
    ...(preview.isRemoval
      ? ['The organization would have no policy: nothing would set a floor under its repositories.']
      : []),
    ...besides(preview, flips),
  ].join('\n\n');
  const table = named.length === 0 ? '' : '| Promotion | Now | With this policy | Why |\n|-|-|-|-|\n';
  const items = named.map((row) => tableRow(row, preview.serverUrl));
  const room = CHECK_BUDGET - utf8Length(head) - utf8Length(table) - utf8Length(ASIDE) - 100;
  const list = fitItems(items, room, 'more promotion');
  return run(headline(preview, flips.length), `${head}\n\n${table}${list}\n${ASIDE}\n`, []);
}

/** The same for a policy that could not be used: what is wrong stands at its lines. */
export function renderUnusablePolicy(faults: Fault[]): RenderedCheckRun {
  const title = `The new policy cannot be used: ${many(faults.length, 'fault')}`;
  const items = faults.map((fault) => `- ${proseForMarkdown(faultLine(fault))}\n`);
  const meaning =
    'Merged like this, every promotion of every pilot of the organization would be stopped until it is mended.';
  const list = fitItems(items, CHECK_BUDGET - 1_000, 'more fault');
  return run(title, `${meaning}\n\n${list}\n${ASIDE}\n`, faultAnnotations(faults).annotations);
}

/** What stands there meanwhile. */
export function previewProgress(done: number, all: number): { title: string; summary: string } {
  return {
    title: `Asking the open promotions: ${done} of ${all}`,
    summary: `Each open promotion is judged by the policy in force and by this one.\n\n${ASIDE}\n`,
  };
}

function headline({ rows, unseen, left }: PolicyPreview, flips: number): string {
  if (rows.length + unseen + left === 0) return 'No promotion is open that this policy could change';
  const asked = many(rows.length, 'open promotion');
  const changed = flips === 0 ? `None of ${asked} would change` : `${flips} of ${asked} would change`;
  return unseen + left === 0 ? changed : `${changed}, ${unseen + left} not looked at`;
}

function besides({ rows, unseen, left, isFork }: PolicyPreview, flips: PreviewRow[]): string[] {
  const hidden = rows.filter(({ isForAll }) => !isForAll);
  const hiddenFlips = flips.filter(({ isForAll }) => !isForAll);
  const kinds = new Map<string, number>();
  for (const { now, under } of hiddenFlips) {
    const kind = `${sideWords(now)} → ${sideWords(under)}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const listed = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
  return [
    ...(hidden.length > 0
      ? [
          `${many(hidden.length, 'promotion stands', 'promotions stand')} in repositories that not everybody who can read this may see, and are only counted: ${listed === '' ? 'none would change' : listed}.`,
        ]
      : []),
    ...(unseen > 0 ? [`${many(unseen, 'promotion')} could not be judged under both policies.`] : []),
    ...(left > 0
      ? [
          `${many(left, 'promotion was', 'promotions were')} not looked at: ${isFork ? 'the change stands in a fork, and anybody could ask that way. Push the branch to this repository' : 'there are too many'}.`,
        ]
      : []),
  ];
}

function tableRow({ repository, number, now, under }: PreviewRow, serverUrl: string): string {
  const name = `${cut(repository, 140)}#${number}`;
  const target = linkTarget(`${serverUrl.replace(/\/+$/, '')}/${repository}/pull/${number}`);
  const link = target === undefined ? forMarkdownCode(name) : `[${forMarkdown(name)}](${target})`;
  const changes = now.report && under.report ? changesBetween(now.report, under.report) : [];
  const more = changes.length > WHYS ? ` and ${changes.length - WHYS} more` : '';
  const why = `${changes
    .slice(0, WHYS)
    .map((one) => forMarkdownCode(cut(one, 80)))
    .join(', ')}${more}`;
  return `| ${link} | ${sideWords(now)} | **${sideWords(under)}** | ${why} |\n`;
}

const ENDINGS: Record<OutcomeKind, string> = {
  ready: 'ready',
  'not-ready': 'not ready',
  undetermined: 'undetermined',
  'invalid-policy': 'policy cannot be used',
};

function sideWords({ isPilot, isPromotion, outcome: ending, conclusion }: Told): string {
  if (!isPilot) return 'no pilot';
  if (!isPromotion || ending === undefined) return 'not a promotion';
  return conclusion === 'neutral' ? `${ENDINGS[ending]} (observe only)` : ENDINGS[ending];
}

function run(title: string, summary: string, annotations: RenderedCheckRun['annotations']): RenderedCheckRun {
  return {
    name: CHECK_NAMES.policy,
    title: cut(title, CHECK_TITLE),
    summary,
    text: '',
    conclusion: 'neutral',
    annotations,
  };
}
