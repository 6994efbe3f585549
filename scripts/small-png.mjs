// A screenshot with at most 256 colours: a quarter of the bytes that a browser writes.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunks(png) {
  const found = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const length = png.readUInt32BE(at);
    found.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
  }
  return found;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}

function paeth(a, b, c) {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/** Undoes the line filters of an 8-bit picture without interlacing. */
function pixels(data, width, height, size) {
  const stride = width * size;
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x >= size ? out[at - size] : 0;
      const up = y > 0 ? out[at - stride] : 0;
      const corner = x >= size && y > 0 ? out[at - stride - size] : 0;
      const add = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[at] = data[y * (stride + 1) + 1 + x] + add;
    }
  }
  return out;
}

/** The 256 commonest of the colours, told apart by five bits a channel; any other becomes the nearest of them. */
function palette(keys, colours) {
  const counts = new Map();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const kept = [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, 256)
    .map(([key]) => colours.get(key));
  const index = new Map();
  for (const [key, colour] of colours) {
    const distance = (other) => other.reduce((sum, value, at) => sum + (value - colour[at]) ** 2, 0);
    let best = 0;
    for (let at = 1; at < kept.length; at += 1) if (distance(kept[at]) < distance(kept[best])) best = at;
    index.set(key, best);
  }
  return { kept, index };
}

/** The same picture as an indexed PNG. Takes what Chromium writes: 8 bits, RGB or RGBA, opaque, not interlaced. */
export function smallPng(png) {
  const parts = chunks(png);
  const head = parts[0].data;
  const [width, height, size] = [head.readUInt32BE(0), head.readUInt32BE(4), head[9] === 6 ? 4 : 3];
  if (head[8] !== 8 || (head[9] !== 2 && head[9] !== 6) || head[12] !== 0) throw new Error('not a picture of Chromium');
  const data = inflateSync(Buffer.concat(parts.filter((one) => one.type === 'IDAT').map((one) => one.data)));
  const rgb = pixels(data, width, height, size);
  const keys = new Uint16Array(width * height);
  const colours = new Map();
  for (let at = 0; at < keys.length; at += 1) {
    const [r, g, b] = rgb.subarray(at * size, at * size + 3);
    keys[at] = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3);
    if (!colours.has(keys[at])) colours.set(keys[at], [r, g, b]);
  }
  const { kept, index } = palette(keys, colours);
  const rows = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < keys.length; at += 1) rows[at + Math.floor(at / width) + 1] = index.get(keys[at]);
  const newHead = Buffer.from(head);
  newHead[9] = 3;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', newHead),
    chunk('PLTE', Buffer.from(kept.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
