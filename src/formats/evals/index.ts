import type { EvalRun } from '../../domain/eval-results.ts';
import { parseTable } from './csv.ts';
import { isCtrf, readCtrf } from './ctrf.ts';
import { isDeepeval, readDeepeval } from './deepeval.ts';
import { readHomemade } from './homemade.ts';
import { isInspect, readInspect } from './inspect.ts';
import { readInspectArchive } from './inspect-archive.ts';
import { readJunit } from './junit.ts';
import { isLmEval, readLmEval } from './lm-eval.ts';
import { isPromptfoo, isPromptfooRow, readPromptfoo, readPromptfooLines } from './promptfoo.ts';
import {
  baseName,
  type EvalFormat,
  type EvalReadOptions,
  type EvalReadResult,
  type Refusal,
  refuse,
} from './reading.ts';
import { decodeText, parseJson, parseJsonLines } from './text.ts';

export { proposeMapping } from './propose-mapping.ts';
export { readProvenance } from './provenance.ts';
export {
  type EvalReadOptions,
  type EvalReadResult,
  MAX_ARCHIVE_BYTES,
  MAX_TEXT_BYTES,
} from './reading.ts';

type Read = { format: EvalFormat; run: EvalRun | Refusal };

/** The formats that are one JSON document, in the order they are tried: the plainest marks first. */
const DOCUMENTS: {
  format: EvalFormat;
  is: (json: unknown) => boolean;
  read: (json: unknown, path: string) => EvalRun | Refusal;
}[] = [
  { format: 'ctrf', is: isCtrf, read: readCtrf },
  { format: 'inspect', is: isInspect, read: (json) => readInspect(json) },
  { format: 'deepeval', is: isDeepeval, read: readDeepeval },
  { format: 'promptfoo', is: isPromptfoo, read: readPromptfoo },
  { format: 'lm-eval', is: isLmEval, read: readLmEval },
];

/**
 * Reads a result file of any known tool, or a home-made one by its mapping. The format is recognized by the content
 * unless it is given. Prompts, outputs, configuration and headers are never carried on. Files over MAX_TEXT_BYTES
 * (MAX_ARCHIVE_BYTES for `.eval`), MAX_DEPTH or MAX_ROWS are refused. Linear in the file; never throws.
 */
export function readEvalResults(path: string, bytes: Uint8Array, options: EvalReadOptions = {}): EvalReadResult {
  try {
    const { format, run } = readBytes(path, bytes, options);
    return 'ok' in run ? run : { ok: true, format, run };
  } catch {
    // A file nobody foresaw must not end the whole evaluation; and its content must not reach a message.
    return refuse(
      'The file could not be read.',
      "Write the results again with the tool, or report this file's format.",
    );
  }
}

function readBytes(path: string, bytes: Uint8Array, options: EvalReadOptions): Read {
  const format = options.format ?? (options.mapping === undefined ? undefined : 'mapped');
  const refused = (run: Refusal): Read => ({ format: format ?? 'mapped', run });
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && (format === undefined || format === 'inspect'))
    return { format: 'inspect', run: readInspectArchive(bytes) };
  const name = baseName(path);
  const decoded = decodeText(bytes, format === 'junit' || name.endsWith('.xml') ? xmlEncoding(bytes) : undefined);
  if (!decoded.ok) return refused(decoded);
  const { text } = decoded;
  const start = text.trimStart()[0] ?? '';
  if (format === 'junit' || (format === undefined && start === '<')) return { format: 'junit', run: readJunit(text) };
  if (/\.(csv|tsv)$/.test(name) && (format === undefined || format === 'mapped')) {
    const table = parseTable(text);
    return table.ok
      ? { format: 'mapped', run: readHomemade({ rows: table.rows, table: true }, options.mapping) }
      : refused(table);
  }
  if (start !== '{' && start !== '[' && !/\.(json|jsonl|ndjson)$/.test(name)) {
    return refused(
      refuse(
        'The file is neither JSON, XML, CSV nor an Inspect log.',
        'Let the tool write JSON; for promptfoo: `promptfoo eval -o results.json`.',
      ),
    );
  }
  return readJsonText(path, text, format, options);
}

function readJsonText(path: string, text: string, format: EvalFormat | undefined, options: EvalReadOptions): Read {
  const lines = /\.(jsonl|ndjson)$/.test(baseName(path));
  const parsed = lines ? undefined : parseJson(text);
  if (parsed?.ok) return readDocument(path, parsed.value, format, options);
  // Some tools write lines into a file named .json: recognized by a complete first line.
  const first = text.trimStart().split('\n', 1)[0] ?? '';
  if (parsed !== undefined && !(first.length < text.trim().length && parseJson(first).ok))
    return { format: format ?? 'mapped', run: parsed };
  const rows = parseJsonLines(text);
  if (!rows.ok) return { format: format ?? 'mapped', run: rows };
  if (format === 'promptfoo' || (format === undefined && isPromptfooRow(rows.rows[0])))
    return { format: 'promptfoo', run: readPromptfooLines(rows.rows) };
  if (format !== undefined && format !== 'mapped') {
    return {
      format,
      run: refuse(
        `The file has one JSON value per line, which ${format} does not write.`,
        'Correct `format`, or leave it out.',
      ),
    };
  }
  return { format: 'mapped', run: readHomemade({ rows: rows.rows, table: false }, options.mapping) };
}

function readDocument(path: string, json: unknown, format: EvalFormat | undefined, options: EvalReadOptions): Read {
  const known = DOCUMENTS.find((one) => (format === undefined ? one.is(json) : one.format === format));
  if (known === undefined) return { format: 'mapped', run: readHomemade({ document: json }, options.mapping) };
  if (format !== undefined && !known.is(json)) {
    return {
      format,
      run: refuse(`The file is not what ${format} writes.`, 'Correct `format` in the evals section, or leave it out.'),
    };
  }
  return { format: known.format, run: known.read(json, path) };
}

/** The encoding an XML file declares; the parser itself sees only text. */
function xmlEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^<\?xml[^>]{0,100}encoding=["']([\w-]{1,20})["']/i.exec(head)?.[1]?.toLowerCase();
  return declared === 'iso-8859-1' || declared === 'latin1' || declared === 'windows-1252' ? 'windows-1252' : undefined;
}
