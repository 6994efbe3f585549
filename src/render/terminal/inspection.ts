import type { ParsedDocument } from '../../domain/document.ts';
import type { EvalRun } from '../../domain/eval-results.ts';
import type { Fault } from '../../domain/observation.ts';
import { faultLine } from '../model/faults.ts';
import { cut, forTerminal } from '../model/text.ts';
import { wrap } from '../model/width.ts';

/** What was read in one file. */
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

const METRICS = 40;

/** The inspection for a terminal, no line wider than `width` except places. */
export function renderInspection(inspection: Inspection, width: number): string {
  const lines = [`${forTerminal(inspection.path)}: ${kindWords(inspection)}`, ...body(inspection, width)];
  return `${lines.join('\n')}\n`;
}

function kindWords(inspection: Inspection): string {
  if (inspection.kind === 'eval-results') return `eval results (${inspection.format ?? inspection.run?.tool})`;
  if (inspection.kind === 'evidence')
    return `evidence, ${inspection.what}${inspection.faults.length === 0 ? ', valid' : ''}`;
  if (inspection.kind === 'document') return 'a document';
  if (inspection.kind === 'metrics') return `metrics (${inspection.format})`;
  if (inspection.kind === 'metric-files') return 'a DVC pipeline that names metric files';
  return inspection.kind === 'table' ? 'a table of raw rows' : 'not understood';
}

function body(inspection: Inspection, width: number): string[] {
  if (inspection.faults.length > 0) return ['', ...inspection.faults.map(faultLine)];
  if (inspection.run) return runLines(inspection.run, width);
  if (inspection.document) return documentLines(inspection.document, width);
  if (inspection.table)
    return [
      `  ${inspection.table.rows} rows`,
      ...wrap(`columns: ${inspection.table.columns.map(forTerminal).join(', ')}`, width - 2).map((line) => `  ${line}`),
    ];
  if (inspection.metrics) return metricLines(inspection.metrics, width);
  return (inspection.metricFiles ?? [])
    .slice(0, METRICS)
    .flatMap(({ path, stage, cached }) =>
      hang(
        stage ?? 'named',
        `${forTerminal(path)}${cached ? ', kept by DVC outside git: only its hash is here' : ''}`,
        width,
      ),
    );
}

function metricLines(metrics: NonNullable<Inspection['metrics']>, width: number): string[] {
  const lines = metrics.slice(0, METRICS).flatMap(({ path, value, unit, good, commit }) => {
    const known = [
      `${value}${unit === undefined ? '' : ` ${unit}`}`,
      good && `${good} is good`,
      commit && `at ${commit}`,
    ];
    return hang('metric', forTerminal(cut(`${path} ${known.filter(Boolean).join(', ')}`, 300)), width);
  });
  return metrics.length > METRICS ? [...lines, `  and ${metrics.length - METRICS} more`] : lines;
}

function runLines(run: EvalRun, width: number): string[] {
  const byCase = new Map<string, Set<string>>();
  for (const one of run.cases) byCase.set(one.id, (byCase.get(one.id) ?? new Set()).add(one.result ?? 'no verdict'));
  const results = { passed: 0, failed: 0, errored: 0, skipped: 0, 'no verdict': 0 };
  for (const verdicts of byCase.values()) {
    if (verdicts.has('error')) results.errored += 1;
    else if (verdicts.has('fail')) results.failed += 1;
    else if (verdicts.has('no verdict')) results['no verdict'] += 1;
    else if (verdicts.has('pass')) results.passed += 1;
    else results.skipped += 1;
  }
  const tags = new Map<string, number>();
  for (const tag of run.cases.flatMap((one) => one.tags)) tags.set(tag, (tags.get(tag) ?? 0) + 1);
  const rows: [string, string][] = [
    ['tool', `${run.tool}${run.toolVersion ? ` ${run.toolVersion}` : ''}`],
    ['model', run.models.join(', ') || 'not in the file'],
    [
      'run',
      `${run.startedAt ?? 'time not in the file'}, ${run.status}${run.statusReason ? ` (${run.statusReason})` : ''}`,
    ],
    [
      'commit',
      run.commit
        ? `${run.commit.sha}${run.commit.dirty ? ', with uncommitted changes' : ''}`
        : 'not in the file: a provenance sidecar or the order in git has to tell',
    ],
    [
      'cases',
      run.caseListAvailable
        ? `${byCase.size}${run.cases.length === byCase.size ? '' : ` in ${run.cases.length} rows`}: ${Object.entries(
            results,
          )
            .filter(([, count]) => count > 0)
            .map(([name, count]) => `${count} ${name}`)
            .join(', ')}`
        : `no case list${run.declared?.total === undefined ? '' : `; the file claims ${run.declared.passed ?? '?'} of ${run.declared.total}`}`,
    ],
    [
      'classes',
      [...tags]
        .sort((a, b) => b[1] - a[1])
        .slice(0, 12)
        .map(([tag, count]) => `${tag} ${count}`)
        .join(', ') || 'no case is tagged',
    ],
    ...run.metrics
      .slice(0, 12)
      .map((metric): [string, string] => [
        'metric',
        `${metric.group ? `${metric.group} ` : ''}${metric.name} ${metric.value}${metric.n === undefined ? '' : ` (n ${metric.n})`}`,
      ]),
    ...run.warnings.slice(0, 5).map((warning): [string, string] => ['note', warning]),
  ];
  return rows.flatMap(([name, value]) => hang(name.padEnd(8), forTerminal(value), width));
}

function documentLines(document: ParsedDocument, width: number): string[] {
  const blanksIn = (from: number, to: number): number =>
    document.blanks.filter((blank) => blank.line >= from && blank.line <= to).length;
  const sections = document.sections.flatMap((section) => {
    const substance = [
      section.words > 0 ? `${section.words} words` : '',
      section.commands.length > 0 ? `${section.commands.length} commands` : '',
      section.links.length > 0 ? `${section.links.length} links` : '',
      blanksIn(section.line, section.endLine) > 0 ? `${blanksIn(section.line, section.endLine)} blanks` : '',
      section.pointerOnly ? 'only a pointer' : '',
    ].filter((word) => word !== '');
    const says = `${section.kinds.join(', ') || 'no known section'}: ${cut(section.title, 60)} (${substance.join(', ') || 'empty'})`;
    return hang(String(section.line).padStart(5), forTerminal(says), width);
  });
  return [
    ...hang('title   ', forTerminal(document.title ?? 'none'), width),
    ...hang(
      'words   ',
      `${document.words}, template score ${document.templateScore.toFixed(2)}${document.isTemplate ? ': this is a template' : ''}`,
      width,
    ),
    ...(document.review
      ? hang(
          'review  ',
          forTerminal(`${document.review.label} ${document.review.on ?? 'no date'} (line ${document.review.line})`),
          width,
        )
      : ['  review    no review date']),
    ...sections,
    ...(document.blanks.length > 0 ? ['  blanks'] : []),
    ...document.blanks
      .slice(0, 20)
      .flatMap((blank) => hang(String(blank.line).padStart(5), forTerminal(cut(blank.words, 60)), width)),
    ...(document.blanks.length > 20 ? [`        and ${document.blanks.length - 20} more`] : []),
    ...document.warnings
      .slice(0, 10)
      .flatMap((warning) => hang('warning ', forTerminal(`line ${warning.line}: ${warning.text}`), width)),
  ];
}

function hang(name: string, text: string, width: number): string[] {
  const indent = name.length + 4;
  return wrap(text, Math.max(20, width - indent)).map((line, index) =>
    index === 0 ? `  ${name}  ${line}` : `${' '.repeat(indent)}${line}`,
  );
}
