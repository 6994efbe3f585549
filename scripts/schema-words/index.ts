import { FIGURES } from './figures.ts';
import { PEOPLE } from './people.ts';
import { POLICY } from './policy.ts';
import { SYSTEMS } from './systems.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const WORDS: Record<string, string> = { ...PEOPLE, ...FIGURES, ...SYSTEMS, ...POLICY };

/**
 * A JSON Schema with words for every key that has none of its own, so that editors can show them. What a schema says of
 * itself wins; then `parent.key`, `key@file`, `key`. `more` are words that the catalog has.
 */
export function withWords(schema: unknown, file: string, more: Record<string, string> = {}): unknown {
  return described(schema as Json, { file, words: { ...WORDS, ...more } }, '');
}

interface Book {
  file: string;
  words: Record<string, string>;
}

function described(node: Json, book: Book, parent: string): Json {
  if (Array.isArray(node)) return node.map((one) => described(one, book, parent));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([word, value]): [string, Json] => {
      if (word !== 'properties' || typeof value !== 'object' || value === null || Array.isArray(value))
        return [word, word === 'enum' || word === 'const' ? value : described(value, book, parent)];
      const keys = Object.entries(value).map(([key, one]): [string, Json] => [
        key,
        worded(described(one, book, key), wordsFor(key, parent, book)),
      ]);
      return [word, Object.fromEntries(keys)];
    }),
  );
}

function worded(node: Json, words: string | undefined): Json {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return node;
  if (words === undefined || 'description' in node || 'title' in node) return node;
  return { ...node, description: words };
}

function wordsFor(key: string, parent: string, { file, words }: Book): string | undefined {
  return words[`${parent}.${key}`] ?? words[`${key}@${file}`] ?? words[key];
}
