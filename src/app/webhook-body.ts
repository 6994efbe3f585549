import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * What bodies may take in memory. Anybody can send them, and whether GitHub did is known only at their end. Together with
 * the parsed form of one large delivery this stays well below the memory of a small container.
 */
export const BODY_LIMITS = {
  /** GitHub sends nothing larger (github.com: 25 MB). */
  bytes: 25 * 1024 * 1024,
  /** Nearly all deliveries are smaller than this. */
  smallBytes: 1024 * 1024,
  /** Bodies above `smallBytes` at once; others are refused, and GitHub's list of failed deliveries brings them back. */
  largeAtOnce: 2,
  /** All bodies at once. Small ones still fit when the large ones have taken their part. */
  totalBytes: 80 * 1024 * 1024,
} as const;

/** A body with the signature of GitHub, or why there is none. */
export type ReadBody = { result: 'verified'; body: string } | { result: 'too-large' | 'busy' | 'unsigned' };

/** Reads the bodies of webhooks within limits, and verifies their signature while they stream in. */
export class BodyReader {
  #total = 0;
  #large = 0;

  /** Bytes that are held now. */
  get held(): number {
    return this.#total;
  }

  /** Reads one body. What is over a limit is not read to its end. */
  async read(request: IncomingMessage, by: { secret: string; signature: string }): Promise<ReadBody> {
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > BODY_LIMITS.bytes) return { result: 'too-large' };
    // Without a well-formed signature there is nothing to compare with.
    if (!/^sha256=[0-9a-f]{64}$/i.test(by.signature)) return { result: 'unsigned' };
    const chunks: Buffer[] = [];
    const hmac = createHmac('sha256', by.secret);
    let size = 0;
    let isLarge = false;
    const becomesLarge = (): boolean => {
      if (isLarge) return true;
      if (this.#large >= BODY_LIMITS.largeAtOnce) return false;
      this.#large += 1;
      isLarge = true;
      return true;
    };
    try {
      if (announced > BODY_LIMITS.smallBytes && !becomesLarge()) return { result: 'busy' };
      for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length;
        this.#total += chunk.length;
        if (size > BODY_LIMITS.bytes) return { result: 'too-large' };
        if (size > BODY_LIMITS.smallBytes && !becomesLarge()) return { result: 'busy' };
        if (this.#total > BODY_LIMITS.totalBytes) return { result: 'busy' };
        hmac.update(chunk);
        chunks.push(chunk);
      }
      const wanted = Buffer.from(by.signature.slice('sha256='.length), 'hex');
      if (!timingSafeEqual(hmac.digest(), wanted)) return { result: 'unsigned' };
      return { result: 'verified', body: Buffer.concat(chunks, size).toString('utf8') };
    } finally {
      this.#total -= size;
      if (isLarge) this.#large -= 1;
    }
  }
}
