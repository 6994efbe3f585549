/** Eval results, whatever tool wrote them. Prompts, outputs and configuration are never carried: they may hold secrets. */

export type CaseResult = 'pass' | 'fail' | 'error' | 'skip';

export interface EvalCase {
  /** Stable name of the case: rows that repeat it (providers, epochs, retries) share it. */
  id: string;
  provider?: string;
  /** Undefined: the file gives no verdict for this case. */
  result?: CaseResult;
  score?: number;
  /** Hash of what the case asks, where the file holds it: cases with the same input are one case. */
  input?: string;
  tags: string[];
  suite?: string;
  /** Short scalar metadata only. */
  metadata: Record<string, string | number | boolean>;
}

export interface EvalMetric {
  name: string;
  group?: string;
  value: number;
  n?: number;
  stderr?: number;
  higherIsBetter?: boolean;
  scale?: [number, number];
}

export interface EvalRun {
  tool: string;
  toolVersion?: string;
  schemaVersion?: string;
  /** ISO instant with zone where the file has one. */
  startedAt?: string;
  finishedAt?: string;
  status: 'complete' | 'partial' | 'failed';
  /** Why it is partial or failed, in the tool's own terms. */
  statusReason?: string;
  models: string[];
  commit?: { sha: string; dirty?: boolean; origin?: string };
  /** One per row of the file; count cases by distinct id. */
  cases: EvalCase[];
  metrics: EvalMetric[];
  /** Totals as the file claims them, only ever compared with what the cases give. */
  declared?: { total?: number; passed?: number; failed?: number; errored?: number; skipped?: number };
  /** False when the file has only totals: nothing can be recomputed. */
  caseListAvailable: boolean;
  /** How the mapping of a home-made file decides what passes. */
  passRule?: PassRule;
  warnings: string[];
  /** Facts particular to a tool, plain data, for `inspect`. */
  extra: Record<string, unknown>;
}

/** What a mapping takes for a pass. Without a condition, the value itself is the verdict. */
export interface PassRule {
  /** Where the list of cases is, as the mapping states it; absent when the file is that list. */
  cases?: string;
  path: string;
  gte?: number;
  lte?: number;
  equals?: string | number | boolean;
  /** The lowest and the highest score of the file; absent when the rule compares no scores. */
  scores?: [lowest: number, highest: number];
  /** Cases that the rule passes, but whose own verdict in the file is a failure. */
  contradicted: number;
}

/** What `<results>.provenance.json` says of a results file. */
export interface Provenance {
  commit: string;
  dirty: boolean;
  /** Digest of the sorted (path, blob) list of what the evals cover, see core/cover.ts. */
  treeHash: string;
  /** sha256 of the results file. */
  sha256: string;
  runId?: string;
  startedAt?: string;
}

/** A results file read: the run, its bytes' sha256, and its sidecar when there is one. */
export interface EvalFile {
  path: string;
  sha256: string;
  run: EvalRun;
  provenance?: Provenance;
}
