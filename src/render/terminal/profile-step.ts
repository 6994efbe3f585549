import type { Report, ReportCheck, ReportCriterion } from '../../domain/report.ts';
import { type Block, list, paragraph, title } from '../model/blocks.ts';
import { cut } from '../model/text.ts';
import { many } from '../model/words.ts';

type State = 'met' | 'open' | 'unknown';
const STATES: State[] = ['open', 'unknown', 'met'];

/**
 * What the step from one profile to a stricter one takes: the checks that would begin to block, or block at a stricter
 * value, and how many of them are met already.
 */
export function profileStep(before: Report, after: Report): Block[] {
  const [from, to] = [before.policy.profile, after.policy.profile];
  const added = after.criteria
    .map((criterion) => ({ criterion, checks: addedTo(criterion, before) }))
    .filter(({ checks }) => checks.length > 0);
  if (added.length === 0) return [title(`From ${from} to ${to}: nothing is added here`)];
  const all = added.flatMap(({ checks }) => checks);
  const counts = countWords(all, (checks) => String(checks.length));
  return [
    title(
      `From ${from} to ${to}: ${many(all.length, 'check is added or stricter', 'checks are added or stricter')}: ${counts}`,
    ),
    ...list(
      added.map(({ criterion, checks }) => ({
        text: `${cut(criterion.title, 120)}: ${countWords(checks, (some) => some.map(({ code }) => code).join(', '))}`,
      })),
    ),
    paragraph(`To raise one criterion at a time, set its id to ${to} under criteria: in the policy.`, 'mute'),
  ];
}

function countWords(checks: ReportCheck[], words: (some: ReportCheck[]) => string): string {
  const of = (state: State): ReportCheck[] => checks.filter((check) => stateOf(check) === state);
  const [open, unknown, met] = [of('open'), of('unknown'), of('met')];
  const parts = [
    open.length > 0 ? `${words(open)} to be met` : '',
    unknown.length > 0 ? `${words(unknown)} not verified here` : '',
    met.length > 0 ? `${met.length} already met` : '',
  ];
  return parts.filter(Boolean).join('; ');
}

/** Blocking checks that did not block before, and those that did and now have a worse result because of a stricter value. */
function addedTo({ checks }: ReportCriterion, before: Report): ReportCheck[] {
  const known = new Map(before.criteria.flatMap((one) => one.checks).map((check) => [check.code, check] as const));
  return checks.filter((check) => {
    const old = known.get(check.code);
    if (check.level !== 'blocking') return false;
    return old?.level !== 'blocking' || STATES.indexOf(stateOf(check)) < STATES.indexOf(stateOf(old));
  });
}

function stateOf({ outcome }: ReportCheck): State {
  return outcome === 'unmet' || outcome === 'stale' ? 'open' : outcome === 'unknown' ? 'unknown' : 'met';
}
