import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

/** One row of the table of rooms in `docs/architecture.md`. */
export interface Room {
  name: string;
  /** Files that other rooms may import, relative to the room, without `.ts`; `*` opens the whole room. */
  face: string[];
  /** Rooms that this one may import from. */
  rooms: string[];
  /** Packages that this one may import; `node` stands for every module of Node. */
  packages: string[];
}

/** One import in `src`. Paths are relative to `src`. */
export interface Import {
  from: string;
  fromRoom: string;
  /** A file, or a package when there is no `toRoom`. */
  to: string;
  toRoom?: string;
}

const NESTED = ['criteria/shared', 'evidence/schema'];
const BUILT_IN = new Set(builtinModules);

/** The rooms as the page names them: the table, and the face of a room in the list below it. */
export function readRooms(page: string): Room[] {
  const section = page.slice(page.indexOf('## The rooms'), page.indexOf('## The trip'));
  const faces = new Map(
    [...section.matchAll(/^- `([^`]+)`: (.*(?:\n {2}.*)*)/gm)].map(([, name, list]) => [name, codes(list ?? '')]),
  );
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, name = '', , face = '', rooms = '', packages = ''] = line.split('|').map((cell) => cell.trim());
      const bare = name.replaceAll('`', '');
      return {
        name: bare,
        face: face === 'below' ? (faces.get(bare) ?? []) : codes(face),
        rooms: words(rooms),
        packages: words(packages),
      };
    });
}

function codes(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, one = '']) => one);
}

function words(cell: string): string[] {
  return cell
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** The room of a file of `src`. */
export function roomOf(file: string): string {
  const nested = NESTED.find((room) => file.startsWith(`${room}/`));
  return nested ?? (file.includes('/') ? (file.split('/')[0] ?? '') : file);
}

/** Every TypeScript file under a folder, relative to it. */
export function sourceFiles(folder: string): string[] {
  const walk = (path: string): string[] =>
    readdirSync(path).flatMap((name) => {
      const one = join(path, name);
      return statSync(one).isDirectory() ? walk(one) : one.endsWith('.ts') ? [one] : [];
    });
  return walk(folder).map((path) => relative(folder, path));
}

/** Every import of the files of `src`. Throws when a relative import leads nowhere. */
export function importsOf(src: string, files: string[]): Import[] {
  return files.flatMap((from) =>
    specifiersOf(readFileSync(join(src, from), 'utf8')).map((specifier) => {
      const fromRoom = roomOf(from);
      if (!specifier.startsWith('.')) return { from, fromRoom, to: packageOf(specifier) };
      const target = resolve(dirname(join(src, from)), specifier);
      if (!existsSync(target)) throw new Error(`${from} imports ${specifier}, which does not exist`);
      const to = relative(src, target);
      return { from, fromRoom, to, toRoom: roomOf(to) };
    }),
  );
}

function specifiersOf(source: string): string[] {
  const text = source.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '$1');
  const found = text.matchAll(
    /^(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|^import\s*['"]([^'"]+)['"]/gm,
  );
  return [...found].flatMap((match) => match[1] ?? match[2] ?? match[3] ?? []);
}

function packageOf(specifier: string): string {
  if (specifier === 'node:zlib') return specifier;
  if (specifier.startsWith('node:') || BUILT_IN.has(specifier)) return 'node';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The imports that leave their room, one for each room and target. */
export function crossings(imports: Import[]): Import[] {
  const leaving = imports.filter(({ fromRoom, toRoom }) => fromRoom !== toRoom);
  return [...new Map(leaving.map((one) => [`${one.fromRoom} ${one.to}`, one])).values()];
}

/**
 * Where the table and the source disagree, in both directions: what the source does without the table, and what the
 * table grants without need. Empty when they agree.
 */
export function disagreements(rooms: Room[], present: Set<string>, crossed: Import[]): string[] {
  const byName = new Map(rooms.map((room) => [room.name, room]));
  const used = new Set(crossed.flatMap(({ fromRoom, to, toRoom }) => [`${fromRoom} ${toRoom ?? to}`, to]));
  return [
    ...unknownNames(rooms, present),
    ...crossed.flatMap((one) => forbidden(byName, one)),
    ...rooms.flatMap((room) => unusedGrants(room, used)),
  ];
}

function unknownNames(rooms: Room[], present: Set<string>): string[] {
  const named = rooms.map(({ name }) => name);
  return [
    ...[...present].filter((name) => !named.includes(name)).map((name) => `${name} has no row`),
    ...named.filter((name) => !present.has(name)).map((name) => `${name} does not exist`),
    ...named.filter((name, index) => named.indexOf(name) !== index).map((name) => `${name} has two rows`),
  ];
}

function forbidden(rooms: Map<string, Room>, { from, fromRoom, to, toRoom }: Import): string[] {
  const room = rooms.get(fromRoom);
  if (toRoom === undefined) return room?.packages.includes(to) ? [] : [`${from} may not import the package ${to}`];
  if (!room?.rooms.includes(toRoom)) return [`${from} may not import from ${toRoom}`];
  const face = rooms.get(toRoom)?.face ?? [];
  return face.includes('*') || face.includes(to.slice(toRoom.length + 1).replace(/\.ts$/, ''))
    ? []
    : [`${from} imports ${to}, which is not in the face of ${toRoom}`];
}

function unusedGrants({ name, face, rooms, packages }: Room, used: Set<string>): string[] {
  return [
    ...[...rooms, ...packages].filter((one) => !used.has(`${name} ${one}`)).map((one) => `${name} does not use ${one}`),
    ...face
      .filter((one) => one !== '*' && !used.has(`${name}/${one}.ts`))
      .map((one) => `no other room uses ${one} of ${name}`),
    ...(face.includes('*') && face.length > 1 ? [`the face of ${name} names files and opens every file`] : []),
  ];
}
