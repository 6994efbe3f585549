import type { CodeOwners } from '../domain/conventions.ts';

/** GitHub does not load a larger file either. */
const MAX_CHARACTERS = 3 * 1024 * 1024;
const MAX_PATTERN = 500;
const OWNER = /^(@[A-Za-z0-9][A-Za-z0-9-]{0,38}(\/[A-Za-z0-9._-]{1,100})?|[^\s@<>]{1,64}@[^\s@<>]{1,190})$/;

/** Reads a CODEOWNERS file in GitHub's dialect; a line that GitHub would skip is skipped and listed in `faults`. */
export function readCodeOwners(path: string, text: string): CodeOwners {
  const read: CodeOwners = { path, rules: [], faults: [] };
  if (text.length > MAX_CHARACTERS) {
    read.faults.push({ line: 1, text: 'is larger than 3 MB, and GitHub does not load it' });
    return read;
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, raw] of lines.entries()) {
    const words = wordsOf(raw);
    const [pattern, ...owners] = words;
    if (pattern === undefined) continue;
    const line = index + 1;
    const refused = refusalOf(pattern);
    const stranger = owners.find((owner) => !OWNER.test(owner));
    if (refused !== undefined) read.faults.push({ line, text: refused });
    else if (stranger !== undefined) {
      read.faults.push({
        line,
        text: `${stranger.slice(0, 60)} is neither @user, @organization/team nor a mail address`,
      });
    } else read.rules.push({ line, pattern, owners });
  }
  return read;
}

/** The owners of a path: those of the last rule that matches it. An empty list is a rule that takes owners away. */
export function ownersOf(
  codeowners: CodeOwners,
  path: string,
): { owners: string[]; line: number; pattern: string } | undefined {
  const segments = path.replace(/^\/+/, '').split('/');
  for (let index = codeowners.rules.length - 1; index >= 0; index--) {
    const rule = codeowners.rules[index];
    if (rule && covers(rule.pattern, segments)) return rule;
  }
  return undefined;
}

/**
 * Whether a pattern matches only files of this folder: it names the folder literally from the root. A catch-all names
 * whoever owns the repository, and nobody for a purpose of its own.
 */
export function isOnlyFor(pattern: string, folder: string): boolean {
  const wanted = folder.split('/');
  const parts = pattern.replace(/^\/+/, '').replace(/\/+$/, '').split('/');
  const isRooted = pattern.startsWith('/') || parts.length > 1;
  return isRooted && wanted.every((part, at) => parts[at] === part);
}

/** Words of a line up to a comment; `\ ` and `\#` stand for the characters themselves. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    const next = line[at + 1];
    if (character === '\\' && (next === ' ' || next === '#' || next === '\\')) {
      word += next;
      at += 1;
    } else if (character === '#' && word === '') break;
    else if (character === ' ' || character === '\t') {
      if (word !== '') words.push(word);
      word = '';
    } else word += character;
  }
  if (word !== '') words.push(word);
  return words;
}

function refusalOf(pattern: string): string | undefined {
  if (pattern.startsWith('!')) return 'patterns with ! do not work in CODEOWNERS';
  if (/[[\]]/.test(pattern)) return 'patterns with [ ] do not work in CODEOWNERS';
  return pattern.length > MAX_PATTERN ? `the pattern is longer than ${MAX_PATTERN} characters` : undefined;
}

/**
 * Gitignore rules as CODEOWNERS uses them: a slash at the start or inside ties the pattern to the root, a bare name
 * matches anywhere, a folder covers what is in it, but `docs/*` covers only the files right there.
 */
function covers(pattern: string, path: string[]): boolean {
  const folderOnly = pattern.endsWith('/');
  const parts = pattern.replace(/^\/+/, '').replace(/\/+$/, '').split('/');
  if (parts.length === 1 && parts[0] === '') return false;
  const rooted = pattern.startsWith('/') || parts.length > 1;
  const whole = rooted ? parts : ['**', ...parts];
  if (folderOnly) return matches([...whole, '*', '**'], path);
  const onlyHere = parts.length > 1 && parts.at(-1) === '*';
  return matches(whole, path) || (!onlyHere && matches([...whole, '**'], path));
}

/** Matches segment by segment; `**` stands for any number of them. Going back to the last `**` only keeps it linear. */
function matches(pattern: string[], path: string[]): boolean {
  return wild(pattern, path, '**', (part, segment) => wild([...part], [...segment], '*', sameCharacter));
}

function sameCharacter(wanted: string, given: string): boolean {
  return wanted === '?' || wanted === given;
}

function wild(
  pattern: string[],
  given: string[],
  any: string,
  same: (wanted: string, given: string) => boolean,
): boolean {
  let p = 0;
  let star = -1;
  let from = 0;
  for (let g = 0; g < given.length; ) {
    const wanted = pattern[p];
    if (wanted === any) {
      star = p;
      from = g;
      p += 1;
    } else if (wanted !== undefined && same(wanted, given[g] ?? '')) {
      p += 1;
      g += 1;
    } else if (star >= 0) {
      p = star + 1;
      from += 1;
      g = from;
    } else return false;
  }
  while (pattern[p] === any) p += 1;
  return p === pattern.length;
}
