// docs/attacks.md is written by hand; the sections between marks are generated.
import { readFileSync, writeFileSync } from 'node:fs';

const page = new URL('../docs/attacks.md', import.meta.url);

/** Replaces the text between the two marks of a section. Throws if the page has no section of that name. */
export function writeSection(name, text) {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const before = readFileSync(page, 'utf8');
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/attacks.md has no section ${name}`);
  writeFileSync(page, `${before.slice(0, from)}${begin}\n${text}\n${before.slice(to)}`);
}
