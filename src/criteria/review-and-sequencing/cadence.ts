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
import { messages } from './messages.ts';

/** Whether the pilot is measured as often as stated. */
export function judgeCadence(pilot: Located<Pilot>, metrics: Located<Metrics>, files: Named, now: number): Finding {
  const { cadence, lastRecord } = pilot.value.governance ?? {};
  const place = pilot.at('governance', 'cadence');
  const days = durationDays(cadence ?? '');
  if (cadence === undefined || days === undefined) return unmet(messages.noCadence(), pilot.at('governance'));
  const [last] = definedMetrics(metrics)
    .filter(({ layer }) => layer !== 'leading')
    .flatMap(({ metric, place: at }) => {
      const rows = lookAt(metric, files, at, { since: '1970-01-01' }, now);
      return 'open' in rows ? [] : [{ newest: rows.seen.to, place: rows.seen.place }];
    })
    .sort((a, b) => (a.newest < b.newest ? 1 : -1));
  if (last === undefined) return unmet(messages.notMeasured(), place);
  const { newest } = last;
  if (lastRecord !== undefined && lastRecord > newest)
    return unmet(messages.wrongLastRecord({ declared: lastRecord, newest }), pilot.at('governance', 'lastRecord'));
  const until = addDays(endOfDay(newest) ?? 0, days);
  const places = [place, last.place];
  return now < until
    ? met(messages.measured({ cadence, newest }), places, { until })
    : stale(messages.measuredTooLongAgo({ cadence, newest, path: last.place.path }), places);
}

/** Whether governance escalates to the same people as support, in the same order. */
export function judgeEscalation(pilot: Located<Pilot>, model: Located<OperatingModel>): Finding {
  const declared = pilot.value.governance?.escalation ?? [];
  const place = pilot.at('governance', 'escalation');
  const path = (escalationPath(model.value.tiers ?? []) ?? []).map(({ contact }) => contact);
  if (path.length === 0) return unmet(messages.noSupportPath(), model.at('tiers'), { cause: 'no-tiers' });
  const places = [place, model.at('tiers')];
  const [governance, support] = [declared.join(' → '), path.join(' → ')];
  const expected = path.map((who) => `"${who}"`);
  if (declared.length === 0) return unmet(messages.noEscalation({ expected }), places);
  const isSame =
    declared.length === path.length &&
    declared.every((who, index) => samePerson(parsePerson(who), parsePerson(path[index] ?? '')));
  return isSame
    ? met(messages.sameEscalation({ path: support }), place)
    : unmet(messages.otherEscalation({ governance, support, expected }), places);
}
