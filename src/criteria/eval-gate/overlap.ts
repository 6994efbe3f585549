import { digest } from '../../domain/cover.ts';
import { type Finding, met, notVerified, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Evals } from '../../evidence/schema/evals.ts';
import { messages } from './messages.ts';

const MIN_CHARACTERS = 15;
const INPUTS = ['input', 'inputs', 'question', 'prompt', 'query', 'text', 'instruction', 'message', 'user'];

/** One entry of a text file that could be an example, by the hash of its normal form. */
interface Entry {
  hash: string;
  line: number;
}

/**
 * The entries of a data set: each line, and for JSON lines also the text under the usual names of an input. Case,
 * white space, list marks and quotes do not count; lines too short to identify a case are left out.
 */
export function entriesIn(text: string): Entry[] {
  return text.split('\n').flatMap((raw, index) => {
    const words = [raw, ...inputsOf(raw)].map(normal).filter((one) => one.length >= MIN_CHARACTERS);
    return [...new Set(words)].map((one) => ({ hash: digest(one), line: index + 1 }));
  });
}

function inputsOf(raw: string): string[] {
  if (!raw.trimStart().startsWith('{')) return [];
  try {
    const row: unknown = JSON.parse(raw.replace(/,\s*$/, ''));
    if (typeof row !== 'object' || row === null) return [];
    return Object.entries(row).flatMap(([key, value]) =>
      INPUTS.includes(key.toLowerCase()) && typeof value === 'string' ? [value] : [],
    );
  } catch {
    return [];
  }
}

function normal(line: string): string {
  return line
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^[\s\-*"'#>]+|[\s,;"']+$/g, '');
}

/** Whether no case of the suite is among the examples that the model was trained on or shown. */
export function judgeOverlap(evals: Located<Evals>, files: Named): Finding {
  const { examples, dataset = [] } = evals.value;
  if (examples === undefined) return unmet(messages.examplesNotNamed(), evals.at('examples'));
  if (examples.length === 0) return met(messages.noExamples(), evals.at('examples'));
  if (dataset.length === 0) return unmet(messages.datasetNotNamed(), evals.at());
  const known = new Map<string, Place>();
  for (const [index, path] of examples.entries()) {
    const read = entriesOf(path, files, evals.at('examples', index));
    if ('open' in read) return read.open;
    for (const { hash, line } of read.entries) if (!known.has(hash)) known.set(hash, { path, line });
  }
  let compared = 0;
  const pairs: Place[] = [];
  for (const [index, path] of dataset.entries()) {
    const read = entriesOf(path, files, evals.at('dataset', index));
    if ('open' in read) return read.open;
    compared += read.entries.length;
    for (const { hash, line } of read.entries) {
      const example = known.get(hash);
      if (example !== undefined) pairs.push({ path, line }, example);
    }
  }
  if (pairs.length > 0) return unmet(messages.casesAmongExamples({ count: pairs.length / 2 }), pairs.slice(0, 6));
  return met(
    messages.noOverlap({ compared, examples: known.size }),
    dataset.map((path) => ({ path })),
  );
}

function entriesOf(path: string, files: Named, place: Place): { entries: Entry[] } | { open: Finding } {
  const text = files.text(path);
  if (text.state === 'seen') return { entries: entriesIn(text.value) };
  if (text.state === 'unavailable') return { open: notVerified(text.reason, text.resolvableBy, place) };
  const statement = text.state === 'absent' ? messages.fileMissing({ path }) : messages.fileUnreadable({ path });
  return { open: unmet(statement, place, { cause: `${text.state}:${path}` }) };
}
