import { matcher } from '../../../domain/cover.ts';
import type { CaseResult, EvalCase, EvalFile } from '../../../domain/eval-results.ts';
import type { Statement } from '../../../domain/message.ts';
import { EVAL_CLASSES, type EvalClass, type Evals } from '../../../evidence/schema/evals.ts';
import { messages } from './messages.ts';

/** The cases of an eval suite: rows and copies of one case are counted once, and a marker assigns each case to one class. */

/** The order in which a case with markers of several classes takes one of them. */
const STRICTEST_FIRST: readonly EvalClass[] = ['adversarial', 'high-risk', 'exception', 'edge', 'happy'];

/** A results file that `evals.yaml` names, with the provider that is promoted. */
export interface NamedResults {
  path: string;
  provider: string | undefined;
  /** Its position in the list; undefined when `evals.yaml` names a single file. */
  index: number | undefined;
}

/** One case: all its rows, epochs and retries together. */
export interface CountedCase {
  id: string;
  /** Hashes of what its rows ask, where the file holds that. */
  inputs: string[];
  /** `none`: the file gives no verdict. */
  result: CaseResult | 'none';
  /** The one class that it counts for; undefined without a marker. */
  class: EvalClass | undefined;
}

export interface CountedFile {
  named: NamedResults;
  file: EvalFile;
  cases: CountedCase[];
  /** Providers the file compares. */
  providers: string[];
}

/** The results files named in `evals.yaml`, each once. */
export function namedResults(evals: Evals): NamedResults[] {
  const list = Array.isArray(evals.results) ? evals.results : [evals.results];
  const named = list.map((entry, position): NamedResults => {
    const { file, provider } = typeof entry === 'string' ? { file: entry, provider: undefined } : entry;
    const index = Array.isArray(evals.results) ? position : undefined;
    return { path: file.replace(/^(\.\/)+/, ''), provider, index };
  });
  return [...new Map(named.map((one) => [`${one.path}\0${one.provider ?? ''}`, one])).values()];
}

/** Classes that are not declared as not applicable. */
export function applicableClasses(evals: Evals): EvalClass[] {
  return EVAL_CLASSES.filter((name) => evals.notApplicable?.[name] === undefined);
}

/** Whether a row has the marker of a class: by default a tag of that name. The name of a case is never a marker. */
export function isOfClass(row: EvalCase, name: EvalClass, evals: Evals): boolean {
  const marker = evals.classes?.[name] ?? { tag: name };
  if ('tag' in marker) return row.tags.some((tag) => tag.toLowerCase() === marker.tag.toLowerCase());
  if ('suite' in marker) return row.suite !== undefined && matcher([marker.suite])(row.suite);
  const value = row.metadata[marker.metadata];
  return value !== undefined && String(value) === String(marker.equals);
}

/** How a case of a class is marked, as part of a sentence. */
export function describeMarker(name: EvalClass, evals: Evals): Statement {
  const marker = evals.classes?.[name] ?? { tag: name };
  if ('tag' in marker) return messages.tagMarker(marker);
  if ('suite' in marker) return messages.suiteMarker(marker);
  return messages.metadataMarker({ key: marker.metadata, value: String(marker.equals) });
}

/**
 * Counts the distinct cases of each file. A copy of a file (same bytes) adds nothing, nor does naming it again for
 * another provider: then a case passes only when it passes for both.
 */
export function countCases(evals: Evals, files: EvalFile[]): CountedFile[] {
  const named = namedResults(evals);
  const seen = new Set<string>();
  return named.flatMap((first) => {
    const file = files.find(({ path }) => path === first.path);
    if (file === undefined || seen.has(file.sha256)) return [];
    seen.add(file.sha256);
    const sameFile = named.filter(({ path }) => path === first.path);
    return [countFile(evals, first, sameFile, file)];
  });
}

function countFile(evals: Evals, named: NamedResults, all: NamedResults[], file: EvalFile): CountedFile {
  const providers = [...new Set(file.run.cases.flatMap(({ provider }) => provider ?? []))];
  const wanted = all.map(({ provider }) => provider);
  const rows = file.run.cases.filter(
    ({ provider }) => wanted.includes(undefined) || provider === undefined || wanted.includes(provider),
  );
  const byId = new Map<string, EvalCase[]>();
  for (const row of rows) {
    const same = byId.get(row.id);
    if (same) same.push(row);
    else byId.set(row.id, [row]);
  }
  const cases = [...byId].map(([id, own]) => ({
    id,
    inputs: [...new Set(own.flatMap(({ input }) => input ?? []))],
    result: resultOf(own.map(({ result }) => result ?? 'none')),
    class: strictest(
      EVAL_CLASSES.filter((name) => own.some((row) => isOfClass(row, name, evals))),
      evals,
    ),
  }));
  return { named, file, cases, providers };
}

/**
 * The class that a case with several markers counts for: the strictest of them. A class that is declared not applicable
 * comes last, so that a marker of it takes no case out of another class.
 */
function strictest(names: EvalClass[], evals: Evals): EvalClass | undefined {
  const applicable = applicableClasses(evals);
  const of = (wanted: boolean) =>
    STRICTEST_FIRST.find((name) => names.includes(name) && applicable.includes(name) === wanted);
  return of(true) ?? of(false);
}

/** A case passes when every row of it that ran passed. */
function resultOf(results: CountedCase['result'][]): CountedCase['result'] {
  const worst = (['error', 'fail', 'none', 'pass'] as const).find((result) => results.includes(result));
  return worst ?? 'skip';
}

export interface DistinctCases {
  cases: CountedCase[];
  /** How many cases of the files repeat another one. */
  copies: number;
}

/**
 * The different cases of all files together. Cases with the same id, letter case aside, are one case, unless their inputs are known and
 * differ; so are cases with the same input under other ids. A case passes when each copy of it passes.
 */
export function distinctCases(evals: Evals, counted: CountedFile[]): DistinctCases {
  const all = counted.flatMap(({ cases }) => cases);
  const found: CountedCase[][] = [];
  const byInput = new Map<string, CountedCase[]>();
  const byId = new Map<string, CountedCase[][]>();
  for (const one of all) {
    const id = one.id.trim().toLowerCase();
    const sameInput = one.inputs.map((input) => byInput.get(input)).find((known) => known !== undefined);
    const isSame = (known: CountedCase[]): boolean =>
      one.inputs.length === 0 || known.every(({ inputs }) => inputs.length === 0);
    const own = sameInput ?? byId.get(id)?.find(isSame) ?? [];
    if (own.length === 0) found.push(own);
    own.push(one);
    for (const input of one.inputs) if (!byInput.has(input)) byInput.set(input, own);
    const sameId = byId.get(id) ?? [];
    if (!sameId.includes(own)) byId.set(id, [...sameId, own]);
  }
  const cases = found.map((copies) => mergeCopies(copies, evals));
  return { cases, copies: all.length - cases.length };
}

function mergeCopies(copies: CountedCase[], evals: Evals): CountedCase {
  return {
    id: copies[0]?.id ?? '',
    inputs: copies.flatMap(({ inputs }) => inputs),
    result: resultOf(copies.map(({ result }) => result)),
    class: strictest(
      copies.flatMap((one) => one.class ?? []),
      evals,
    ),
  };
}

export interface Tally {
  total: number;
  pass: number;
  fail: number;
  error: number;
  skip: number;
  none: number;
  /** All cases except the skipped ones. */
  ran: number;
}

export function tallyCases(cases: CountedCase[]): Tally {
  const tally = { total: cases.length, pass: 0, fail: 0, error: 0, skip: 0, none: 0, ran: 0 };
  for (const { result } of cases) tally[result] += 1;
  tally.ran = tally.total - tally.skip;
  return tally;
}
