/**
 * The body of a successful answer: parsed when it is JSON, else as text. Broken JSON comes back as its text, which no
 * shape accepts. One that breaks off is an error of the connection. The library's own reader keeps numbers above 2^53 apart, which GitHub does not send, and takes several
 * times as long for it; it is switched off by `RAW`.
 */
export async function bodyOf(data: unknown, contentType: unknown): Promise<unknown> {
  if (!(data instanceof ReadableStream)) return data ?? '';
  const text = await new Response(data).text().catch((cause: unknown) => {
    // With a code, as errors of the connection have: it is tried again like these.
    throw Object.assign(new Error('the answer broke off', { cause }), { code: 'ERR_BODY' });
  });
  if (!/^application\/(scim\+)?json\b/i.test(String(contentType ?? ''))) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Makes the library hand over the body unread. */
export const RAW = { parseSuccessResponseBody: false } as const;
