import type { DocumentKind, DocumentSet, ParsedDocument } from '../domain/document.ts';
import { absent, type Observation, type Place, seen } from '../domain/observation.ts';
import { discoverDocuments } from '../formats/documents/index.ts';
import { cleanPath, type EvidenceLoader } from './loader.ts';
import { asDocument, DOCUMENT_MAX_BYTES } from './read-named.ts';
import { declaredDocuments } from './read-sections.ts';
import { absenceReason } from './yaml-files.ts';

const MAX_LINKED = 20;
const READABLE = /\.(md|mdx|markdown)$/i;

/** The files of the document: those declared, the main one first, or the one that was found. */
interface Choice {
  paths: { path: string; place?: Place }[];
  candidates: string[];
}

/** Reads a document with the files it links to; undefined until all of them are fetched. */
export function readDocument(loader: EvidenceLoader, kind: DocumentKind): Observation<DocumentSet> | undefined {
  const choice = choose(loader, kind);
  if (choice?.state !== 'seen') return choice;
  const { paths, candidates } = choice.value;
  const parts = paths.map(({ path, place }) => openDocument(loader, path, place));
  const [main] = parts;
  if (main === undefined || parts.includes(undefined)) return undefined;
  for (const part of parts) if (part !== undefined && part.state !== 'seen') return part;
  if (main.state !== 'seen') return main;
  const linked: Record<string, ParsedDocument> = {};
  for (const part of parts.slice(1)) if (part?.state === 'seen') linked[part.value.path] = part.value;
  let waiting = false;
  for (const path of linkedPaths(loader, main.value)) {
    const part = openDocument(loader, path);
    if (part === undefined) waiting = true;
    // If a linked file cannot be read, the content of the document is unknown.
    else if (part.state === 'unavailable') return part;
    else if (part.state === 'seen') linked[path] = part.value;
  }
  return waiting ? undefined : seen({ place: main.place, document: main.value, linked, candidates }, main.place);
}

function choose(loader: EvidenceLoader, kind: DocumentKind): Observation<Choice> | undefined {
  const fromPolicy = loader.paths[kind].map((path) => ({ path: cleanPath(path) }));
  if (fromPolicy.length > 0) return seen({ paths: fromPolicy, candidates: [] }, { path: '' });
  const declared = declaredDocuments(loader, kind);
  if (declared?.state !== 'seen') return declared;
  if (declared.value.length > 0) {
    const paths = declared.value.map(({ path, place }) => ({ path: cleanPath(path), place }));
    return seen({ paths, candidates: [] }, declared.place);
  }
  return discovered(loader, kind);
}

function discovered(loader: EvidenceLoader, kind: DocumentKind): Observation<Choice> {
  const files = loader.tree.entries.filter((entry) => entry.mode.startsWith('100')).map((entry) => entry.path);
  const found = discoverDocuments(kind, files);
  const readable = found.filter((path) => READABLE.test(path));
  const candidates = readable.length > 0 ? readable : found;
  const [best, ...others] = candidates;
  const noun = kind === 'rollback' ? 'rollback plan' : 'runbook';
  if (best === undefined) {
    return absent({ path: `docs/${kind}.md` }, `no ${noun} was found, and neither policy nor manifest names one`);
  }
  const equals = [best, ...others.filter((path) => rankOf(kind, path) === rankOf(kind, best))];
  if (equals.length > 1) {
    const list = `${equals.slice(0, 5).join(', ')}${equals.length > 5 ? ` and ${equals.length - 5} more` : ''}`;
    const why = `several files could be the ${noun} (${list}): declare evidence.${kind} in the policy`;
    return absent({ path: best }, why);
  }
  return seen({ paths: [{ path: best }], candidates: others }, { path: best });
}

/** The rank of a candidate. Files of equal rank are ambiguous: same depth, and both or neither have the exact name. */
function rankOf(kind: DocumentKind, path: string): string {
  const stem = (path.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '');
  const exact = kind === 'runbook' ? /^run[-_ ]?book$/i : /^(roll[-_ ]?back|back[-_ ]?out)([-_ ](plan|guide))?$/i;
  const rank = exact.test(stem) ? 0 : /^_?(readme|index)$/i.test(stem) ? 1 : 2;
  return `${rank}:${path.split('/').length}`;
}

function openDocument(loader: EvidenceLoader, path: string, named?: Place): Observation<ParsedDocument> | undefined {
  const bytes = loader.bytes(path, DOCUMENT_MAX_BYTES);
  if (bytes === undefined) return undefined;
  if (bytes.state === 'absent') return absent(bytes.place, absenceReason(path, bytes.why, named));
  if (bytes.state !== 'seen') return bytes;
  return loader.parsed('document', bytes, () => asDocument(path, bytes.value, bytes.place));
}

function linkedPaths(loader: EvidenceLoader, document: ParsedDocument): string[] {
  const paths = document.links.flatMap(({ path }) => (path === undefined ? [] : [cleanPath(path)]));
  return [...new Set(paths)]
    .filter((path) => path !== document.path && READABLE.test(path) && loader.tree.get(path) !== undefined)
    .slice(0, MAX_LINKED);
}
