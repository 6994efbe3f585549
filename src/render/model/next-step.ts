import type { Report, ReportCheck, ReportCriterion } from '../../domain/report.ts';
import type { TerminalWriter } from '../terminal/terminal-writer.ts';
import { cut, forTerminal } from './text.ts';
import { many } from './words.ts';

/** What a stricter profile adds to one criterion. */
interface Added {
  criterion: ReportCriterion;
  met: ReportCheck[];
  open: ReportCheck[];
  unknown: ReportCheck[];
}

/**
 * What the step from one profile to a stricter one costs: the checks that would begin to block, or block by another
 * number, and how many of them are met already. Nothing when the two ask the same.
 */
export function nextStep(writer: TerminalWriter, before: Report, after: Report): void {
  const added = after.criteria.map((criterion) => addedTo(criterion, before)).filter(hasAny);
  const [from, to] = [before.policy.profile, after.policy.profile];
  if (added.length === 0) {
    writer.put(`The step from ${from} to ${to} adds nothing here.`, { style: 'bold' });
    writer.gap();
    return;
  }
  const [met, open, unknown] = (['met', 'open', 'unknown'] as const).map((key) =>
    added.reduce((sum, one) => sum + one[key].length, 0),
  ) as [number, number, number];
  const all = many(met + open + unknown, 'check comes or asks more', 'checks come or ask more');
  const unseen = unknown > 0 ? `, ${unknown} not known here` : '';
  writer.put(`The step from ${from} to ${to}: ${all}: ${met} met already, ${open} to be met${unseen}`, {
    style: 'bold',
  });
  for (const { criterion, open: left, met: kept, unknown: asked } of added) {
    const counts = [
      left.length > 0 ? `${left.map(({ code }) => forTerminal(code)).join(', ')} to be met` : '',
      asked.length > 0 ? `${asked.map(({ code }) => forTerminal(code)).join(', ')} not known here` : '',
      kept.length > 0 ? `${kept.length} met already` : '',
    ].filter(Boolean);
    writer.put(`- ${forTerminal(cut(criterion.title, 120))}: ${counts.join('; ')}`, { indent: 2, hang: 4 });
  }
  writer.put(`To climb by one criterion, write its id and ${to} under criteria: in the policy.`, {
    indent: 2,
    style: 'dim',
  });
  writer.gap();
}

/** Blocking checks that did not block before, and those that did and now stand worse: they ask more. */
function addedTo(criterion: ReportCriterion, before: Report): Added {
  const old = new Map(before.criteria.flatMap(({ checks }) => checks).map((check) => [check.code, check] as const));
  const added = criterion.checks.filter((check) => {
    const was = old.get(check.code);
    if (check.level !== 'blocking') return false;
    return was?.level !== 'blocking' || currentState(check) < currentState(was);
  });
  return {
    criterion,
    met: added.filter((check) => currentState(check) === MET),
    open: added.filter((check) => currentState(check) === OPEN),
    unknown: added.filter((check) => currentState(check) === UNKNOWN),
  };
}

const [OPEN, UNKNOWN, MET] = [0, 1, 2];

function currentState({ outcome }: ReportCheck): number {
  return outcome === 'unmet' || outcome === 'stale' ? OPEN : outcome === 'unknown' ? UNKNOWN : MET;
}

function hasAny({ met, open, unknown }: Added): boolean {
  return met.length + open.length + unknown.length > 0;
}
