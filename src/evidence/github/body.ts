/**
 * The body of a successful answer: parsed when it is JSON, else as text. Broken JSON comes back as its text, which no
 * shape accepts. The library's own reader keeps numbers above 2^53 apart, which GitHub does not send, and takes several
 * times as long for it; it is switched off by `RAW`.
 */
export async function bodyOf(data: unknown, contentType: unknown): Promise<unknown> {
  if (!(data instanceof ReadableStream)) return data ?? '';
  const text = await new Response(data).text();
  if (!/^application\/(scim\+)?json\b/i.test(String(contentType ?? ''))) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Makes the library hand over the body unread. */
export const RAW = { parseSuccessResponseBody: false } as const;
