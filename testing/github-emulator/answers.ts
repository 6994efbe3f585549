/** A JSON object whose shape is GitHub's business. */
export type Json = Record<string, unknown>;

export interface Answer {
  status: number;
  /** An object is sent as JSON, bytes as they are, `undefined` as nothing. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** Thrown by a route; becomes GitHub's error document. */
export class Refusal extends Error {
  readonly status: number;
  readonly details: Json;

  constructor(status: number, message: string, details: Json = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }

  get answer(): Answer {
    const body = { message: this.message, ...this.details, documentation_url: 'https://docs.github.com/rest' };
    return { status: this.status, body: { ...body, status: String(this.status) } };
  }
}

export const notFound = (): Refusal => new Refusal(404, 'Not Found');

/** GitHub's 422 with one error in its list. */
export function invalid(resource: string, field: string, message: string): Refusal {
  return new Refusal(422, 'Validation Failed', { errors: [{ resource, field, code: 'custom', message }] });
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export interface Asked {
  url: string;
  path: string;
  query: URLSearchParams;
}

/** One page of a list with GitHub's `Link` header; at most 100 a page. `wrap` builds the counted form. */
export function paged<T>(list: readonly T[], asked: Asked, wrap: (items: T[]) => unknown = (items) => items): Answer {
  const size = Math.min(100, Math.max(1, Number(asked.query.get('per_page') ?? 30) || 30));
  const page = Math.max(1, Number(asked.query.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(list.length / size));
  const link = (number: number, rel: string): string => {
    const query = new URLSearchParams(asked.query);
    query.set('page', String(number));
    return `<${asked.url}${asked.path}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ];
  return {
    status: 200,
    body: wrap(list.slice((page - 1) * size, page * size)),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}
