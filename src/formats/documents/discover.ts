import type { DocumentKind } from '../../domain/document.ts';

/** Folders that never hold a pilot's own operational documents. */
const SKIPPED_FOLDER =
  /^(node_modules|vendor|third[-_]party|\.?venv|dist|build|skills?|\.(agent|claude|cursor|codex|gemini|windsurf|kiro|copilot|aider|roo|continue|opencode).*|plans?|incidents?|post-?mortems?|templates?|_templates|fixtures?|testdata|__tests__|__fixtures__|archived?|\.sce)$/i;
const DOCS_FOLDER =
  /^(docs?|documentation|ops|operations|run-?_?books?|playbooks?|readiness|source|sre|handbook|wiki|guides?|on-?call|reliability|production)$/i;
const EXTENSION = /\.(md|mdx|markdown|adoc|asciidoc|rst|html\.md\.erb|html\.md)$/i;
const TEMPLATE = /(^|[-_. ])templates?($|[-_. ])/i;

const RUNBOOK = /run[-_ ]?book/i;
const ON_CALL = /(^|[-_. ])on-?_?call($|[-_. ])/i;
const DISASTER = /^(dr|disaster.*)($|[-_. ])/i;
const ROLLBACK = /roll[-_ ]?back|back[-_ ]?out/i;

interface Candidate {
  path: string;
  rank: number;
  depth: number;
}

function rankRunbook(name: string, folders: readonly string[], docsLike: boolean): number | undefined {
  const inRunbooks = folders.some((folder) => /^run-?_?books?$/i.test(folder));
  if (ROLLBACK.test(name)) return undefined;
  const exact = /^run[-_ ]?book$/i.test(name);
  if (exact && docsLike) return 0;
  if (inRunbooks && docsLike && /^(readme|index|_index)$/i.test(name)) return 1;
  if (RUNBOOK.test(name) && docsLike) return 2;
  if (inRunbooks && docsLike) return 3;
  if (ON_CALL.test(name) && docsLike) return 4;
  if (DISASTER.test(name) && docsLike) return 5;
  if (exact) return 6;
  if (RUNBOOK.test(name) || inRunbooks) return 7;
  return ON_CALL.test(name) || DISASTER.test(name) ? 8 : undefined;
}

function rankRollback(name: string, docsLike: boolean): number | undefined {
  if (!ROLLBACK.test(name)) return undefined;
  const exact = /^(rollback|roll[-_ ]back|back[-_ ]?out)([-_ ](plan|guide|procedures?|runbook))?$/i.test(name);
  return (exact ? 0 : 1) + (docsLike ? 0 : 2);
}

/**
 * Paths that may be the document of this kind, best candidates first: conventional names at the root or in a folder
 * for documentation, then others. Case does not matter. Dependencies, agent and skill folders, plans, incidents,
 * fixtures and templates are left out. The patterns and their counts are those of the measurement in docs/criteria.
 * AsciiDoc and reStructuredText are found but come last, because only Markdown can be read.
 */
export function discoverDocuments(kind: DocumentKind, paths: readonly string[]): string[] {
  const candidates: Candidate[] = [];
  for (const path of paths) {
    const extension = EXTENSION.exec(path);
    if (!extension) continue;
    const folders = path.split('/');
    const file = folders.pop() ?? '';
    const name = file.slice(0, file.length - extension[0].length);
    if (TEMPLATE.test(name) || folders.some((folder) => SKIPPED_FOLDER.test(folder))) continue;
    const docsLike = folders.every((folder) => DOCS_FOLDER.test(folder)) || DOCS_FOLDER.test(folders[0] ?? '');
    const rank = kind === 'runbook' ? rankRunbook(name, folders, docsLike) : rankRollback(name, docsLike);
    if (rank === undefined) continue;
    const foreign = /^\.(adoc|asciidoc|rst)$/i.test(extension[0]) ? 100 : 0;
    candidates.push({ path, rank: rank + foreign, depth: folders.length });
  }
  candidates.sort((a, b) => a.rank - b.rank || a.depth - b.depth || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return candidates.map((candidate) => candidate.path);
}
