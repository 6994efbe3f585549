import type { DocumentKind } from '../domain/document.ts';
import { type Observation, unavailable } from '../domain/observation.ts';
import { type Input, inputKey } from '../engine/inputs.ts';
import type { FileSource } from '../engine/ports.ts';
import type { ResolvedInputs } from '../engine/run-check.ts';
import { createLoader, type EvidenceLoader, type EvidencePaths } from './loader.ts';
import { readCatalog, readCommands, readOpenSlos, readOwners, readWorkflows } from './read-conventions.ts';
import { readDocument } from './read-documents.ts';
import { readNamed } from './read-named.ts';
import { readRecords } from './read-records.ts';
import { readResults } from './read-results.ts';
import { readSection } from './read-sections.ts';
import type { RecordName, SectionName } from './schema/index.ts';

export type { EvidencePaths } from './loader.ts';

/** Sections and records, the files they name, the files those link to, and one spare batch. */
const MAX_BATCHES = 4;

/**
 * Resolves all requests from one source of files. Only needed files are fetched, in at most four batches regardless of
 * the number of requests.
 */
export async function resolveInputs(
  source: FileSource,
  requests: Input<unknown>[],
  paths: EvidencePaths,
): Promise<ResolvedInputs> {
  const tree = await source.tree();
  const answers = new Map<string, Observation<unknown>>();
  if (tree.state !== 'seen') {
    for (const request of requests) answers.set(inputKey(request), tree);
    return evidence(answers, []);
  }
  const loader = createLoader(tree.value, { ...paths, root: paths.root.replace(/\/+$/, '') }, source.parsed);
  for (let batch = 0; batch <= MAX_BATCHES; batch++) {
    for (const request of requests) {
      const key = inputKey(request);
      if (answers.has(key)) continue;
      const answer = request.kind === 'tree' ? tree : answerTo(loader, request);
      if (answer !== undefined) answers.set(key, answer);
    }
    if (batch === MAX_BATCHES || !(await loader.fetch(source))) break;
  }
  return evidence(answers, loader.opened());
}

function answerTo(loader: EvidenceLoader, request: Input<unknown>): Observation<unknown> | undefined {
  switch (request.kind) {
    case 'section':
      return readSection(loader, request.of as SectionName);
    case 'records':
      return readRecords(loader, request.of as RecordName);
    case 'document':
      return readDocument(loader, request.of as DocumentKind);
    case 'named':
      return readNamed(loader, request.of as SectionName | RecordName);
    case 'results':
      return readResults(loader);
    case 'codeowners':
      return readOwners(loader);
    case 'catalog':
      return readCatalog(loader);
    case 'workflows':
      return readWorkflows(loader);
    case 'open-slo':
      return readOpenSlos(loader);
    case 'commands':
      return readCommands(loader);
    case 'tree':
      return undefined;
  }
}

function evidence(answers: Map<string, Observation<unknown>>, files: ResolvedInputs['files']): ResolvedInputs {
  return {
    files,
    get: <T>(read: Input<T>) =>
      (answers.get(inputKey(read)) as Observation<T> | undefined) ??
      unavailable(`${inputKey(read)} could not be resolved completely`, 'retry'),
  };
}
