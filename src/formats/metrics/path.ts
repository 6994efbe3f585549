/**
 * The path of one value: keys parted by dots, places in lists in brackets, keys with other signs in quotes:
 * `eval.accuracy`, `runs[0].score`, `"acc,none"`. Nothing is computed: there is no expression to secure.
 */
export type PathStep = string | number;

const MAX_PATH = 400;
const PLAIN = /^[^\s.[\]"'$*]+$/;
const STEP = /^(?:\[(\d{1,7})\]|\["([^"]{1,200})"\]|(\.?)(?:"([^"]{1,200})"|([^\s.[\]"'$*]+)))/;

/** Reads a path; undefined when it is none. A leading `$.` is the document. */
export function parseMetricPath(path: string): PathStep[] | undefined {
  if (path === '' || path.length > MAX_PATH) return undefined;
  const steps: PathStep[] = [];
  let rest = path.replace(/^\$\.?/, '');
  while (rest !== '') {
    const match = STEP.exec(rest);
    if (match === null) return undefined;
    const [all, index, bracketed, dot, quoted, plain] = match;
    const isKey = quoted !== undefined || plain !== undefined;
    if (isKey && (dot === '.') !== steps.length > 0) return undefined;
    steps.push(index === undefined ? (bracketed ?? quoted ?? plain ?? '') : Number(index));
    rest = rest.slice(all.length);
  }
  return steps;
}

/** The path of a value below another; undefined when no path can hold the key. */
export function childPath(parent: string, key: PathStep): string | undefined {
  const step =
    typeof key === 'number'
      ? `[${key}]`
      : PLAIN.test(key)
        ? `${parent === '' ? '' : '.'}${key}`
        : key === '' || key.includes('"')
          ? undefined
          : `${parent === '' ? '' : '.'}"${key}"`;
  const path = step === undefined ? '' : `${parent}${step}`;
  return path === '' || path.length > MAX_PATH ? undefined : path;
}
