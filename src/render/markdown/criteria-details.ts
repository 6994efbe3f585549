import type { Report, ReportCheck, ReportCriterion } from '../../domain/report.ts';
import { type Block, type Item, line } from '../model/blocks.ts';
import { cut, utf8Length } from '../model/text.ts';
import { NOBODY_NAMED, outcomeWords, peopleWords, sentence } from '../model/words.ts';
import { printMarkdown } from './print-blocks.ts';
import {
  evidenceLinks,
  type Links,
  type PullRequestOptions,
  placeLink,
  placesIn,
  policyLinks,
} from './pull-request.ts';

const ORDER: ReportCriterion['status'][] = ['unmet', 'unknown', 'met', 'not-asked'];
const STATUS: Record<ReportCriterion['status'], { mark: string; words: string }> = {
  unmet: { mark: '⛔', words: 'not met' },
  unknown: { mark: '⚠️', words: 'not verified' },
  met: { mark: '✅', words: 'met' },
  'not-asked': { mark: '⚪', words: 'advice only' },
};
const MAX_PLACES = 5;
const MAX_ACTORS = 5;

/**
 * Every criterion with every check, open ones first, within a budget of UTF-8 bytes. Each criterion gets its share, so
 * that a long one hides no other; what it does not need goes to those after it.
 */
export function renderCriteria(report: Report, options: PullRequestOptions, budget: number): string {
  const links = evidenceLinks(report, options.serverUrl);
  const rules = policyLinks(report, options.serverUrl);
  const sorted = [...report.criteria].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  let room = budget;
  const texts = sorted.map((criterion, index) => {
    const share = Math.floor(room / (sorted.length - index));
    const text = printMarkdown(criterionBlocks(criterion, links, rules), share - 1);
    room -= utf8Length(text) + 1;
    return text;
  });
  return texts.length === 0 ? 'No criterion is required here.\n' : texts.join('\n');
}

function criterionBlocks(criterion: ReportCriterion, links: Links, rules: Links): Block[] {
  const { mark, words } = STATUS[criterion.status];
  const heading = `${mark} ${cut(criterion.title, 160)}: ${words} (${criterion.half})`;
  const items = [...criterion.checks]
    .sort((a, b) => weight(a) - weight(b))
    .map((check) => checkItem(check, links, rules));
  return [
    { kind: 'title', text: heading, level: 4 },
    { kind: 'list', items, more: 'more check' },
  ];
}

function isOpen(check: ReportCheck): boolean {
  return check.outcome === 'unmet' || check.outcome === 'stale' || check.outcome === 'unknown';
}

/** Open and blocking first, then open, then the rest, each in the order of the catalog. */
function weight(check: ReportCheck): number {
  if (check.level === 'off') return 3;
  return isOpen(check) ? (check.level === 'blocking' ? 0 : 1) : 2;
}

function checkItem(check: ReportCheck, links: Links, rules: Links): Item {
  const title = cut(check.title, 200);
  const codes = { codes: [check.code] };
  if (check.level === 'off') return { text: line`switched off: ${title}${codes}` };
  if (!isOpen(check)) return { text: line`${outcomeWords(check.outcome)}: ${title}${codes}` };
  const level = check.level === 'advisory' ? ', advice' : '';
  const text = line`${{ strong: outcomeWords(check.outcome) }}${level}: ${title}${codes}`;
  return { text, inner: [...findingItems(check, links), ruleItem(check, rules)] };
}

function findingItems(check: ReportCheck, links: Links): Item[] {
  const open = (check.findings ?? []).filter(({ outcome }) => outcome !== 'met' && outcome !== 'not-applicable');
  return (open.length > 0 ? open : [check]).map(({ summary, places, remedy }) => {
    const step = remedy === undefined || check.outcome === 'unknown' ? '' : ` ${sentence(remedy)}.`;
    return { text: line`${sentence(summary)}${placesIn(places, MAX_PLACES, links)}.${step}` };
  });
}

/** Who can act, and which line of the policy requires it. */
function ruleItem(check: ReportCheck, rules: Links): Item {
  const who = check.actors.slice(0, MAX_ACTORS).map((actor) => cut(actor, 60));
  const words = who.length === 0 ? `Who can act: ${NOBODY_NAMED}` : `Who can act: ${peopleWords(who)}`;
  return { text: line`${words}. Required by ${placeLink(check.rule, rules)}` };
}
