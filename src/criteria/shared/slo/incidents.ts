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

type Cohorts = Located<SectionValue<'cohorts'>>;

interface Incident {
  line: number;
  opened: number;
  resolved?: number;
  severity: number;
  site: string;
}

export interface IncidentDemand {
  /** How far back incidents count for the time to restore, in days. */
  lookBackDays: number;
  /** How many times the usual rate the newest site may have. */
  siteRatio: number;
  now: number;
  /** Judges how it stood at that midnight instead of now. */
  at?: number;
}

const COLUMNS = ['opened', 'resolved', 'severity', 'site'] as const;

/** Whether incidents end in time, no grave one is open, and the newest site has no more of them than usual. */
export function judgeIncidents(
  metrics: Located<Metrics>,
  files: Named,
  cohorts: Cohorts,
  demand: IncidentDemand,
): Finding[] {
  const { incidents } = metrics.value;
  const place = metrics.at('incidents');
  if (incidents === undefined)
    return [
      unmet('Nothing is recorded of incidents', place, {
        remedy:
          'Add incidents: { file: readiness/observations/incidents.csv, mttr-target-minutes: 240 } to readiness/metrics.yaml; the file has the columns opened, resolved, severity, site.',
        cause: 'no-incidents-file',
      }),
    ];
  const opened = openTable('The list of incidents', incidents.file, files, place);
  if ('open' in opened) return [opened.open];
  const read = incidentsIn(opened.table, demand.now);
  if (read.faults.length > 0) return [unreadableRows('The list of incidents', incidents.file, read.faults)];
  const known = new Set(cohorts.value.cohorts.map(({ site }) => plainSite(site)));
  const unknownReporter = read.incidents.find(({ site }) => !known.has(site));
  if (unknownReporter !== undefined)
    return [
      unmet(
        `${incidents.file}:${unknownReporter.line} names the site ${writtenCell(opened.table.rows.find(({ line }) => line === unknownReporter.line)?.cells.site)}, which no cohort has`,
        { path: incidents.file, line: unknownReporter.line },
        { remedy: 'Write the site as readiness/cohorts.yaml does, or add the cohort there.' },
      ),
    ];
  const moment = demand.at ?? demand.now;
  const then = { ...demand, now: moment };
  const seen = asOf(read.incidents, moment);
  const found = [
    ...openOnes(seen, incidents.file),
    ...slowRestores(seen, incidents, place, then),
    ...worseSite(seen, cohorts, incidents.file, then),
  ];
  if (found.length > 0) return found;
  const mean = restoreMinutes(seen, then);
  return [
    met(
      mean === undefined
        ? `No incident ended in the last ${demand.lookBackDays} days, and none is open`
        : `Incidents were over after ${plain(mean)} minutes on average; no grave one is open`,
      [place, { path: incidents.file }],
    ),
  ];
}

function incidentsIn(table: Table, now: number): { incidents: Incident[]; faults: Fault[] } {
  const faults = missingColumns(table, COLUMNS);
  if (faults.length > 0) return { incidents: [], faults };
  const incidents: Incident[] = [];
  for (const { line, cells } of table.rows) {
    const refuse = (key: string, allowed: string): void => {
      faults.push(rowFault(table.path, line, key, `is ${writtenCell(cells[key])}`, allowed));
    };
    const opened = instantIn(cells.opened);
    const resolved = (cells.resolved ?? '').trim() === '' ? undefined : instantIn(cells.resolved);
    const severity = severityIn(cells.severity);
    const ends = (cells.resolved ?? '').trim() !== '';
    if (opened === undefined || opened > now) refuse('opened', 'an instant with zone, not in the future');
    else if (ends && (resolved === undefined || resolved < opened || resolved > now))
      refuse('resolved', 'empty, or an instant with zone after it was opened and not in the future');
    else if (severity === undefined) refuse('severity', '1 to 5, or sev1 to sev5');
    else
      incidents.push({
        line,
        opened,
        severity,
        site: plainSite(cells.site ?? ''),
        ...(resolved === undefined ? {} : { resolved }),
      });
  }
  return { incidents, faults };
}

/** Incidents as they were known at a moment: what was resolved later was open then. */
function asOf(incidents: Incident[], moment: number): Incident[] {
  return incidents
    .filter(({ opened }) => opened <= moment)
    .map(({ resolved, ...rest }) => (resolved === undefined || resolved > moment ? rest : { ...rest, resolved }));
}

/** A day alone says nothing of minutes. */
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
  const grave = incidents.filter(({ resolved, severity }) => resolved === undefined && severity <= 2);
  const [first] = grave;
  if (first === undefined) return [];
  return [
    unmet(
      `${grave.length} grave ${grave.length === 1 ? 'incident is' : 'incidents are'} still open`,
      grave.map(({ line }) => ({ path, line })),
      { remedy: 'Resolve it first; then write the instant into resolved.' },
    ),
  ];
}

function restoreMinutes(incidents: Incident[], { lookBackDays, now }: IncidentDemand): number | undefined {
  const minutes = incidents.flatMap(({ opened, resolved }) =>
    resolved !== undefined && daysBetween(resolved, now) < lookBackDays ? [(resolved - opened) / 60_000] : [],
  );
  return minutes.length === 0 ? undefined : minutes.reduce((sum, one) => sum + one, 0) / minutes.length;
}

function slowRestores(
  incidents: Incident[],
  { mttrTargetMinutes, file }: NonNullable<Metrics['incidents']>,
  place: Place,
  demand: IncidentDemand,
): Finding[] {
  const mean = restoreMinutes(incidents, demand);
  if (mean === undefined || mean <= mttrTargetMinutes) return [];
  return [
    unmet(
      `Incidents of the last ${demand.lookBackDays} days were over after ${plain(mean)} minutes on average; the target is ${mttrTargetMinutes}`,
      [place, { path: file }],
      { remedy: 'Find what made the long ones long (detection, access, rollback) and mend that first.' },
    ),
  ];
}

/** Incidents a day at each site since it began; a site is as old as its first cohort. */
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
    rate: incidents.filter(({ site }) => site === key).length / days,
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
  return [
    unmet(
      `The newest site, ${newest.name}, has ${monthly(newest.rate)} incidents in 30 days; the other sites usually have ${monthly(median)}`,
      [cohorts.at('cohorts'), { path }],
      {
        remedy: `Harden ${newest.name} before anything else is added: see what fails there and not elsewhere.`,
        ...(newest.rate > 2 * median
          ? {
              stall: stallSign('new-site-incidents', ['SL-5', 'IN-1'], [cohorts.at('cohorts'), { path }], {
                site: newest.name,
                incidents: monthly(newest.rate),
                usual: monthly(median),
              }),
            }
          : {}),
      },
    ),
  ];
}
