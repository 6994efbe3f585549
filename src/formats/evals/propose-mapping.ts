import type { EvalMapping } from '../../evidence/schema/evals.ts';
import { type Fields, isFields } from './fields.ts';
import { writeKey } from './mapping-path.ts';
import { verdictOf } from './verdict.ts';

/** Names that state the verdict of a case, and names that may state only a part of it. */
const WHOLE = /^(passed|pass|success|succeeded|correct|is_correct|iscorrect|ok|verdict|status|result|outcome)$/i;
const PART = /(_|^)(hit|pass|passed|correct|success|ok)$/i;
const MAX_LEVELS = 6;
const MAX_LISTS = 200;

const CASE_KEYS = {
  id: ['id', 'case_id', 'caseId', 'test_id', 'testId', 'sample_id', 'question_id', 'name', 'case', 'test'],
  tags: ['tags', 'labels', 'tag', 'category', 'categories', 'class'],
  error: ['error', 'errors', 'exception'],
  suite: ['suite', 'dataset'],
} as const;
const RUN_KEYS = {
  runAt: [
    'run_at',
    'runAt',
    'timestamp',
    'generated_at',
    'generatedAt',
    'created_at',
    'createdAt',
    'started_at',
    'date',
    'run_date',
  ],
  commit: ['commit', 'commit_sha', 'git_commit', 'git_sha', 'gitSha', 'sha', 'revision'],
  model: ['model', 'model_name', 'modelName', 'model_id'],
} as const;

export interface Proposal {
  mapping: EvalMapping;
  /** What else could have been meant; empty when nothing could. */
  doubts: string[];
}

interface CaseList {
  path: string;
  rows: Fields[];
  verdicts: string[];
}

/** Proposes how to read a home-made file and lists what is doubtful about it. Undefined: no case list with a verdict. */
export function propose(json: unknown): Proposal | undefined {
  const lists = caseLists(json).sort((a, b) => b.rows.length - a.rows.length);
  const [list] = lists;
  const verdict = list?.verdicts[0];
  const pass = verdict === undefined ? undefined : writeKey(verdict);
  if (list === undefined || verdict === undefined || pass === undefined) return undefined;
  const mapping: EvalMapping = { cases: list.path, pass };
  for (const name of ['id', 'tags', 'error', 'suite'] as const) {
    const key = CASE_KEYS[name].find(
      (candidate) => candidate !== verdict && list.rows.some((row) => Object.hasOwn(row, candidate)),
    );
    if (key !== undefined) mapping[name] = key;
  }
  if (isFields(json)) {
    for (const name of ['runAt', 'commit', 'model'] as const) {
      const key = RUN_KEYS[name].find((candidate) => typeof json[candidate] === 'string');
      if (key !== undefined) mapping[name] = key;
    }
  }
  return { mapping, doubts: doubtsOf(list, verdict, lists.slice(1)) };
}

/**
 * The mapping for a home-made result file: the longest list of objects with a verdict (`passed`, `pass`, `success`,
 * `correct`, `ok`, `status`, `result`, or `*_hit` and its like). For a person to check, not to be trusted blindly.
 */
export function proposeMapping(json: unknown): EvalMapping | undefined {
  return propose(json)?.mapping;
}

function doubtsOf(list: CaseList, verdict: string, others: CaseList[]): string[] {
  const doubts = others.map((other) => `there is another case list at ${other.path}`);
  if (!WHOLE.test(verdict)) doubts.push(`${verdict} may be only a part of the verdict`);
  const rivals = list.verdicts.filter((name) => name !== verdict && WHOLE.test(name) === WHOLE.test(verdict));
  for (const rival of rivals) {
    if (list.rows.some((row) => verdictOf(row[rival]) !== verdictOf(row[verdict])))
      doubts.push(`${rival} differs from ${verdict}`);
  }
  return doubts.slice(0, 5);
}

/** Lists of objects under the document's objects; lists inside lists are not searched, so each value is seen once. */
function caseLists(json: unknown): CaseList[] {
  const found: CaseList[] = [];
  let level: { path: string; value: unknown }[] = [{ path: '$', value: json }];
  for (let depth = 0; depth < MAX_LEVELS && level.length > 0; depth++) {
    const next: typeof level = [];
    for (const { path, value } of level) {
      if (Array.isArray(value)) {
        const list = caseList(`${path}[*]`, value);
        if (list !== undefined && found.length < MAX_LISTS) found.push(list);
      } else if (isFields(value)) {
        for (const key of Object.keys(value).slice(0, MAX_LISTS)) {
          const written = writeKey(key);
          if (written !== undefined && path.length < 100) next.push({ path: `${path}.${written}`, value: value[key] });
        }
      }
    }
    level = next;
  }
  return found;
}

function caseList(path: string, values: unknown[]): CaseList | undefined {
  const rows = values.filter(isFields);
  if (rows.length === 0 || rows.length < values.length) return undefined;
  const first = rows.slice(0, 50).flatMap((row) => Object.keys(row).slice(0, 200));
  const names = [...new Set(first)].filter((name) => WHOLE.test(name) || PART.test(name));
  const verdicts = names.filter((name) => isVerdictColumn(rows, name));
  // The names that state the whole verdict first; Array.sort keeps the file's order among equals.
  verdicts.sort((a, b) => Number(WHOLE.test(b)) - Number(WHOLE.test(a)));
  return verdicts.length === 0 ? undefined : { path, rows, verdicts };
}

/** Every value is a verdict or missing, at least one is one; plain numbers are counts until somebody says otherwise. */
function isVerdictColumn(rows: Fields[], name: string): boolean {
  let clear = 0;
  for (const row of rows) {
    const value = Object.hasOwn(row, name) ? row[name] : null;
    if (value === null || value === undefined || value === '') continue;
    if (typeof value === 'number' || verdictOf(value) === undefined) return false;
    clear++;
  }
  return clear > 0;
}
