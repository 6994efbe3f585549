import type { EvalRun } from '../../domain/eval-results.ts';
import { field, isFields } from './fields.ts';
import { readInspect } from './inspect.ts';
import { MAX_ARCHIVE_BYTES, MAX_ROWS, type Refusal, refuse, tooManyRows } from './reading.ts';
import { parseJson } from './text.ts';
import { MAX_MEMBER_BYTES, openZip, readMember, type Zip, type ZipEntry } from './zip.ts';

const JOURNAL_SUMMARY = /^_journal\/summaries\/(\d{1,9})\.json$/;

/**
 * Reads a `.eval` archive: its header and the summaries of its samples, never the transcripts. A run that crashed has
 * only a journal; it is read as a partial run. Never throws.
 */
export function readInspectArchive(bytes: Uint8Array): EvalRun | Refusal {
  if (bytes.length > MAX_ARCHIVE_BYTES) {
    return refuse(
      `The archive has ${bytes.length} bytes; at most ${MAX_ARCHIVE_BYTES} are read.`,
      'Run the suite with fewer samples per log.',
    );
  }
  const opened = openZip(bytes);
  if (!opened.ok) return opened;
  const members = new Members(opened.zip);
  const { entries } = opened.zip;
  const header = entries.get('header.json');
  const start = header ?? entries.get('_journal/start.json');
  if (start === undefined)
    return refuse(
      'The archive is no Inspect log: it has neither header.json nor a journal.',
      'Use the `.eval` file that Inspect wrote.',
    );
  const head = members.json(start);
  if (!head.ok) return head;
  const summaries = entries.get('summaries.json');
  const samples = members.rows(summaries === undefined ? journal(entries) : [summaries]);
  if (!samples.ok) return samples;
  const run = readInspect(head.value, samples.rows);
  if ('ok' in run) return run;
  if (header === undefined) run.warnings.push('the run crashed: only its journal is there');
  const names = [...entries.keys()];
  run.extra = {
    ...run.extra,
    zipMethods: [...new Set([...entries.values()].map((entry) => entry.method))].sort((a, b) => a - b),
    zipSampleEntries: names.filter((name) => /^samples\/[^/]+\.json$/.test(name)).length,
  };
  return run;
}

function journal(entries: Map<string, ZipEntry>): ZipEntry[] {
  const number = (entry: ZipEntry): number => Number(JOURNAL_SUMMARY.exec(entry.name)?.[1] ?? 0);
  return [...entries.values()]
    .filter((entry) => JOURNAL_SUMMARY.test(entry.name))
    .sort((a, b) => number(a) - number(b));
}

/** Reads members against one budget, so that many small members cannot add up to a bomb. */
class Members {
  private budget = MAX_MEMBER_BYTES * 2;
  private readonly zip: Zip;

  constructor(zip: Zip) {
    this.zip = zip;
  }

  json(entry: ZipEntry): { ok: true; value: unknown } | Refusal {
    const member = readMember(this.zip, entry, this.budget);
    if (!member.ok) return member;
    this.budget -= member.bytes.length;
    const parsed = parseJson(new TextDecoder().decode(member.bytes));
    return parsed.ok ? parsed : refuse(`${entry.name} in the archive: ${parsed.problem}`, parsed.remedy);
  }

  rows(entries: ZipEntry[]): { ok: true; rows: unknown[] } | Refusal {
    const rows: unknown[] = [];
    for (const entry of entries) {
      const read = this.json(entry);
      if (!read.ok) return read;
      if (!Array.isArray(read.value))
        return refuse(`${entry.name} in the archive is no list.`, 'Use the `.eval` file that Inspect wrote.');
      if (rows.length + read.value.length > MAX_ROWS) return tooManyRows(rows.length + read.value.length);
      for (const row of read.value) rows.push(withoutInput(row));
    }
    return { ok: true, rows };
  }
}

/** A summary repeats the beginning of the input and the target; neither is needed further on. */
function withoutInput(row: unknown): unknown {
  return isFields(row)
    ? { id: row.id, epoch: row.epoch, scores: field(row, 'scores'), metadata: row.metadata, error: row.error }
    : row;
}
