import type { DocumentSet, SectionKind } from '../../domain/document.ts';
import { type Finding, quote, unmet } from '../../domain/finding.ts';
import { anchorsOf, type Repository } from '../shared/documents/repository-anchors.ts';
import { sectionsAbout, speaksOf, textOf } from '../shared/documents/section-span.ts';

/** What makes a page operational rather than a guide for developers. */
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

/** A page called runbook that is not about operating, or not about this service; undefined when it is both. */
export function offSubject(set: DocumentSet, names: string[], repository: Repository): Finding | undefined {
  const { document } = set;
  const titles = document.sections
    .filter((section) => section.title !== document.title)
    .map((section) => section.title);
  if (sectionsAbout(document, OPERATIONAL).length === 0) {
    const seen = titles.slice(0, 4).map((title) => quote(title, 30));
    const strange =
      document.language === undefined
        ? ' (headings are understood in English, French, German, Spanish and Portuguese)'
        : '';
    return unmet(
      `${document.path} has no section about operating the service${seen.length > 0 ? `; its headings are ${seen.join(', ')}` : ''}${strange}`,
      { ...set.place, line: 1 },
      {
        cause: `off-subject:${document.path}`,
        remedy: `Write into ${document.path} how to see that the service is ill, what to do about it, whom to call and how to stop it. A set-up guide belongs into another file.`,
      },
    );
  }
  const text = textOf(document);
  const isNamed = names.some(
    (name) => speaksOf(document.title ?? '', name) || text.some((line) => speaksOf(line.text, name)),
  );
  if (isNamed || anchorsOf(document, repository).length > 1) return undefined;
  return unmet(
    `${document.path} names neither the service (${names.map((name) => quote(name)).join(', ')}) nor two files, workflows or commands of this repository`,
    { ...set.place, line: 1 },
    {
      cause: `off-subject:${document.path}`,
      remedy: `Say in the first lines of ${document.path} which service it is about, and use the names of its real workflows and scripts.`,
    },
  );
}
