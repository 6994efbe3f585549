import type { Report } from '../../domain/report.ts';

/** C1 controls, bidi marks and invisible characters: valid in JSON, and an attack on whoever prints it. */
const UNSEEN =
  /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g;

/** Keys by their former names. Reports written before the renaming have only those, and scripts may read them. */
const FORMER_KEYS: Record<string, string> = {
  nextChangeAt: 'wakeAt',
  organization: 'organisation',
  organizational: 'organisational',
  resolvableBy: 'settles',
  held: 'stands',
  heldAt: 'standsAt',
};

/** The report as JSON: the same report gives the same bytes. */
export function renderJson(report: Report): string {
  return jsonText(withFormerKeys(report));
}

/** Any data as JSON that is safe to print. */
export function jsonText(data: unknown): string {
  const text = JSON.stringify(data, null, 2).replace(UNSEEN, (found) =>
    [...Array(found.length).keys()].map((at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
  return `${text}\n`;
}

/** Repeats every renamed key under its former, deprecated name, right after the current one. */
export function withFormerKeys(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(withFormerKeys);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => {
      const copy = withFormerKeys(value);
      const former = Object.hasOwn(FORMER_KEYS, key) ? FORMER_KEYS[key] : undefined;
      return former === undefined
        ? [[key, copy]]
        : [
            [key, copy],
            [former, copy],
          ];
    }),
  );
}
