import { type Fields, isFields } from './fields.ts';

/**
 * A path of a mapping: keys parted by dots, `[*]` for each entry of a list or object, keys with other signs in
 * quotes (`"acc,none"`), an optional `$` for the document. Nothing is computed: there is no expression to secure.
 */
export type Step = { key: string } | 'each';

const MAX_PATH = 200;
const PLAIN_KEY = /^[^\s.[\]"'$*]+$/;

/** Reads a path; undefined when it is none. */
export function parsePath(path: string): Step[] | undefined {
  if (path.length > MAX_PATH) return undefined;
  const steps: Step[] = [];
  let rest = path.startsWith('$') ? path.slice(1) : path;
  let first = !path.startsWith('$');
  while (rest !== '') {
    const each = /^\[\*\]/.exec(rest);
    const bracketed = /^\[(?:"([^"]+)"|'([^']+)')\]/.exec(rest);
    const dotted = (first ? /^()(?:"([^"]+)"|([^\s.[\]"'$*]+))/ : /^(\.)(?:"([^"]+)"|([^\s.[\]"'$*]+))/).exec(rest);
    const found = each ?? bracketed ?? dotted;
    if (found === null) return undefined;
    if (each !== null) steps.push('each');
    else
      steps.push({ key: (bracketed === null ? (dotted?.[2] ?? dotted?.[3]) : (bracketed[1] ?? bracketed[2])) ?? '' });
    rest = rest.slice(found[0].length);
    first = false;
  }
  return steps;
}

/** A key as it is written in a path; undefined when no path can hold it. */
export function writeKey(key: string): string | undefined {
  if (key.length > MAX_PATH / 4) return undefined;
  if (PLAIN_KEY.test(key)) return key;
  return key.includes('"') || key === '' ? undefined : `"${key}"`;
}

/** Every value a path leads to, in the document's order, with the key or index it was found under. */
export function follow(value: unknown, steps: Step[]): { key: string | undefined; value: unknown }[] {
  let found: { key: string | undefined; value: unknown }[] = [{ key: undefined, value }];
  for (const step of steps) {
    const next: typeof found = [];
    for (const { value: current } of found) {
      if (step !== 'each') {
        if (isFields(current) && Object.hasOwn(current, step.key))
          next.push({ key: step.key, value: current[step.key] });
      } else if (Array.isArray(current)) for (const entry of current) next.push({ key: undefined, value: entry });
      else if (isFields(current)) for (const [key, entry] of Object.entries(current)) next.push({ key, value: entry });
    }
    found = next;
  }
  return found;
}

/** The one value at a path; a key that is the path itself wins, since flat files have keys with dots in them. */
export function valueAt(value: unknown, path: string, steps: Step[]): unknown {
  if (isFields(value) && Object.hasOwn(value as Fields, path)) return value[path];
  const found = follow(value, steps);
  return steps.includes('each') ? found.map((one) => one.value) : found[0]?.value;
}
