import type { Fault } from '../../domain/observation.ts';
import type { Report } from '../../domain/report.ts';
import { faultLine } from '../model/faults.ts';
import { tasks } from '../model/tasks.ts';
import { cut, forMarkdown, forMarkdownCode, utf8Length } from '../model/text.ts';
import { verdictTitle } from '../model/titles.ts';
import { many } from '../model/words.ts';
import { faultAnnotations } from './annotations.ts';
import type { RenderedCheckRun } from './check-run.ts';

const MAX_ITEMS = 40;
/** It is put behind a comment that has its own budget: both together must stay below GitHub's 65,536. */
const MAX_BYTES = 4_200;

/** What the policy that a pull request brings would say, beside the evaluation by the one in force. */
export function proposedPolicyWords(
  inForce: Report | undefined,
  proposed: { report: Report } | { faults: Fault[] },
): string {
  const head = '\n#### This pull request changes the policy\n\nIt was judged by the policy of the default branch.';
  if ('faults' in proposed) return `${head} The new one **cannot be used**:\n\n${faultLines(proposed.faults)}\n`;
  const after = proposed.report;
  const title = forMarkdown(verdictTitle(after, tasks(after)));
  return `${head} The new one would say: **${title}**.${inForce ? ` ${changeWords(inForce, after)}` : ''}\n`;
}

/**
 * The same on a check run, with remarks at the faulty lines. They stand in the head, so remarks about the policy in force,
 * whose lines may be others there, give way.
 */
export function withProposedPolicy(
  rendered: RenderedCheckRun,
  inForce: Report | undefined,
  proposed: { report: Report } | { faults: Fault[] },
): RenderedCheckRun {
  const summary = `${rendered.summary}${proposedPolicyWords(inForce, proposed)}`;
  if (!('faults' in proposed)) return { ...rendered, summary };
  const marked = faultAnnotations(proposed.faults).annotations;
  const paths = new Set(marked.map(({ path }) => path));
  return {
    ...rendered,
    summary,
    annotations: [...marked, ...rendered.annotations.filter(({ path }) => !paths.has(path))],
  };
}

/** As many faults as there is room for; how many more there are is said. */
function faultLines(faults: Fault[]): string {
  const lines = fitting(faults, (fault) => {
    const line = faultLine({ ...fault, path: cut(fault.path, 200), key: cut(fault.key, 200) });
    return `- ${forMarkdown(cut(line, 500))}`;
  });
  const more = faults.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${many(more, 'more fault')}`] : [])].join('\n');
}

function changeWords(inForce: Report, after: Report): string {
  const flips = changesBetween(inForce, after);
  if (flips.length === 0) return 'No check would change.';
  const listed = fitting(flips, (flip) => forMarkdownCode(cut(flip, 80)));
  const more = flips.length - listed.length;
  return `This would change: ${listed.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

/** What differs between two reports on the same evidence: settings of the whole first, then checks. Plain text. */
export function changesBetween(before: Report, after: Report): string[] {
  return [...settings(before, after), ...flipped(before, after)];
}

/** The first items in their words, while there is room. */
function fitting<T>(items: T[], words: (item: T) => string): string[] {
  const said: string[] = [];
  let bytes = 0;
  for (const item of items.slice(0, MAX_ITEMS)) {
    const text = words(item);
    bytes += utf8Length(text) + 2;
    if (bytes > MAX_BYTES) break;
    said.push(text);
  }
  return said;
}

/** What changes for the pilot as a whole: whether anything blocks, and which profile is asked. */
function settings(before: Report, after: Report): string[] {
  return [
    ...(before.mode === after.mode ? [] : [`mode ${before.mode} → ${after.mode}`]),
    ...(before.policy.profile === after.policy.profile
      ? []
      : [`profile ${before.policy.profile} → ${after.policy.profile}`]),
    ...newlyRefused(before, after),
  ];
}

/** What the new policy asks for in vain, because the organization sets more. */
function newlyRefused(before: Report, after: Report): string[] {
  const known = new Set((before.policy.refused ?? []).map(({ key, asked }) => `${key} ${asked}`));
  return (after.policy.refused ?? []).flatMap(({ key, asked, held }) =>
    known.has(`${key} ${asked}`) ? [] : [`${key} ${asked} refused, the organization sets ${held}`],
  );
}

/** What is no longer asked first, then `RB-6 advisory → blocking` and `RB-1 unmet → waived`, as the catalog goes. */
function flipped(before: Report, after: Report): string[] {
  const known = checksOf(before);
  const kept = checksOf(after);
  const gone = [...known.values()].flatMap(({ code, level }) =>
    kept.has(code) || level === 'off' ? [] : [`${code} ${level} → no longer asked`],
  );
  const changed = [...kept.values()].flatMap((check) => {
    const old = known.get(check.code);
    if (old === undefined) return check.level === 'off' ? [] : [`${check.code} newly ${check.level}`];
    const level = old.level === check.level ? '' : ` ${old.level} → ${check.level}`;
    const outcome = old.outcome === check.outcome ? '' : ` ${old.outcome} → ${check.outcome}`;
    return level || outcome ? [`${check.code}${level}${outcome}`] : [];
  });
  return [...gone, ...changed];
}

function checksOf(report: Report): Map<string, Report['criteria'][number]['checks'][number]> {
  return new Map(report.criteria.flatMap((criterion) => criterion.checks.map((check) => [check.code, check] as const)));
}
