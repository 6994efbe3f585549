/** Commands that a repository offers by name. */

const MAX_CHARACTERS = 1024 * 1024;

/** Targets of a Makefile that a person would call: no patterns, no special targets, no assignments. */
export function makeTargets(text: string): string[] {
  const targets = new Set<string>();
  for (const line of text.slice(0, MAX_CHARACTERS).split(/\r?\n/)) {
    // A recipe begins with a tab, an assignment has `=` right after its colons.
    if (line === '' || /^[\s#]/.test(line)) continue;
    const colon = line.indexOf(':');
    if (colon <= 0 || /^:{1,3}=/.test(line.slice(colon, colon + 4)) || line.slice(0, colon).includes('=')) continue;
    for (const name of line.slice(0, colon).split(/\s+/)) {
      if (/^[A-Za-z0-9_][\w./-]*$/.test(name)) targets.add(name);
    }
  }
  return [...targets];
}

/** Names of the scripts of a package.json; none when it cannot be read. */
export function npmScripts(text: string): string[] {
  if (text.length > MAX_CHARACTERS) return [];
  try {
    const { scripts } = Object(JSON.parse(text.replace(/^\uFEFF/, '')));
    return typeof scripts === 'object' && scripts !== null && !Array.isArray(scripts) ? Object.keys(scripts) : [];
  } catch {
    return [];
  }
}
