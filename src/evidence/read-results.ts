import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { defined } from '../domain/defined.ts';
import type { EvalFile } from '../domain/eval-results.ts';
import { absent, type Fault, invalid, type Observation, type Place, seen } from '../domain/observation.ts';
import type { Located } from '../engine/inputs.ts';
import { MAX_ARCHIVE_BYTES, MAX_TEXT_BYTES, readEvalResults, readProvenance } from '../formats/evals/index.ts';
import { cleanPath, type EvidenceLoader } from './loader.ts';
import { readSection } from './read-sections.ts';
import type { Evals } from './schema/evals.ts';
import { absenceReason } from './yaml-files.ts';

const PROVENANCE_MAX_BYTES = 64 * 1024;

type Declared = Exclude<Exclude<Evals['results'], unknown[]>, string>;

/**
 * Reads the result files named in the evals section, each with its provenance file; one unreadable file fails the
 * whole.
 */
export function readResults(loader: EvidenceLoader): Observation<EvalFile[]> | undefined {
  const section = readSection(loader, 'evals') as Observation<Located<Evals>> | undefined;
  if (section?.state !== 'seen') return section;
  const { value, at } = section.value;
  const isList = Array.isArray(value.results);
  const declared = [value.results].flat();
  const files = declared.map((one, index) => {
    const place = isList ? at('results', index) : at('results');
    return oneFile(loader, typeof one === 'string' ? { file: one } : one, place);
  });
  if (files.includes(undefined)) return undefined;
  const known = files.filter((file) => file !== undefined);
  for (const file of known) if (file.state === 'unavailable') return file;
  for (const file of known) if (file.state === 'absent') return file;
  const broken = known.filter((file) => file.state === 'invalid');
  if (broken[0]) {
    return invalid(
      broken[0].place,
      broken.flatMap((file) => file.faults),
    );
  }
  return seen(
    known.flatMap((file) => (file.state === 'seen' ? [file.value] : [])),
    at('results'),
  );
}

function oneFile(loader: EvidenceLoader, declared: Declared, named: Place): Observation<EvalFile> | undefined {
  const path = cleanPath(declared.file);
  const side = `${path}.provenance.json`;
  const bytes = loader.bytes(path, /\.eval$/i.test(path) ? MAX_ARCHIVE_BYTES : MAX_TEXT_BYTES);
  const hasSide = loader.tree.get(side) !== undefined;
  const sideBytes = hasSide ? loader.bytes(side, PROVENANCE_MAX_BYTES) : undefined;
  if (bytes === undefined || (hasSide && sideBytes === undefined)) return undefined;
  if (bytes.state === 'absent') return absent(bytes.place, absenceReason(path, bytes.why, named));
  if (bytes.state !== 'seen') return bytes;
  const file = loader.parsed(`results ${JSON.stringify([declared.format, declared.mapping])}`, bytes, () =>
    read(path, bytes, declared),
  );
  if (file.state !== 'seen' || sideBytes === undefined) return file;
  if (sideBytes.state === 'absent') return absent(sideBytes.place, absenceReason(side, sideBytes.why));
  if (sideBytes.state !== 'seen') return sideBytes;
  const provenance = readProvenance(side, sideBytes.value);
  if (!provenance.ok) return invalid(sideBytes.place, [fault(side, provenance)]);
  return seen({ ...file.value, provenance: provenance.provenance }, bytes.place);
}

function read(
  path: string,
  bytes: Observation<Uint8Array> & { state: 'seen' },
  { format, mapping }: Declared,
): Observation<EvalFile> {
  const results = readEvalResults(path, bytes.value, {
    ...defined({ format, mapping }),
  });
  if (!results.ok) return invalid(bytes.place, [fault(path, results)]);
  return seen({ path, sha256: bytesToHex(sha256(bytes.value)), run: results.run }, bytes.place);
}

function fault(path: string, error: { problem: string; remedy: string; line?: number; column?: number }): Fault {
  const { problem, remedy, line = 1, column = 1 } = error;
  return { path, line, column, key: '', problem, remedy };
}
