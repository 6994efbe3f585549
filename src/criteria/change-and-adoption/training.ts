import { parseInstant } from '../../domain/dates.ts';
import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Fault } from '../../domain/observation.ts';
import type { Table } from '../../domain/table.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { ChangePlan } from '../../evidence/schema/change-plan.ts';
import { reaches } from '../shared/metrics/figures.ts';
import { missingColumns, openTable, rowFault, unreadableRows, writtenCell } from '../shared/tables/named-rows.ts';
import { yesOrNo } from '../shared/tables/recompute.ts';

type Wave = NonNullable<ChangePlan['training']>[number];

const MUST_COVER = ['exceptions', 'override'] as const;

/** Whether people were trained before they went live, enough of them, also for the day on which it goes wrong. */
export function judgeTraining(
  plan: Located<ChangePlan>,
  files: Named,
  limits: { minAttendance: number; needsRows: boolean },
  now: number,
): Finding[] {
  const held = (plan.value.training ?? []).flatMap((wave, index) =>
    (parseInstant(wave.on) ?? 0) <= now ? [{ wave, index }] : [],
  );
  const planned = (plan.value.training ?? []).filter((wave) => (parseInstant(wave.on) ?? 0) > now);
  if (held.length === 0)
    return [
      unmet(
        planned.length > 0
          ? `No training was held yet; the first is planned for ${planned[0]?.on}`
          : 'No training is listed',
        plan.at('training'),
        {
          remedy:
            'Hold the training before people go live and list it under training: wave, on, go-live, eligible, attended, covers.',
          cause: 'no-training',
        },
      ),
    ];
  const late = (plan.value.training ?? []).flatMap(({ wave, on, goLive }, index) =>
    on < goLive
      ? []
      : [
          unmet(
            `The training ${quote(wave)} of ${on} came not before its go-live on ${goLive}`,
            plan.at('training', index, 'on'),
            {
              remedy: 'Train these people before the next step goes live, and list that wave with its own day.',
            },
          ),
        ],
  );
  const each = held.map(({ wave, index }) => judgeWave(wave, index, plan, files, limits));
  const next = planned.map(({ on }) => parseInstant(on) ?? now).sort((a, b) => a - b)[0];
  const findings = [...late, ...each.filter(({ outcome }) => outcome !== 'met'), ...uncovered(held, plan)];
  // A wave that is only planned is judged when its day comes.
  return findings.length > 0 ? findings : each.map((one) => (next === undefined ? one : { ...one, until: next }));
}

/** What nobody who goes live on a day was taught. */
function uncovered(held: { wave: Wave; index: number }[], plan: Located<ChangePlan>): Finding[] {
  const days = [...new Set(held.map(({ wave }) => wave.goLive))].sort();
  return days.flatMap((goLive) => {
    const own = held.filter(({ wave }) => wave.goLive === goLive);
    const missing = MUST_COVER.filter((topic) => !own.some(({ wave }) => wave.covers.includes(topic)));
    if (missing.length === 0) return [];
    return [
      unmet(
        `The training for the go-live of ${goLive} does not cover ${missing.map((topic) => (topic === 'override' ? 'how to overrule it' : topic)).join(' nor ')}`,
        own.map(({ index }) => plan.at('training', index, 'covers')),
        { remedy: `Train ${missing.join(' and ')} and add the words to covers.` },
      ),
    ];
  });
}

function judgeWave(
  wave: Wave,
  index: number,
  plan: Located<ChangePlan>,
  files: Named,
  { minAttendance, needsRows }: { minAttendance: number; needsRows: boolean },
): Finding {
  const place = plan.at('training', index);
  const name = `The training ${quote(wave.wave)}`;
  if (wave.eligible === 0 || wave.attended > wave.eligible)
    return unmet(`${name} had ${wave.attended} of ${wave.eligible} people`, place, {
      remedy: 'State how many were meant to come, and how many of these came.',
    });
  if (wave.attendance === undefined && needsRows)
    return unmet(`${name} names no list of who was there`, place, {
      remedy: 'Commit the list (columns person and attended) and name it as attendance; names may be replaced by ids.',
    });
  if (wave.attendance !== undefined) {
    const opened = openTable(name, wave.attendance, files, plan.at('training', index, 'attendance'));
    if ('open' in opened) return opened.open;
    const counted = attendance(opened.table);
    if (counted.faults.length > 0) return unreadableRows(name, wave.attendance, counted.faults);
    if (counted.eligible !== wave.eligible || counted.attended !== wave.attended)
      return unmet(
        `${name} is said to have had ${wave.attended} of ${wave.eligible} people, but the list has ${counted.attended} of ${counted.eligible}`,
        [place, { path: wave.attendance }],
        { remedy: 'State what the list gives, or correct the list.' },
      );
  }
  const share = wave.attended / wave.eligible;
  const says = `${name} of ${wave.on} had ${wave.attended} of ${wave.eligible} people (${(share * 100).toFixed(0)}%), at least ${(minAttendance * 100).toFixed(0)}% needed`;
  return reaches(share, 'gte', minAttendance)
    ? met(says, place)
    : unmet(says, place, { remedy: 'Hold it again for those who missed it, and add them to the list.' });
}

/** People of a list of attendance, each counted once. */
function attendance(table: Table): { eligible: number; attended: number; faults: Fault[] } {
  const faults = missingColumns(table, ['person', 'attended']);
  const people = new Map<string, boolean>();
  const some = table.columns.includes('eligible');
  for (const { line, cells } of faults.length > 0 ? [] : table.rows) {
    const answer = (column: string): boolean | undefined => {
      const read = yesOrNo(cells[column] ?? '');
      if (read === undefined)
        faults.push(
          rowFault(table.path, line, column, `is ${writtenCell(cells[column])}`, 'yes or no, true or false, 1 or 0'),
        );
      return read;
    };
    const person = (cells.person ?? '').trim().toLowerCase();
    if (person === '') faults.push(rowFault(table.path, line, 'person', 'is empty', 'a name or an id'));
    const attended = answer('attended') ?? false;
    if (some && answer('eligible') !== true) continue;
    people.set(person, attended || (people.get(person) ?? false));
  }
  return { eligible: people.size, attended: [...people.values()].filter((there) => there).length, faults };
}
