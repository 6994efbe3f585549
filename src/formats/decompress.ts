import zlib from 'node:zlib';

/** A frame may ask for this much memory at most (2^25 bytes): more than the largest member that is read. */
const ZSTD_WINDOW_LOG = 25;

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
    const found = attempt(bytes.subarray(at), size - length, (input, maxOutputLength) =>
      withUsed(zlib.zstdDecompressSync(input, { maxOutputLength, params, info: true })),
    );
    if (found === undefined || found.used === 0) return undefined;
    parts.push(found.buffer);
    at += found.used;
    length += found.buffer.length;
  }
  return length === size ? new Uint8Array(Buffer.concat(parts)) : undefined;
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
