import { parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import { quote } from '../../domain/message.ts';
import type { Fault } from '../../domain/observation.ts';
import type { Table } from '../../domain/table.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { ChangePlan } from '../../evidence/schema/change-plan.ts';
import { reaches } from '../shared/metrics/figures.ts';
import { missingColumns, openTable, unreadableRows } from '../shared/tables/named-rows.ts';
import { messages } from './messages.ts';
import { percent, rowReader } from './weeks.ts';

type Wave = NonNullable<ChangePlan['training']>[number];
interface HeldWave {
  wave: Wave;
  index: number;
}

const MUST_COVER = ['exceptions', 'override'] as const;

/** Whether enough people were trained before they went live, including exceptions and how to overrule the system. */
export function judgeTraining(
  plan: Located<ChangePlan>,
  files: Named,
  limits: { minAttendance: number; needsRows: boolean },
  now: number,
): Finding[] {
  const all = (plan.value.training ?? []).map((wave, index) => ({ wave, index, at: parseInstant(wave.on) ?? 0 }));
  const held = all.filter(({ at }) => at <= now);
  const planned = all.filter(({ at }) => at > now);
  if (held.length === 0) {
    const [first] = planned;
    const none = first ? messages.trainingOnlyPlanned({ on: first.wave.on }) : messages.noTraining();
    return [unmet(none, plan.at('training'), { cause: 'no-training' })];
  }
  const late = all.flatMap(({ wave: { wave, on, goLive }, index }) =>
    on < goLive ? [] : [unmet(messages.trainingTooLate({ wave, on, goLive }), plan.at('training', index, 'on'))],
  );
  const each = held.map((one) => judgeWave(one, plan, files, limits));
  const found = [...late, ...each.filter(({ outcome }) => outcome !== 'met'), ...topicsNotCovered(held, plan)];
  if (found.length > 0) return found;
  // A wave that is only planned is evaluated when its day comes.
  return planned.length === 0 ? each : each.map((one) => ({ ...one, until: Math.min(...planned.map(({ at }) => at)) }));
}

/** Topics that no training for one go-live covers. */
function topicsNotCovered(held: HeldWave[], plan: Located<ChangePlan>): Finding[] {
  const days = [...new Set(held.map(({ wave }) => wave.goLive))].sort();
  return days.flatMap((goLive) => {
    const own = held.filter(({ wave }) => wave.goLive === goLive);
    const topics = MUST_COVER.filter((topic) => !own.some(({ wave }) => wave.covers.includes(topic)));
    if (topics.length === 0) return [];
    const places = own.map(({ index }) => plan.at('training', index, 'covers'));
    return [unmet(messages.topicsNotCovered({ goLive, topics }), places)];
  });
}

function judgeWave(
  { wave: { wave, on, eligible, attended, attendance }, index }: HeldWave,
  plan: Located<ChangePlan>,
  files: Named,
  { minAttendance, needsRows }: { minAttendance: number; needsRows: boolean },
): Finding {
  const place = plan.at('training', index);
  if (eligible === 0 || attended > eligible)
    return unmet(messages.impossibleAttendance({ wave, attended, eligible }), place);
  if (attendance === undefined && needsRows) return unmet(messages.noAttendanceList({ wave }), place);
  if (attendance !== undefined) {
    const what = `The training ${quote(wave)}`;
    const opened = openTable(what, attendance, files, plan.at('training', index, 'attendance'));
    if ('open' in opened) return opened.open;
    const list = countAttendance(opened.table);
    if (list.faults.length > 0) return unreadableRows(what, attendance, list.faults);
    if (list.invited !== eligible || list.attended !== attended) {
      const words = { wave, attended, eligible, counted: list.attended, invited: list.invited };
      return unmet(messages.attendanceDiffers(words), [place, { path: attendance }]);
    }
  }
  const share = attended / eligible;
  const words = { wave, on, attended, eligible, share: percent(share), needed: percent(minAttendance) };
  return reaches(share, 'gte', minAttendance)
    ? met(messages.attendance(words), place)
    : unmet(messages.attendanceTooLow(words), place);
}

/** People of an attendance list, each counted once; without the column `eligible` everybody was invited. */
function countAttendance(table: Table): { invited: number; attended: number; faults: Fault[] } {
  const faults = missingColumns(table, ['person', 'attended']);
  const people = new Map<string, boolean>();
  const hasEligible = table.columns.includes('eligible');
  for (const row of faults.length > 0 ? [] : table.rows) {
    const { refuse, answer } = rowReader(table.path, row, faults);
    const person = (row.cells.person ?? '').trim().toLowerCase();
    if (person === '') refuse('person', messages.nameOrId());
    const attended = answer('attended');
    if (hasEligible && !answer('eligible')) continue;
    people.set(person, attended || (people.get(person) ?? false));
  }
  return { invited: people.size, attended: [...people.values()].filter((there) => there).length, faults };
}
