/**
 * Glob matching for untrusted patterns, without regular expressions: the time to match is linear in the length of the
 * path, whatever the glob. `*` and `?` stay within a folder, `**` as a whole name does not; `[a-c]`,
 * `[!a]`, `{a,b}` and a backslash before a sign are known, names may begin with a dot. Everything else is itself.
 */

type Takes = (letter: string) => boolean;

type Part =
  | { is: 'one'; takes: Takes }
  | { is: 'star' }
  | { is: 'folders' }
  | { is: 'below' }
  | { is: 'everything' }
  | { is: 'choice'; of: Part[][] };

/** States with what leads from one to others: by taking a letter, or for nothing. */
interface Machine {
  edges: { takes: Takes; to: number }[][];
  free: number[][];
}

/** A set of states that a path can be in, and its cached transitions by letter. */
interface GlobState {
  states: number[];
  isEnd: boolean;
  next: Map<string, GlobState>;
}

/** The cache of state sets is cleared beyond this size, so that memory stays bounded. */
const MAX_STANDINGS = 1000;
const notSlash: Takes = (letter) => letter !== '/';
const anything: Takes = () => true;

/** Whether a path fits the glob, wholly. Never throws. */
export function globMatcher(glob: string): (path: string) => boolean {
  const machine: Machine = { edges: [[]], free: [[]] };
  const end = build(machine, readGlob(glob.replace(/^\.\//, '')), 0);
  let stateSets = new Map<string, GlobState>();
  const stateSetAt = (from: number[]): GlobState => {
    const states = reachable(machine, from);
    const key = states.join();
    const known = stateSets.get(key);
    if (known !== undefined) return known;
    const made = { states, isEnd: states.includes(end), next: new Map() };
    stateSets.set(key, made);
    return made;
  };
  let start = stateSetAt([0]);
  return (path) => {
    if (path === glob) return true;
    if (stateSets.size > MAX_STANDINGS) {
      stateSets = new Map();
      start = stateSetAt([0]);
    }
    let here = start;
    for (let at = 0; at < path.length; at += 1) {
      const letter = path.charAt(at);
      let then = here.next.get(letter);
      if (then === undefined) {
        then = stateSetAt(taking(machine, here.states, letter));
        here.next.set(letter, then);
      }
      if (then.states.length === 0) return false;
      here = then;
    }
    return here.isEnd;
  };
}

function taking({ edges }: Machine, states: number[], letter: string): number[] {
  return states.flatMap((state) => (edges[state] ?? []).flatMap(({ takes, to }) => (takes(letter) ? [to] : [])));
}

function reachable({ free }: Machine, from: number[]): number[] {
  const found = new Set<number>();
  const waiting = [...from];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    if (found.has(state)) continue;
    found.add(state);
    waiting.push(...(free[state] ?? []));
  }
  return [...found].sort((a, b) => a - b);
}

/** Adds what the parts take behind a state; the state where they end is returned. */
function build(machine: Machine, parts: Part[], from: number): number {
  return parts.reduce((state, part) => buildPart(machine, part, state), from);
}

function buildPart(machine: Machine, part: Part, from: number): number {
  const fresh = (): number => machine.edges.push([]) && machine.free.push([]) - 1;
  const take = (at: number, takes: Takes, to: number): unknown => machine.edges[at]?.push({ takes, to });
  const join = (at: number, to: number): unknown => machine.free[at]?.push(to);
  const end = fresh();
  switch (part.is) {
    case 'one':
      take(from, part.takes, end);
      break;
    case 'star':
      join(from, end);
      take(end, notSlash, end);
      break;
    case 'everything':
      join(from, end);
      take(end, anything, end);
      break;
    case 'folders': {
      const inside = fresh();
      join(from, end);
      join(from, inside);
      take(inside, anything, inside);
      take(inside, (letter) => letter === '/', end);
      break;
    }
    case 'below': {
      const inside = fresh();
      join(from, end);
      take(from, (letter) => letter === '/', inside);
      take(inside, anything, inside);
      join(inside, end);
      break;
    }
    case 'choice':
      for (const one of part.of) {
        const begin = fresh();
        join(from, begin);
        join(build(machine, one, begin), end);
      }
  }
  return end;
}

function readGlob(glob: string): Part[] {
  return readParts(glob, 0, false).parts;
}

/** Parses up to the end, or within braces up to the comma or brace that closes this choice. */
function readParts(glob: string, from: number, inBraces: boolean): { parts: Part[]; at: number } {
  const parts: Part[] = [];
  const one = (takes: Takes): unknown => parts.push({ is: 'one', takes });
  let at = from;
  while (at < glob.length) {
    const sign = glob.charAt(at);
    if (inBraces && (sign === ',' || sign === '}')) break;
    if (sign === '*') {
      const stars = starsAt(glob, at);
      at = readStars(glob, at, stars, { parts, inBraces });
      continue;
    }
    const found = sign === '[' ? readClass(glob, at) : sign === '{' ? readChoice(glob, at) : undefined;
    if (found !== undefined) {
      parts.push(found.part);
      at = found.at;
      continue;
    }
    const escaped = sign === '\\' && at + 1 < glob.length;
    const letter = escaped ? glob.charAt(at + 1) : sign;
    one(sign === '?' ? notSlash : (other) => other === letter);
    at += escaped ? 2 : 1;
  }
  return { parts, at };
}

function starsAt(glob: string, at: number): number {
  let end = at;
  while (glob.charAt(end) === '*') end += 1;
  return end - at;
}

/** Two stars that are a whole name go over folders; `a/**` is also `a` itself. Otherwise a star is a star. */
function readStars(
  glob: string,
  at: number,
  count: number,
  { parts, inBraces }: { parts: Part[]; inBraces: boolean },
): number {
  const [before, after] = [glob.charAt(at - 1), glob.charAt(at + count)];
  const isWhole =
    (before === '' || before === '/' || (inBraces && /[{,]/.test(before))) &&
    (after === '' || after === '/' || (inBraces && /[,}]/.test(after)));
  if (count < 2 || !isWhole) {
    parts.push({ is: 'star' });
    return at + count;
  }
  if (after === '/') {
    if (parts.at(-1)?.is !== 'folders') parts.push({ is: 'folders' });
    return at + count + 1;
  }
  if (parts.at(-1)?.is === 'folders') parts.pop();
  const slash = parts.at(-1);
  if (slash?.is === 'one' && slash.takes('/') && parts.length > 1) {
    parts.pop();
    parts.push({ is: 'below' });
  } else parts.push({ is: 'everything' });
  return at + count;
}

/** `[a-c]` or `[!a]`; a file may also be called just that, as `[id].ts` is. Undefined when it is not closed. */
function readClass(glob: string, from: number): { part: Part; at: number } | undefined {
  const end = glob.indexOf(']', from + 2);
  if (end < 0 || glob.slice(from, end).includes('/')) return undefined;
  const isNot = /[!^]/.test(glob.charAt(from + 1));
  const inner = glob.slice(from + (isNot ? 2 : 1), end).replace(/\\(.)/gs, '$1');
  if (inner === '') return undefined;
  const ranges: [string, string][] = [];
  for (let at = 0; at < inner.length; at += 1) {
    const isRange = inner.charAt(at + 1) === '-' && at + 2 < inner.length;
    ranges.push([inner.charAt(at), inner.charAt(isRange ? at + 2 : at)]);
    if (isRange) at += 2;
  }
  const isIn = (letter: string): boolean => ranges.some(([low, high]) => letter >= low && letter <= high);
  const takes: Takes = (letter) => letter !== '/' && isIn(letter) !== isNot;
  const itself = [...glob.slice(from, end + 1)].map((sign): Part => ({ is: 'one', takes: (one) => one === sign }));
  const part: Part = isNot ? { is: 'one', takes } : { is: 'choice', of: [[{ is: 'one', takes }], itself] };
  return { part, at: end + 1 };
}

/** `{a,b}`; undefined for braces without a choice in them, which are themselves. */
function readChoice(glob: string, from: number): { part: Part; at: number } | undefined {
  if (!isChoice(glob, from)) return undefined;
  const of: Part[][] = [];
  for (let at = from; glob.charAt(at) !== '}'; ) {
    const read = readParts(glob, at + 1, true);
    of.push(read.parts);
    at = read.at;
    if (at >= glob.length) return undefined;
    if (glob.charAt(at) === '}') return { part: { is: 'choice', of }, at: at + 1 };
  }
  return undefined;
}

/** Whether the brace is closed and has a comma of its own. */
function isChoice(glob: string, from: number): boolean {
  let depth = 0;
  let commas = 0;
  for (let at = from; at < glob.length; at += 1) {
    const sign = glob.charAt(at);
    if (sign === '\\') at += 1;
    else if (sign === '{') depth += 1;
    else if (sign === ',' && depth === 1) commas += 1;
    else if (sign === '}') {
      depth -= 1;
      if (depth === 0) return commas > 0;
    }
  }
  return false;
}
