import type { Report } from '../../domain/report.ts';
import type { DetailsSection } from '../markdown/details-sections.ts';
import { forMarkdown } from './text.ts';

/** What no check can know and this report rests on all the same. Plain text. */
export function limitsOf(report: Report): string[] {
  return report.limits ?? [];
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
