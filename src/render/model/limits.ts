import type { Report } from '../../domain/report.ts';
import type { DetailsSection } from '../markdown/details-sections.ts';
import { forMarkdown } from './text.ts';

/** What no check can know, and the checks whose "met" rests on it all the same. */
const LIMITS: { codes: string[]; words: string }[] = [
  { codes: ['AO-4'], words: 'Whether the sponsor really stands above those named: who reports to whom is declared' },
  { codes: ['CA-1'], words: 'Whether the managers who took part in the design had real influence on it' },
  { codes: ['CA-3'], words: 'Whether those who attended a training understood it' },
  {
    codes: ['BK-1', 'OM-3', 'CD-6', 'AT-1', 'SL-3'],
    words: 'Whether raw figures were altered before they were committed: they are declared by whoever committed them',
  },
  {
    codes: ['EV-2'],
    words: 'Whether eval results are those of the run they name: they are declared by who committed them',
  },
  { codes: ['WA-2', 'WA-3'], words: 'Whether a risk tier is wise: only that what follows from it is consistent' },
];

/** The limits that apply to this report: of checks that were met, because an open one claims nothing. Plain text. */
export function limitsOf(report: Report): string[] {
  const met = new Set(
    report.criteria.flatMap(({ checks }) => checks.flatMap(({ code, outcome }) => (outcome === 'met' ? [code] : []))),
  );
  return LIMITS.filter(({ codes }) => codes.some((code) => met.has(code))).map(({ words }) => words);
}

export function limitsSection(report: Report): DetailsSection {
  const limits = limitsOf(report);
  return {
    name: 'what no check can know',
    summary: () => `What no check can know (${limits.length})`,
    items: limits.map((words) => `- ${forMarkdown(words)}`),
    keep: 0,
  };
}
