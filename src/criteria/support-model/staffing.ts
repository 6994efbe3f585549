import { parseInstant } from '../../domain/dates.ts';
import { type Finding, met, notVerified, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import { plain } from '../shared/metrics/figures.ts';
import { firstLine, judgeFirstLine } from './slots.ts';

export interface StaffingQuestion {
  model: Located<OperatingModel>;
  plan: Observation<Located<SectionValue<'change-plan'>>>;
  files: Observation<Named>;
  /** Hours of one funded position in a month, where the evidence names none; also the most it may name. */
  hours: { usual: number; most: number };
  now: number;
}

/** Whether the funded hours carry the forecast, and everybody in the first line was trained. */
export function judgeStaffing(question: StaffingQuestion): Finding[] {
  const { model, hours } = question;
  const { staffing } = model.value;
  if (staffing === undefined)
    return [
      unmet('Nothing says who pays for the hours that support takes', model.at('staffing'), {
        remedy:
          'Add staffing to readiness/operating-model.yaml: funded-fte, tickets-per-month at the target volume, handling-minutes, training.',
        cause: 'no-staffing',
      }),
    ];
  const at = (key: string) => model.at('staffing', key);
  const found: Finding[] = [];
  const perFte = staffing.hoursPerFteMonth ?? hours.usual;
  if (perFte > hours.most)
    found.push(
      unmet(`One position is counted with ${plain(perFte)} hours a month`, at('hoursPerFteMonth'), {
        remedy: `Count the hours that are left for this work, ${hours.most} at most.`,
      }),
    );
  for (const [key, words, value] of [
    ['ticketsPerMonth', 'tickets a month', staffing.ticketsPerMonth],
    ['handlingMinutes', 'minutes for each', staffing.handlingMinutes],
  ] as const)
    if (value <= 0)
      found.push(
        unmet(`The forecast counts ${value} ${words}`, at(key), {
          remedy: 'Forecast the work at the target volume; nothing at all is no forecast.',
        }),
      );
  const needed = (staffing.ticketsPerMonth * staffing.handlingMinutes) / 60;
  const funded = staffing.fundedFte * perFte;
  if (funded + 1e-9 < needed)
    found.push(
      unmet(
        `The forecast takes ${plain(needed)} hours a month; ${plain(funded)} are funded`,
        [at('fundedFte'), at('ticketsPerMonth'), at('handlingMinutes')],
        {
          remedy: `Fund ${plain((needed - funded) / perFte)} more positions, or show with a measured forecast that fewer hours are needed.`,
        },
      ),
    );
  found.push(...judgeFirstLine(model));
  if (found.length === 0) found.push(...untrained(question));
  return found.length > 0
    ? found
    : [
        met(
          `The forecast takes ${plain(needed)} hours a month, ${plain(funded)} are funded; everybody is trained`,
          at('fundedFte'),
        ),
      ];
}

function untrained({ model, plan, files, now }: StaffingQuestion): Finding[] {
  const trained = model.value.staffing?.training ?? [];
  const lists = attendance(plan, files);
  if ('open' in lists) return [lists.open];
  const people = [...new Map(firstLine(model).map((slot) => [parsePerson(slot.written).handle ?? '', slot])).values()];
  return people.flatMap(({ written, place }) => {
    const { handle } = parsePerson(written);
    const index = trained.findIndex(({ person }) => parsePerson(person).handle === handle);
    const on = trained[index]?.completedOn;
    if (on === undefined)
      return [
        unmet(`${written} is in the first line of support and was not trained`, place, {
          remedy: `Train ${written}, then add { person: "${written}", completed-on: … } under staffing.training.`,
        }),
      ];
    const at = model.at('staffing', 'training', index, 'completedOn');
    if ((parseInstant(on) ?? Number.POSITIVE_INFINITY) > now)
      return [
        unmet(`The training of ${written} is only planned for ${on}`, at, {
          remedy: 'Hold the training before the promotion; a plan trains nobody.',
        }),
      ];
    if (lists.handles === undefined || lists.handles.has(handle ?? '')) return [];
    return [
      unmet(`${written} stands as trained, but on no attendance list of the change plan`, at, {
        remedy: `Add ${written} to the attendance list of the wave they took part in, or train them.`,
      }),
    ];
  });
}

/** Handles on the attendance lists of the change plan; undefined where it keeps none, so that the date has to do. */
function attendance(
  plan: StaffingQuestion['plan'],
  files: StaffingQuestion['files'],
): { handles: Set<string> | undefined } | { open: Finding } {
  if (plan.state !== 'seen' || files.state !== 'seen') return { handles: undefined };
  const paths = (plan.value.value.training ?? []).flatMap((wave) => wave.attendance ?? []);
  if (paths.length === 0) return { handles: undefined };
  const handles = new Set<string>();
  for (const path of paths) {
    const table = files.value.table(path);
    if (table.state === 'unavailable') return { open: notVerified(table.reason, table.resolvableBy, { path }) };
    if (table.state !== 'seen')
      return {
        open: unmet(
          `The attendance list ${path} is not there or cannot be read`,
          { path },
          {
            remedy: `Commit ${path} as CSV with a head line, one row a person.`,
            cause: `absent:${path}`,
          },
        ),
      };
    for (const { cells } of table.value.rows) {
      if (/^(no|false|0|absent)$/i.test((cells.attended ?? '').trim())) continue;
      for (const cell of Object.values(cells)) {
        const { handle, placeholder } = parsePerson(cell);
        if (handle !== undefined && !placeholder) handles.add(handle);
      }
    }
  }
  return { handles };
}
