import * as z from 'zod';
import { defined } from '../domain/defined.ts';
import { kebab } from '../domain/kebab.ts';
import { absent, invalid, type Observation, type Place, seen } from '../domain/observation.ts';
import type { Located } from '../engine/inputs.ts';
import { fitYaml, type YamlEntry } from '../formats/yaml/index.ts';
import type { EvidenceLoader } from './loader.ts';
import { SECTIONS, type SectionName } from './schema/index.ts';
import { type Pilot, pilotSection } from './schema/pilot.ts';
import { duplicateFaults, locateYaml, type OpenFile, openFile } from './yaml-files.ts';

const INLINE = (Object.keys(SECTIONS) as SectionName[]).filter((name) => name !== 'pilot');
const camel = (name: string): string => name.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** The manifest without its inline sections, so that a fault in one section does not hide the others. */
const manifestAlone = pilotSection.extend(
  Object.fromEntries(INLINE.map((name) => [camel(name), z.unknown().optional()])),
);

/** The manifest as far as it could be read. */
interface Manifest {
  path: string;
  pilot: Observation<Located<Pilot>>;
  /** The opened file, if it is valid YAML. */
  file?: OpenFile;
  entry: (key: string) => YamlEntry | undefined;
}

/** Reads a section from its own file or from the manifest; undefined until the files are fetched. */
export function readSection(loader: EvidenceLoader, name: SectionName): Observation<Located<unknown>> | undefined {
  const found = manifest(loader);
  if (name === 'pilot') return found?.pilot;
  const own = locateYaml(loader, `${loader.paths.root}/${name}`);
  const file = own.kind === 'one' ? openFile(loader, own.path) : undefined;
  if (found === undefined || (own.kind === 'one' && file === undefined)) return undefined;
  return loader.memoized(`section:${name}`, () => {
    if (own.kind === 'both') return own.faulty;
    const inline = found.entry(name);
    if (inline && found.file) {
      const place = { path: found.path, ...found.file.lines(inline.at) };
      if (file !== undefined && own.kind === 'one')
        return invalid({ path: own.path }, duplicateFaults({ path: own.path }, place));
      return fitSection<unknown>(SECTIONS[name], found.file, inline);
    }
    // Without a readable manifest it is unknown whether it contains the section.
    if (found.pilot.state === 'unavailable') return found.pilot;
    if (file !== undefined) return file.state === 'seen' ? fitSection<unknown>(SECTIONS[name], file.value) : file;
    if (found.file === undefined && found.pilot.state === 'invalid') return found.pilot;
    return absent({ path: own.path }, (own.kind === 'none' && own.why) || missingSection(own.path, found, name));
  });
}

/** Paths of a kind of document declared in the manifest; invalid when that part cannot be read. */
export function declaredDocuments(
  loader: EvidenceLoader,
  kind: 'runbook' | 'rollback',
): Observation<{ path: string; place: Place }[]> | undefined {
  const found = manifest(loader);
  if (found === undefined) return undefined;
  const { pilot } = found;
  if (pilot.state === 'seen') {
    const { value, at } = pilot.value;
    const paths = value.documents?.[kind] ?? [];
    return seen(
      paths.map((path, index) => ({ path, place: at('documents', kind, index) })),
      pilot.place,
    );
  }
  // Faults elsewhere in the manifest do not matter if it has no documents.
  const isUnmentioned =
    pilot.state === 'absent' || (found.file !== undefined && found.entry('documents') === undefined);
  return isUnmentioned ? seen([], { path: found.path }) : pilot;
}

function manifest(loader: EvidenceLoader): Manifest | undefined {
  const own = locateYaml(loader, `${loader.paths.root}/pilot`);
  if (own.kind === 'both')
    return { path: `${loader.paths.root}/pilot.yaml`, pilot: own.faulty, entry: () => undefined };
  if (own.kind === 'none') {
    return { path: own.path, pilot: absent({ path: own.path }, own.why), entry: () => undefined };
  }
  const file = openFile(loader, own.path);
  if (file === undefined) return undefined;
  return loader.memoized('manifest', (): Manifest => {
    if (file.state !== 'seen') return { path: own.path, pilot: file, entry: () => undefined };
    const root = file.value.documents[0];
    const entries = root?.kind === 'map' ? root.entries : [];
    return {
      path: own.path,
      pilot: fitSection(manifestAlone as unknown as z.ZodType<Pilot>, file.value),
      file: file.value,
      entry: (key) => entries.find((entry) => entry.key.replaceAll('_', '-') === kebab(key)),
    };
  });
}

function fitSection<T>(schema: z.ZodType<T>, file: OpenFile, part?: YamlEntry): Observation<Located<T>> {
  const blob = defined({ blob: file.blob });
  const { value, faults, at } = fitYaml(schema, file, { ...blob, ...(part ? { part } : {}) });
  const place = part === undefined ? { path: file.path, ...blob } : at();
  return value === undefined || faults.length > 0 ? invalid(place, faults) : seen({ value, at }, place);
}

function missingSection(path: string, found: Manifest, name: string): string {
  if (found.pilot.state === 'absent') return `neither ${path} nor ${found.path} is there`;
  return `${path} is not there, and ${found.path} has no \`${name}\``;
}
