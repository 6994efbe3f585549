import type { DocumentLink, DocumentSection, DocumentSet, SectionKind } from '../../domain/document.ts';
import { type Finding, quote, unmet } from '../../domain/finding.ts';
import type { Tree } from '../../domain/tree.ts';
import { hasSubstance } from '../shared/documents/content.ts';
import { sectionsAbout } from '../shared/documents/section-span.ts';

/** Sections about these that only send the reader elsewhere, to a place that does not answer either. */
export function deadPointers(set: DocumentSet, kinds: SectionKind[], minWords: number, tree: Tree): Finding[] {
  const { document } = set;
  return sectionsAbout(document, kinds)
    .filter((section) => section.pointerOnly)
    .flatMap((section) => {
      const reasons = section.links.map((link) => whyNot(set, section, link, minWords, tree));
      if (reasons.length > 0 && reasons.some((reason) => reason === undefined)) return [];
      return [
        unmet(
          `${document.path}:${section.line} ${quote(section.title)} only points elsewhere: ${reasons[0] ?? 'no link that can be followed'}`,
          { ...set.place, line: section.line },
          {
            remedy: `Write under "${section.title}" what somebody does there, or link a page of this repository that says it.`,
          },
        ),
      ];
    });
}

function whyNot(
  set: DocumentSet,
  section: DocumentSection,
  link: DocumentLink,
  minWords: number,
  tree: Tree,
): string | undefined {
  if (link.path === undefined || link.path === '') {
    const isHere = link.target.startsWith('#');
    return isHere ? undefined : `${quote(link.target)} is outside the repository and was not followed`;
  }
  if (!tree.has(link.path)) return `${quote(link.target)} is not in the repository`;
  const page = set.linked[link.path];
  // A workflow or script is what it does; only pages can be hollow.
  if (page === undefined) return undefined;
  if (page.isTemplate) return `${link.path} is an unfilled template`;
  const answers = page.sections.filter((one) => !one.pointerOnly && hasSubstance(page, one, minWords, tree));
  const fitting = sectionsAbout(page, section.kinds);
  if (fitting.length > 0 && !fitting.some((one) => answers.includes(one)))
    return `the section in ${link.path} is empty or points on`;
  return answers.length > 0 || page.words >= minWords
    ? undefined
    : `${link.path} says too little (${page.words} words)`;
}
