/**
 * Raw DEFLATE (RFC 1951). Written here because the room may use neither node:zlib nor the asynchronous
 * DecompressionStream. Decoding is by counting codes per length, which costs at most 15 steps a symbol and, unlike
 * a lookup table, nothing to set up per block: a file of many tiny blocks stays linear.
 */

const MAX_BITS = 15;
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Codes sorted by length: how many there are of each length, and their symbols in order. */
interface Codes {
  counts: Uint16Array;
  symbols: Uint16Array;
}

/** Thrown inside this file only: `inflate` turns it into undefined. */
class BadData extends Error {}

class Inflater {
  private readonly input: Uint8Array;
  private readonly output: Uint8Array;
  private position = 0;
  private written = 0;
  private buffer = 0;
  private buffered = 0;

  constructor(input: Uint8Array, size: number) {
    this.input = input;
    this.output = new Uint8Array(size);
  }

  run(): Uint8Array {
    let last = false;
    while (!last) {
      last = this.bits(1) === 1;
      const type = this.bits(2);
      if (type === 0) this.stored();
      else if (type === 1) this.block(FIXED.literals, FIXED.distances);
      else if (type === 2) this.dynamic();
      else throw new BadData();
    }
    if (this.written !== this.output.length) throw new BadData();
    return this.output;
  }

  private byte(): number {
    const value = this.input[this.position++];
    if (value === undefined) throw new BadData();
    return value;
  }

  /** Up to 13 bits, least significant first. */
  private bits(count: number): number {
    while (this.buffered < count) {
      this.buffer |= this.byte() << this.buffered;
      this.buffered += 8;
    }
    const value = this.buffer & ((1 << count) - 1);
    this.buffer >>>= count;
    this.buffered -= count;
    return value;
  }

  private symbol(codes: Codes): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MAX_BITS; length++) {
      code |= this.bits(1);
      const count = codes.counts[length] ?? 0;
      if (code - count < first) return codes.symbols[index + (code - first)] ?? 0;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new BadData();
  }

  private stored(): void {
    // Whole bytes that were read ahead cannot exist: bits() never takes more than it needs.
    this.buffer = 0;
    this.buffered = 0;
    const length = this.byte() | (this.byte() << 8);
    const check = this.byte() | (this.byte() << 8);
    if ((length ^ 0xffff) !== check) throw new BadData();
    if (this.position + length > this.input.length || this.written + length > this.output.length) throw new BadData();
    this.output.set(this.input.subarray(this.position, this.position + length), this.written);
    this.position += length;
    this.written += length;
  }

  private block(literals: Codes, distances: Codes): void {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol === 256) return;
      if (symbol < 256) {
        if (this.written >= this.output.length) throw new BadData();
        this.output[this.written++] = symbol;
        continue;
      }
      const length = this.extended(symbol - 257, LENGTH_BASE, LENGTH_EXTRA);
      const distance = this.extended(this.symbol(distances), DISTANCE_BASE, DISTANCE_EXTRA);
      if (distance > this.written || this.written + length > this.output.length) throw new BadData();
      for (let i = 0; i < length; i++, this.written++)
        this.output[this.written] = this.output[this.written - distance] ?? 0;
    }
  }

  private extended(index: number, bases: readonly number[], extras: readonly number[]): number {
    const base = bases[index];
    if (base === undefined) throw new BadData();
    return base + this.bits(extras[index] ?? 0);
  }

  private dynamic(): void {
    const literals = this.bits(5) + 257;
    const distances = this.bits(5) + 1;
    const described = this.bits(4) + 4;
    if (literals > 286 || distances > 30) throw new BadData();
    const lengths = new Uint8Array(literals + distances);
    const order = new Uint8Array(19);
    for (let i = 0; i < described; i++) order[CODE_LENGTH_ORDER[i] ?? 0] = this.bits(3);
    const codes = codesOf(order);
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.symbol(codes);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) throw new BadData();
      const value = symbol === 16 ? (lengths[i - 1] ?? 0) : 0;
      const times = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      if (i + times > lengths.length) throw new BadData();
      lengths.fill(value, i, i + times);
      i += times;
    }
    if (lengths[256] === 0) throw new BadData();
    this.block(codesOf(lengths.subarray(0, literals)), codesOf(lengths.subarray(literals)));
  }
}

/** Refuses sets with more codes than their lengths allow; a set with too few is legal (one distance code). */
function codesOf(lengths: Uint8Array): Codes {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  let left = 1;
  const offsets = new Uint16Array(MAX_BITS + 2);
  for (let length = 1; length <= MAX_BITS; length++) {
    left = left * 2 - (counts[length] ?? 0);
    if (left < 0) throw new BadData();
    offsets[length + 1] = (offsets[length] ?? 0) + (counts[length] ?? 0);
  }
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    const offset = offsets[length] ?? 0;
    symbols[offset] = symbol;
    offsets[length] = offset + 1;
  });
  counts[0] = 0;
  return { counts, symbols };
}

const FIXED = {
  literals: codesOf(Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))),
  distances: codesOf(new Uint8Array(30).fill(5)),
};

/**
 * Inflates raw DEFLATE data to exactly `size` bytes. Undefined when the data is broken, cut short, or gives more or
 * fewer bytes than that: memory never exceeds `size`, which the caller has to bound. Linear; never throws.
 */
export function inflate(input: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return new Inflater(input, size).run();
  } catch (error) {
    if (error instanceof BadData) return undefined;
    throw error;
  }
}
