import { canReadZstd, inflate, unzstd } from '../decompress.ts';
import { type Refusal, refuse } from './reading.ts';

/** One member may inflate to this much, and all that are read together to twice it. */
export const MAX_MEMBER_BYTES = 32 * 1024 * 1024;
const MAX_ENTRIES = 65_535;

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
const MAX_COMMENT = 0xffff;

const STORED = 0;
const DEFLATE = 8;
/** Inspect writes this method since 0.3.206. */
const ZSTD = 93;

export interface ZipEntry {
  name: string;
  method: number;
  flags: number;
  crc: number;
  compressed: number;
  size: number;
  offset: number;
}

export interface Zip {
  bytes: Uint8Array;
  entries: Map<string, ZipEntry>;
}

const BROKEN = 'Copy the file again from where the tool wrote it; it may have been cut short.';

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Lists a zip by its central directory; nothing is inflated yet. Zip64 and split archives are refused. Never throws. */
export function openZip(bytes: Uint8Array): { ok: true; zip: Zip } | Refusal {
  const data = view(bytes);
  let end = bytes.length - END_SIZE;
  const lowest = Math.max(0, end - MAX_COMMENT);
  while (end >= lowest && data.getUint32(end, true) !== END_OF_DIRECTORY) end--;
  if (end < lowest || end < 0) return refuse('The archive has no directory at its end.', BROKEN);
  const count = data.getUint16(end + 10, true);
  const size = data.getUint32(end + 12, true);
  const start = data.getUint32(end + 16, true);
  if (count === MAX_ENTRIES || size === 0xffffffff || start === 0xffffffff) {
    return refuse(
      'The archive is a zip64 archive, which is not read.',
      'Write the log with `--log-format json`, or with fewer samples.',
    );
  }
  if (data.getUint16(end + 4, true) !== 0 || data.getUint16(end + 8, true) !== count || start + size > end) {
    return refuse('The directory of the archive does not fit the file.', BROKEN);
  }
  const names = new TextDecoder();
  const entries = new Map<string, ZipEntry>();
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_SIZE > end || data.getUint32(at, true) !== DIRECTORY_ENTRY) {
      return refuse('The directory of the archive is broken.', BROKEN);
    }
    const nameLength = data.getUint16(at + 28, true);
    const next = at + ENTRY_SIZE + nameLength + data.getUint16(at + 30, true) + data.getUint16(at + 32, true);
    if (next > end) return refuse('The directory of the archive is broken.', BROKEN);
    const name = names.decode(bytes.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength));
    // Two members of one name can show one thing to us and another to the next reader.
    if (entries.has(name)) return refuse('The archive has two members of the same name.', BROKEN);
    entries.set(name, {
      name,
      flags: data.getUint16(at + 8, true),
      method: data.getUint16(at + 10, true),
      crc: data.getUint32(at + 16, true),
      compressed: data.getUint32(at + 20, true),
      size: data.getUint32(at + 24, true),
      offset: data.getUint32(at + 42, true),
    });
    at = next;
  }
  return { ok: true, zip: { bytes, entries } };
}

/** Inflates one member and checks its CRC. `budget` is what may still be inflated in all. Never throws. */
export function readMember(zip: Zip, entry: ZipEntry, budget: number): { ok: true; bytes: Uint8Array } | Refusal {
  const data = view(zip.bytes);
  if ((entry.flags & 1) !== 0) return refuse('The archive is encrypted.', 'Write the log without a password.');
  if (entry.size === 0xffffffff || entry.compressed === 0xffffffff || entry.offset === 0xffffffff) {
    return refuse('The archive uses zip64 sizes, which are not read.', 'Write the log with `--log-format json`.');
  }
  if (entry.size > MAX_MEMBER_BYTES || entry.size > budget) {
    return refuse(
      `A member of the archive would inflate to ${entry.size} bytes; ${Math.min(budget, MAX_MEMBER_BYTES)} are allowed.`,
      'Run the suite with fewer samples per log.',
    );
  }
  const cut = refuse('A member of the archive is cut short or broken.', BROKEN);
  const at = entry.offset;
  if (at + LOCAL_SIZE > zip.bytes.length || data.getUint32(at, true) !== LOCAL_HEADER) return cut;
  const from = at + LOCAL_SIZE + data.getUint16(at + 26, true) + data.getUint16(at + 28, true);
  if (from + entry.compressed > zip.bytes.length) return cut;
  const packed = zip.bytes.subarray(from, from + entry.compressed);
  if (entry.method === ZSTD && !canReadZstd)
    return refuse(
      'The archive is compressed with zstd, which this version of Node.js cannot read.',
      'Use Node.js 22.15 or newer, or write the log with `--log-format json`.',
    );
  let bytes: Uint8Array | undefined;
  if (entry.method === STORED) bytes = packed.length === entry.size ? packed : undefined;
  else if (entry.method === DEFLATE) bytes = inflate(packed, entry.size);
  else if (entry.method === ZSTD) bytes = unzstd(packed, entry.size);
  else
    return refuse(
      `The archive uses compression method ${entry.method}, which is not read.`,
      'Write the log with Inspect itself.',
    );
  return bytes === undefined || crc32(bytes) !== entry.crc ? cut : { ok: true, bytes };
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
