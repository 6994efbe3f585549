import * as z from 'zod';
import { commandHelp } from '../src/commands/index.ts';
import { catalog } from '../src/criteria/index.ts';
import { kebab } from '../src/domain/kebab.ts';
import { levelIn, PROFILES } from '../src/domain/levels.ts';
import { reportSchema } from '../src/domain/report.ts';
import { SCHEMA_ADDRESS } from '../src/domain/schema-address.ts';
import type { Criterion } from '../src/engine/criterion.ts';
import { policyFileSchema } from '../src/engine/policy/file.ts';
import { manifestSchema, RECORDS, SECTIONS } from '../src/evidence/schema/index.ts';
import { jsonSchemaFor } from '../src/formats/yaml/index.ts';
import { commandsPage } from '../src/render/markdown/command-help.ts';
import { definitionsTable } from './definitions-page.ts';
import { permissionsPage } from './permissions-page.ts';
import { policyTable } from './policy-page.ts';
import { SCHEMA_FILES } from './schema-words/files.ts';
import { withWords } from './schema-words/index.ts';

/** Path and text of every file generated from the catalog. `read` returns the committed text of a file. */
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
    ...[
      ['docs/policy.md', 'keys', policyTable(catalog)] as const,
      ['docs/commands.md', 'commands', commandsPage(commandHelp)] as const,
      ['docs/definitions.md', 'definitions', definitionsTable()] as const,
    ].map(([path, what, table]): [string, string] => [path, withTable(path, read(path), what, table)]),
    ...catalog.map((criterion): [string, string] => {
      const path = `docs/criteria/${criterion.id}.md`;
      return [path, criterionPage(path, read(path), criterion)];
    }),
  ];
}

/** A schema under its public address, with a description of its file and of each key. */
function published(name: string, schema: unknown): object {
  const titles = Object.fromEntries(catalog.map((criterion) => [criterion.id, criterion.title]));
  // Nobody fills in a report, so its keys need no descriptions.
  const worded = name === 'report' ? schema : withWords(schema, name, titles);
  const { $schema, title, ...rest } = worded as Record<string, unknown>;
  return { $schema, $id: `${SCHEMA_ADDRESS}/${name}.json`, title, description: SCHEMA_FILES[name], ...rest };
}

const END = '<!-- end of generated -->';

/** Puts a table between its marks in a hand-written page. */
function withTable(path: string, page: string, what: string, table: string): string {
  const mark = `<!-- generated: ${what} -->`;
  const start = page.indexOf(mark);
  const end = page.indexOf(END, start);
  if (start === -1 || end === -1) throw new Error(`${path} needs the lines ${mark} and ${END}`);
  return `${page.slice(0, start)}${mark}\n${table}\n${page.slice(end)}`;
}

/** The page of a criterion: its title and its two tables are generated, everything else is written by hand. */
function criterionPage(path: string, page: string, criterion: Criterion): string {
  const titled = page.replace(/^# .*$/m, () => `# ${criterion.title}`);
  return withTable(path, withTable(path, titled, 'checks', checkTable(criterion)), 'options', optionTable(criterion));
}

function checkTable({ checks }: Criterion): string {
  const fixed = checks.some(({ waivable }) => waivable === false);
  return [
    `| Code | ${PROFILES.join(' | ')} | What is checked |`,
    '|-|-|-|-|-|',
    ...checks.map(
      ({ code, waivable, levels, title }) =>
        `| \`${code}\`${waivable === false ? ' ‡' : ''} | ${PROFILES.map((profile) => LEVEL_WORDS[levelIn(levels, profile)]).join(' | ')} | ${cell(title)} |`,
    ),
    ...(fixed ? ['', '‡ cannot be waived.'] : []),
  ].join('\n');
}

const LEVEL_WORDS = { blocking: 'blocking', advisory: 'advisory', off: '–' } as const;

function optionTable({ id, params }: Criterion): string {
  const rows = Object.entries(params).map(
    ([name, { defaults, stricter, doc }]) =>
      `| \`${kebab(name)}\` | ${PROFILES.map((profile) => String(defaults[profile])).join(' | ')} | ${stricter} | ${cell(doc)} |`,
  );
  if (rows.length === 0) return 'This criterion has no options.';
  return [
    `| Key under \`criteria.${id}\` | ${PROFILES.join(' | ')} | Stricter | Meaning |`,
    '|-|-|-|-|-|-|',
    ...rows,
  ].join('\n');
}

/** The articles that the criteria are taken from, as a criterion names them under `sources`. */
const SOURCES: Record<string, string> = {
  S0: 'Seven gaps between a pilot and production',
  S1: 'Four pilot killers',
  S2: 'Governance and measurement',
  S3: 'The first phase of production',
  S4: 'Handoff first',
};

function criteriaIndex(): string {
  const rows = catalog.map(({ id, title, subtitle, half, checks, sources }) => {
    const minimal = checks.filter(({ levels }) => levelIn(levels, 'minimal') === 'blocking').map(({ code }) => code);
    const unknown = sources.find((source) => SOURCES[source] === undefined);
    if (unknown !== undefined) throw new Error(`${id} names the source ${unknown}, which is not in the legend`);
    const words = [`[${title}](${id}.md)`, `\`${id}\``, subtitle, half, checks.length, minimal, [...sources].sort()];
    return `| ${words.map((word) => cell([word].flat().join(' ') || '–')).join(' | ')} |`;
  });
  return [
    '# Criteria',
    '',
    'A pilot is ready for production when the blocking checks of all criteria below are met. Each criterion has a page that',
    'describes its checks, the evidence it reads, and how to fix each check. `pilot-readiness explain <code>` prints the same',
    'for a single check.',
    '',
    '| Criterion | Id | What is required | Half | Checks | Blocking in `minimal` | Sources |',
    '|-|-|-|-|-|-|-|',
    ...rows,
    '',
    '## How to read the pages',
    '',
    'A check is `blocking` (the pilot is not ready until it is met), `advisory` (it is reported and blocks nothing) or – (not',
    'part of the profile). The three profiles are `minimal`, `standard` and `regulated`; the [policy](../policy.md) selects',
    'one and can change the options of a criterion. A check marked ‡ cannot be waived, and the policy of a repository cannot',
    'lower it.',
    '',
    '## Sources',
    '',
    'Most checks come from five articles on why pilots do not reach production. The column *Sources* shows which of them',
    'require the criterion.',
    '',
    '| Source | Topic |',
    '|-|-|',
    ...Object.entries(SOURCES).map(([source, topic]) => `| ${source} | ${topic} |`),
    '',
    'This page is generated from the catalog by `npm run generate`; a test fails when it is out of date.',
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
