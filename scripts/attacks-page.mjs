// docs/attacks.md is written by people around sections that machines fill in.
import { readFileSync, writeFileSync } from 'node:fs';

const page = new URL('../docs/attacks.md', import.meta.url);

/** Replaces what stands between the two marks of a section. Throws when the page has none of that name. */
export function writeSection(name, text) {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const before = readFileSync(page, 'utf8');
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/attacks.md has no section ${name}`);
  writeFileSync(page, `${before.slice(0, from)}${begin}\n${text}\n${before.slice(to)}`);
}
