import type { YamlNode } from './tree.ts';

/** For files of others, read tolerantly: a child by key, a text, the texts of a list; nothing is a fault. */

type Maybe = YamlNode | undefined;

export function child(node: Maybe, key: string): Maybe {
  if (node?.kind !== 'map') return undefined;
  return node.entries.find((entry) => entry.key === key)?.node;
}

/** A scalar as text; undefined for nothing, maps and lists. */
export function textOf(node: Maybe): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}

/** The texts of a list, or of a single scalar. */
export function textsOf(node: Maybe): string[] {
  if (node?.kind === 'list') return node.items.flatMap((item) => textOf(item) ?? []);
  return textOf(node) === undefined ? [] : [String(textOf(node))];
}

export function itemsOf(node: Maybe): YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

export function keysOf(node: Maybe): string[] {
  return node?.kind === 'map' ? node.entries.map((entry) => entry.key) : [];
}
