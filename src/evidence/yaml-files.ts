import { defined } from '../domain/defined.ts';
import { absent, type Fault, invalid, type Observation, type Place, seen } from '../domain/observation.ts';
import { type OpenedYaml, openYaml, YAML_MAX_BYTES } from '../formats/yaml/index.ts';
import type { EvidenceLoader } from './loader.ts';
import { refusedByTree } from './refusals.ts';

/** Whether a path is a YAML file of the evidence, at any depth. */
export function isEvidenceYaml(root: string, path: string): boolean {
  return path.startsWith(`${root}/`) && /\.ya?ml$/i.test(path);
}

/** The file of something that may be spelled `.yaml` or `.yml`. */
export type YamlLocation =
  | { kind: 'none'; path: string; why?: string }
  | { kind: 'one'; path: string }
  | { kind: 'both'; faulty: Observation<never> };

/** Finds `<stem>.yaml` or `<stem>.yml` in the tree; both is a fault that names both. */
export function locateYaml(loader: EvidenceLoader, stem: string): YamlLocation {
  const [yaml, yml] = [`${stem}.yaml`, `${stem}.yml`];
  const [hasYaml, hasYml] = [loader.tree.get(yaml), loader.tree.get(yml)];
  if (hasYaml && hasYml)
    return { kind: 'both', faulty: invalid({ path: yaml }, duplicateFaults({ path: yaml }, { path: yml })) };
  if (hasYaml || hasYml) return { kind: 'one', path: hasYaml ? yaml : yml };
  const refused = refusedByTree(loader.tree, yaml);
  return refused?.state === 'absent' && refused.why !== undefined
    ? { kind: 'none', path: yaml, why: `${yaml} ${refused.why}` }
    : { kind: 'none', path: yaml };
}

/** The faults of something that is defined twice. */
export function duplicateFaults(first: Place, second: Place): Fault[] {
  const position = (place: Place): string => `${place.path}${place.line === undefined ? '' : `:${place.line}`}`;
  const fault = (here: Place, there: Place): Fault => ({
    path: here.path,
    line: here.line ?? 1,
    column: here.column ?? 1,
    key: '',
    problem: `is defined both at ${position(here)} and at ${position(there)}`,
    remedy: 'Keep one of the two.',
  });
  return [fault(first, second), fault(second, first)];
}

export type OpenFile = OpenedYaml & { ok: true } & { blob?: string };

/** Opens a YAML file of the tree, before any schema is applied; undefined until it is fetched. */
export function openFile(loader: EvidenceLoader, path: string): Observation<OpenFile> | undefined {
  const bytes = loader.bytes(path, YAML_MAX_BYTES);
  if (bytes === undefined) return undefined;
  if (bytes.state === 'absent') return absent(bytes.place, absenceReason(path, bytes.why));
  if (bytes.state !== 'seen') return bytes;
  return loader.parsed('yaml', bytes, (): Observation<OpenFile> => {
    const opened = openYaml(path, bytes.value);
    const { blob } = bytes.place;
    if (!opened.ok) return invalid(bytes.place, opened.faults);
    return seen({ ...opened, ...defined({ blob }) }, bytes.place);
  });
}

/** Sources give reasons as a predicate (`is a symbolic link …`); this adds the subject. */
export function absenceReason(path: string, why: string | undefined, where?: Place): string {
  const named =
    where === undefined ? '' : ` (named at ${where.path}${where.line === undefined ? '' : `:${where.line}`})`;
  return `${path} ${why ?? 'is not there'}${named}`;
}
