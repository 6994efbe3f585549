import type { Report, ReportCheck, ReportCriterion } from '../../domain/report.ts';
import { fitItems } from '../model/items.ts';
import { stepProse } from '../model/rows.ts';
import { cut, forMarkdown, forMarkdownCode, utf8Length } from '../model/text.ts';
import { actorWords, outcomeWords } from '../model/words.ts';
import { evidenceLinks, type Links, type PullRequestOptions, placeLink, policyLinks } from './pull-request.ts';

const ORDER: ReportCriterion['status'][] = ['unmet', 'unknown', 'met', 'not-asked'];
const MARKS: Record<ReportCriterion['status'], string> = { unmet: '⛔', unknown: '⚠️', met: '✅', 'not-asked': '⚪' };
const STATUS: Record<ReportCriterion['status'], string> = {
  unmet: 'not met',
  unknown: 'not known',
  met: 'met',
  'not-asked': 'only advice',
};
const PLACES = 5;

/**
 * Every criterion with every check, what is open first, within a budget of UTF-8 bytes. Each criterion gets its share,
 * so that a talkative one hides no other; what it does not need goes to those after it.
 */
export function renderCriteria(report: Report, options: PullRequestOptions, budget: number): string {
  const sorted = [...report.criteria].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  let room = budget;
  const blocks = sorted.map((criterion, index) => {
    const block = blockOf(criterion, report, options, Math.floor(room / (sorted.length - index)));
    room -= utf8Length(block);
    return block;
  });
  return blocks.length === 0 ? 'No criterion is asked here.\n' : blocks.join('');
}

function blockOf(criterion: ReportCriterion, report: Report, options: PullRequestOptions, share: number): string {
  const title = forMarkdown(cut(criterion.title, 160));
  const heading = `#### ${MARKS[criterion.status]} ${title}: ${STATUS[criterion.status]} (${criterion.half})\n\n`;
  const items = [...criterion.checks]
    .sort((a, b) => weight(a) - weight(b))
    .map((check) => checkItem(check, report, options));
  return `${heading}${fitItems(items, share - utf8Length(heading) - 1, 'more check')}\n`;
}

function isOpen(check: ReportCheck): boolean {
  return check.outcome === 'unmet' || check.outcome === 'stale' || check.outcome === 'unknown';
}

/** Open and blocking first, then open, then the rest, each in the order of the catalog. */
function weight(check: ReportCheck): number {
  if (check.level === 'off') return 3;
  return isOpen(check) ? (check.level === 'blocking' ? 0 : 1) : 2;
}

function checkItem(check: ReportCheck, report: Report, options: PullRequestOptions): string {
  const code = forMarkdownCode(cut(check.code, 20));
  const title = forMarkdown(cut(check.title, 200));
  if (check.level === 'off') return `- switched off: ${title} ${code}\n`;
  const level = check.level === 'advisory' && isOpen(check) ? ', advice' : '';
  if (!isOpen(check)) return `- ${outcomeWords(check.outcome)}: ${title} ${code}\n`;
  const links = evidenceLinks(report, options.serverUrl);
  const first = `- **${outcomeWords(check.outcome)}**${level}: ${title} ${code}\n`;
  return `${first}${findingLines(check, links)}${ruleLine(check, report, options)}`;
}

function findingLines(check: ReportCheck, links: Links): string {
  const open = (check.findings ?? []).filter((one) => one.outcome !== 'met' && one.outcome !== 'not-applicable');
  const told = open.length > 0 ? open : [check];
  return told
    .map((one) => {
      const places = one.places.filter((place) => place.path !== '');
      const shown = places.slice(0, PLACES).map((place) => placeLink(place, links));
      const more = places.length > PLACES ? [`${places.length - PLACES} more`] : [];
      const where = shown.length === 0 ? '' : ` (${[...shown, ...more].join(', ')})`;
      const step = one.remedy === undefined || check.outcome === 'unknown' ? '' : ` ${sentence(one.remedy)}.`;
      return `  - ${sentence(one.summary)}${where}.${step}\n`;
    })
    .join('');
}

/** Without its full stop, so that more can follow. */
function sentence(text: string): string {
  return stepProse(cut(text, 400)).replace(/(?<!\.)\.$/, '');
}

/** Who can act, and which line of the policy asks for it. */
function ruleLine(check: ReportCheck, report: Report, options: PullRequestOptions): string {
  const who = check.actors.slice(0, 5).map((actor) => forMarkdown(cut(actorWords(actor), 60)));
  const rule = placeLink(check.rule, policyLinks(report, options.serverUrl));
  return `  - ${who.length === 0 ? 'Nobody is named who can act' : `Who can act: ${who.join(', ')}`}. Asked by ${rule}\n`;
}
