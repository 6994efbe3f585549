import type { CatalogEntity, CodeOwners, OpenSlo, WorkflowFile } from '../domain/conventions.ts';
import type { DocumentKind, DocumentSet, ParsedDocument } from '../domain/document.ts';
import type { EvalFile } from '../domain/eval-results.ts';
import type { Observation, Place } from '../domain/observation.ts';
import type { Table } from '../domain/table.ts';
import type { Tree } from '../domain/tree.ts';
import type { RecordName, RecordValue, SectionName, SectionValue } from '../evidence/schema/index.ts';

/** Round one of a criterion: which files it wants to see, as data. The evidence source answers each with an observation. */

declare const answered: unique symbol;

/** A wish for `T`. Two reads of the same kind and arguments are the same read and are looked up once. */
export interface Read<T> {
  readonly kind: ReadKind;
  readonly of: string;
  readonly [answered]?: T;
}
export type ReadKind =
  | 'section'
  | 'records'
  | 'document'
  | 'named'
  | 'results'
  | 'tree'
  | 'codeowners'
  | 'catalog'
  | 'workflows'
  | 'open-slo'
  | 'commands';

/** A value of a YAML file with the place of each key: `at('owners', 'product')` is that key's line. */
export interface Located<T> {
  value: T;
  /** The place of a nested value, or of its nearest present parent. */
  at: (...keys: (string | number)[]) => Place;
}

/** The files that a section or record names, read as the kind its schema gives them. */
export interface Named {
  table: (path: string) => Observation<Table>;
  text: (path: string) => Observation<string>;
  document: (path: string) => Observation<ParsedDocument>;
}

/** Commands the repository offers by name: make targets and npm scripts. */
export interface Commands {
  make: string[];
  npm: string[];
}

function read<T>(kind: ReadKind, of = ''): Read<T> {
  return { kind, of };
}

export const section = <N extends SectionName>(name: N): Read<Located<SectionValue<N>>> => read('section', name);
export const records = <N extends RecordName>(name: N): Read<RecordSet<RecordValue<N>>> => read('records', name);
export const document = (kind: DocumentKind): Read<DocumentSet> => read('document', kind);
/** What the section's (or records') own path fields point at. */
export const named = (owner: SectionName | RecordName): Read<Named> => read('named', owner);
export const evalResults = (): Read<EvalFile[]> => read('results');
export const tree = (): Read<Tree> => read('tree');
export const codeowners = (): Read<CodeOwners> => read('codeowners');
export const catalog = (): Read<CatalogEntity[]> => read('catalog');
export const workflows = (): Read<WorkflowFile[]> => read('workflows');
/** Objectives of OpenSLO files, wherever they lie under a name with `slo`. */
export const openSlos = (): Read<OpenSlo[]> => read('open-slo');
export const commands = (): Read<Commands> => read('commands');

/** Records of one folder: those that could be read, and those that could not with their faults. */
export interface RecordSet<T> {
  folder: string;
  items: { name: string; path: string; record: Located<T> }[];
  broken: { path: string; faults: import('../domain/observation.ts').Fault[] }[];
}

export function readKey(request: Read<unknown>): string {
  return request.of === '' ? request.kind : `${request.kind}:${request.of}`;
}
