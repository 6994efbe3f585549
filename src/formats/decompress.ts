import zlib from 'node:zlib';

/** A frame may ask for this much memory at most (2^25 bytes): more than the largest member that is read. */
const ZSTD_WINDOW_LOG = 25;

const ZSTD_MAGIC = 0xfd2fb528;
/** The last four bits of the magic of a frame to skip are free. */
const ZSTD_SKIPPABLE = 0x184d2a50;

type Decompress = (bytes: Uint8Array, maxOutputLength: number) => { buffer: Uint8Array; used: number };

/** Node has had zstd since 22.15. */
export const canReadZstd = typeof zlib.zstdDecompressSync === 'function';

/** Raw DEFLATE (RFC 1951): undefined unless all of `bytes` is one stream of exactly `size` bytes. */
export function inflate(bytes: Uint8Array, size: number): Uint8Array | undefined {
  return exactly(bytes, size, (input, maxOutputLength) =>
    withUsed(zlib.inflateRawSync(input, { maxOutputLength, info: true })),
  );
}

/** zstd (RFC 8878): undefined unless all of `bytes` are frames of exactly `size` bytes, or where Node has no zstd. */
export function unzstd(bytes: Uint8Array, size: number): Uint8Array | undefined {
  if (!canReadZstd) return undefined;
  const params = { [zlib.constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG };
  const parts: Uint8Array[] = [];
  let [at, length] = [0, 0];
  while (at < bytes.length || parts.length === 0) {
    const frameLength = zstdFrameLength(bytes.subarray(at));
    if (frameLength === undefined) return undefined;
    const found = attempt(bytes.subarray(at, at + frameLength), size - length, (input, maxOutputLength) =>
      withUsed(zlib.zstdDecompressSync(input, { maxOutputLength, params, info: true })),
    );
    if (found === undefined || found.used !== frameLength) return undefined;
    parts.push(found.buffer);
    at += frameLength;
    length += found.buffer.length;
  }
  return length === size ? new Uint8Array(Buffer.concat(parts)) : undefined;
}

/**
 * The length of the zstd frame that these bytes begin with (RFC 8878, section 3.1); undefined when it is cut or is none.
 * Node 22 does not report a frame that is cut.
 */
function zstdFrameLength(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const whole = (length: number) => (length <= bytes.length ? length : undefined);
  if (bytes.length < 8) return undefined;
  const magic = view.getUint32(0, true);
  if (magic >>> 4 === ZSTD_SKIPPABLE >>> 4) return whole(8 + view.getUint32(4, true));
  if (magic !== ZSTD_MAGIC) return undefined;
  const descriptor = view.getUint8(4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const checksumBytes = (descriptor & 0x04) === 0 ? 0 : 4;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentSizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  let at = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes + contentSizeBytes;
  for (let isLast = false; !isLast; ) {
    if (at + 3 > bytes.length) return undefined;
    const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    isLast = (header & 1) === 1;
    const isRepeatedByte = ((header >> 1) & 3) === 1;
    at += 3 + (isRepeatedByte ? 1 : header >> 3);
  }
  return whole(at + checksumBytes);
}

function exactly(bytes: Uint8Array, size: number, decompress: Decompress): Uint8Array | undefined {
  const found = attempt(bytes, size, decompress);
  return found?.used === bytes.length && found.buffer.length === size ? new Uint8Array(found.buffer) : undefined;
}

/** Undefined for broken or cut data, and for more bytes than are allowed: zlib stops there. */
function attempt(bytes: Uint8Array, size: number, decompress: Decompress): ReturnType<Decompress> | undefined {
  try {
    // One byte more than allowed, because zlib takes no limit of zero.
    return decompress(bytes, size + 1);
  } catch {
    return undefined;
  }
}

/** With `info`, zlib also gives its engine, which knows how many bytes of the input it used. */
function withUsed(result: unknown): ReturnType<Decompress> {
  const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } };
  return { buffer, used: engine.bytesWritten };
}
