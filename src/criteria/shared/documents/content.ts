import type { DocumentLink, DocumentSection, DocumentSet, ParsedDocument } from '../../../domain/document.ts';
import { type Finding, quote, unmet } from '../../../domain/finding.ts';
import { type Person, parsePerson } from '../../../domain/people/person.ts';
import type { Tree } from '../../../domain/tree.ts';

/** One finding for a document nobody filled in; every check that meets it shares the cause, so people see one task. */
export function unfilled(set: DocumentSet, what: string): Finding | undefined {
  const { document } = set;
  const empty = document.words === 0;
  if (!empty && !document.isTemplate) return undefined;
  const blank = document.blanks[0];
  const line = blank?.line ?? 1;
  const saw = blank === undefined ? '' : `, for example ${quote(blank.words)} in line ${line}`;
  const summary = empty
    ? `${document.path} holds no text: the ${what} is not written yet`
    : `${document.path} is an unfilled template (${document.blanks.length} blanks${saw})`;
  return unmet(
    summary,
    { ...set.place, line },
    {
      cause: `template:${document.path}`,
      remedy: `Fill in ${document.path} for this service, or delete what it does not need. Start with who is called, how to stop it and how to go back.`,
    },
  );
}

/**
 * Words, a command, or a link or file name that leads somewhere. Headings, comments and blanks were taken out by the reader of
 * documents; a link that leaves the repository is nothing we can stand on.
 */
export function hasSubstance(
  document: ParsedDocument,
  section: DocumentSection,
  minWords: number,
  tree: Tree,
): boolean {
  if (section.words >= minWords || section.commands.length > 0) return true;
  // A file named in the text leads as far as a link to it.
  const named = document.mentions.some(
    ({ line, text }) => line >= section.line && line <= section.endLine && /[./]/.test(text) && tree.has(text),
  );
  return named || section.links.some((link) => leadsSomewhere(link, tree));
}

function leadsSomewhere(link: DocumentLink, tree: Tree): boolean {
  return link.path !== undefined && link.path !== '' && tree.has(link.path);
}

/** Relative links and anchors that lead nowhere at the judged commit. */
export function deadLinks(set: DocumentSet, tree: Tree): Finding[] {
  const { document, linked } = set;
  return document.links.flatMap((link) => {
    const place = { ...set.place, line: link.line };
    const path = link.path === undefined || link.path === '' ? document.path : link.path;
    const external = link.path === undefined && !link.target.startsWith('#');
    if (external) return [];
    if (path !== document.path && !tree.has(path)) {
      return [
        unmet(`${document.path}:${link.line} links to ${quote(link.target)}, which is not in the repository`, place, {
          remedy: `Correct the link in line ${link.line} or add ${path}.`,
        }),
      ];
    }
    const anchors = path === document.path ? document.anchors : linked[path]?.anchors;
    const anchor = link.anchor ?? (link.target.startsWith('#') ? link.target.slice(1) : undefined);
    if (anchors === undefined || anchor === undefined || anchor === '' || isKnownAnchor(anchors, anchor)) return [];
    return [
      unmet(`${document.path}:${link.line} links to ${quote(link.target)}, but ${path} has no such heading`, place, {
        remedy: `Point the link at a heading that exists in ${path}.`,
      }),
    ];
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

/** Accounts and mail addresses in prose. A role word is nobody, and neither is a placeholder. */
export function peopleIn(text: string): Person[] {
  const short = text.slice(0, 2_000);
  const accounts = [...short.matchAll(ACCOUNT)].map((match) => parsePerson(`@${match[1]}`));
  const mails = [...short.matchAll(NAMED_MAIL)].map((match) =>
    parsePerson(`${(match[1] ?? match[2] ?? '').trim()} <${match[2]}>`),
  );
  return [...accounts, ...mails].filter((person) => !person.placeholder);
}
