import {
  BackwardBits,
  BadData,
  type HuffmanTable,
  readStateTable,
  type StateTable,
  singleState,
} from './zstd-entropy.ts';
import { MAX_BLOCK, readLiterals } from './zstd-literals.ts';
import { type Kind, LITERAL_CODES, LITERALS, MATCH_CODES, MATCHES, OFFSETS } from './zstd-tables.ts';

/**
 * Zstandard (RFC 8878), without dictionaries. Not fzstd: that library lets a sequence copy past the end of its
 * output (17 bytes kept it busy for 1.5 s, and every further block costs as much again), and files here come from strangers. Every copy below is
 * checked against the room that is left, so work is bounded by the size the caller allows.
 */

const MAGIC = 0xfd2fb528;

class Decoder {
  private readonly input: Uint8Array;
  private readonly output: Uint8Array;
  private at = 0;
  private written = 0;
  private frameStart = 0;
  private blocksLeft: number;
  private recent: [number, number, number] = [1, 4, 8];
  private huffman: HuffmanTable | undefined;
  private tables: (StateTable | undefined)[] = [];

  constructor(input: Uint8Array, size: number) {
    this.input = input;
    this.output = new Uint8Array(size);
    // Each block costs a few tables, so a file of empty blocks is refused.
    this.blocksLeft = 1000 + Math.floor(size / 256);
  }

  run(): Uint8Array {
    while (this.at < this.input.length) this.frame();
    if (this.written !== this.output.length) throw new BadData();
    return this.output;
  }

  private number(bytes: number): number {
    let value = 0;
    this.slice(bytes, this.at).forEach((byte, i) => {
      value += byte * 2 ** (8 * i);
    });
    return value;
  }

  private slice(length: number, from: number): Uint8Array {
    if (from + length > this.input.length) throw new BadData();
    this.at = from + length;
    return this.input.subarray(from, from + length);
  }

  private frame(): void {
    const magic = this.number(4);
    if (magic >= 0x184d2a50 && magic <= 0x184d2a5f) {
      this.slice(this.number(4), this.at);
      return;
    }
    if (magic !== MAGIC) throw new BadData();
    const flags = this.number(1);
    const single = (flags & 32) !== 0;
    if ((flags & 8) !== 0) throw new BadData();
    if (!single) this.number(1);
    if (this.number([0, 1, 2, 4][flags & 3] ?? 0) !== 0) throw new BadData();
    this.number([single ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0);
    this.frameStart = this.written;
    this.recent = [1, 4, 8];
    this.huffman = undefined;
    this.tables = [];
    let last = false;
    while (!last) {
      const head = this.number(3);
      last = (head & 1) === 1;
      this.block((head >> 1) & 3, head >> 3);
    }
    // The zip's own checksum covers the content, so the frame's is passed over.
    if ((flags & 4) !== 0) this.number(4);
  }

  private block(type: number, size: number): void {
    if (size > MAX_BLOCK || --this.blocksLeft < 0) throw new BadData();
    if (type === 0) this.append(this.slice(size, this.at));
    else if (type === 1) {
      const byte = this.number(1);
      if (this.written + size > this.output.length) throw new BadData();
      this.output.fill(byte, this.written, this.written + size);
      this.written += size;
    } else if (type === 2) this.compressed(this.slice(size, this.at));
    else throw new BadData();
  }

  private append(bytes: Uint8Array): void {
    if (this.written + bytes.length > this.output.length) throw new BadData();
    this.output.set(bytes, this.written);
    this.written += bytes.length;
  }

  private compressed(block: Uint8Array): void {
    const { literals, used, huffman } = readLiterals(block, this.huffman);
    this.huffman = huffman;
    const [first = -1, second = 0, third = 0] = block.subarray(used);
    if (first === -1) throw new BadData();
    const count = first < 128 ? first : first < 255 ? ((first - 128) << 8) + second : second + (third << 8) + 0x7f00;
    let at = used + (first < 128 ? 1 : first < 255 ? 2 : 3);
    if (count === 0) {
      this.append(literals);
      return;
    }
    const modes = block[at++] ?? 0;
    if ((modes & 3) !== 0) throw new BadData();
    for (const [index, kind] of [LITERALS, OFFSETS, MATCHES].entries()) {
      at += this.table(index, kind, (modes >> (6 - index * 2)) & 3, block.subarray(at));
    }
    this.sequences(count, new BackwardBits(block.subarray(at)), literals);
  }

  /** Sets one of the three tables; tells how many bytes its description took. */
  private table(index: number, kind: Kind, mode: number, bytes: Uint8Array): number {
    if (mode === 0) this.tables[index] = kind.standard;
    if (mode === 1) {
      const symbol = bytes[0];
      if (symbol === undefined || symbol > kind.maxSymbol) throw new BadData();
      this.tables[index] = singleState(symbol);
      return 1;
    }
    if (mode !== 2) return 0;
    const { table, used } = readStateTable(bytes, kind.maxLog, kind.maxSymbol);
    this.tables[index] = table;
    return used;
  }

  private sequences(count: number, bits: BackwardBits, literals: Uint8Array): void {
    const [literalTable, offsetTable, matchTable] = this.tables;
    if (literalTable === undefined || offsetTable === undefined || matchTable === undefined) throw new BadData();
    let literalState = bits.take(literalTable.log);
    let offsetState = bits.take(offsetTable.log);
    let matchState = bits.take(matchTable.log);
    let used = 0;
    for (let left = count; left > 0; left--) {
      const offsetCode = offsetTable.symbols[offsetState] ?? 0;
      const matchCode = matchTable.symbols[matchState] ?? 0;
      const literalCode = literalTable.symbols[literalState] ?? 0;
      const offsetValue = 2 ** offsetCode + bits.takeLong(offsetCode);
      const matchLength = (MATCH_CODES.base[matchCode] ?? 0) + bits.takeLong(MATCH_CODES.extra[matchCode] ?? 0);
      const literalLength =
        (LITERAL_CODES.base[literalCode] ?? 0) + bits.takeLong(LITERAL_CODES.extra[literalCode] ?? 0);
      if (left > 1) {
        literalState = (literalTable.next[literalState] ?? 0) + bits.take(literalTable.bits[literalState] ?? 0);
        matchState = (matchTable.next[matchState] ?? 0) + bits.take(matchTable.bits[matchState] ?? 0);
        offsetState = (offsetTable.next[offsetState] ?? 0) + bits.take(offsetTable.bits[offsetState] ?? 0);
      }
      if (bits.left < 0 || used + literalLength > literals.length) throw new BadData();
      this.append(literals.subarray(used, used + literalLength));
      used += literalLength;
      this.copy(this.offset(offsetValue, literalLength), matchLength);
    }
    if (bits.left !== 0) throw new BadData();
    this.append(literals.subarray(used));
  }

  private copy(offset: number, length: number): void {
    if (offset <= 0 || offset > this.written - this.frameStart || this.written + length > this.output.length)
      throw new BadData();
    for (let i = 0; i < length; i++, this.written++)
      this.output[this.written] = this.output[this.written - offset] ?? 0;
  }

  /** Values up to three name one of the last three offsets; without literals before them they shift by one. */
  private offset(value: number, literalLength: number): number {
    const [a, b, c] = this.recent;
    const place = value > 3 ? 4 : value - (literalLength === 0 ? 0 : 1);
    if (place === 0) return a;
    const chosen = place === 4 ? value - 3 : place === 1 ? b : place === 2 ? c : a - 1;
    this.recent = place === 1 ? [chosen, a, c] : [chosen, a, b];
    return chosen;
  }
}

/**
 * Decompresses Zstandard frames to exactly `size` bytes. Undefined when the data is broken, needs a dictionary, or
 * gives more or fewer bytes than that. Work and memory are bounded by `size` and the input's length; never throws.
 */
export function unzstd(input: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return new Decoder(input, size).run();
  } catch (error) {
    if (error instanceof BadData) return undefined;
    throw error;
  }
}
