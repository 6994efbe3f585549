/** The entropy coders of Zstandard (RFC 8878 §4): bits read backwards, finite state tables, Huffman tables. */

/** Thrown inside the decoder only: `unzstd` turns it into undefined. */
export class BadData extends Error {}

export function highBit(value: number): number {
  return 31 - Math.clz32(value);
}

/** Reads a bit stream from its last byte to its first; the highest set bit of the last byte marks where it starts. */
export class BackwardBits {
  /** Bits not read yet; below zero once the stream was overrun. */
  left: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    const last = bytes.at(-1);
    if (last === undefined || last === 0) throw new BadData();
    this.bytes = bytes;
    this.left = (bytes.length - 1) * 8 + highBit(last);
  }

  /** Up to 16 bits; beyond the beginning of the stream there are zeros, as the format demands. */
  take(count: number): number {
    const value = this.look(count);
    this.left -= count;
    return value;
  }

  /** Up to 31 bits, none of them beyond the beginning. */
  takeLong(count: number): number {
    if (count > this.left) throw new BadData();
    if (count <= 16) return this.take(count);
    const high = this.take(count - 16);
    return high * 0x10000 + this.take(16);
  }

  look(count: number): number {
    if (count === 0 || this.left <= 0) return 0;
    const real = Math.min(count, this.left);
    const from = this.left - real;
    const at = from >> 3;
    const word = (this.bytes[at] ?? 0) | ((this.bytes[at + 1] ?? 0) << 8) | ((this.bytes[at + 2] ?? 0) << 16);
    return ((word >>> (from & 7)) & ((1 << real) - 1)) << (count - real);
  }
}

/** A finite state table: per state its symbol, how many bits lead on, and from which state they count. */
export interface StateTable {
  log: number;
  symbols: Uint8Array;
  bits: Uint8Array;
  next: Uint16Array;
}

export function singleState(symbol: number): StateTable {
  return { log: 0, symbols: Uint8Array.of(symbol), bits: Uint8Array.of(0), next: Uint16Array.of(0) };
}

/** Lays the symbols out over the states by their frequencies; -1 stands for "less than one". */
export function stateTable(frequencies: readonly number[], log: number): StateTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const bits = new Uint8Array(size);
  const next = new Uint16Array(size);
  const counters = new Uint16Array(frequencies.length);
  let high = size;
  frequencies.forEach((frequency, symbol) => {
    if (frequency !== -1) return;
    symbols[--high] = symbol;
    counters[symbol] = 1;
  });
  const step = (size >> 1) + (size >> 3) + 3;
  let position = 0;
  frequencies.forEach((frequency, symbol) => {
    if (frequency <= 0) return;
    counters[symbol] = frequency;
    for (let i = 0; i < frequency; i++) {
      symbols[position] = symbol;
      do position = (position + step) & (size - 1);
      while (position >= high);
    }
  });
  if (position !== 0) throw new BadData();
  for (let state = 0; state < size; state++) {
    const symbol = symbols[state] ?? 0;
    const count = counters[symbol] ?? 0;
    counters[symbol] = count + 1;
    const width = log - highBit(count);
    bits[state] = width;
    next[state] = (count << width) - size;
  }
  return { log, symbols, bits, next };
}

/** Reads a table's frequencies from the front of `bytes`; also tells how many bytes they took. */
export function readStateTable(
  bytes: Uint8Array,
  maxLog: number,
  maxSymbol: number,
): { table: StateTable; used: number } {
  let bit = 0;
  const take = (count: number): number => {
    const at = bit >> 3;
    const word = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    const value = (word >>> (bit & 7)) & ((1 << count) - 1);
    bit += count;
    if (bit > bytes.length * 8) throw new BadData();
    return value;
  };
  const log = take(4) + 5;
  if (log > maxLog) throw new BadData();
  const frequencies: number[] = [];
  let remaining = 1 << log;
  while (remaining > 0) {
    if (frequencies.length > maxSymbol) throw new BadData();
    const width = highBit(remaining + 1);
    const threshold = (1 << (width + 1)) - 2 - remaining;
    // Small values are a bit shorter, so the last bit is taken only when it is needed.
    let value = take(width);
    if (value >= threshold && take(1) === 1) value += (1 << width) - threshold;
    const frequency = value - 1;
    remaining -= Math.abs(frequency);
    frequencies.push(frequency);
    for (let repeat = frequency === 0 ? 3 : 0; repeat === 3; ) {
      repeat = take(2);
      for (let i = 0; i < repeat; i++) frequencies.push(0);
      if (frequencies.length > maxSymbol + 1) throw new BadData();
    }
  }
  if (remaining < 0) throw new BadData();
  return { table: stateTable(frequencies, log), used: (bit + 7) >> 3 };
}

/** A Huffman table looked up by the next `log` bits. */
export interface HuffmanTable {
  log: number;
  symbols: Uint8Array;
  bits: Uint8Array;
}

const MAX_HUFFMAN_BITS = 11;

/** Reads a Huffman table from the front of `bytes`; also tells how many bytes it took. */
export function readHuffmanTable(bytes: Uint8Array): { table: HuffmanTable; used: number } {
  const head = bytes[0];
  if (head === undefined) throw new BadData();
  const count = head - 127;
  const used = 1 + (head < 128 ? head : (count + 1) >> 1);
  if (used > bytes.length) throw new BadData();
  if (head < 128) return { table: huffmanTable(packedWeights(bytes.subarray(1, used))), used };
  const weights = Array.from({ length: count }, (_, i) => {
    const byte = bytes[1 + (i >> 1)] ?? 0;
    return i % 2 === 0 ? byte >> 4 : byte & 15;
  });
  return { table: huffmanTable(weights), used };
}

/** Weights coded by two states that take turns until the bits run out. */
function packedWeights(bytes: Uint8Array): number[] {
  const { table, used } = readStateTable(bytes, 6, 255);
  const bits = new BackwardBits(bytes.subarray(used));
  const weights: number[] = [];
  const states = [bits.take(table.log), bits.take(table.log)];
  if (bits.left < 0) throw new BadData();
  for (let turn = 0; weights.length < 255; turn ^= 1) {
    const state = states[turn] ?? 0;
    weights.push(table.symbols[state] ?? 0);
    states[turn] = (table.next[state] ?? 0) + bits.take(table.bits[state] ?? 0);
    if (bits.left < 0) {
      weights.push(table.symbols[states[turn ^ 1] ?? 0] ?? 0);
      return weights;
    }
  }
  throw new BadData();
}

/** The last weight is not written: it is what completes the sum to a power of two. */
function huffmanTable(weights: number[]): HuffmanTable {
  const sum = weights.reduce((total, weight) => total + (weight > 0 ? 1 << (weight - 1) : 0), 0);
  if (sum === 0 || weights.length > 255 || weights.some((weight) => weight > MAX_HUFFMAN_BITS + 1)) throw new BadData();
  const log = highBit(sum) + 1;
  const rest = (1 << log) - sum;
  if (log > MAX_HUFFMAN_BITS || (rest & (rest - 1)) !== 0) throw new BadData();
  const all = [...weights, highBit(rest) + 1];
  const symbols = new Uint8Array(1 << log);
  const bits = new Uint8Array(1 << log);
  let at = 0;
  for (let weight = 1; weight <= log; weight++) {
    for (let symbol = 0; symbol < all.length; symbol++) {
      if (all[symbol] !== weight) continue;
      const span = 1 << (weight - 1);
      symbols.fill(symbol, at, at + span);
      bits.fill(log + 1 - weight, at, at + span);
      at += span;
    }
  }
  if (at !== 1 << log) throw new BadData();
  return { log, symbols, bits };
}
