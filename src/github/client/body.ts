/**
 * Reads and parses the whole body. The library's own parser supports numbers above 2^53, which GitHub does not send,
 * and takes several times as long; `RAW_BODY` disables it, so that the library returns this body as is. Do not pass a
 * stream instead: after the response is dropped nothing would end it, not even the timeout. A truncated body counts as
 * a failed request.
 */
export function readFullBody(send: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    const answer = await send(input, init);
    const text = await answer.text();
    const { status, url, headers, ok } = answer;
    const whole = {
      ...{ status, url, headers, ok, body: bodyOf(text, headers.get('content-type')) },
      text: async () => text,
      // Used by the library when an error response is neither JSON nor text.
      arrayBuffer: async () => new TextEncoder().encode(text).buffer,
    };
    return whole as unknown as Response;
  };
}

export const RAW_BODY = { parseSuccessResponseBody: false } as const;

/** Returns invalid JSON as text, which no schema accepts. */
function bodyOf(text: string, contentType: string | null): unknown {
  if (!/^application\/(scim\+)?json\b/i.test(contentType ?? '')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
