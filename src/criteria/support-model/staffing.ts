import { type Finding, met, unmet } from '../../domain/finding.ts';
import { kebab } from '../../domain/kebab.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import { plain } from '../shared/metrics/figures.ts';
import { dated } from '../shared/shape-checks.ts';
import { openTable } from '../shared/tables/named-rows.ts';
import { messages } from './messages.ts';
import { firstLine, judgeFirstLine } from './slots.ts';

export interface StaffingQuestion {
  model: Located<OperatingModel>;
  plan: Observation<Located<SectionValue<'change-plan'>>>;
  files: Observation<Named>;
  /** Hours of one funded position in a month, where the evidence names none; also the most it may name. */
  hours: { usual: number; most: number };
  now: number;
}

/** Whether the funded hours cover the forecast, and everyone in the first line was trained. */
export function judgeStaffing(question: StaffingQuestion): Finding[] {
  const { model, hours } = question;
  const { staffing } = model.value;
  if (staffing === undefined) return [unmet(messages.noStaffing(), model.at('staffing'), { cause: 'no-staffing' })];
  const at = (key: string): Place => model.at('staffing', key);
  const found: Finding[] = [];
  const perPosition = staffing.hoursPerFteMonth ?? hours.usual;
  if (perPosition > hours.most)
    found.push(unmet(messages.tooManyHours({ hours: plain(perPosition), limit: hours.most }), at('hoursPerFteMonth')));
  for (const key of ['ticketsPerMonth', 'handlingMinutes'] as const)
    if (staffing[key] <= 0)
      found.push(unmet(messages.emptyForecast({ key: kebab(key), value: staffing[key] }), at(key)));
  const [needed, funded] = [
    (staffing.ticketsPerMonth * staffing.handlingMinutes) / 60,
    staffing.fundedFte * perPosition,
  ];
  const words = { needed: plain(needed), funded: plain(funded) };
  if (funded + 1e-9 < needed)
    found.push(
      unmet(messages.underfunded({ ...words, positions: plain((needed - funded) / perPosition) }), [
        at('fundedFte'),
        at('ticketsPerMonth'),
        at('handlingMinutes'),
      ]),
    );
  found.push(...judgeFirstLine(model));
  if (found.length === 0) found.push(...judgeTraining(question));
  return found.length > 0 ? found : [met(messages.staffed(words), at('fundedFte'))];
}

function judgeTraining({ model, plan, files, now }: StaffingQuestion): Finding[] {
  const trained = model.value.staffing?.training ?? [];
  const lists = readAttendance(plan, files);
  if ('open' in lists) return [lists.open];
  const people = new Map(firstLine(model).map((slot) => [parsePerson(slot.written).handle ?? '', slot]));
  return [...people].flatMap(([handle, { written, place }]): Finding[] => {
    const index = trained.findIndex(({ person }) => parsePerson(person).handle === handle);
    const on = trained[index]?.completedOn;
    if (on === undefined) return [unmet(messages.untrained({ person: written }), place)];
    const at = model.at('staffing', 'training', index, 'completedOn');
    const planned = dated(on, now, { what: `The training of ${written}`, place: at });
    if (planned.length > 0 || !lists.attended || lists.attended.has(handle)) return planned;
    return [unmet(messages.notAttended({ person: written }), at)];
  });
}

/** Handles on the attendance lists of the change plan; without such lists the dates of the training have to do. */
function readAttendance(
  plan: StaffingQuestion['plan'],
  files: StaffingQuestion['files'],
): { attended?: Set<string> } | { open: Finding } {
  if (plan.state !== 'seen' || files.state !== 'seen') return {};
  const paths = (plan.value.value.training ?? []).flatMap(({ attendance }) => attendance ?? []);
  const attended = new Set<string>();
  for (const path of paths) {
    const opened = openTable('The attendance list', path, files.value, plan.value.at('training'));
    if ('open' in opened) return opened;
    for (const { cells } of opened.table.rows) {
      if (/^(no|false|0|absent)$/i.test((cells.attended ?? '').trim())) continue;
      for (const cell of Object.values(cells)) {
        const { handle, placeholder } = parsePerson(cell);
        if (handle !== undefined && !placeholder) attended.add(handle);
      }
    }
  }
  return paths.length === 0 ? {} : { attended };
}
