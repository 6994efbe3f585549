import { addDays, daysBetween, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, quote, stale, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { DrillRecord } from '../../evidence/schema/records.ts';
import type { Claim } from '../shared/proofs.ts';

/** Whether data was really brought back, lately, within the loss and the time that are allowed. */
export function judgeRestore(
  integration: Located<Integration>,
  drills: Observation<RecordSet<DrillRecord>>,
  withinDays: number,
  now: number,
): Finding[] {
  const { restore } = integration.value;
  const at = (key: string) => integration.at('restore', key);
  if (restore === undefined)
    return [
      unmet('No restore was tested: a backup that nobody has brought back proves nothing', integration.at('restore'), {
        remedy:
          'Restore once into an empty environment and write restore: tested-on, rpo-minutes, rto-minutes, rpo-target, rto-target and proof.',
      }),
    ];
  const { testedOn, rpoMinutes, rtoMinutes, rpoTarget, rtoTarget } = restore;
  const found: Finding[] = [];
  const say = (problem: string, key: string, remedy: string): void => {
    found.push(unmet(problem, at(key), { remedy }));
  };
  if (rpoMinutes > rpoTarget)
    say(
      `The restore lost ${rpoMinutes} minutes of data; ${rpoTarget} are allowed`,
      'rpoMinutes',
      'Back up more often, then test the restore again.',
    );
  if (rtoMinutes > rtoTarget)
    say(
      `The restore took ${rtoMinutes} minutes; ${rtoTarget} are allowed`,
      'rtoMinutes',
      'Make the restore faster, then test it again.',
    );
  const tested = parseInstant(testedOn) ?? 0;
  if (tested > now)
    say(`The restore is dated ${testedOn}, which has not come yet`, 'testedOn', 'Write the day it was done.');
  const claimed = restore.proof?.record;
  const items = drills.state === 'seen' ? drills.value.items : [];
  const drill = items.find(({ path }) => path === claimed?.replace(/^(\.\/)+/, ''))?.record;
  if (drill !== undefined) {
    const { kind, result, date } = drill.value;
    if (kind !== 'restore' || result !== 'pass' || date !== testedOn)
      found.push(
        unmet(
          kind !== 'restore'
            ? `The record given as proof is a ${kind} drill, not a restore`
            : result !== 'pass'
              ? 'The restore given as proof failed'
              : `The restore given as proof is of ${date}, not of ${testedOn}`,
          [at('proof'), drill.at('kind')],
          { remedy: 'Name the record of the restore that succeeded on that day.' },
        ),
      );
  }
  const other = [restore.proof?.path, restore.proof?.test, claimed].find(
    (one) => one !== undefined && /back[-_ ]?up/i.test(one) && !/restor/i.test(one),
  );
  if (other !== undefined)
    say(
      `The proof ${quote(other, 90)} speaks of a backup: a backup job is not a restore`,
      'proof',
      'Name what shows that data was brought back.',
    );
  if (found.length > 0) return found;
  const until = addDays(endOfDay(testedOn) ?? 0, withinDays);
  if (now >= until)
    return [
      stale(
        `The newest restore is ${daysBetween(tested, now)} days old (${testedOn}); ${withinDays} at most`,
        at('testedOn'),
        {
          remedy: 'Restore again and write down what it took.',
        },
      ),
    ];
  return [
    met(
      `Restored on ${testedOn}: ${rpoMinutes} of ${rpoTarget} minutes of data lost, back after ${rtoMinutes} of ${rtoTarget} minutes`,
      integration.at('restore'),
      { until },
    ),
  ];
}

/** The proof of the restore, to be looked up. */
export function restoreClaims(integration: Located<Integration>): Claim[] {
  const { restore } = integration.value;
  return restore === undefined
    ? []
    : [{ what: 'The restore', proof: restore.proof, place: integration.at('restore', 'proof') }];
}
