import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { DocumentLabel } from '../../domain/document.ts';
import type { Warning } from './source.ts';

/** Longest front matter read; YAML parsing is the dearest step per character. */
const MAX_CHARS = 65_536;

export interface FrontMatter {
  values: Record<string, string>;
  labels: DocumentLabel[];
  /** Lines it takes, fences included; 0 when there is none. */
  lines: number;
}

type Pair = [key: string, value: string, line: number];

function written(value: unknown): string | undefined {
  if (isScalar(value)) return value.value === null ? '' : (value.source ?? String(value.value)).trim();
  if (isSeq(value)) {
    return value.items
      .map(written)
      .filter((item) => item !== undefined)
      .join(', ');
  }
  return undefined;
}

/** `key: value` lines, for TOML and for YAML that a template engine has made unreadable. */
function plainPairs(lines: readonly string[]): Pair[] {
  return lines.flatMap((line, index): Pair[] => {
    const match = /^([\w.-]{1,80})[ \t]*[:=][ \t]*(.*)$/.exec(line);
    const value = (match?.[2] ?? '').trim().replace(/^(["'])(.*)\1$/, '$2');
    return match?.[1] ? [[match[1], value, index]] : [];
  });
}

function yamlPairs(lines: readonly string[], warnings: Warning[]): Pair[] {
  const text = lines.join('\n');
  if (text.length > MAX_CHARS) {
    warnings.push({ line: 1, text: `Front matter longer than ${MAX_CHARS} characters was not read.` });
    return [];
  }
  try {
    // Duplicate detection is quadratic in the library, and a repeated key is harmless here.
    const lineCounter = new LineCounter();
    const doc = parseDocument(text, { uniqueKeys: false, logLevel: 'silent', lineCounter });
    if (doc.errors.length === 0 && isMap(doc.contents)) {
      return doc.contents.items.flatMap((pair): Pair[] => {
        const key = isScalar(pair.key) ? String(pair.key.value) : undefined;
        const value = written(pair.value) ?? (pair.value === null ? '' : undefined);
        if (key === undefined || value === undefined) return [];
        const at = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
        return [[key, value, lineCounter.linePos(at).line - 1]];
      });
    }
  } catch {
    // Falls through: the lines are read one by one.
  }
  if (text.trim() !== '')
    warnings.push({ line: 1, text: 'Front matter is not valid YAML; only its plain lines were read.' });
  return plainPairs(lines);
}

/** Front matter (`---` YAML or `+++` TOML, plain values only) at the very start of a document. */
export function readFrontMatter(lines: readonly string[], warnings: Warning[]): FrontMatter {
  const mark = lines[0]?.trimEnd();
  const none: FrontMatter = { values: {}, labels: [], lines: 0 };
  if (mark !== '---' && mark !== '+++') return none;
  const end = lines.findIndex((line, index) => index > 0 && (line.trimEnd() === mark || line.trimEnd() === '...'));
  if (end < 0) return none;
  const inside = lines.slice(1, end);
  const isYaml = mark === '---';
  // A page may open with a rule: without a single `key:` it is no front matter.
  if (
    isYaml &&
    inside.some((line) => line.trim() !== '') &&
    !inside.some((line) => /^["']?[\w.-]+["']?\s*:/.test(line))
  ) {
    return none;
  }
  const pairs = isYaml ? yamlPairs(inside, warnings) : plainPairs(inside);
  return {
    values: Object.fromEntries(pairs.map(([key, value]) => [key, value])),
    labels: pairs.map(([label, value, index]) => ({ line: index + 2, label, value })),
    lines: end + 1,
  };
}
