import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Words that this project does not use, each with the word to use instead. docs/glossary.md explains those. */
const REFUSED: [words: string, instead: string][] = [
  ['tell|tells|told|telling|teller|tellers', 'publish, report, show, state or say'],
  ['hear|hears|heard', 'receive, recognize or classify (a comment)'],
  ['mouth|mouths', 'renderer or output format'],
  ['shelf|shelves', 'cache or evidence loader'],
  ['latch|latched|latches|latching', 'sticky pilot, or mark as a pilot'],
  ['hollow', 'placeholder'],
  ['wish|wishes|wished', 'request or query'],
  ['mend|mends|mended|mending', 'fix'],
  ['judgement|judgements|judgment|judgments', 'evaluation'],
  ['slacken|slackens|slackened|slackening|slackenings', 'loosen a threshold, or regression'],
  ['sameness', 'comparability'],
  ['utterance|utterances', 'statement'],
  ['spoken', 'pending comment'],
  ['whilst', 'while'],
  ['for ever', 'forever, or say what does not change'],
  ['organisation|organisations|organisational|organisationally', 'organization'],
  ['behaviour|behaviours', 'behavior'],
  ['artefact|artefacts', 'artifact'],
  ['catalogue|catalogues|catalogued', 'catalog'],
  ['colour|colours|coloured', 'color'],
  ['licence|licences', 'license'],
  ['labelled|labelling|unlabelled', 'labeled, labeling'],
  ['cancelled|cancelling', 'canceled, canceling'],
  ['recognise|recognises|recognised|recognising|unrecognised', 'recognize'],
  ['authorise|authorises|authorised|authorising|unauthorised', 'authorize'],
  ['summarise|summarises|summarised', 'summarize'],
];
/** Quotation marks that are not straight. */
const QUOTES = /[«»“”]/;

/** Places where such a word is right; with `on`, only in lines that match it. */
const ALLOWED: { path: RegExp; words: RegExp; on?: RegExp }[] = [
  // Names of tables and columns.
  { path: /^src\/store\/migrations\//, words: /^(told|heard|spoken)$/ },
  {
    path: /^src\/store\/pending-comments\.ts$/,
    words: /^(told|spoken)$/,
    on: /\b(into|from|update) spoken\b|\baction, told,|\brow\.told\b|^ {2}told: string;/,
  },
  // Spellings that evidence files may still use; docs/decisions/0019-contract-keys.md lists them.
  { path: /^docs\/decisions\/0019-/, words: /./ },
  { path: /^src\/evidence\/schema\//, words: /^organisation$/, on: /alias: 'organisation'/ },
  { path: /^src\/evidence\/schema\//, words: /^artefact$/, on: /alias: 'artefact'/ },
  { path: /^src\/evidence\/schema\/economics\.ts$/, words: /^licences$/, on: /'licences'|`licences`/ },
  // Keys of the report that are printed under their former names, too.
  { path: /^src\/(domain\/report|render\/machine\/json)\.ts$/, words: /^organi[sz]ation(al)?$/i },
  // Words that documents use for informing people and for acting.
  { path: /^src\/criteria\/(rollback-and-kill-switch|runbook)\//, words: /^tells?$/, on: /\\b\(/ },
  // Words of other tools' files, and of the people who write documents.
  { path: /^src\/formats\/evals\/inspect\.ts$/, words: /^cancelled$/, on: /'cancelled'/ },
  { path: /^src\/formats\/documents\/synonyms-/, words: /./ },
  // What people type around a code when they ask for an explanation.
  { path: /^src\/engine\/explanation\.ts$/, words: QUOTES, on: /\.replace\(/ },
];

interface Use {
  path: string;
  line: number;
  text: string;
  word: string;
  instead: string;
}

const PATTERNS = REFUSED.map(([words, instead]) => ({ pattern: new RegExp(`\\b(?:${words})\\b`, 'gi'), instead }));

/** The words of an identifier count, too: `toldAt` is `told At`. Names in snake_case are those of SQL and of GitHub. */
function wordsOf(line: string): string {
  return line.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z])_(?=[A-Z])/g, '$1 ');
}

function usesIn(path: string, content: string): Use[] {
  return content.split('\n').flatMap((text, index) => {
    const words = wordsOf(text);
    const at = { path, line: index + 1, text };
    const found = PATTERNS.flatMap(({ pattern, instead }) =>
      [...words.matchAll(pattern)].map(([word]) => ({ ...at, word, instead })),
    );
    const quote = QUOTES.exec(text)?.[0];
    return quote === undefined ? found : [...found, { ...at, word: quote, instead: 'straight quotes' }];
  });
}

function isAllowed({ path, text, word }: Use): boolean {
  return ALLOWED.some((one) => one.path.test(path) && one.words.test(word) && (one.on?.test(text) ?? true));
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'action.yml', 'app.yml', ...filesUnder('docs')];

function refusedIn(paths: string[]): string[] {
  return paths
    .flatMap((path) => usesIn(path, readFileSync(join(root, path), 'utf8')))
    .filter((use) => !isAllowed(use))
    .map(({ path, line, word, instead }) => `${path}:${line} says "${word}": use ${instead}`);
}

test.each([
  ['pages', PAGES],
  ['sources', filesUnder('src')],
])('the %s use the words of the glossary', (_name, paths) => {
  expect(paths.length).toBeGreaterThan(20);
  expect(refusedIn(paths)).toEqual([]);
});

test.each([
  ['const toldAt = 1;', 'told'],
  ['TOLD_BEFORE_MS', 'TOLD'],
  ['an artefact of the organisation', 'organisation'],
  ['it stays for ever.', 'for ever'],
  ['a «quote»', '«'],
])('finds the refused word in %s', (text, word) => {
  expect(usesIn('page.md', text).map((use) => use.word)).toContain(word);
});

test.each([
  'a teller_id of SQL',
  'retold',
  'dishes',
  'for every run',
  'overheard',
  'mental',
  'the license is canceled',
])('has nothing against %s', (text) => {
  expect(usesIn('page.md', text)).toEqual([]);
});
