import * as z from 'zod';
import { commandHelp } from '../src/commands/index.ts';
import { catalog } from '../src/criteria/index.ts';
import { PROFILES } from '../src/domain/levels.ts';
import { reportSchema } from '../src/domain/report.ts';
import { SCHEMA_ADDRESS } from '../src/domain/schema-address.ts';
import type { Criterion } from '../src/engine/criterion.ts';
import { policyFileSchema } from '../src/engine/policy/file.ts';
import { manifestSchema, RECORDS, SECTIONS } from '../src/evidence/schema/index.ts';
import { jsonSchemaFor } from '../src/formats/yaml/index.ts';
import { commandsPage } from '../src/render/markdown/command-help.ts';
import { permissionsPage } from './permissions-page.ts';
import { policyTable } from './policy-page.ts';
import { SCHEMA_FILES } from './schema-words/files.ts';
import { withWords } from './schema-words/index.ts';

/** Path and text of every file made from the catalog. `read` gives the committed text of a hand-written file. */
export function generatedFiles(read: (path: string) => string): [string, string][] {
  const schemas = [
    ['policy', jsonSchemaFor(policyFileSchema(catalog), 'pilot-readiness policy')],
    ['pilot', jsonSchemaFor(manifestSchema, 'readiness/pilot.yaml')],
    ...Object.entries(SECTIONS)
      .filter(([name]) => name !== 'pilot')
      .map(([name, schema]) => [name, jsonSchemaFor(schema, `readiness/${name}.yaml`)]),
    ...Object.entries(RECORDS).map(([name, schema]) => [
      `${name}-record`,
      jsonSchemaFor(schema, `readiness/${name}/*.yaml`),
    ]),
    ['report', { ...z.toJSONSchema(reportSchema), title: 'pilot-readiness/report/v1' }],
  ] as [string, unknown][];
  return [
    ...schemas.map(([name, schema]): [string, string] => [
      `schema/${name}.json`,
      `${JSON.stringify(published(name, schema), null, 2)}\n`,
    ]),
    ['docs/criteria/README.md', criteriaIndex()],
    ['docs/permissions.md', permissionsPage(catalog)],
    ['docs/policy.md', withTable(read('docs/policy.md'), policyTable(catalog), 'keys')],
    ['docs/commands.md', withTable(read('docs/commands.md'), commandsPage(commandHelp), 'commands')],
    ...catalog.map((criterion): [string, string] => {
      const path = `docs/criteria/${criterion.id}.md`;
      return [path, withTable(read(path), criterionTables(criterion))];
    }),
  ];
}

/** A schema under its public address, with words for its file and each of its keys. */
function published(name: string, schema: unknown): object {
  const titles = Object.fromEntries(catalog.map((criterion) => [criterion.id, criterion.title]));
  // The report is written by us: its keys are no form that anybody fills in.
  const worded = name === 'report' ? schema : withWords(schema, name, titles);
  const { $schema, title, ...rest } = worded as Record<string, unknown>;
  return { $schema, $id: `${SCHEMA_ADDRESS}/${name}.json`, title, description: SCHEMA_FILES[name], ...rest };
}

const CHECKS = 'checks and options';
const END = '<!-- end of generated -->';

/** Puts the tables between the marks of a hand-written page, or at its end when it has none yet. */
function withTable(page: string, table: string, what: string = CHECKS): string {
  const mark = `<!-- generated: ${what} -->`;
  const start = page.indexOf(mark);
  const end = page.indexOf(END);
  const block = `${mark}\n${table}\n${END}`;
  if (start === -1 || end === -1) return `${page.trimEnd()}\n\n${block}\n`;
  return `${page.slice(0, start)}${block}${page.slice(end + END.length)}`;
}

function criterionTables(criterion: Criterion): string {
  const checks = criterion.checks.map(
    (check) =>
      `| \`${check.code}\`${check.waivable === false ? ' ‡' : ''} | ${cell(check.title)} | ${levels(check.levels)} | ${cell(check.remedy)} |`,
  );
  const options = Object.entries(criterion.params).map(
    ([name, spec]) =>
      `| \`${kebab(name)}\` | ${PROFILES.map((profile) => String(spec.defaults[profile])).join(' / ')} | ${spec.stricter} | ${cell(spec.doc)} |`,
  );
  return [
    '| Check | Asks | minimal / standard / regulated | What to do |',
    '|-|-|-|-|',
    ...checks,
    ...(options.length > 0
      ? ['', '| Option | Default (minimal / standard / regulated) | Stricter | Meaning |', '|-|-|-|-|', ...options]
      : []),
    '',
    '‡ can never be waived. Levels: **blocks**, advice, or – (not in the profile).',
  ].join('\n');
}

function criteriaIndex(): string {
  const rows = catalog.map((criterion) => {
    const minimal = criterion.checks.filter((check) => check.levels.startsWith('B')).map((check) => check.code);
    return `| [${criterion.id}](${criterion.id}.md) | ${cell(criterion.title)} | ${criterion.half} | ${criterion.checks.length} | ${minimal.join(' ') || '–'} |`;
  });
  return [
    '# The criteria',
    '',
    'Made from the catalog by `npm run generate`; a test fails when it disagrees.',
    '',
    '| Criterion | The pilot is ready when … | Half | Checks | Blocking under minimal |',
    '|-|-|-|-|-|',
    ...rows,
    '',
  ].join('\n');
}

function levels(triplet: string): string {
  return triplet
    .split('/')
    .map((letter) => (letter === 'B' ? '**blocks**' : letter === 'a' ? 'advice' : '–'))
    .join(' / ');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
