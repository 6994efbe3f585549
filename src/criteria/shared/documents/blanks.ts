import type { Blank, DocumentSet, SectionKind } from '../../../domain/document.ts';
import { type Finding, unmet } from '../../../domain/finding.ts';
import { messages } from './messages.ts';

/** One finding for each placeholder in these sections, and one when the others hold more placeholders than allowed. */
export function judgeBlanks(set: DocumentSet, critical: SectionKind[], allowed: number): Finding[] {
  const { path, blanks } = set.document;
  const place = ({ line }: Blank) => ({ ...set.place, line });
  const criticalKinds = ({ kinds }: Blank) => kinds.filter((kind) => critical.includes(kind));
  const found = blanks.flatMap((blank) => {
    const kinds = criticalKinds(blank);
    const { line, words } = blank;
    if (kinds.length === 0) return [];
    return [unmet(messages.placeholderInCriticalSection({ path, line, words, kinds }), place(blank))];
  });
  const others = blanks.filter((blank) => criticalKinds(blank).length === 0);
  const [first] = others;
  if (first === undefined || others.length <= allowed) return found;
  const words = { path, count: others.length, allowed, example: first.words, line: first.line };
  return [...found, unmet(messages.tooManyPlaceholders(words), others.map(place))];
}

/** A form in which more than half of the answers are "not applicable" describes no service. */
export function judgeNotApplicable(set: DocumentSet): Finding[] {
  const { path, sections } = set.document;
  const answers = sections.filter(
    (section) =>
      !sections.some(
        (other) => other.level > section.level && other.line > section.line && other.line <= section.endLine,
      ),
  );
  const excused = answers.filter((section) => section.notApplicable !== undefined);
  if (excused.length < 3 || excused.length * 2 <= answers.length) return [];
  const places = excused.slice(0, 10).map(({ line }) => ({ ...set.place, line }));
  return [unmet(messages.mostlyNotApplicable({ path, count: excused.length, all: answers.length }), places)];
}
