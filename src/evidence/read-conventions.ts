import type { CatalogEntity, CodeOwners, OpenSlo, WorkflowFile } from '../domain/conventions.ts';
import { absent, invalid, type Observation, seen } from '../domain/observation.ts';
import type { Commands } from '../engine/inputs.ts';
import { readCatalogInfo } from '../formats/catalog-info.ts';
import { readCodeOwners } from '../formats/codeowners.ts';
import { makeTargets, npmScripts } from '../formats/commands.ts';
import { decodeText } from '../formats/decode.ts';
import { readOpenSlo } from '../formats/open-slo.ts';
import { readWorkflow } from '../formats/workflow-file.ts';
import { YAML_MAX_BYTES } from '../formats/yaml/index.ts';
import type { EvidenceLoader } from './loader.ts';
import { absenceReason, locateYaml } from './yaml-files.ts';

const CODEOWNERS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];
const CODEOWNERS_MAX_BYTES = 3 * 1024 * 1024;
const WORKFLOWS = '.github/workflows';
const MAX_WORKFLOWS = 200;
const SLO_FILE = /(^|\/)((open-?)?slos?\/[^/]+|[^/]*slo[^/]*)\.ya?ml$/i;
const MAX_SLO_FILES = 50;
const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];
const COMMANDS_MAX_BYTES = 1024 * 1024;

/** Reads CODEOWNERS from the first location that GitHub supports. */
export function readOwners(loader: EvidenceLoader): Observation<CodeOwners> | undefined {
  const path = CODEOWNERS.find((one) => loader.tree.get(one) !== undefined);
  if (path === undefined) {
    return absent({ path: '.github/CODEOWNERS' }, 'there is no CODEOWNERS in .github, at the root or in docs');
  }
  return text(loader, path, CODEOWNERS_MAX_BYTES, (words) => readCodeOwners(path, words));
}

/** Reads the entities of `catalog-info.yaml`. */
export function readCatalog(loader: EvidenceLoader): Observation<CatalogEntity[]> | undefined {
  const own = locateYaml(loader, 'catalog-info');
  if (own.kind === 'both') return own.faulty;
  if (own.kind === 'none') return absent({ path: own.path }, own.why);
  const bytes = loader.bytes(own.path, YAML_MAX_BYTES);
  if (bytes === undefined) return undefined;
  if (bytes.state === 'absent') return absent(bytes.place, absenceReason(own.path, bytes.why));
  if (bytes.state !== 'seen') return bytes;
  const { entities, faults } = readCatalogInfo(own.path, bytes.value);
  return faults.length > 0 ? invalid(bytes.place, faults) : seen(entities, bytes.place);
}

/** Reads the GitHub Actions workflows, without invalid ones. None gives an empty list. */
export function readWorkflows(loader: EvidenceLoader): Observation<WorkflowFile[]> | undefined {
  const paths = loader.tree.entries
    .map((entry) => entry.path)
    .filter((path) => path.startsWith(`${WORKFLOWS}/`) && /^[^/]+\.ya?ml$/.test(path.slice(WORKFLOWS.length + 1)))
    .slice(0, MAX_WORKFLOWS);
  const files = paths.map((path) => ({ path, bytes: loader.bytes(path, YAML_MAX_BYTES) }));
  const read: WorkflowFile[] = [];
  for (const { path, bytes } of files) {
    if (bytes === undefined) return undefined;
    if (bytes.state === 'unavailable') return bytes;
    const workflow = bytes.state === 'seen' ? readWorkflow(path, bytes.value) : undefined;
    if (workflow) read.push(workflow);
  }
  return seen(read, { path: WORKFLOWS });
}

/** Reads the objectives of OpenSLO files; other and invalid files are skipped. None gives an empty list. */
export function readOpenSlos(loader: EvidenceLoader): Observation<OpenSlo[]> | undefined {
  const paths = loader.tree.entries
    .map((entry) => entry.path)
    .filter((path) => SLO_FILE.test(path) && !path.includes('node_modules/') && !path.startsWith(`${WORKFLOWS}/`))
    .slice(0, MAX_SLO_FILES);
  const files = paths.map((path) => ({ path, bytes: loader.bytes(path, YAML_MAX_BYTES) }));
  const read: OpenSlo[] = [];
  for (const { path, bytes } of files) {
    if (bytes === undefined) return undefined;
    if (bytes.state === 'unavailable') return bytes;
    if (bytes.state === 'seen') read.push(...readOpenSlo(path, bytes.value));
  }
  return seen(read, { path: '' });
}

/** Reads make targets and npm scripts. None gives empty lists. */
export function readCommands(loader: EvidenceLoader): Observation<Commands> | undefined {
  const makefile = MAKEFILES.find((path) => loader.tree.get(path) !== undefined);
  const make = makefile === undefined ? none() : text(loader, makefile, COMMANDS_MAX_BYTES, makeTargets);
  const hasPackage = loader.tree.get('package.json') !== undefined;
  const npm = hasPackage ? text(loader, 'package.json', COMMANDS_MAX_BYTES, npmScripts) : none();
  if (make === undefined || npm === undefined) return undefined;
  if (make.state === 'unavailable') return make;
  if (npm.state === 'unavailable') return npm;
  const names = (found: Observation<string[]>): string[] => (found.state === 'seen' ? found.value : []);
  const place = make.state === 'seen' && make.place.path !== '' ? make.place : npm.state === 'seen' ? npm.place : null;
  return seen({ make: names(make), npm: names(npm) }, place ?? { path: '' });
}

function none(): Observation<string[]> {
  return seen([], { path: '' });
}

function text<T>(
  loader: EvidenceLoader,
  path: string,
  maxBytes: number,
  read: (text: string) => T,
): Observation<T> | undefined {
  const bytes = loader.bytes(path, maxBytes);
  if (bytes === undefined) return undefined;
  if (bytes.state === 'absent') return absent(bytes.place, absenceReason(path, bytes.why));
  if (bytes.state !== 'seen') return bytes;
  const decoded = decodeText(path, bytes.value);
  return decoded.ok ? seen(read(decoded.text), bytes.place) : invalid(bytes.place, [decoded.fault]);
}
