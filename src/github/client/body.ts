/**
 * Reads the whole body where the answer is at hand, and parses it. The library's own reader keeps numbers above 2^53
 * apart, which GitHub does not send, and takes several times as long for it; `READ` switches it off, so that the library
 * hands on what stands here as the body. A stream must not be handed on in its place: with the answer gone, nothing would
 * end it, not even the timeout. A body that breaks off is a request that failed.
 */
export function readingWhole(send: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    const answer = await send(input, init);
    const text = await answer.text();
    const { status, url, headers, ok } = answer;
    const whole = {
      ...{ status, url, headers, ok, body: bodyOf(text, headers.get('content-type')) },
      text: async () => text,
      // Asked for by the library when a refusal is neither JSON nor text.
      arrayBuffer: async () => new TextEncoder().encode(text).buffer,
    };
    return whole as unknown as Response;
  };
}

export const READ = { parseSuccessResponseBody: false } as const;

/** Broken JSON comes back as its text, which no shape accepts. */
function bodyOf(text: string, contentType: string | null): unknown {
  if (!/^application\/(scim\+)?json\b/i.test(contentType ?? '')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
