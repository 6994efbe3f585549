import { describe, expect, test } from '@jest/globals';
import {
  type ObservationSpec,
  type Quantity,
  recompute,
  type Span,
  trailing,
} from '../../../src/criteria/shared/tables/recompute.ts';
import type { Table } from '../../../src/domain/table.ts';

const NOW = Date.UTC(2026, 10, 20);

function table(text: string): Table {
  const [head = '', ...lines] = text.trim().split('\n');
  const columns = head.split(',');
  return {
    path: 'readiness/observations/x.csv',
    columns,
    rows: lines.map((line, index) => ({
      line: index + 2,
      cells: Object.fromEntries(line.split(',').map((cell, at) => [columns[at] ?? '', cell])),
    })),
  };
}

function run(text: string, quantity: Quantity, spec: Partial<ObservationSpec> = {}, span: Span = {}) {
  return recompute(table(text), { file: 'x.csv', at: 'on', value: 'v', ...spec }, quantity, span, NOW);
}

const TIMES = 'on,v,site\n2026-10-01,10,a\n2026-10-02,20,a\n2026-10-05,30,b\n2026-11-01T08:00:00Z,40,b';

describe('figures', () => {
  test('a mean with its spread, days and longest gap', () => {
    const found = run(TIMES, { type: 'mean' });
    expect(found).toMatchObject({ value: 25, n: 4, from: '2026-10-01', to: '2026-11-01', longestGap: 27, faults: [] });
    expect(found.sd).toBeCloseTo(12.9099, 4);
  });
  test('a proportion of yes and no', () => {
    expect(
      run('on,v\n2026-10-01,yes\n2026-10-01,No\n2026-10-02,TRUE\n2026-10-02,1', { type: 'proportion' }),
    ).toMatchObject({
      value: 0.75,
      events: 3,
      total: 4,
      n: 4,
    });
  });
  test('counts are summed before they are divided', () => {
    const text = 'on,v,all\n2026-10-01,1,2\n2026-10-02,1,98';
    expect(run(text, { type: 'proportion' }, { total: 'all' })).toMatchObject({
      value: 0.02,
      n: 100,
      events: 2,
      total: 100,
    });
    expect(run(text, { type: 'rate' }, { total: 'all' })).toMatchObject({ value: 0.02, n: 100 });
  });
  test('a rate may exceed one, a proportion may not', () => {
    const text = 'on,v,all\n2026-10-01,5,2';
    expect(run(text, { type: 'rate' }, { total: 'all' }).value).toBe(2.5);
    expect(run(text, { type: 'proportion' }, { total: 'all' })).toMatchObject({ faults: [{ line: 2, key: 'v' }] });
  });
  test.each([
    [50, 20],
    [75, 30],
    [95, 40],
    [1, 10],
  ])('percentile %p is an order statistic', (percentile, value) => {
    expect(run(TIMES, { type: 'percentile', percentile }).value).toBe(value);
  });
  test('a total adds up, or counts rows without a value column', () => {
    expect(run(TIMES, { type: 'total' })).toMatchObject({ value: 100, n: 4 });
    const { value: _left, ...spec } = { file: 'x.csv', at: 'on', value: undefined };
    expect(recompute(table(TIMES), spec, { type: 'total' }, {}, NOW).value).toBe(4);
    expect(recompute(table(TIMES), spec, { type: 'mean' }, {}, NOW)).toMatchObject({ faults: [{ key: 'value' }] });
  });
  test('only rows that match where', () => {
    expect(run(TIMES, { type: 'mean' }, { where: { site: 'b' } })).toMatchObject({ value: 35, n: 2, rows: 2 });
    const held = 'on,v,held\n2026-10-01,1,yes\n2026-10-01,3,false';
    expect(run(held, { type: 'mean' }, { where: { held: true } }).value).toBe(1);
  });
});

describe('spans', () => {
  test('from is inside, to is not', () => {
    const span = { from: Date.UTC(2026, 9, 2), to: Date.UTC(2026, 9, 5) };
    expect(run(TIMES, { type: 'mean' }, {}, span)).toMatchObject({ value: 20, n: 1, rowsOutside: 3, rowsBefore: 1 });
  });
  test('no row inside gives no value', () => {
    const found = run(TIMES, { type: 'total' }, {}, { to: Date.UTC(2020, 0, 1) });
    expect(found).toMatchObject({ n: 0, rowsOutside: 4, faults: [] });
    expect(found.value).toBeUndefined();
  });
  test('a trailing span includes its last day', () => {
    expect(trailing('2026-10-28', 28)).toEqual({ from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 9, 29) });
  });
});

describe('nothing is dropped in silence', () => {
  test.each([
    ['a word for a number', 'on,v\n2026-10-01,12\n2026-10-02,many', 3, 'v', 'is "many"'],
    ['an empty cell', 'on,v\n2026-10-01,', 2, 'v', 'is empty'],
    ['a comma decimal', 'on,v\n2026-10-01,1;5', 2, 'v', 'is "1;5"'],
    ['a bad date', 'on,v\n01/10/2026,1', 2, 'on', 'is "01/10/2026"'],
    ['a day that does not exist', 'on,v\n2026-02-30,1', 2, 'on', 'is "2026-02-30"'],
    ['a row from the future', 'on,v\n2026-11-21,1', 2, 'on', 'is 2026-11-21, in the future'],
    ['a column that is not there', 'on,w\n2026-10-01,1', 1, 'v', 'is not a column of this file'],
  ])('%s', (_name, text, line, key, problem) => {
    const found = run(text, { type: 'mean' });
    expect(found.faults).toMatchObject([{ path: 'readiness/observations/x.csv', line, key, problem }]);
    expect(found.value).toBeUndefined();
  });
  test('a third answer to yes or no', () => {
    expect(run('on,v\n2026-10-01,maybe', { type: 'proportion' })).toMatchObject({
      faults: [{ line: 2, problem: 'is "maybe"' }],
    });
  });
  test('a row that where can neither choose nor leave', () => {
    const text = 'on,v,held\n2026-10-01,1,yes\n2026-10-01,3,perhaps';
    expect(run(text, { type: 'mean' }, { where: { held: true } })).toMatchObject({
      faults: [{ line: 3, key: 'held' }],
    });
  });
  test('a total for a percentile', () => {
    expect(run('on,v,all\n2026-10-01,1,2', { type: 'percentile' }, { total: 'all' })).toMatchObject({
      faults: [{ key: 'all' }],
    });
  });
});

describe('one case that was written down several times', () => {
  const repeated = (column: string): string =>
    `${column},on,v\nT-9,2026-10-01,90\n${Array.from({ length: 9 }, (_none, at) => `T-1,2026-10-1${at},20`).join('\n')}`;
  test.each([['id'], ['ticket'], ['Ticket ID'], ['case_number'], ['number'], ['claim-no'], ['Request']])(
    'counts once by its %s, whatever the days are',
    (column) => {
      const found = run(repeated(column), { type: 'mean' });
      expect(found).toMatchObject({ value: 55, n: 2, rows: 2, copies: { count: 8, column } });
      expect(run(repeated(column), { type: 'percentile' }).n).toBe(2);
      expect(run(repeated(column), { type: 'total', ofCases: true }, { value: undefined }).rows).toBe(2);
    },
  );
  test.each([['user'], ['site'], ['machine'], ['cohort']])('%s has many rows of its own', (column) => {
    const found = run(repeated(column), { type: 'mean' });
    expect(found.n).toBe(10);
    expect(found.copies).toBeUndefined();
  });
  test('the earliest row of a case counts, in any order, and a case counts once in each span', () => {
    const text = 'ticket,on,v\nT-1,2026-10-05,10\nt-1 ,2026-10-01,50\nT-2,2026-10-02,70\n,2026-10-02,0\n,2026-10-02,0';
    expect(run(text, { type: 'mean' })).toMatchObject({ value: 30, n: 4, copies: { count: 1 } });
    expect(run(text, { type: 'mean' }, {}, { from: Date.UTC(2026, 9, 4) })).toMatchObject({ value: 10, n: 1 });
  });
  test('a total adds up the rows of a case, but not the same row twice', () => {
    const text = 'ticket,on,v\nT-1,2026-10-01,5\nT-1,2026-10-02,5\nT-1,2026-10-02,5';
    expect(run(text, { type: 'total' })).toMatchObject({ value: 10, copies: { count: 1 } });
  });
  test('a column with the figure identifies nothing', () => {
    const found = run('on,number\n2026-10-01,5\n2026-10-02,5', { type: 'mean' }, { value: 'number' });
    expect(found).toMatchObject({ value: 5, n: 2 });
  });
});

test('the same rows at other times: a row in the future is a fault each time, and only then', () => {
  const rows = table(TIMES);
  const at = (now: number) => recompute(rows, { file: 'x.csv', at: 'on', value: 'v' }, { type: 'mean' }, {}, now);
  const early = Date.UTC(2026, 9, 20);
  expect(at(early).faults).toMatchObject([{ line: 5, problem: expect.stringMatching(/future/) }]);
  expect(at(NOW)).toMatchObject({ value: 25, faults: [] });
  expect(at(NOW + 1)).toBe(at(NOW));
  expect(at(early)).toMatchObject({ faults: [{ line: 5 }] });
  expect(at(early).value).toBeUndefined();
  for (let from = 0; from < 500; from += 1)
    recompute(rows, { file: 'x.csv', at: 'on', value: 'v' }, { type: 'mean' }, { from }, NOW);
  expect(at(NOW)).toMatchObject({ value: 25, n: 4 });
});
