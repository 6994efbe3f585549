import type { DocumentSection, DocumentSet, ParsedDocument } from '../../../domain/document.ts';
import { type Finding, unmet } from '../../../domain/finding.ts';
import { type Person, parsePerson } from '../../../domain/people/person.ts';
import type { Tree } from '../../../domain/tree.ts';
import { messages } from './messages.ts';

/** An empty document or unfilled template. Every check that meets it shares the cause, so people see one task. */
export function unfilled(set: DocumentSet, what: string): Finding | undefined {
  const { path, words, isTemplate, blanks } = set.document;
  const { line = 1, words: example = '' } = blanks[0] ?? {};
  const extra = { cause: `template:${path}` };
  if (words === 0) return unmet(messages.emptyDocument({ path, what }), { ...set.place, line }, extra);
  if (!isTemplate) return undefined;
  const data = { path, count: blanks.length, example, line };
  return unmet(messages.unfilledTemplate(data), { ...set.place, line }, extra);
}

/**
 * Enough words, a command, or a link to or the name of a file of the repository. A link to somewhere else does not count,
 * because it is not fetched. The parser has already removed headings, comments and placeholders.
 */
export function hasSubstance(
  document: ParsedDocument,
  section: DocumentSection,
  minWords: number,
  tree: Tree,
): boolean {
  if (section.words >= minWords || section.commands.length > 0) return true;
  // The name of a file in the text is as good as a link to it.
  const named = document.mentions.some(
    ({ line, text }) => line >= section.line && line <= section.endLine && /[./]/.test(text) && tree.has(text),
  );
  return named || section.links.some(({ path = '' }) => path !== '' && tree.has(path));
}

/** Relative links and anchors without a target at the evaluated commit. */
export function judgeLinks(set: DocumentSet, tree: Tree): Finding[] {
  const { document, linked } = set;
  return document.links.flatMap(({ line, path, target, anchor = target.startsWith('#') ? target.slice(1) : '' }) => {
    const isExternal = path === undefined && !target.startsWith('#');
    if (isExternal) return [];
    const page = path || document.path;
    const place = { ...set.place, line };
    const words = { path: document.path, line, target };
    if (page !== document.path && !tree.has(page))
      return [unmet(messages.brokenLink({ ...words, wanted: page }), place)];
    const anchors = page === document.path ? document.anchors : linked[page]?.anchors;
    if (anchors === undefined || anchor === '' || isKnownAnchor(anchors, anchor)) return [];
    return [unmet(messages.brokenAnchor({ ...words, page }), place)];
  });
}

function isKnownAnchor(anchors: string[], anchor: string): boolean {
  const wanted = anchor.replace(/^#/, '').toLowerCase();
  // Line anchors belong to the viewer, not to the document.
  return /^l\d+(-l\d+)?$/.test(wanted) || anchors.some((known) => known.replace(/^#/, '').toLowerCase() === wanted);
}

const ACCOUNT = /(?<![\w.@/`-])@([A-Za-z0-9][A-Za-z0-9-]{0,38}(?:\/[A-Za-z0-9._-]{0,99}[A-Za-z0-9_-])?)(?![\w@])/g;
const NAMED_MAIL =
  /((?:\p{Lu}[\p{L}'’-]{0,40} ){1,4})?<?(?<![\w.@-])([A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{1,60}){1,5})>?/gu;

/** Accounts and mail addresses in prose. A role word names no person, and neither does a placeholder. */
export function findPeople(text: string): Person[] {
  const short = text.slice(0, 2_000);
  const accounts = [...short.matchAll(ACCOUNT)].map((match) => parsePerson(`@${match[1]}`));
  const mails = [...short.matchAll(NAMED_MAIL)].map((match) =>
    parsePerson(`${(match[1] ?? match[2] ?? '').trim()} <${match[2]}>`),
  );
  return [...accounts, ...mails].filter((person) => !person.placeholder);
}
