import type { CatalogEntity, CodeOwners, OpenSlo, WorkflowFile } from '../domain/conventions.ts';
import type { DocumentKind, DocumentSet, ParsedDocument } from '../domain/document.ts';
import type { EvalFile } from '../domain/eval-results.ts';
import type { Observation, Place } from '../domain/observation.ts';
import type { Table } from '../domain/table.ts';
import type { Tree } from '../domain/tree.ts';
import type { RecordName, RecordValue, SectionName, SectionValue } from '../evidence/schema/index.ts';

/** The inputs that criteria read, as data. The evidence source resolves each to an observation. */

declare const answered: unique symbol;

/** A request for `T`. Requests of the same kind and arguments are resolved once. */
export interface Input<T> {
  readonly kind: InputKind;
  readonly of: string;
  readonly [answered]?: T;
}
export type InputKind =
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

function inputOf<T>(kind: InputKind, of = ''): Input<T> {
  return { kind, of };
}

export const section = <N extends SectionName>(name: N): Input<Located<SectionValue<N>>> => inputOf('section', name);
export const records = <N extends RecordName>(name: N): Input<RecordSet<RecordValue<N>>> => inputOf('records', name);
export const document = (kind: DocumentKind): Input<DocumentSet> => inputOf('document', kind);
/** What the section's (or records') own path fields point at. */
export const named = (owner: SectionName | RecordName): Input<Named> => inputOf('named', owner);
export const evalResults = (): Input<EvalFile[]> => inputOf('results');
export const tree = (): Input<Tree> => inputOf('tree');
export const codeowners = (): Input<CodeOwners> => inputOf('codeowners');
export const catalog = (): Input<CatalogEntity[]> => inputOf('catalog');
export const workflows = (): Input<WorkflowFile[]> => inputOf('workflows');
/** Objectives of OpenSLO files, wherever they lie under a name with `slo`. */
export const openSlos = (): Input<OpenSlo[]> => inputOf('open-slo');
export const commands = (): Input<Commands> => inputOf('commands');

/** Records of one folder: those that could be read, and those that could not with their faults. */
export interface RecordSet<T> {
  folder: string;
  items: { name: string; path: string; record: Located<T> }[];
  broken: { path: string; faults: import('../domain/observation.ts').Fault[] }[];
}

export function inputKey(request: Input<unknown>): string {
  return request.of === '' ? request.kind : `${request.kind}:${request.of}`;
}
