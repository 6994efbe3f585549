import { unevenAdoption } from '../criteria/change-and-adoption/uneven-adoption.ts';
import { longBlocked, pendingControls } from '../criteria/shared/waiting.ts';
import { bouncedIncidents } from '../criteria/support-model/bounced-incidents.ts';
import type { Observation } from '../domain/observation.ts';
import type { ReportCriterion } from '../domain/report.ts';
import { STALL_SIGNS, type StallSign, stallSign } from '../domain/stall-sign.ts';
import { named, type Read, readKey, records, section } from './inputs.ts';
import type { PreparedCriterion } from './run-check.ts';

/**
 * The signs of a stalling pilot: those that checks measured on the way (`said`), those that a check being unmet already
 * is, and those computed here from evidence that some criterion read. Evidence that nobody read gives no sign. `due`
 * are the moments (ms) at which time alone would add one.
 */
export function stallSigns(
  prepared: PreparedCriterion[],
  criteria: ReportCriterion[],
  said: StallSign[],
  now: number,
): { signs: StallSign[]; due: number[] } {
  const plan = seenBy(prepared, section('change-plan'));
  const planFiles = seenBy(prepared, named('change-plan'));
  const metrics = seenBy(prepared, section('metrics'));
  const metricFiles = seenBy(prepared, named('metrics'));
  const controls = seenBy(prepared, records('controls'));
  const waiting = [plan ? longBlocked(plan, now) : [], controls ? pendingControls(controls, now) : []].flat();
  const found = [
    ...said,
    ...whenUnmet(criteria, 'RS-3', 'added-while-hardening'),
    ...whenUnmet(criteria, 'WA-7', 'side-tool'),
    ...(plan && planFiles ? unevenAdoption(plan, planFiles, now) : []),
    ...(metrics && metricFiles ? bouncedIncidents(metrics, metricFiles, now) : []),
    ...waiting.flatMap(({ signs }) => signs),
  ];
  const first = STALL_SIGNS.flatMap((sign) => found.find((one) => one.sign === sign) ?? []);
  return { signs: first, due: waiting.flatMap(({ due }) => due) };
}

/** What some criterion saw of this read; undefined when nobody asked for it, or it was not there. */
function seenBy<T>(prepared: PreparedCriterion[], read: Read<T>): T | undefined {
  const key = readKey(read);
  for (const { reads, observed } of prepared) {
    const name = Object.keys(reads).find((one) => readKey(reads[one] as Read<unknown>) === key);
    const seen = name === undefined ? undefined : (observed[name] as Observation<T> | undefined);
    if (seen?.state === 'seen') return seen.value;
  }
  return undefined;
}

function whenUnmet(criteria: ReportCriterion[], code: string, sign: StallSign['sign']): StallSign[] {
  const check = criteria.flatMap((criterion) => criterion.checks).find((one) => one.code === code);
  if (check?.outcome !== 'unmet') return [];
  const places = check.places.map(({ path, line }) => (line === undefined ? { path } : { path, line }));
  return [stallSign(sign, [code], places)];
}
