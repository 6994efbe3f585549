import type { EvalRun } from '../../domain/eval-results.ts';
import type { EvalMapping } from '../../evidence/schema/evals.ts';

/** JSON, JSONL, XML and CSV files above this many bytes are refused before parsing. Largest real file seen: 137 kB. */
export const MAX_TEXT_BYTES = 10 * 1024 * 1024;
/** A `.eval` archive carries whole transcripts, which are never inflated, so it may be bigger than a text file. */
export const MAX_ARCHIVE_BYTES = 64 * 1024 * 1024;
/** Deeper nesting than this is refused before parsing: real files stay under 30. */
export const MAX_DEPTH = 200;
/** Rows of one file: cases times providers times repeats. */
export const MAX_ROWS = 200_000;

export type EvalFormat = 'promptfoo' | 'junit' | 'inspect' | 'deepeval' | 'lm-eval' | 'ctrf' | 'mapped';

export interface EvalReadOptions {
  /** Left out: recognized by the content. */
  format?: EvalFormat;
  /** How to read a home-made file; given without a format it means `mapped`. */
  mapping?: EvalMapping;
}

/** Why a file cannot be used, and what its owner should do. Never quotes the file's content. */
export interface Refusal {
  ok: false;
  problem: string;
  remedy: string;
  line?: number;
  column?: number;
}

export type EvalReadResult = { ok: true; format: string; run: EvalRun } | Refusal;

export function refuse(problem: string, remedy: string, at?: { line: number; column: number }): Refusal {
  return at === undefined ? { ok: false, problem, remedy } : { ok: false, problem, remedy, ...at };
}

export function tooManyRows(count: number): Refusal {
  return refuse(
    `The file lists ${count} rows; at most ${MAX_ROWS} are read.`,
    'Export fewer repeats, or split the suite into several result files.',
  );
}

/** The last part of a path, lower case: some tools state the status of a run only in the file's name. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
}
