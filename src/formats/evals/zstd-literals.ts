import { BackwardBits, BadData, type HuffmanTable, readHuffmanTable } from './zstd-entropy.ts';

/** A block of Zstandard may not give more than this (RFC 8878 §3.1.1.2.4). */
export const MAX_BLOCK = 128 * 1024;

/**
 * Reads the literals at the front of a block (RFC 8878 §3.1.1.3.1) and tells how many bytes they took. `known` is the
 * Huffman table of an earlier block, which this one may use again.
 */
export function readLiterals(
  block: Uint8Array,
  known: HuffmanTable | undefined,
): { literals: Uint8Array; used: number; huffman: HuffmanTable | undefined } {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = block;
  const type = a & 3;
  const format = (a >> 2) & 3;
  if (type < 2) {
    const head = format === 1 ? 2 : format === 3 ? 3 : 1;
    const size = head === 1 ? a >> 3 : (a >> 4) | (b << 4) | (head === 3 ? c << 12 : 0);
    const used = head + (type === 0 ? size : 1);
    if (size > MAX_BLOCK || used > block.length) throw new BadData();
    const literals = type === 0 ? block.subarray(head, used) : new Uint8Array(size).fill(block[head] ?? 0);
    return { literals, used, huffman: known };
  }
  const width = format < 2 ? 10 : format === 2 ? 14 : 18;
  const head = format < 2 ? 3 : format === 2 ? 4 : 5;
  // Up to 40 bits: more than the bit operators hold.
  const bits = Math.floor((a + b * 2 ** 8 + c * 2 ** 16 + d * 2 ** 24 + e * 2 ** 32) / 16);
  const size = bits % 2 ** width;
  const used = head + (Math.floor(bits / 2 ** width) % 2 ** width);
  if (size > MAX_BLOCK || used > block.length) throw new BadData();
  let stream = block.subarray(head, used);
  let huffman = known;
  if (type === 2) {
    const described = readHuffmanTable(stream);
    huffman = described.table;
    stream = stream.subarray(described.used);
  }
  if (huffman === undefined) throw new BadData();
  const literals = new Uint8Array(size);
  if (format === 0) decodeStream(huffman, stream, literals);
  else decodeFour(huffman, stream, literals);
  return { literals, used, huffman };
}

function decodeStream(table: HuffmanTable, bytes: Uint8Array, into: Uint8Array): void {
  const bits = new BackwardBits(bytes);
  for (let i = 0; i < into.length; i++) {
    const code = bits.look(table.log);
    into[i] = table.symbols[code] ?? 0;
    bits.left -= table.bits[code] ?? 0;
    if (bits.left < 0) throw new BadData();
  }
  if (bits.left !== 0) throw new BadData();
}

function decodeFour(table: HuffmanTable, bytes: Uint8Array, into: Uint8Array): void {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const part = (into.length + 3) >> 2;
  const ends = [a | (b << 8), c | (d << 8), e | (f << 8), bytes.length];
  let from = 6;
  for (const [index, size] of ends.entries()) {
    const to = index === 3 ? size : from + size;
    if (to > bytes.length || from >= to) throw new BadData();
    decodeStream(
      table,
      bytes.subarray(from, to),
      into.subarray(Math.min(into.length, part * index), index === 3 ? into.length : part * (index + 1)),
    );
    from = to;
  }
}
