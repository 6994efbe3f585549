import { addDays, durationDays, endOfDay } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { definedMetrics } from '../shared/metrics/definitions.ts';
import { lookAt } from '../shared/metrics/observed.ts';
import { escalationPath } from '../shared/support/tiers.ts';

/** Whether somebody measures at a stated pace and still does, and cases are handed up on one path. */
export function judgeCadence(
  pilot: Located<Pilot>,
  metrics: Located<Metrics>,
  files: Named,
  model: Located<OperatingModel>,
  now: number,
): Finding[] {
  const found = [...pace(pilot, metrics, files, now), ...escalation(pilot, model)];
  const open = found.filter(({ outcome }) => outcome !== 'met');
  return open.length > 0 ? open : found;
}

function pace(pilot: Located<Pilot>, metrics: Located<Metrics>, files: Named, now: number): Finding[] {
  const { cadence, lastRecord } = pilot.value.governance ?? {};
  const place = pilot.at('governance', 'cadence');
  const days = durationDays(cadence ?? '');
  if (cadence === undefined || days === undefined)
    return [
      unmet('How often it is measured is not said', pilot.at('governance'), {
        remedy: 'Write governance: { cadence: 2w } in readiness/pilot.yaml.',
      }),
    ];
  const seen = definedMetrics(metrics)
    .filter(({ layer }) => layer !== 'leading')
    .flatMap(({ metric, place: at }) => {
      const rows = lookAt(metric, files, at, { since: '1970-01-01' }, now);
      return 'open' in rows ? [] : [{ to: rows.seen.to, place: rows.seen.place }];
    })
    .sort((a, b) => (a.to < b.to ? 1 : -1));
  const [newest] = seen;
  if (newest === undefined)
    return [
      unmet('Nothing shows that it is measured: no metric has rows', place, {
        remedy: 'Record the process and outcome metrics of readiness/metrics.yaml, row by row.',
      }),
    ];
  if (lastRecord !== undefined && lastRecord > newest.to)
    return [
      unmet(
        `The last record is said to be of ${lastRecord}; the newest row is of ${newest.to}`,
        pilot.at('governance', 'lastRecord'),
        {
          remedy: 'Add the rows, or correct last-record.',
        },
      ),
    ];
  const until = addDays(endOfDay(newest.to) ?? 0, days);
  if (now >= until)
    return [
      stale(`It was last measured on ${newest.to}; it should be every ${cadence}`, [place, newest.place], {
        remedy: `Add the newest rows to ${newest.place.path}.`,
      }),
    ];
  return [met(`It is measured every ${cadence}, last on ${newest.to}`, [place, newest.place], { until })];
}

function escalation(pilot: Located<Pilot>, model: Located<OperatingModel>): Finding[] {
  const declared = pilot.value.governance?.escalation ?? [];
  const place = pilot.at('governance', 'escalation');
  const path = (escalationPath(model.value.tiers ?? []) ?? []).map(({ contact }) => contact);
  if (path.length === 0)
    return [
      unmet('The support model has no path on which a case is handed up', model.at('tiers'), {
        remedy: 'Describe tiers 1, 2 and 3 under tiers in readiness/operating-model.yaml.',
        cause: 'no-tiers',
      }),
    ];
  const same =
    declared.length === path.length &&
    declared.every((who, index) => samePerson(parsePerson(who), parsePerson(path[index] ?? '')));
  if (same) return [met(`Cases are handed up ${path.join(' → ')}`, place)];
  const remedy = `Write governance.escalation: [${path.map((who) => `"${who}"`).join(', ')}] in readiness/pilot.yaml, or correct the tiers.`;
  return [
    unmet(
      declared.length === 0
        ? 'To whom governance turns is not said'
        : `Governance turns to ${declared.join(' → ')}, the support model to ${path.join(' → ')}`,
      [place, model.at('tiers')],
      { remedy },
    ),
  ];
}
