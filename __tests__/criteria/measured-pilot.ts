import { parse } from 'yaml';
import type { Facts } from './test-criterion.ts';

/** A pilot with its numbers: what the criteria about metrics are tried on. Rows are made by rule, so sums are known. */

export const METRICS = 'readiness/metrics.yaml';
export const TICKETS = 'readiness/observations/tickets.csv';
export const WEEKS = 'readiness/observations/weeks.csv';
export const NOW = '2026-11-20';
const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 8, 1);

/** Five tickets a day from 1 September to 18 November: 31 minutes on average, one in 35 reworked. */
export function ticketRows(
  options: { minutes?: (index: number) => number; reworked?: (index: number) => boolean } = {},
) {
  const minutes = options.minutes ?? ((index) => 20 + ((index * 7) % 23));
  const reworked = options.reworked ?? ((index) => index % 35 === 0);
  const rows = Array.from({ length: 79 * 5 }, (_, index) => {
    const on = new Date(FIRST + Math.floor(index / 5) * DAY).toISOString().slice(0, 10);
    return { on, minutes: minutes(index), reworked: reworked(index), exception: index % 20 === 0 };
  });
  return rows;
}

export function ticketFile(rows = ticketRows()): string {
  const word = (answer: boolean): string => (answer ? 'yes' : 'no');
  return [
    'closed,minutes,reworked,exception',
    ...rows.map((r) => `${r.on},${r.minutes},${word(r.reworked)},${word(r.exception)}`),
    '',
  ].join('\n');
}

const weeks = ['week,active,invited,restore,held,started'].concat(
  Array.from({ length: 11 }, (_, index) => {
    const on = new Date(FIRST + index * 7 * DAY).toISOString().slice(0, 10);
    return `${on},${20 + index},40,${30 - index},${8},10`;
  }),
);

const mean = ticketRows().reduce((sum, row) => sum + row.minutes, 0) / (79 * 5);
/** What 46.2 minutes before and the rows since are worth at 0.5 USD a minute and 10,000 tickets. */
export const WORTH = Math.round((46.2 - mean) * 0.5 * 10_000);

export const metrics = `process:
  - id: exception-rate
    type: proportion
    unit: "1"
    good: lower
    owner: "@dana"
    cadence: 2w
    observations: { file: ${TICKETS}, at: closed, value: exception }
outcome:
  - id: rework-rate
    title: Rework
    type: proportion
    unit: "1"
    good: lower
    owner: "@dana"
    cadence: 2w
    population: every ticket
    method: reopened within 14 days
    observations: { file: ${TICKETS}, at: closed, value: reworked }
  - id: cycle-time
    type: mean
    unit: min
    good: lower
    owner: "@dana"
    cadence: 2w
    population: every ticket
    method: opened to closed
    target: { op: lte, value: 36 }
    observations: { file: ${TICKETS}, at: closed, value: minutes }
leading:
  - { id: active-users, measures: adoption, type: proportion, unit: "1", good: higher, owner: "@dana", cadence: 2w, observations: { file: ${WEEKS}, at: week, value: active, total: invited } }
  - { id: mttr, type: mean, unit: min, good: lower, owner: "@ravi", cadence: 2w, observations: { file: ${WEEKS}, at: week, value: restore } }
  - { id: holding, measures: automation-holding, type: proportion, unit: "1", good: higher, owner: "@ravi", cadence: 2w, observations: { file: ${WEEKS}, at: week, value: held, total: started } }
slos:
  - { id: clean-data, measures: data-quality, target: 0.99, window: 4w, indicator: rows that pass their checks }
scorecard: [exception-rate, rework-rate, cycle-time, active-users, mttr, holding, clean-data]
baselines:
  - { metric: cycle-time, value: 46.2, unit: min, n: 410, sd: 19.8, from: 2026-03-01, to: 2026-04-30, population: every ticket, method: opened to closed, source: { system: ticket system, query: sql/cycle-time.sql } }
  - { metric: rework-rate, value: 0.1, unit: "1", n: 410, events: 41, total: 410, from: 2026-03-01, to: 2026-04-30, population: Every ticket, method: reopened within 14 days, source: ticket system }
  - { metric: error-rate, value: 0.04, unit: "1", n: 410, from: 2026-03-01, to: 2026-04-30, source: ticket system }
  - { metric: cost-per-unit, value: 6.1, unit: "{USD}/{ticket}", n: 410, from: 2026-03-01, to: 2026-04-30, source: cost accounting }
kill-criteria:
  - { metric: rework-rate, op: gte, threshold: 0.12, window: 4w, action: switch it off, decider: "@greta" }
  - { metric: cycle-time, op: gt, threshold: 50, window: 4w, action: switch it off, decider: "@greta" }
success-trigger: { metric: rework-rate, op: lte, threshold: 0.05, window: 28d, min-n: 100, decision-by: 2026-12-15 }
value: { metric: cycle-time, per-unit: 0.5, currency: USD, volume: 10000, amount: ${WORTH} }
`;

export const pilot = `name: Support triage
started-on: 2026-09-01
owners:
  product: "@dana"
  production: "@ravi"
  governance: "@greta"
  sponsor: "@ines"
`;

export const economics = `currency: USD
benefits:
  - { metric: cycle-time, amount: ${WORTH}, basis: minutes saved on 10000 tickets a year }
`;

export const measuredPilot: Record<string, string> = {
  'readiness/pilot.yaml': pilot,
  [METRICS]: metrics,
  'readiness/economics.yaml': economics,
  [TICKETS]: ticketFile(),
  [WEEKS]: `${weeks.join('\n')}\n`,
  'sql/cycle-time.sql': 'select 1;\n',
};

interface Step {
  text: string;
  declared?: string;
  merged?: string | null;
}

/** Value histories of `metrics.yaml` (one step a version of it) and of `started-on`. */
export function histories(steps: Step[] = [{ text: metrics }], starts: string[] = ['2026-09-01']) {
  const author = { name: 'Dana', mail: 'dana@acme.example', handle: 'dana' };
  return ({ path, pointer }: { path: string; pointer: string }) => {
    const entry = (value: unknown, index: number, step: Partial<Step>) => ({
      value,
      commit: String(index + 1).padEnd(40, 'a'),
      declaredAt: step.declared ?? '2026-08-18T09:00:00Z',
      ...(step.merged === null ? {} : { mergedAt: step.merged ?? '2026-08-20T09:00:00Z' }),
      author,
    });
    if (pointer === 'started-on') return { path, pointer, values: starts.map((day, index) => entry(day, index, {})) };
    const values = steps.flatMap((step, index) => {
      const file = parse(step.text) as Record<string, unknown>;
      return pointer in file ? [entry(file[pointer], index, step)] : [];
    });
    return { path, pointer, values };
  };
}

export const everyone = ({ who }: { who: string[] }) =>
  who.map((one) => ({ who: one, exists: true, kind: 'user', suspended: false, humans: 1, member: true }));

export const measuredFacts: Facts = {
  'value-history': histories(),
  people: everyone,
  acceptance: { accepted: false },
};

/** Replaces text that must be there. */
export const swap =
  (from: string | RegExp, to: string) =>
  (text: string): string =>
    text.replace(from, to);
