const MAGIC = /[*?[\]{}()!+@\\]/;

/** The folder or file that contains everything a glob can match; undefined when it is outside the pilot. */
function globFolder(glob: string): string | undefined {
  const parts: string[] = [];
  for (const part of glob.replace(/^(\.\/)+/, '').split('/')) {
    if (MAGIC.test(part)) break;
    parts.push(part);
  }
  if (parts[0] === '' && glob !== '') return undefined;
  if (parts.includes('..') || glob.includes('\0')) return undefined;
  return parts.join('/').replace(/\/+$/, '');
}

/** The distinct folders of several globs, without those outside the pilot. */
export function globFolders(globs: string[]): string[] {
  return [...new Set(globs.flatMap((glob) => globFolder(glob) ?? []))].sort();
}
