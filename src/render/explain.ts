import type { Check, Criterion } from '../core/criterion.ts';
import type { Origin } from '../core/policy/effective.ts';
import { forTerminal } from './text.ts';
import { wrap } from './width.ts';

/** An option of a criterion with its value in force. */
export interface OptionRow {
  name: string;
  value: unknown;
  origin: Origin;
  stricter: string;
  doc: string;
}

interface Rule {
  level: string;
  origin: Origin;
}

/** The catalogue: one line a criterion, with what the policy in force makes of it. */
export function explainCatalogue(
  rows: { criterion: Criterion; blocking: number; advisory: number }[],
  profile: string,
  width: number,
): string {
  const longest = Math.max(...rows.map((row) => row.criterion.id.length));
  const lines = rows.flatMap((row) => {
    const counts = `${row.blocking} blocking, ${row.advisory} advice`;
    return [`  ${row.criterion.id.padEnd(longest)}  ${counts}`, ...indent(row.criterion.title, 4, width)];
  });
  return `${[`The criteria under profile ${profile}:`, '', ...lines, '', ...indent('pilot-readiness explain CRITERION or CODE says why, what is read, the options and how to meet it.', 0, width)].join('\n')}\n`;
}

/** One criterion whole. */
export function explainCriterion(
  criterion: Criterion,
  checks: { check: Check; rule: Rule }[],
  options: OptionRow[],
  reads: string[],
  width: number,
): string {
  return `${[
    `${criterion.id}: ${criterion.title} (${criterion.half})`,
    '',
    ...indent(criterion.why, 0, width),
    '',
    'Reads',
    ...reads.flatMap((word) => bullet(word, width)),
    '',
    'Checks',
    ...checks.flatMap(({ check, rule }) => [
      ...bullet(
        `${check.code}${check.waivable === false ? ' (never waived)' : ''}: ${check.title} — ${rule.level}, by ${originWords(rule.origin)}`,
        width,
      ),
      ...indent(check.remedy, 4, width),
    ]),
    ...optionLines(options, width),
  ].join('\n')}\n`;
}

/** One check of a criterion. */
export function explainCheck(
  criterion: Criterion,
  check: Check,
  rule: Rule,
  options: OptionRow[],
  width: number,
): string {
  return `${[
    ...indent(`${check.code}: ${check.title}`, 0, width),
    '',
    ...indent(`Part of ${criterion.id} (${criterion.title}). ${criterion.why}`, 0, width),
    '',
    ...indent(
      `Level: ${rule.level}, by ${originWords(rule.origin)}.${check.waivable === false ? ' It can never be waived.' : ''}`,
      0,
      width,
    ),
    '',
    'How to meet it',
    ...indent(check.remedy, 2, width),
    ...(check.wayOut ? ['', 'When history cannot be changed', ...indent(check.wayOut, 2, width)] : []),
    '',
    ...indent(`Who can act: ${(check.actors ?? ['author']).join(', ')}`, 0, width),
    ...optionLines(options, width),
  ].join('\n')}\n`;
}

function optionLines(options: OptionRow[], width: number): string[] {
  if (options.length === 0) return [];
  return [
    '',
    'Options (criteria.<id>.<option> in the policy)',
    ...options.flatMap((option) => [
      ...bullet(
        `${option.name}: ${forTerminal(JSON.stringify(option.value) ?? 'not set')} (by ${originWords(option.origin)}; ${option.stricter} is stricter)`,
        width,
      ),
      ...indent(option.doc, 4, width),
    ]),
  ];
}

/** `.github/pilot-readiness.yml:12`, or the built-in profile it comes from. */
export function originWords(origin: Origin): string {
  return forTerminal(origin.line === undefined ? origin.path : `${origin.path}:${origin.line}`);
}

function bullet(text: string, width: number): string[] {
  return wrap(text, width - 4).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`);
}

function indent(text: string, by: number, width: number): string[] {
  return wrap(text, width - by).map((line) => `${' '.repeat(by)}${line}`);
}
