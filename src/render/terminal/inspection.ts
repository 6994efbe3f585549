import type { ParsedDocument } from '../../domain/document.ts';
import type { EvalRun } from '../../domain/eval-results.ts';
import type { Fault } from '../../domain/observation.ts';
import { firstItems, type Item, list, paragraph, title } from '../model/blocks.ts';
import { cut } from '../model/text.ts';
import { faultLine } from '../model/words.ts';
import { printTerminal } from './print-blocks.ts';

/** What was parsed from one file. */
export interface Inspection {
  path: string;
  kind: 'document' | 'eval-results' | 'evidence' | 'table' | 'metrics' | 'metric-files' | 'unknown';
  what?: string;
  format?: string;
  run?: EvalRun;
  document?: ParsedDocument;
  table?: { columns: string[]; rows: number };
  /** Numbers of a metric file of another tool. */
  metrics?: { path: string; value: number; unit?: string; good?: string; commit?: string }[];
  /** Metric files that a `dvc.yaml` names. */
  metricFiles?: { path: string; line: number; stage?: string; cached: boolean }[];
  faults: Fault[];
}

const MAX_METRICS = 40;
const MAX_ROWS = 12;
const MAX_BLANKS = 20;
const MAX_WARNINGS = 10;

/** The inspection for a terminal. */
export function renderInspection(inspection: Inspection, width: number): string {
  const { path, faults } = inspection;
  const contents = faults.length > 0 ? faults.map((fault) => paragraph(faultLine(fault))) : list(itemsOf(inspection));
  const blocks = [title(path), paragraph(kindWords(inspection)), ...contents];
  return printTerminal(blocks, { width, color: false });
}

function kindWords({ kind, format, run, what, faults }: Inspection): string {
  const words: Record<Inspection['kind'], string> = {
    'eval-results': `eval results (${format ?? run?.tool})`,
    evidence: `evidence, ${what}${faults.length === 0 ? ', valid' : ''}`,
    document: 'a document',
    metrics: `metrics (${format})`,
    'metric-files': 'a DVC pipeline with metric files',
    table: 'a table of raw data',
    unknown: 'not recognized',
  };
  return words[kind];
}

function itemsOf({ run, document, table, metrics, metricFiles = [] }: Inspection): Item[] {
  if (run) return runItems(run);
  if (document) return documentItems(document);
  if (table)
    return rows([
      ['rows', String(table.rows)],
      ['columns', table.columns.join(', ')],
    ]);
  if (metrics) return firstItems(rows(metrics.map(metricRow)), MAX_METRICS);
  const files = metricFiles.map(
    ({ path, stage, cached }): Row => [
      stage ?? 'named',
      `${path}${cached ? ', stored by DVC outside git: only its hash is here' : ''}`,
    ],
  );
  return firstItems(rows(files), MAX_METRICS);
}

type Row = [string, string];

function rows(all: Row[]): Item[] {
  return all.map(([label, text]) => ({ label, text }));
}

function metricRow({ path, value, unit, good, commit }: NonNullable<Inspection['metrics']>[number]): Row {
  const number = `${value}${unit === undefined ? '' : ` ${unit}`}`;
  const known = [number, good && `${good} is good`, commit && `at ${commit}`].filter(Boolean);
  return ['metric', cut(`${path} ${known.join(', ')}`, 300)];
}

function runItems(run: EvalRun): Item[] {
  const tags = new Map<string, number>();
  for (const tag of run.cases.flatMap((one) => one.tags)) tags.set(tag, (tags.get(tag) ?? 0) + 1);
  const classes = [...tags].sort((a, b) => b[1] - a[1]).slice(0, MAX_ROWS);
  const { commit } = run;
  return rows([
    ['tool', `${run.tool}${run.toolVersion ? ` ${run.toolVersion}` : ''}`],
    ['model', run.models.join(', ') || 'not in the file'],
    [
      'run',
      `${run.startedAt ?? 'time not in the file'}, ${run.status}${run.statusReason ? ` (${run.statusReason})` : ''}`,
    ],
    [
      'commit',
      commit
        ? `${commit.sha}${commit.dirty ? ', with uncommitted changes' : ''}`
        : 'not in the file: it has to follow from a provenance sidecar or from the git history',
    ],
    ['cases', casesWords(run)],
    ['classes', classes.map(([tag, count]) => `${tag} ${count}`).join(', ') || 'no case is tagged'],
    ...run.metrics.slice(0, MAX_ROWS).map(({ group, name, value, n }): Row => {
      const words = `${group ? `${group} ` : ''}${name} ${value}`;
      return ['metric', `${words}${n === undefined ? '' : ` (n ${n})`}`];
    }),
    ...run.warnings.slice(0, 5).map((warning): Row => ['note', warning]),
  ]);
}

/** The worst result of a case counts. */
const WORST_FIRST = ['error', 'fail', 'no verdict', 'pass', 'skip'];
const RESULTS: Record<string, string> = {
  pass: 'passed',
  fail: 'failed',
  error: 'errored',
  skip: 'skipped',
  'no verdict': 'no verdict',
};

/** "120: 117 passed, 3 failed". */
function casesWords(run: EvalRun): string {
  if (!run.caseListAvailable) {
    const { total, passed = '?' } = run.declared ?? {};
    return `no case list${total === undefined ? '' : `; the file declares ${passed} of ${total}`}`;
  }
  const byCase = new Map<string, Set<string>>();
  for (const { id, result = 'no verdict' } of run.cases) byCase.set(id, (byCase.get(id) ?? new Set()).add(result));
  const worst = [...byCase.values()].map((seen) => WORST_FIRST.find((result) => seen.has(result)));
  const counts = Object.entries(RESULTS).flatMap(([result, words]) => {
    const count = worst.filter((one) => one === result).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  const inRows = run.cases.length === byCase.size ? '' : ` in ${run.cases.length} rows`;
  return `${byCase.size}${inRows}: ${counts.join(', ')}`;
}

function documentItems({
  title: heading,
  words,
  templateScore,
  isTemplate,
  review,
  ...document
}: ParsedDocument): Item[] {
  const blanks = rows(document.blanks.map(({ line, words: seen }): Row => [`line ${line}`, cut(seen, 60)]));
  return [
    ...rows([
      ['title', heading ?? 'none'],
      ['words', `${words}, template score ${templateScore.toFixed(2)}${isTemplate ? ': this is a template' : ''}`],
      ['review', review ? `${review.label} ${review.on ?? 'no date'} (line ${review.line})` : 'no review date'],
    ]),
    ...document.sections.map((section): Item => {
      const inside = document.blanks.filter(({ line }) => line >= section.line && line <= section.endLine).length;
      const content = [
        section.words > 0 ? `${section.words} words` : '',
        section.commands.length > 0 ? `${section.commands.length} commands` : '',
        section.links.length > 0 ? `${section.links.length} links` : '',
        inside > 0 ? `${inside} blanks` : '',
        section.pointerOnly ? 'only a pointer' : '',
      ].filter(Boolean);
      const kinds = section.kinds.join(', ') || 'not a known section';
      const text = `${kinds}: ${cut(section.title, 60)} (${content.join(', ') || 'empty'})`;
      return { label: `line ${section.line}`, text };
    }),
    ...(blanks.length > 0
      ? [{ label: 'blanks', text: String(blanks.length), inner: firstItems(blanks, MAX_BLANKS) }]
      : []),
    ...rows(
      document.warnings.slice(0, MAX_WARNINGS).map(({ line, text }): Row => ['warning', `line ${line}: ${text}`]),
    ),
  ];
}
