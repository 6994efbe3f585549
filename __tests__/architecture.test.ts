import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(root, 'src');
const BUILT_IN = new Set(builtinModules);

interface Room {
  name: string;
  rooms: string[];
  packages: string[];
}

function rooms(): Room[] {
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const table = page.slice(page.indexOf('## The rooms'), page.indexOf('## The trip'));
  return table
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      const list = (cell: string | undefined): string[] =>
        (cell ?? '')
          .split(',')
          .map((word) => word.trim())
          .filter((word) => word !== '');
      return { name: (cells[1] ?? '').replaceAll('`', ''), rooms: list(cells[3]), packages: list(cells[4]) };
    });
}

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : path.endsWith('.ts') ? [path] : [];
  });
}

function roomOf(file: string): string {
  const path = relative(src, file);
  const nested = ['criteria/shared', 'evidence/schema'].find((room) => path.startsWith(`${room}/`));
  return nested ?? (path.includes('/') ? (path.split('/')[0] ?? '') : path);
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '$1');
  return [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g,
    ),
  ].flatMap((match) => match[1] ?? match[2] ?? match[3] ?? []);
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:') || BUILT_IN.has(specifier)) return 'node';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const table = rooms();
const all = files(src);

describe('the rooms of docs/architecture.md', () => {
  test('are exactly those that exist', () => {
    const present = [...new Set(all.map(roomOf))].sort();
    expect(table.map((room) => room.name).sort()).toEqual(present);
  });

  test('name only rooms that exist', () => {
    const known = table.map((room) => room.name.replace(/\.ts$/, ''));
    for (const room of table)
      for (const other of room.rooms)
        expect([room.name, known.includes(other) ? other : `${other} is not a room`]).toEqual([room.name, other]);
  });

  test('each file imports only what its room may', () => {
    const trespasses = all.flatMap((file) => {
      const room = table.find((one) => one.name === roomOf(file));
      return importsOf(file).flatMap((specifier) => {
        if (specifier.startsWith('.')) {
          const target = resolve(dirname(file), specifier);
          if (!existsSync(target)) return [`${relative(root, file)} imports ${specifier}, which is not there`];
          const other = roomOf(target);
          const own = other === room?.name;
          return own || room?.rooms.includes(other.replace(/\.ts$/, ''))
            ? []
            : [`${relative(root, file)} may not import from ${other}`];
        }
        const name = packageOf(specifier);
        return room?.packages.includes(name) || room?.packages.includes(specifier)
          ? []
          : [`${relative(root, file)} may not import the package ${name}`];
      });
    });
    expect(trespasses).toEqual([]);
  });

  test('no door is imported', () => {
    const doors = new Set(['cli.ts', 'action.ts', 'app.ts', 'worker.ts'].map((name) => join(src, name)));
    const guilty = all.filter((file) =>
      importsOf(file).some((specifier) => specifier.startsWith('.') && doors.has(resolve(dirname(file), specifier))),
    );
    expect(guilty).toEqual([]);
  });

  test('the pure rooms know no clock, no randomness, no network and no console', () => {
    const forbidden =
      /\b(Date\.now\(|new Date\(\)|Math\.random\(|performance\.now|console\.|fetch\(|process\.(env|exit|cwd|argv|std|nextTick|hrtime|on\()|globalThis|setTimeout|setInterval|crypto\.)/;
    const pure = all.filter((file) =>
      ['domain', 'engine', 'evidence/schema', 'formats', 'criteria', 'criteria/shared', 'render'].includes(
        roomOf(file),
      ),
    );
    const guilty = pure.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          forbidden.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line)
            ? [`${relative(root, file)}:${index + 1} ${line.trim()}`]
            : [],
        ),
    );
    expect(guilty).toEqual([]);
  });

  test('criteria do not import each other', () => {
    const criterionOf = (file: string) => relative(join(src, 'criteria'), file).split('/')[0];
    const guilty = all
      .filter((file) => roomOf(file) === 'criteria' && relative(join(src, 'criteria'), file).includes('/'))
      .flatMap((file) =>
        importsOf(file)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => resolve(dirname(file), specifier))
          .filter((target) => roomOf(target) === 'criteria' && relative(join(src, 'criteria'), target).includes('/'))
          .filter((target) => criterionOf(target) !== criterionOf(file))
          .map((target) => `${relative(root, file)} imports ${relative(root, target)}`),
      );
    expect(guilty).toEqual([]);
  });

  test('imports never go in a circle', () => {
    const graph = new Map(
      all.map((file) => [
        file,
        importsOf(file)
          .filter((one) => one.startsWith('.'))
          .map((one) => resolve(dirname(file), one)),
      ]),
    );
    const done = new Set<string>();
    const circle = (file: string, path: string[]): string[] | undefined => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return undefined;
      for (const next of graph.get(file) ?? []) {
        const found = circle(next, [...path, file]);
        if (found) return found;
      }
      done.add(file);
      return undefined;
    };
    const circles = all.flatMap(
      (file) =>
        circle(file, [])
          ?.map((one) => relative(root, one))
          .join(' → ') ?? [],
    );
    expect([...new Set(circles)]).toEqual([]);
  });
});
