import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ParsedDocument } from '../domain/document.ts';
import { absent, invalid, type Observation, type Place, seen, unavailable } from '../domain/observation.ts';
import type { Table } from '../domain/table.ts';
import type { Located, Named } from '../engine/inputs.ts';
import { decodeText } from '../formats/decode.ts';
import { parseDocument } from '../formats/documents/index.ts';
import { readTable, TABLE_MAX_BYTES } from '../formats/table.ts';
import { cleanPath, type EvidenceLoader } from './loader.ts';
import { type NamedPath, namedPaths } from './named-paths.ts';
import { readRecords } from './read-records.ts';
import { readSection } from './read-sections.ts';
import { RECORDS, type RecordName, SECTIONS, type SectionName } from './schema/index.ts';
import { absenceReason } from './yaml-files.ts';

export const DOCUMENT_MAX_BYTES = 1024 * 1024;

type Reader = (path: string, bytes: Uint8Array, place: Place) => Observation<unknown>;

/** How a named file is read. Plain `file` references are only looked up in the tree; results have their own reader. */
const READERS: Partial<Record<NamedPath['kind'], { maxBytes: number; read: Reader }>> = {
  table: { maxBytes: TABLE_MAX_BYTES, read: asTable },
  text: { maxBytes: DOCUMENT_MAX_BYTES, read: asText },
  document: { maxBytes: DOCUMENT_MAX_BYTES, read: asDocument },
};

/** Reads the files named in a section or in the records of a folder; undefined until all of them are fetched. */
export function readNamed(loader: EvidenceLoader, owner: SectionName | RecordName): Observation<Named> | undefined {
  const holders = owner in SECTIONS ? ofSection(loader, owner as SectionName) : ofRecords(loader, owner as RecordName);
  if (holders === undefined || holders.state !== 'seen') return holders;
  const found = new Map<string, Observation<unknown>>();
  let waiting = false;
  for (const { kind, path, place } of holders.value) {
    const reader = READERS[kind];
    if (reader === undefined || found.has(`${kind}:${path}`)) continue;
    const file = readFile(loader, kind, path, place, reader);
    if (file === undefined) waiting = true;
    else found.set(`${kind}:${path}`, file);
  }
  if (waiting) return undefined;
  const lookUp = <T>(kind: NamedPath['kind'], path: string): Observation<T> =>
    (found.get(`${kind}:${cleanPath(path)}`) as Observation<T> | undefined) ??
    unavailable(`${owner} does not name ${path} as a ${kind}`, 'retry');
  return seen<Named>(
    {
      table: (path) => lookUp<Table>('table', path),
      text: (path) => lookUp<string>('text', path),
      document: (path) => lookUp<ParsedDocument>('document', path),
    },
    holders.place,
  );
}

interface Holder {
  kind: NamedPath['kind'];
  path: string;
  place: Place;
}

function ofSection(loader: EvidenceLoader, name: SectionName): Observation<Holder[]> | undefined {
  const section = readSection(loader, name);
  if (section?.state !== 'seen') return section;
  return seen(placed(section.value, namedPaths(SECTIONS[name], section.value.value)), section.place);
}

function ofRecords(loader: EvidenceLoader, name: RecordName): Observation<Holder[]> | undefined {
  const records = readRecords(loader, name);
  if (records?.state !== 'seen') return records;
  const holders = records.value.items.flatMap(({ record }) => placed(record, namedPaths(RECORDS[name], record.value)));
  return seen(holders, records.place);
}

function placed(located: Located<unknown>, paths: NamedPath[]): Holder[] {
  return paths.map(({ kind, path, keys }) => ({ kind, path: cleanPath(path), place: located.at(...keys) }));
}

function readFile(
  loader: EvidenceLoader,
  kind: string,
  path: string,
  named: Place,
  { maxBytes, read }: { maxBytes: number; read: Reader },
): Observation<unknown> | undefined {
  const bytes = loader.bytes(path, maxBytes);
  if (bytes === undefined) return undefined;
  if (bytes.state === 'absent') return absent(bytes.place, absenceReason(path, bytes.why, named));
  if (bytes.state !== 'seen') return bytes;
  return loader.parsed(kind, bytes, () => read(path, bytes.value, bytes.place));
}

function asTable(path: string, bytes: Uint8Array, place: Place): Observation<Table> {
  const read = readTable(path, bytes);
  return read.ok ? seen({ ...read.table, sha256: bytesToHex(sha256(bytes)) }, place) : invalid(place, read.faults);
}

function asText(path: string, bytes: Uint8Array, place: Place): Observation<string> {
  const decoded = decodeText(path, bytes);
  return decoded.ok ? seen(decoded.text, place) : invalid(place, [decoded.fault]);
}

/** Parses a Markdown document. */
export function asDocument(path: string, bytes: Uint8Array, place: Place): Observation<ParsedDocument> {
  const decoded = decodeText(path, bytes);
  return decoded.ok ? seen(parseDocument(path, decoded.text), place) : invalid(place, [decoded.fault]);
}
