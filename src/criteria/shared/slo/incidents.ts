import { daysBetween, endOfDay, parseInstant } from '../../../domain/dates.ts';
import { type Finding, met, unmet } from '../../../domain/finding.ts';
import type { Fault, Place } from '../../../domain/observation.ts';
import { stallSign } from '../../../domain/stall-sign.ts';
import type { Table } from '../../../domain/table.ts';
import type { Located, Named } from '../../../engine/inputs.ts';
import type { SectionValue } from '../../../evidence/schema/index.ts';
import type { Metrics } from '../../../evidence/schema/metrics.ts';
import { plain } from '../metrics/figures.ts';
import { missingColumns, openTable, rowFault, unreadableRows, writtenCell } from '../tables/named-rows.ts';
import { messages } from './messages.ts';

type Cohorts = Located<SectionValue<'cohorts'>>;

interface Incident {
  line: number;
  opened: number;
  resolved?: number | undefined;
  severity: number;
  /** As it is written. */
  site: string;
}

export interface IncidentDemand {
  /** How far back incidents count for the time to restore, in days. */
  lookBackDays: number;
  /** How many times the usual rate the newest site may have. */
  siteRatio: number;
  now: number;
  /** Evaluates the state at that midnight instead of now. */
  at?: number;
}

const WHAT = 'The list of incidents';
const COLUMNS = ['opened', 'resolved', 'severity', 'site'] as const;
/** What a cell of each column may hold. */
const ALLOWED = {
  opened: 'an instant with zone, not in the future',
  resolved: 'empty, or an instant with zone after opened and not in the future',
  severity: '1 to 5, or sev1 to sev5',
};
/** Severities 1 and 2. */
const MAX_CRITICAL_SEVERITY = 2;

/** Whether incidents end in time, no critical one is open, and the newest site has no more of them than usual. */
export function judgeIncidents(
  metrics: Located<Metrics>,
  files: Named,
  cohorts: Cohorts,
  demand: IncidentDemand,
): Finding[] {
  const { incidents } = metrics.value;
  const place = metrics.at('incidents');
  if (incidents === undefined) return [unmet(messages.noIncidents(), place, { cause: 'no-incidents-file' })];
  const { file } = incidents;
  const opened = openTable(WHAT, file, files, place);
  if ('open' in opened) return [opened.open];
  const read = incidentsIn(opened.table, demand.now);
  if (read.faults.length > 0) return [unreadableRows(WHAT, file, read.faults)];
  const known = new Set(cohorts.value.cohorts.map(({ site }) => plainSite(site)));
  const stray = read.incidents.find(({ site }) => !known.has(plainSite(site)));
  if (stray !== undefined) {
    const { line, site } = stray;
    return [unmet(messages.unknownSite({ file, line, site }), { path: file, line })];
  }
  const then = { ...demand, now: demand.at ?? demand.now };
  const seen = asOf(read.incidents, then.now);
  const places = [place, { path: file }];
  const found = [
    ...openOnes(seen, file),
    ...slowOnes(seen, incidents.mttrTargetMinutes, places, then),
    ...worseSite(seen, cohorts, file, then),
  ];
  if (found.length > 0) return found;
  const mean = restoreMinutes(seen, then);
  return [
    mean === undefined
      ? met(messages.noneResolved({ days: demand.lookBackDays }), places)
      : met(messages.incidentsInOrder({ minutes: plain(mean) }), places),
  ];
}

function incidentsIn(table: Table, now: number): { incidents: Incident[]; faults: Fault[] } {
  const faults = missingColumns(table, COLUMNS);
  if (faults.length > 0) return { incidents: [], faults };
  const incidents: Incident[] = [];
  for (const { line, cells } of table.rows) {
    const opened = instantIn(cells.opened);
    const resolved = instantIn(cells.resolved);
    const severity = severityIn(cells.severity);
    const refuse = (key: keyof typeof ALLOWED): void => {
      faults.push(rowFault(table.path, line, key, `is ${writtenCell(cells[key])}`, ALLOWED[key]));
    };
    if (opened === undefined || opened > now) refuse('opened');
    else if (!isEmpty(cells.resolved) && (resolved === undefined || resolved < opened || resolved > now))
      refuse('resolved');
    else if (severity === undefined) refuse('severity');
    else incidents.push({ line, opened, resolved, severity, site: cells.site ?? '' });
  }
  return { incidents, faults };
}

/** Incidents as they were known at a moment: what was resolved later was open then. */
function asOf(incidents: Incident[], moment: number): Incident[] {
  return incidents
    .filter(({ opened }) => opened <= moment)
    .map((one) => ({ ...one, resolved: (one.resolved ?? moment) <= moment ? one.resolved : undefined }));
}

function isEmpty(cell: string | undefined): boolean {
  return (cell ?? '').trim() === '';
}

/** A day without a time is refused: minutes cannot be counted from it. */
function instantIn(cell: string | undefined): number | undefined {
  const text = (cell ?? '').trim();
  return text.length > 10 ? parseInstant(text) : undefined;
}

function severityIn(cell: string | undefined): number | undefined {
  const match = /^(?:sev(?:erity)?|s|p)?[ -]?([1-5])$/i.exec((cell ?? '').trim());
  return match === null ? undefined : Number(match[1]);
}

function plainSite(site: string): string {
  return site.trim().toLowerCase();
}

function openOnes(incidents: Incident[], path: string): Finding[] {
  const critical = incidents.filter(
    ({ resolved, severity }) => resolved === undefined && severity <= MAX_CRITICAL_SEVERITY,
  );
  if (critical.length === 0) return [];
  const places = critical.map(({ line }) => ({ path, line }));
  return [unmet(messages.criticalIncidentOpen({ count: critical.length }), places)];
}

function restoreMinutes(incidents: Incident[], { lookBackDays, now }: IncidentDemand): number | undefined {
  const minutes = incidents.flatMap(({ opened, resolved }) =>
    resolved !== undefined && daysBetween(resolved, now) < lookBackDays ? [(resolved - opened) / 60_000] : [],
  );
  return minutes.length === 0 ? undefined : minutes.reduce((sum, one) => sum + one, 0) / minutes.length;
}

function slowOnes(incidents: Incident[], target: number, places: Place[], demand: IncidentDemand): Finding[] {
  const mean = restoreMinutes(incidents, demand);
  if (mean === undefined || mean <= target) return [];
  return [unmet(messages.slowToResolve({ days: demand.lookBackDays, minutes: plain(mean), target }), places)];
}

/** Compares incidents per day at each site since it began; a site is as old as its first cohort. */
function worseSite(
  incidents: Incident[],
  cohorts: Cohorts,
  path: string,
  { siteRatio, now }: IncidentDemand,
): Finding[] {
  const sites = new Map<string, { name: string; from: number; days: number }>();
  for (const { site, startedOn, endedOn } of cohorts.value.cohorts) {
    const [from, to] = [parseInstant(startedOn), endedOn === undefined ? now : (endOfDay(endedOn) ?? now)];
    if (from === undefined || from >= now) continue;
    const known = sites.get(plainSite(site));
    const days = Math.max(1, (Math.min(to, now) - from) / 86_400_000) + (known?.days ?? 0);
    sites.set(plainSite(site), { name: site, from: Math.min(from, known?.from ?? from), days });
  }
  const rates = [...sites].map(([key, { name, from, days }]) => ({
    name,
    from,
    rate: incidents.filter(({ site }) => plainSite(site) === key).length / days,
  }));
  const newest = rates.reduce(
    (last, one) => (one.from > last.from ? one : last),
    rates[0] ?? { name: '', from: 0, rate: 0 },
  );
  const others = rates
    .filter((one) => one !== newest)
    .map(({ rate }) => rate)
    .sort((a, b) => a - b);
  if (others.length === 0) return [];
  const half = Math.floor(others.length / 2);
  const median = others.length % 2 === 1 ? (others[half] ?? 0) : ((others[half - 1] ?? 0) + (others[half] ?? 0)) / 2;
  if (newest.rate <= siteRatio * median + 1e-12) return [];
  const monthly = (rate: number): string => plain(rate * 30);
  const words = { site: newest.name, incidents: monthly(newest.rate), usual: monthly(median) };
  const places = [cohorts.at('cohorts'), { path }];
  const isStall = newest.rate > 2 * median;
  return [
    unmet(messages.newestSiteWorse(words), places, {
      ...(isStall && { stall: stallSign('new-site-incidents', ['SL-5', 'IN-1'], places, words) }),
    }),
  ];
}
