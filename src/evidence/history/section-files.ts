import type { FactRequest } from '../../engine/fact-requests.ts';

/** Where a section was at some time: a file, and what leads to the key in it. */
export interface SectionFile {
  path: string;
  pointer: string;
}

type Request = Pick<FactRequest<'value-history'>, 'path' | 'pointer' | 'section'>;

/** The value of a key in a version of a file; NOTHING without that version. */
export type ValueOf = (blob: string | undefined, pointer: string) => unknown;

/** Whether the section is a part of the manifest when it is in this file. */
export function isInline(section: string | undefined, path: string): section is string {
  return section !== undefined && section !== 'pilot' && /(^|\/)pilot\.ya?ml$/i.test(path);
}

/** The folder of a path, with its final slash. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** The key of a request within its section. */
export function keyOf({ path, pointer, section }: Request): string {
  return isInline(section, path) ? pointer.slice(section.length + 1) : pointer;
}

/** A file of the section: what leads to the key depends on whether it is the manifest. */
export function fileOf(request: Request, path: string): SectionFile {
  const key = keyOf(request);
  const { section } = request;
  return { path, pointer: isInline(section, path) ? (key === '' ? section : `${section}.${key}`) : key };
}

/** The paths at which a section may be in its folder: its own file and the manifest, in both spellings. */
export function usualFiles(request: Request): string[] {
  const { path, section } = request;
  if (section === undefined) return [path];
  const stems = [...new Set([section, 'pilot'])].map((name) => `${folderOf(path)}${name}`);
  return [...new Set([path, ...stems.flatMap((stem) => [`${stem}.yaml`, `${stem}.yml`])])];
}
