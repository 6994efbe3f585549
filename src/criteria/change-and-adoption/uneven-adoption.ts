import { type StallSign, stallSign } from '../../domain/stall-sign.ts';
import type { Table } from '../../domain/table.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import { mondayOf, weeklyUse } from './weeks.ts';

/** Standard deviation of the cohorts' shares divided by their mean: above this, use differs widely. */
const UNEVEN = 0.5;
const WEEKS = 4;
const MAX_COHORTS = 200;

/**
 * Use that differs widely between cohorts, over the newest four weeks that have ended. Rows that cannot be read give no
 * sign: CA-6 reports what is wrong with them.
 */
export function unevenAdoption(plan: Located<SectionValue<'change-plan'>>, files: Named, now: number): StallSign[] {
  const file = plan.value.adoption?.file;
  const table = file === undefined ? undefined : files.table(file);
  if (file === undefined || table?.state !== 'seen') return [];
  const shares = sharesOf(table.value, now);
  if (shares.length < 2) return [];
  const mean = shares.reduce((sum, { share }) => sum + share, 0) / shares.length;
  const spread = Math.sqrt(shares.reduce((sum, { share }) => sum + (share - mean) ** 2, 0) / shares.length);
  if (mean === 0 || spread / mean <= UNEVEN + 1e-9) return [];
  const sorted = [...shares].sort((a, b) => a.share - b.share || (a.cohort < b.cohort ? -1 : 1));
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  if (lowest === undefined || highest === undefined) return [];
  return [
    stallSign('adoption-uneven', ['CA-2', 'CA-5'], [plan.at('adoption'), { path: file }], {
      lowest: lowest.cohort,
      lowestShare: rounded(lowest.share),
      highest: highest.cohort,
      highestShare: rounded(highest.share),
    }),
  ];
}

function sharesOf(table: Table, now: number): { cohort: string; share: number }[] {
  const cohorts = new Map<string, Table['rows']>();
  for (const row of table.rows) {
    const cohort = (row.cells.cohort ?? '').trim();
    const rows = cohorts.get(cohort) ?? [];
    rows.push(row);
    cohorts.set(cohort, rows);
  }
  if (cohorts.size > MAX_COHORTS) return [];
  const shares: { cohort: string; share: number }[] = [];
  for (const [cohort, rows] of cohorts) {
    const use = weeklyUse({ ...table, rows }, () => false, now);
    if (use.faults.length > 0) return [];
    const newest = use.weeks.filter(({ week, eligible }) => mondayOf(week + 1) <= now && eligible > 0).slice(-WEEKS);
    const eligible = newest.reduce((sum, one) => sum + one.eligible, 0);
    if (eligible > 0) shares.push({ cohort, share: newest.reduce((sum, one) => sum + one.active, 0) / eligible });
  }
  return shares;
}

function rounded(share: number): number {
  return Math.round(share * 1000) / 1000;
}
