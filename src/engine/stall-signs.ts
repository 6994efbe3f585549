import type { ReportCriterion } from '../domain/report.ts';
import { STALL_SIGNS, type StallSign, stallSign } from '../domain/stall-sign.ts';
import type { Check, StallSigns } from './criterion.ts';
import type { PreparedCriterion } from './run-check.ts';

/**
 * The signs of a stalling pilot: those that findings carry (`measured`), those that an unmet check is, and those that a
 * criterion measures from its inputs. Evidence that no criterion read gives no sign. `due` are the moments (ms) at which
 * time alone would add one.
 */
export function stallSigns(
  prepared: PreparedCriterion[],
  criteria: ReportCriterion[],
  measured: StallSign[],
  now: number,
): StallSigns {
  const ofCriteria = prepared.flatMap(({ criterion, observed }) => criterion.stallSigns?.(observed, now) ?? []);
  const unmet = prepared.flatMap(({ criterion }) => criterion.checks.flatMap((check) => whenUnmet(check, criteria)));
  const found = [...measured, ...unmet, ...ofCriteria.flatMap(({ signs }) => signs)];
  return {
    signs: STALL_SIGNS.flatMap((sign) => found.find((one) => one.sign === sign) ?? []),
    due: ofCriteria.flatMap(({ due }) => due),
  };
}

function whenUnmet({ code, stallSign: sign }: Check, criteria: ReportCriterion[]): StallSign[] {
  if (sign === undefined) return [];
  const check = criteria.flatMap((criterion) => criterion.checks).find((one) => one.code === code);
  if (check?.outcome !== 'unmet') return [];
  const places = check.places.map(({ path, line }) => (line === undefined ? { path } : { path, line }));
  return [stallSign(sign, [code], places)];
}
