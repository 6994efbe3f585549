import type { Report } from '../../domain/report.ts';

/** C1 controls, bidi marks and invisible characters: legal in JSON, and an attack on whoever prints it. */
const UNSEEN =
  /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g;

/** The report as JSON: the same report gives the same bytes, and reading it back gives the same report. */
export function renderJson(report: Report): string {
  return jsonText(report);
}

/** Any data as JSON that is safe to print. */
export function jsonText(data: unknown): string {
  const text = JSON.stringify(data, null, 2).replace(UNSEEN, (found) =>
    [...Array(found.length).keys()].map((at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
  return `${text}\n`;
}
