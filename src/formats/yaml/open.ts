import { Composer, type Document, Lexer, Parser, type YAMLError } from 'yaml';
import type { Fault } from '../../domain/observation.ts';
import { decodeText, wholeFile } from '../decode.ts';
import { type Lines, lineIndex } from '../lines.ts';
import { type Spotted, treeOf, YAML_MAX_DEPTH, type YamlNode } from './tree.ts';

/** Policy and evidence files are small; above this nobody wrote them by hand. */
export const YAML_MAX_BYTES = 256 * 1024;
const MAX_DOCUMENTS = 200;

/** YAML text with the offsets of everything in it. `remarks` is what only a strict reader refuses. */
export type OpenedYaml =
  | { ok: true; path: string; documents: YamlNode[]; lines: Lines; remarks: Fault[] }
  | { ok: false; faults: Fault[] };

/** Bytes → documents, under limits on size, depth, values and aliases. Never throws. */
export function openYaml(path: string, bytes: Uint8Array): OpenedYaml {
  if (bytes.length > YAML_MAX_BYTES) {
    return refused(wholeFile(path, `is ${bytes.length} bytes, more than ${YAML_MAX_BYTES}`, 'Keep a smaller file.'));
  }
  const decoded = decodeText(path, bytes);
  if (!decoded.ok) return refused(decoded.fault);
  try {
    return open(path, decoded.text);
  } catch (error) {
    const what = error instanceof Error ? error.message.slice(0, 100) : 'unknown reason';
    return refused(wholeFile(path, `cannot be read as YAML (${what})`, 'Write it in plain block style.'));
  }
}

function open(path: string, text: string): OpenedYaml {
  const lines = lineIndex(text);
  const fault = (spot: Spotted): Fault => ({
    path,
    ...lines(spot.at),
    key: spot.key,
    problem: spot.problem,
    remedy: spot.remedy,
  });
  const composed = compose(text);
  if ('tooDeepAt' in composed) {
    return refused(
      fault({
        at: composed.tooDeepAt,
        key: '',
        problem: `is nested deeper than ${YAML_MAX_DEPTH} levels`,
        remedy: 'Write it flatter.',
      }),
    );
  }
  const errors = composed.documents.flatMap((document) => document.errors);
  if (errors.length > 0) return { ok: false, faults: syntaxFaults(path, text, lines, errors) };
  const trees = composed.documents.map(treeOf);
  const broken = trees.find((tree) => tree.stopped);
  if (broken) return { ok: false, faults: broken.spotted.slice(-1).map(fault) };
  const remarks = [
    ...syntaxFaults(
      path,
      text,
      lines,
      composed.documents.flatMap((document) => document.warnings),
    ),
    ...composed.documents.flatMap((document) => oldVersion(document, path)),
    ...trees.flatMap((tree) => tree.spotted.map(fault)),
  ];
  const second = composed.documents[1];
  if (second) {
    remarks.push(
      fault({
        at: second.range[0],
        key: '',
        problem: 'is a second YAML document in one file',
        remedy: 'Keep one document: remove the line with --- or move what follows it into its own file.',
      }),
    );
  }
  return { ok: true, path, documents: trees.map((tree) => tree.root), lines, remarks };
}

/** A `%YAML 1.1` line would turn `on` and `no` into booleans. */
function oldVersion(document: Document.Parsed, path: string): Fault[] {
  const { explicit, version } = document.directives.yaml;
  if (explicit !== true || version === '1.2') return [];
  return [wholeFile(path, `asks to be read as YAML ${version}`, 'Remove the %YAML line: files are read as YAML 1.2.')];
}

/**
 * The tokens are watched while they come: the composer recurses over them and, on deep nesting, takes the process
 * down in a way that cannot be caught. So depth is refused before it runs.
 */
function compose(text: string): { documents: Document.Parsed[] } | { tooDeepAt: number } {
  const parser = new Parser();
  const tokens = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    // Document and scalar stand on the stack too.
    if (parser.stack.length > YAML_MAX_DEPTH + 3) return { tooDeepAt: parser.offset };
  }
  for (const token of parser.end()) tokens.push(token);
  const documents: Document.Parsed[] = [];
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  for (const document of composer.compose(tokens, true, text.length)) {
    documents.push(document);
    if (documents.length > MAX_DOCUMENTS) break;
  }
  return { documents };
}

const PLAIN: Partial<Record<YAMLError['code'], [problem: string, remedy: string]>> = {
  TAB_AS_INDENT: ['is indented with a tab, which YAML does not allow', 'Indent with spaces.'],
  BAD_INDENT: ['is indented wrongly', 'Line it up with the keys it belongs to.'],
  MISSING_CHAR: ['is not closed', 'Close the quote, bracket or brace, or quote the whole value.'],
  BAD_ALIAS: ['is read as an alias, because it begins with *', 'Put the value in quotes.'],
  TAG_RESOLVE_FAILED: ['has a tag that is not known here', 'Remove the word that begins with !.'],
  BLOCK_AS_IMPLICIT_KEY: ['has a second colon on one line', 'Put the value in quotes.'],
  MULTILINE_IMPLICIT_KEY: ['is a key without a colon', 'Write `key: value`, or put text over several lines in quotes.'],
};

/** The library's errors in plain words; one a line, because what follows the first is mostly its echo. */
function syntaxFaults(path: string, text: string, lines: Lines, errors: YAMLError[]): Fault[] {
  const byLine = new Map<number, Fault>();
  for (const error of errors.slice(0, 2_000)) {
    const place = lines(error.pos[0]);
    const reserved = error.code === 'BAD_SCALAR_START' && error.message.includes('@');
    if (byLine.has(place.line) && !reserved) continue;
    const [problem, remedy] = reserved
      ? leadingAt(text.slice(error.pos[0], error.pos[0] + 200))
      : (PLAIN[error.code] ?? [
          `is not valid YAML: ${error.message.split('\n')[0]?.slice(0, 120)}`,
          'Correct the line; quotes around the value often help.',
        ]);
    byLine.set(place.line, { path, ...place, key: '', problem, remedy });
  }
  return [...byLine.values()];
}

function leadingAt(rest: string): [problem: string, remedy: string] {
  const handle = /^@([\w./-]{1,80})/.exec(rest)?.[1] ?? 'ravi';
  return [
    `is @${handle} without quotes`,
    `YAML reserves a leading @: write "@${handle}" in quotes, or ${handle} without the @.`,
  ];
}

function refused(fault: Fault): OpenedYaml {
  return { ok: false, faults: [fault] };
}
