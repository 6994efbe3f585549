import { digest } from '../../domain/cover.ts';
import { type Finding, met, notVerified, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Evals } from '../../evidence/schema/evals.ts';

const SHORTEST = 15;
const INPUTS = ['input', 'inputs', 'question', 'prompt', 'query', 'text', 'instruction', 'message', 'user'];

/** One entry of a text file that could be an example, by the hash of its normal form. */
interface Entry {
  hash: string;
  line: number;
}

/**
 * The entries of a data set: each line, and for JSON lines also the text under the usual names of an input. Case,
 * white space, list marks and quotes do not count; lines too short to mean one case are left out.
 */
export function entriesIn(text: string): Entry[] {
  return text.split('\n').flatMap((raw, index) => {
    const words = [raw, ...inputsOf(raw)].map(normal).filter((one) => one.length >= SHORTEST);
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

/** Whether a case of the suite stands among the examples the model was taught or shown. */
export function judgeOverlap(evals: Located<Evals>, files: Named): Finding {
  const { examples, dataset = [] } = evals.value;
  if (examples === undefined)
    return unmet('Nothing says which examples the model was taught or shown', evals.at('examples'), {
      remedy: 'Name the few-shot and training files under examples in evals.yaml; `examples: []` says there are none.',
    });
  if (examples.length === 0) return met('No example was taught or shown, as declared', evals.at('examples'));
  if (dataset.length === 0)
    return unmet('The inputs of the suite are not named, so they cannot be compared with the examples', evals.at(), {
      remedy: 'Name the files with the cases under dataset in evals.yaml.',
    });
  const taught = new Map<string, Place>();
  for (const path of examples) {
    const read = entriesOf(path, files, evals.at('examples', examples.indexOf(path)));
    if ('open' in read) return read.open;
    for (const { hash, line } of read.entries) if (!taught.has(hash)) taught.set(hash, { path, line });
  }
  let compared = 0;
  const twice: Place[] = [];
  for (const path of dataset) {
    const read = entriesOf(path, files, evals.at('dataset', dataset.indexOf(path)));
    if ('open' in read) return read.open;
    compared += read.entries.length;
    for (const { hash, line } of read.entries) {
      const where = taught.get(hash);
      if (where !== undefined) twice.push({ path, line }, where);
    }
  }
  if (twice.length > 0)
    return unmet(`${twice.length / 2} entries of the suite stand among the examples`, twice.slice(0, 6), {
      remedy: 'Take them out of the suite or out of the examples: a case that was shown proves nothing.',
    });
  return met(
    `None of ${compared} entries of the suite stands among ${taught.size} examples (compared by hash)`,
    dataset.map((path) => ({ path })),
  );
}

function entriesOf(path: string, files: Named, place: Place): { entries: Entry[] } | { open: Finding } {
  const text = files.text(path);
  if (text.state === 'seen') return { entries: entriesIn(text.value) };
  if (text.state === 'unavailable') return { open: notVerified(text.reason, text.resolvableBy, place) };
  return {
    open: unmet(`${path} is named and ${text.state === 'absent' ? 'is not there' : 'cannot be read'}`, place, {
      remedy: `Commit ${path} as a text file, or name the one that is there.`,
      cause: `${text.state}:${path}`,
    }),
  };
}
