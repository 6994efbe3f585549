import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { catalog } from '../criteria/index.ts';
import { UserError } from '../domain/errors.ts';
import type { Fault } from '../domain/observation.ts';
import { policyFileSchema } from '../engine/policy/file.ts';
import { manifestSchema, RECORDS, SECTIONS } from '../evidence/schema/index.ts';
import { parseDocument } from '../formats/documents/index.ts';
import { readEvalResults } from '../formats/evals/index.ts';
import { readDvc, readMetrics } from '../formats/metrics/index.ts';
import { readTable } from '../formats/table.ts';
import { readYaml } from '../formats/yaml/index.ts';
import { type Inspection, renderInspection } from '../render/terminal/inspection.ts';
import { oneOf } from './options.ts';
import { defineVerb } from './verb.ts';

/** Bytes above which a file is not opened. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Shows what is parsed from a file. Exit code 0 when it is valid, 1 when it has faults. */
export const inspect = defineVerb({
  name: 'inspect',
  usage: 'FILE',
  summary: 'Show what pilot-readiness parses from a file: eval results, a runbook, an evidence file, a table',
  options: { format: { value: 'NAME', summary: 'terminal (default) or json' } },
  run: async ({ positionals, options, world }) => {
    const path = positionals[0];
    if (path === undefined) throw new UserError('inspect: no file is given', 'Run: pilot-readiness inspect FILE');
    const format = oneOf('format', options.format, ['terminal', 'json'] as const, 'terminal');
    const bytes = await open(resolve(world.cwd, path), path);
    const inspection = inspectFile(path, bytes);
    world.write(
      format === 'json' ? `${JSON.stringify(inspection, null, 2)}\n` : renderInspection(inspection, world.columns),
    );
    return inspection.faults.length === 0 ? 0 : 1;
  },
});

async function open(file: string, written: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw new UserError(`${written} does not exist`, 'Name a file that exists.');
  if (!found.isFile())
    throw new UserError(
      `${written} is not a file`,
      'Name a file: eval results, a Markdown document, an evidence file or a table.',
    );
  if (found.size > MAX_BYTES)
    throw new UserError(`${written} is ${found.size} bytes, more than ${MAX_BYTES}`, 'Name a smaller file.');
  try {
    return await readFile(file);
  } catch {
    throw new UserError(`${written} could not be read`, 'Check its permissions.');
  }
}

/** Chooses the parser by name and content: Markdown, evidence by its file name, policy, tables, else eval results. */
function inspectFile(path: string, bytes: Uint8Array): Inspection {
  const name = basename(path).toLowerCase();
  if (/\.(md|mdx|markdown)$/.test(name))
    return { path, kind: 'document', document: parseDocument(path, new TextDecoder().decode(bytes)), faults: [] };
  if (/\.ya?ml$/.test(name)) return evidence(path, name, bytes);
  const results = readEvalResults(path, bytes);
  if (results.ok) return { path, kind: 'eval-results', format: results.format, run: results.run, faults: [] };
  if (/\.(csv|tsv)$/.test(name)) {
    const table = readTable(path, bytes);
    return table.ok
      ? { path, kind: 'table', table: { columns: table.table.columns, rows: table.table.rows.length }, faults: [] }
      : { path, kind: 'table', faults: table.faults };
  }
  const metrics = metricsIn(path, bytes);
  if (metrics !== undefined) return metrics;
  const fault: Fault = {
    path,
    line: results.line ?? 1,
    column: results.column ?? 1,
    key: '',
    problem: results.problem,
    remedy: results.remedy,
  };
  return { path, kind: 'unknown', faults: [fault] };
}

/** A metrics file: values by name, not rows of cases without a mapping. */
function metricsIn(path: string, bytes: Uint8Array): Inspection | undefined {
  const read = readMetrics(path, bytes);
  if (!read.ok) return undefined;
  const { format, metrics } = read;
  const inLists = metrics.filter((metric) => metric.path.includes('[')).length;
  const named = format.startsWith('benchmark') || inLists < metrics.length / 2;
  return named ? { path, kind: 'metrics', format, metrics, faults: [] } : undefined;
}

function evidence(path: string, name: string, bytes: Uint8Array): Inspection {
  const stem = name.replace(/\.ya?ml$/, '');
  const folder = basename(dirname(path));
  const schema =
    stem === 'pilot-readiness'
      ? { what: 'policy', schema: policyFileSchema(catalog) }
      : stem === 'pilot'
        ? { what: 'manifest', schema: manifestSchema }
        : Object.hasOwn(RECORDS, folder)
          ? { what: `${folder} record`, schema: RECORDS[folder as keyof typeof RECORDS] }
          : Object.hasOwn(SECTIONS, stem)
            ? { what: `section ${stem}`, schema: SECTIONS[stem as keyof typeof SECTIONS] }
            : undefined;
  if (name === 'dvc.yaml') {
    const { files, faults } = readDvc(path, bytes);
    return { path, kind: 'metric-files', metricFiles: files, faults };
  }
  if (schema === undefined) {
    const results = readEvalResults(path, bytes);
    if (results.ok) return { path, kind: 'eval-results', format: results.format, run: results.run, faults: [] };
    const metrics = metricsIn(path, bytes);
    if (metrics !== undefined) return metrics;
    throw new UserError(
      `${path} is not the name of an evidence file`,
      `Known names: ${Object.keys(SECTIONS).join(', ')}, and records in ${Object.keys(RECORDS).join(', ')}.`,
    );
  }
  const read = readYaml(schema.schema as never, path, bytes);
  return { path, kind: 'evidence', what: schema.what, faults: read.faults };
}
