import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import {
  crossings,
  disagreements,
  type Import,
  importsOf,
  type Room,
  readRooms,
  roomOf,
  sourceFiles,
} from './support/rooms.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(root, 'src');
const rooms = readRooms(readFileSync(join(root, 'docs/architecture.md'), 'utf8'));
const files = sourceFiles(src);
const imports = importsOf(src, files);
const inside = imports.filter(({ toRoom }) => toRoom !== undefined);
const present = new Set(files.map(roomOf));
const crossed = crossings(imports);
const ENTRY_POINTS = ['cli.ts', 'app.ts', 'action.ts'];

/** The table with one row changed. */
function changed(name: string, change: (room: Room) => Partial<Room>): Room[] {
  return rooms.map((room) => (room.name === name ? { ...room, ...change(room) } : room));
}

describe('the rooms of docs/architecture.md', () => {
  test('agree with the source, in both directions', () => {
    expect(disagreements(rooms, present, crossed)).toEqual([]);
  });

  test('are at most 18, and no entry point is imported', () => {
    expect(rooms.filter(({ name }) => !ENTRY_POINTS.includes(name)).length).toBeLessThanOrEqual(18);
    expect(rooms.map(({ name }) => name)).toEqual(expect.arrayContaining(ENTRY_POINTS));
    expect(inside.filter(({ to }) => ENTRY_POINTS.includes(to))).toEqual([]);
  });

  const kinds = ['face', 'rooms', 'packages'] as const;
  const granted = rooms.flatMap((room) =>
    kinds.flatMap((kind) => room[kind].map((one) => [room.name, kind, one] as const)),
  );

  test('have a test that notices every grant that is taken away', () => {
    expect(granted.length).toBeGreaterThan(100);
    const unnoticed = granted.filter(([name, kind, one]) => {
      const fewer = changed(name, (room) => ({ [kind]: room[kind].filter((other) => other !== one) }));
      return disagreements(fewer, present, crossed).length === 0;
    });
    expect(unnoticed).toEqual([]);
  });

  test('have a test that notices every grant that nobody needs', () => {
    const names = rooms.map(({ name }) => name);
    const unnoticed = rooms.flatMap((room) => {
      const more: [(typeof kinds)[number], string][] = [
        ['packages', 'left-pad'],
        ...(room.packages.includes('zod') ? [] : [['packages', 'zod'] as ['packages', string]]),
        ...names
          .filter((name) => name !== room.name && !room.rooms.includes(name))
          .map((name) => ['rooms', name] as ['rooms', string]),
        ['rooms', 'no-such-room'],
        ['face', 'no/such/file'],
        ...(room.face.length > 0 && !room.face.includes('*') ? [['face', '*'] as ['face', string]] : []),
        ...files
          .filter((file) => roomOf(file) === room.name && !room.face.includes('*'))
          .map((file) => file.slice(room.name.length + 1).replace(/\.ts$/, ''))
          .filter((file) => !room.face.includes(file))
          .map((file) => ['face', file] as ['face', string]),
      ];
      return more.filter(([kind, one]) => {
        const table = changed(room.name, (row) => ({ [kind]: [...row[kind], one] }));
        return disagreements(table, present, crossed).length === 0;
      });
    });
    expect(unnoticed).toEqual([]);
  });

  test('have a test that notices a missing row, a second row, and a row of nothing', () => {
    for (const room of rooms) {
      expect(
        disagreements(
          rooms.filter((one) => one !== room),
          present,
          crossed,
        ),
      ).not.toEqual([]);
      expect(disagreements([...rooms, room], present, crossed)).toContain(`${room.name} has two rows`);
    }
    const none: Room = { name: 'no-such-room', face: [], rooms: [], packages: [] };
    expect(disagreements([...rooms, none], present, crossed)).toEqual(['no-such-room does not exist']);
  });

  test('the pure rooms use no clock, randomness, network, or console', () => {
    const forbidden =
      /\b(Date\.now\(|new Date\(\)|Math\.random\(|performance\.now|console\.|fetch\(|process\.(env|exit|cwd|argv|std|nextTick|hrtime|on\()|globalThis|setTimeout|setInterval|crypto\.)/;
    const pure = files.filter((file) =>
      ['domain', 'engine', 'evidence/schema', 'formats', 'criteria', 'criteria/shared', 'render'].includes(
        roomOf(file),
      ),
    );
    const guilty = pure.flatMap((file) =>
      readFileSync(join(src, file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          forbidden.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [],
        ),
    );
    expect(guilty).toEqual([]);
  });

  test('criteria do not import each other', () => {
    const criterionOf = (file: string) => file.split('/')[1] ?? '';
    const isCriterion = (file: string) => roomOf(file) === 'criteria' && file.split('/').length > 2;
    const between = ({ from, to }: Import) =>
      isCriterion(from) && isCriterion(to) && criterionOf(from) !== criterionOf(to);
    expect(inside.filter(between)).toEqual([]);
  });

  test('imports never form a cycle', () => {
    const graph = new Map(files.map((file) => [file, inside.filter(({ from }) => from === file).map(({ to }) => to)]));
    const done = new Set<string>();
    const cycle = (file: string, path: string[]): string[] | undefined => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return undefined;
      for (const next of graph.get(file) ?? []) {
        const found = cycle(next, [...path, file]);
        if (found) return found;
      }
      done.add(file);
      return undefined;
    };
    const cycles = files.flatMap((file) => cycle(file, [])?.join(' → ') ?? []);
    expect([...new Set(cycles)]).toEqual([]);
  });
});
