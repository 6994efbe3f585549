import { deflateSync, inflateSync } from 'node:zlib';

/** Makes a picture of a page small: a browser writes 24 bits a pixel, and a page of text needs few colors. */

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const MAX_COLORS = 256;

/** The same picture with at most 256 colors. Takes 8-bit RGB or RGBA without interlacing, as Chromium writes it. */
export function smallPng(png: Buffer): Buffer {
  const { header, data } = partsOf(png);
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const channels = header[9] === 2 ? 3 : header[9] === 6 ? 4 : undefined;
  if (!png.subarray(0, 8).equals(SIGNATURE) || header[8] !== 8 || channels === undefined || header[12] !== 0)
    throw new Error('this is no PNG of the kind that Chromium writes');
  const pixels = unfiltered(inflateSync(data), width * channels, height, channels);
  const { palette, indices } = fewColors(pixels, channels);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) indices.copy(rows, y * (width + 1) + 1, y * width, (y + 1) * width);
  const head = Buffer.from(header);
  head[9] = 3;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function partsOf(png: Buffer): { header: Buffer; data: Buffer } {
  let header: Buffer = Buffer.alloc(13);
  const data: Buffer[] = [];
  for (let at = 8; at + 8 <= png.length; ) {
    const size = png.readUInt32BE(at);
    const body = png.subarray(at + 8, at + 8 + size);
    const type = png.toString('latin1', at + 4, at + 8);
    if (type === 'IHDR') header = body;
    if (type === 'IDAT') data.push(body);
    at += size + 12;
  }
  return { header, data: Buffer.concat(data) };
}

/** Undoes the five filters of PNG. */
function unfiltered(raw: Buffer, stride: number, height: number, step: number): Buffer {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x >= step ? (out[at - step] ?? 0) : 0;
      const up = y > 0 ? (out[at - stride] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (out[at - stride - step] ?? 0) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      out[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a = 0, b = 0, c = 0] = [left, up, corner].map((one) => Math.abs(guess - one));
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Colors that are near each other become the one of them that occurs most; nearness grows until 256 are enough. */
function fewColors(pixels: Buffer, channels: number): { palette: Buffer; indices: Buffer } {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += channels) {
    const color = pixels.readUIntBE(at, 3);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const byCount = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([color]) => color);
  for (let shift = 4; ; shift += 1) {
    const near = (color: number): number =>
      ((color >> 16) >> shift) * 65_536 + (((color >> 8) & 255) >> shift) * 256 + ((color & 255) >> shift);
    const places = new Map<number, number>();
    const palette: number[] = [];
    for (const color of byCount) {
      if (places.has(near(color))) continue;
      places.set(near(color), palette.length);
      palette.push(color);
    }
    if (palette.length > MAX_COLORS) continue;
    const indices = Buffer.alloc(pixels.length / channels);
    for (let at = 0; at < indices.length; at += 1)
      indices[at] = places.get(near(pixels.readUIntBE(at * channels, 3))) ?? 0;
    return { palette: Buffer.from(palette.flatMap((one) => [one >> 16, (one >> 8) & 255, one & 255])), indices };
  }
}

function chunk(type: string, body: Buffer): Buffer {
  const out = Buffer.alloc(body.length + 12);
  out.writeUInt32BE(body.length, 0);
  out.write(type, 4, 'latin1');
  body.copy(out, 8);
  out.writeUInt32BE(checksum(out.subarray(4, body.length + 8)), body.length + 8);
  return out;
}

function checksum(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
