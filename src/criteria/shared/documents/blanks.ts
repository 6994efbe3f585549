import type { Blank, DocumentSet, SectionKind } from '../../../domain/document.ts';
import { type Finding, quote, unmet } from '../../../domain/finding.ts';

/** One finding for each blank in these sections, and one when the others hold more blanks than allowed. */
export function blankFindings(set: DocumentSet, decisive: SectionKind[], allowed: number): Finding[] {
  const { document } = set;
  const isDecisive = (blank: Blank) => blank.kinds.some((kind) => decisive.includes(kind));
  const place = (blank: Blank) => ({ ...set.place, line: blank.line });
  const found = document.blanks
    .filter(isDecisive)
    .map((blank) =>
      unmet(
        `${document.path}:${blank.line} ${quote(blank.words)} is not filled in, in a section about ${blank.kinds.filter((kind) => decisive.includes(kind)).join(' and ')}`,
        place(blank),
        { remedy: `Replace ${quote(blank.words)} in line ${blank.line} by the real thing.` },
      ),
    );
  const others = document.blanks.filter((blank) => !isDecisive(blank));
  if (others.length > allowed) {
    const seen = others.slice(0, 5).map((blank) => `${quote(blank.words, 30)} (line ${blank.line})`);
    found.push(
      unmet(
        `${document.path} has ${others.length} blanks, ${allowed} are allowed: ${seen.join(', ')}${others.length > 5 ? ' …' : ''}`,
        others.map(place),
        { remedy: `Fill in or delete the blanks in ${document.path}, line ${others[0]?.line} first.` },
      ),
    );
  }
  return found;
}

/** A form in which more than half of the answers are "not applicable" says nothing about a service. */
export function isPlaceholderForm(set: DocumentSet): Finding | undefined {
  const { document } = set;
  const answers = document.sections.filter(
    (section) =>
      !document.sections.some(
        (other) => other.level > section.level && other.line > section.line && other.line <= section.endLine,
      ),
  );
  const excused = answers.filter((section) => section.notApplicable !== undefined);
  if (excused.length < 3 || excused.length * 2 <= answers.length) return undefined;
  return unmet(
    `${document.path} answers ${excused.length} of ${answers.length} sections "not applicable"`,
    excused.slice(0, 10).map(({ line }) => ({ ...set.place, line })),
    { remedy: `Answer the sections that apply to this service in ${document.path} and delete the others.` },
  );
}
