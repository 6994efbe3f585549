import type { Check, Criterion } from '../core/criterion.ts';
import type { Report, ReportCheck } from '../core/report.ts';
import { evidenceLinks, placeLink } from './pull-request.ts';
import { cut, forMarkdown, forMarkdownCode, plain, utf8Length } from './text.ts';
import { actorWords, many, outcomeWords } from './words.ts';

/** GitHub refuses a comment above 65,536 characters. */
const MOST_BYTES = 58_000;
const MOST_ACTORS = 6;

/** «Why»: what is asked, which policy line demands it, what was seen where, what to add and who can act, as Markdown. */
export function renderExplanation(
  catalogue: Criterion[],
  report: Report,
  wanted: string,
  options: { serverUrl: string },
): string {
  const word = plain(wanted);
  for (const criterion of catalogue) {
    const chosen =
      criterion.id === word.toLowerCase()
        ? criterion.checks
        : criterion.checks.filter((check) => check.code === word.toUpperCase());
    if (chosen.length === 0) continue;
    const said = report.criteria.find((one) => one.id === criterion.id)?.checks ?? [];
    const parts = chosen.map((check) =>
      explainCheck(
        check,
        said.find((one) => one.code === check.code),
        report,
        options.serverUrl,
      ),
    );
    return fitting([`**${forMarkdown(criterion.title)}** (\`${criterion.id}\`)`, forMarkdown(criterion.why), ...parts]);
  }
  const known = catalogue.map(
    (criterion) => `\`${criterion.id}\` (${criterion.checks.map((check) => check.code).join(' ')})`,
  );
  const asked = word === '' ? 'Which one?' : `There is no ${forMarkdownCode(cut(word, 40))}.`;
  return `${asked} Known here:\n\n- ${known.join('\n- ')}`;
}

/** As many parts as there is room for; how many more there are is said. */
function fitting(parts: string[]): string {
  let bytes = 0;
  const end = parts.findIndex((part) => {
    bytes += utf8Length(part) + 2;
    return bytes > MOST_BYTES;
  });
  if (end < 0) return parts.join('\n\n');
  const more = many(parts.length - end, 'more check');
  return [...parts.slice(0, end), `and ${more}: ask for one by its code.`].join('\n\n');
}

function explainCheck(check: Check, said: ReportCheck | undefined, report: Report, serverUrl: string): string {
  const head = `\`${check.code}\` ${forMarkdown(check.title)}${check.waivable === false ? ' (never waived)' : ''}`;
  if (said === undefined) return `${head}\n- not asked under profile \`${report.policy.profile}\``;
  const links = evidenceLinks(report, serverUrl);
  const where = said.places.slice(0, 3).map((place) => placeLink(place, links));
  const rule = said.rule.line === undefined ? said.rule.path : `${said.rule.path}:${said.rule.line}`;
  const lines = [
    `${said.level}, by ${forMarkdownCode(cut(rule, 200))}`,
    `${outcomeWords(said.outcome)}: ${forMarkdown(cut(said.summary, 400))}${where.length > 0 ? ` (${where.join(', ')})` : ''}`,
    ...(said.outcome === 'met' || said.outcome === 'not-applicable'
      ? []
      : [`Next: ${forMarkdown(cut(said.remedy ?? check.remedy, 400))}`, ...whoLine(said.actors)]),
    ...(check.wayOut ? [`When history cannot be changed: ${forMarkdown(check.wayOut)}`] : []),
  ];
  return `${head}\n- ${lines.join('\n- ')}`;
}

function whoLine(actors: string[]): string[] {
  if (actors.length === 0) return [];
  const names = actors.slice(0, MOST_ACTORS).map((actor) => forMarkdown(cut(actorWords(actor), 100)));
  const more = actors.length - names.length;
  return [`Who: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
}
