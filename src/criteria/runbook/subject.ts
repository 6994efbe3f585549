import type { DocumentSet, SectionKind } from '../../domain/document.ts';
import { type Finding, unmet } from '../../domain/finding.ts';
import { quote } from '../../domain/message.ts';
import { findAnchors, type Repository } from '../shared/documents/repository-anchors.ts';
import { mentions, sectionsAbout, textOf } from '../shared/documents/section-span.ts';
import { messages } from './messages.ts';

/** What distinguishes a runbook from a guide for developers. */
const OPERATIONAL: SectionKind[] = [
  'escalation',
  'monitoring',
  'health-check',
  'diagnosis',
  'mitigation',
  'rollback',
  'kill-switch',
  'verification',
];

/** A page called runbook that is not about operating, or not about this service; an empty list when it is about both. */
export function judgeSubject(set: DocumentSet, names: string[], repository: Repository): Finding[] {
  const { document } = set;
  const { path, title = '', sections } = document;
  const place = { ...set.place, line: 1 };
  const extra = { cause: `off-subject:${path}` };
  if (sectionsAbout(document, OPERATIONAL).length === 0) {
    const titles = sections.flatMap((section) => (section.title === document.title ? [] : [section.title]));
    const headings = titles.slice(0, 4).map((one) => quote(one, 30));
    const message = headings.length === 0 ? messages.noHeadings({ path }) : messages.noOperations({ path, headings });
    return [unmet(message, place, extra)];
  }
  const lines = [title, ...textOf(document).map(({ text }) => text)];
  const isNamed = names.some((name) => lines.some((line) => mentions(line, name)));
  if (isNamed || findAnchors(document, repository).length > 1) return [];
  return [unmet(messages.otherService({ path, names: names.map((name) => quote(name)) }), place, extra)];
}
