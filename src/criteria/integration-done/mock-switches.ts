/** Switches that replace real systems with mocks or fixtures, found in configuration of any common format. */

export interface MockSwitch {
  line: number;
  /** `CRM_MOCK = true`, never longer than a line of a report. */
  words: string;
}

const MOCK =
  /(^|[^a-z])(mock|mocks|mocked|mocking|fixture|fixtures|stub|stubs|stubbed|fake|fakes|dummy|simulated?|simulator)([^a-z]|$)/;
const NEGATED = /(^|[^a-z])(no|not|non|disable|disabled|without|forbid|deny|reject|block|never)([^a-z]|$)/;
const ON = /^(true|1|on|yes|y|enabled|enable|always|force)$/;
const OFF = /^(false|0|off|no|n|disabled|disable|never|none|null)$/;
const SWITCH = /^(enabled|enable|active|on|use|mode|state|value|default)$/;
const PAIR =
  /(?<![\w.-])["']?([A-Za-z_][\w.-]{0,99})["']?\s{0,20}[:=]\s{0,20}(?:"([^"]{0,200})"|'([^']{0,200})'|([^\s,;{}"'[\]]{0,200}))/g;

/** Reads YAML, JSON, TOML, INI, `.env` and flags the same way: by pairs of key and value and the keys above them. */
export function mockSwitches(text: string): MockSwitch[] {
  const json = inJson(text);
  if (json !== undefined) return json;
  const above: { indent: number; key: string }[] = [];
  let table = '';
  return text.split(/\r?\n/).flatMap((whole, index): MockSwitch[] => {
    const line = withoutComment(whole);
    const head = /^\s*\[{1,2}\s*([\w.-]+)\s*\]{1,2}\s*$/.exec(line);
    if (head?.[1] !== undefined) {
      table = head[1];
      return [];
    }
    if (line.trim() === '') return [];
    const indent = line.length - line.trimStart().length;
    while ((above.at(-1)?.indent ?? -1) >= indent) above.pop();
    const found: MockSwitch[] = [];
    let parent = [table, ...above.map(({ key }) => key)].join(' ');
    for (const [, key = '', double, single, bare] of line.matchAll(PAIR)) {
      const value = (double ?? single ?? bare ?? '').trim();
      if (value === '') {
        above.push({ indent, key });
        parent = `${parent} ${key}`;
      } else if (isMockOn(key, value, parent)) found.push({ line: index + 1, words: `${key}: ${value}`.slice(0, 80) });
    }
    return found;
  });
}

function isMockOn(key: string, value: string, parent: string): boolean {
  const name = wordsOf(key);
  const given = wordsOf(value);
  const negated = NEGATED.test(name);
  if (MOCK.test(name)) return negated ? OFF.test(given) : ON.test(given);
  // `CRM_CLIENT=mock`: the value chooses the mock.
  if (/^(mock|mocks|mocked|fixture|fixtures|stub|stubbed|fake|dummy|simulated|simulator)$/.test(given)) return !negated;
  return MOCK.test(wordsOf(parent)) && !NEGATED.test(wordsOf(parent)) && SWITCH.test(name) && ON.test(given);
}

/** Lower case, with camelCase taken apart. */
function wordsOf(text: string): string {
  return text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

/** The line without its comment. A sign inside quotes begins no comment, or a switch could hide behind it. */
function withoutComment(line: string): string {
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? '';
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if ((sign === '#' || sign === ';' || line.startsWith('//', at)) && /^\s?$/.test(line[at - 1] ?? ''))
      return line.slice(0, at);
  }
  return line;
}

/** JSON is parsed, because on one line only a parser finds where an object ends. Undefined for anything else. */
function inJson(text: string): MockSwitch[] | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    return undefined;
  }
  const found: MockSwitch[] = [];
  const open: { value: unknown; parent: string }[] = [{ value: whole, parent: '' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, parent } = next;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'object') open.push({ value: inner, parent: `${parent} ${key}`.slice(-500) });
      else if (isMockOn(key, String(inner), parent))
        found.push({ line: lineOf(text, key), words: `${key}: ${String(inner)}`.slice(0, 80) });
    }
  }
  return found.sort((a, b) => a.line - b.line);
}

function lineOf(text: string, key: string): number {
  const at = text.indexOf(JSON.stringify(key));
  return text.slice(0, Math.max(0, at)).split('\n').length;
}
