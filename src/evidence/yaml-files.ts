import { absent, type Fault, invalid, type Observation, type Place, seen } from '../domain/observation.ts';
import { type OpenedYaml, openYaml, YAML_MAX_BYTES } from '../formats/yaml/index.ts';
import type { EvidenceLoader } from './loader.ts';
import { refusedByTree } from './refusals.ts';

/** Which file holds something that may be spelled `.yaml` or `.yml`. */
export type Spelling =
  | { kind: 'none'; path: string; why?: string }
  | { kind: 'one'; path: string }
  | { kind: 'both'; faulty: Observation<never> };

/** Looks for `<stem>.yaml` and `<stem>.yml` in the tree; both is a fault that names both. */
export function spelling(loader: EvidenceLoader, stem: string): Spelling {
  const [yaml, yml] = [`${stem}.yaml`, `${stem}.yml`];
  const [hasYaml, hasYml] = [loader.tree.get(yaml), loader.tree.get(yml)];
  if (hasYaml && hasYml) return { kind: 'both', faulty: invalid({ path: yaml }, twice({ path: yaml }, { path: yml })) };
  if (hasYaml || hasYml) return { kind: 'one', path: hasYaml ? yaml : yml };
  const refused = refusedByTree(loader.tree, yaml);
  return refused?.state === 'absent' && refused.why !== undefined
    ? { kind: 'none', path: yaml, why: `${yaml} ${refused.why}` }
    : { kind: 'none', path: yaml };
}

/** The faults of something that stands in two places. */
export function twice(first: Place, second: Place): Fault[] {
  const words = (place: Place): string => `${place.path}${place.line === undefined ? '' : `:${place.line}`}`;
  const fault = (here: Place, there: Place): Fault => ({
    path: here.path,
    line: here.line ?? 1,
    column: here.column ?? 1,
    key: '',
    problem: `stands at ${words(here)} and at ${words(there)} as well`,
    remedy: 'Keep one of the two.',
  });
  return [fault(first, second), fault(second, first)];
}

export type OpenFile = OpenedYaml & { ok: true } & { blob?: string };

/** A YAML file that is in the tree, opened but not yet read by a schema; undefined until its bytes are here. */
export function openFile(loader: EvidenceLoader, path: string): Observation<OpenFile> | undefined {
  const bytes = loader.bytes(path, YAML_MAX_BYTES);
  if (bytes === undefined) return undefined;
  if (bytes.state === 'absent') return absent(bytes.place, sentence(path, bytes.why));
  if (bytes.state !== 'seen') return bytes;
  return loader.parsed('yaml', bytes, (): Observation<OpenFile> => {
    const opened = openYaml(path, bytes.value);
    const { blob } = bytes.place;
    if (!opened.ok) return invalid(bytes.place, opened.faults);
    return seen({ ...opened, ...(blob === undefined ? {} : { blob }) }, bytes.place);
  });
}

/** Sources say why in a predicate (`is a symbolic link …`); a finding needs the subject too. */
export function sentence(path: string, why: string | undefined, where?: Place): string {
  const named =
    where === undefined ? '' : ` (named at ${where.path}${where.line === undefined ? '' : `:${where.line}`})`;
  return `${path} ${why ?? 'is not there'}${named}`;
}
