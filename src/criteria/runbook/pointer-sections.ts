import type { DocumentLink, DocumentSection, DocumentSet, SectionKind } from '../../domain/document.ts';
import { type Finding, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Tree } from '../../domain/tree.ts';
import { hasSubstance } from '../shared/documents/content.ts';
import { sectionsAbout } from '../shared/documents/section-span.ts';
import { messages } from './messages.ts';

/** Sections about these that only refer elsewhere, to a place that has no answer either. */
export function judgePointers(set: DocumentSet, kinds: SectionKind[], minWords: number, tree: Tree): Finding[] {
  const { path } = set.document;
  return sectionsAbout(set.document, kinds).flatMap((section) => {
    const { line, title, links, pointerOnly } = section;
    if (!pointerOnly) return [];
    const problems = links.flatMap((link) => findProblem(set, section, link, minWords, tree) ?? []);
    if (problems.length < links.length) return [];
    const reason = problems[0] ?? messages.noLink();
    return [unmet(messages.onlyRefersElsewhere({ path, line, title, reason }), { ...set.place, line })];
  });
}

/** Why following a link does not lead to an answer; undefined when it does. */
function findProblem(
  set: DocumentSet,
  section: DocumentSection,
  { path, target }: DocumentLink,
  minWords: number,
  tree: Tree,
): Statement | undefined {
  if (path === undefined || path === '') return target.startsWith('#') ? undefined : messages.linkOutside({ target });
  if (!tree.has(path)) return messages.linkBroken({ target });
  const page = set.linked[path];
  // A linked workflow or script is itself the answer; only a page can be empty.
  if (page === undefined) return undefined;
  if (page.isTemplate) return messages.pageUnfilled({ page: path });
  const answers = page.sections.filter((one) => !one.pointerOnly && hasSubstance(page, one, minWords, tree));
  const fitting = sectionsAbout(page, section.kinds);
  if (fitting.length > 0 && !fitting.some((one) => answers.includes(one)))
    return messages.pageSectionEmpty({ page: path });
  return answers.length > 0 || page.words >= minWords
    ? undefined
    : messages.pageTooShort({ page: path, words: page.words });
}
