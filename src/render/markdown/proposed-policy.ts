import type { Fault } from '../../domain/observation.ts';
import type { Report } from '../../domain/report.ts';
import { type Block, line, paragraph, title } from '../model/blocks.ts';
import { tasks } from '../model/tasks.ts';
import { cut } from '../model/text.ts';
import { verdictTitle } from '../model/titles.ts';
import { faultLine } from '../model/words.ts';
import { faultAnnotations } from './annotations.ts';
import type { RenderedCheckRun } from './check-run.ts';
import { printMarkdown } from './print-blocks.ts';

type Proposed = { report: Report } | { faults: Fault[] };

/** It follows a comment that has its own budget: both together must stay below GitHub's 65,536. */
const MAX_BYTES = 4_800;

/** The result under the policy that a pull request brings, beside the evaluation by the one in force. */
export function proposedPolicyWords(inForce: Report | undefined, proposed: Proposed): string {
  const current = 'This pull request was evaluated with the policy of the default branch.';
  const blocks =
    'faults' in proposed
      ? [paragraph(line`${current} The new policy ${{ strong: 'is invalid' }}:`), faultList(proposed.faults)]
      : [
          paragraph(line`${current} With the new policy: ${{ strong: titleOf(proposed.report) }}.`),
          ...(inForce === undefined ? [] : changeBlocks(inForce, proposed.report)),
        ];
  return `\n${printMarkdown([title('This pull request changes the policy', undefined, 4), ...blocks], MAX_BYTES)}`;
}

/**
 * The same on a check run, with annotations at the faulty lines. Those lines are in the head, so annotations of the policy
 * in force, whose lines may differ, are dropped.
 */
export function withProposedPolicy(
  rendered: RenderedCheckRun,
  inForce: Report | undefined,
  proposed: Proposed,
): RenderedCheckRun {
  const summary = `${rendered.summary}${proposedPolicyWords(inForce, proposed)}`;
  if (!('faults' in proposed)) return { ...rendered, summary };
  const marked = faultAnnotations(proposed.faults).annotations;
  const paths = new Set(marked.map(({ path }) => path));
  const others = rendered.annotations.filter(({ path }) => !paths.has(path));
  return { ...rendered, summary, annotations: [...marked, ...others] };
}

function titleOf(report: Report): string {
  return cut(verdictTitle(report, tasks(report)), 300);
}

function faultList(faults: Fault[]): Block {
  const items = faults.map((fault) => ({
    text: cut(faultLine({ ...fault, path: cut(fault.path, 200), key: cut(fault.key, 200) }), 500),
  }));
  return { kind: 'list', items, more: 'more fault' };
}

function changeBlocks(inForce: Report, after: Report): Block[] {
  const items = changesBetween(inForce, after).map((change) => ({ text: [{ code: cut(change, 80) }] }));
  if (items.length === 0) return [paragraph('No check would change.')];
  return [paragraph('What would change:'), { kind: 'list', items, more: 'more change' }];
}

/** What differs between two reports on the same evidence: settings of the whole first, then checks. Plain text. */
export function changesBetween(before: Report, after: Report): string[] {
  return [...settings(before, after), ...flipped(before, after)];
}

/** What changes for the pilot as a whole: whether anything blocks, and which profile applies. */
function settings(before: Report, after: Report): string[] {
  const [from, to] = [before.policy.profile, after.policy.profile];
  return [
    ...(before.mode === after.mode ? [] : [`mode ${before.mode} → ${after.mode}`]),
    ...(from === to ? [] : [`profile ${from} → ${to}`]),
    ...newlyRefused(before, after),
  ];
}

/** What the new policy requests without effect, because the organization sets more. */
function newlyRefused(before: Report, after: Report): string[] {
  const known = new Set((before.policy.refused ?? []).map(({ key, asked }) => `${key} ${asked}`));
  return (after.policy.refused ?? []).flatMap(({ key, asked, held }) =>
    known.has(`${key} ${asked}`) ? [] : [`${key} ${asked} rejected, the organization sets ${held}`],
  );
}

/** What is no longer required first, then `RB-6 advisory → blocking` and `RB-1 unmet → waived`, in catalog order. */
function flipped(before: Report, after: Report): string[] {
  const known = checksOf(before);
  const kept = checksOf(after);
  const gone = [...known.values()].flatMap(({ code, level }) =>
    kept.has(code) || level === 'off' ? [] : [`${code} ${level} → not required`],
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
  return new Map(report.criteria.flatMap(({ checks }) => checks.map((check) => [check.code, check] as const)));
}
