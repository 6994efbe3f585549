import type { ReportPlace } from '../../domain/report.ts';

/** How what a check found begins as a sentence of its own. Plain text. */

/** The place stands behind every title, so that a title which begins with it would say it twice. */
export function withoutPlace(title: string, where: Pick<ReportPlace, 'path' | 'line'> | undefined): string {
  if (where?.line === undefined) return title;
  const place = `${where.path}:${where.line}`;
  if (!title.startsWith(place)) return title;
  const rest = title.slice(place.length).replace(/^(?::\d+)?:? /, '');
  return /^\S/.test(rest) && rest.length < title.length - place.length ? rest : title;
}

/** "security is not signed" begins a sentence; the name of a file or key stays as it is written. */
export function capital(text: string): string {
  return /^[a-z]+ /.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
}

/** A summary that says only that something was not looked up: people look it up before they change anything. */
export function isNotVerified(summary: string): boolean {
  return summary.startsWith('Not verified: ');
}
