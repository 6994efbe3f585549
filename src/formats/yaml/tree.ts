import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';

/** A YAML value with the offset of everything in it; aliases are resolved and share their node. */
export type YamlNode =
  | { kind: 'map'; at: number; entries: YamlEntry[]; size: number; height: number }
  | { kind: 'list'; at: number; items: YamlNode[]; size: number; height: number }
  | { kind: 'scalar'; at: number; value: string | number | boolean | null; size: number; height: number };

export interface YamlEntry {
  /** As written, without quotes. */
  key: string;
  at: number;
  node: YamlNode;
}

/** What is wrong at an offset, before lines are known. */
export interface Spotted {
  at: number;
  key: string;
  problem: string;
  remedy: string;
}

export const YAML_MAX_DEPTH = 40;
const MAX_NODES = 20_000;
const MAX_EXPANDED = 100_000;
const MAX_ALIASES = 100;

interface Walk {
  anchors: Map<string, YamlNode>;
  nodes: number;
  expanded: number;
  aliases: number;
  spotted: Spotted[];
  stopped: boolean;
}

/**
 * The tree of one document. `spotted` holds what a strict reader refuses and a tolerant one may overlook;
 * `stopped` says that a limit was reached and the tree is not whole.
 */
export function treeOf(document: Document.Parsed): { root: YamlNode; spotted: Spotted[]; stopped: boolean } {
  const walk: Walk = { anchors: new Map(), nodes: 0, expanded: 0, aliases: 0, spotted: [], stopped: false };
  const root = convert(document.contents, 0, '', 0, walk);
  return { root, spotted: walk.spotted, stopped: walk.stopped };
}

function convert(node: Node | null, depth: number, key: string, fallback: number, walk: Walk): YamlNode {
  const at = node?.range?.[0] ?? fallback;
  const empty: YamlNode = { kind: 'scalar', at, value: null, size: 1, height: 0 };
  if (walk.stopped) return empty;
  walk.nodes += 1;
  walk.expanded += 1;
  if (depth > YAML_MAX_DEPTH) return stop(walk, at, key, `is nested deeper than ${YAML_MAX_DEPTH} levels`, empty);
  if (walk.nodes > MAX_NODES) return stop(walk, at, key, `is one of more than ${MAX_NODES} values`, empty);
  if (walk.expanded > MAX_EXPANDED) {
    return stop(walk, at, key, `makes the file more than ${MAX_EXPANDED} values once its aliases are followed`, empty);
  }
  if (isAlias(node)) return follow(node.source, at, depth, key, walk, empty);
  const made = isMap(node)
    ? map(node.items as { key: unknown; value: unknown }[], at, depth, key, walk)
    : isSeq(node)
      ? list(node.items as Node[], at, depth, key, walk)
      : scalar(isScalar(node) ? node.value : null, at);
  const anchor = isAlias(node) ? undefined : node?.anchor;
  if (anchor !== undefined) walk.anchors.set(anchor, made);
  return made;
}

function follow(name: string, at: number, depth: number, key: string, walk: Walk, empty: YamlNode): YamlNode {
  walk.aliases += 1;
  if (walk.aliases > MAX_ALIASES) return stop(walk, at, key, `is one of more than ${MAX_ALIASES} aliases`, empty);
  const target = walk.anchors.get(name);
  if (target === undefined) {
    walk.spotted.push({
      at,
      key,
      problem: `is the alias *${name.slice(0, 40)}, which no anchor above it gives`,
      remedy: 'Write the value itself.',
    });
    return empty;
  }
  walk.expanded += target.size;
  if (walk.expanded > MAX_EXPANDED) {
    return stop(walk, at, key, `makes the file more than ${MAX_EXPANDED} values once its aliases are followed`, empty);
  }
  if (depth + target.height > YAML_MAX_DEPTH) {
    return stop(walk, at, key, `is nested deeper than ${YAML_MAX_DEPTH} levels`, empty);
  }
  return target;
}

function map(pairs: { key: unknown; value: unknown }[], at: number, depth: number, path: string, walk: Walk): YamlNode {
  const entries: YamlEntry[] = [];
  for (const pair of pairs) {
    if (walk.stopped) break;
    const keyNode = pair.key as Node | null;
    const keyAt = keyNode?.range?.[0] ?? at;
    if (!isScalar(keyNode)) {
      walk.spotted.push({
        at: keyAt,
        key: path,
        problem: 'has a key that is not plain text',
        remedy: 'Write the key as a word.',
      });
      continue;
    }
    const key = keyNode.source ?? String(keyNode.value ?? '');
    const below = under(path, key);
    if (key === '<<') {
      walk.spotted.push({
        at: keyAt,
        key: below,
        problem: 'is a merge key, which is not supported',
        remedy: 'Write the keys out where they belong.',
      });
    }
    entries.push({ key, at: keyAt, node: convert(pair.value as Node | null, depth + 1, below, keyAt, walk) });
  }
  return {
    kind: 'map',
    at,
    entries,
    size: 1 + sum(entries.map(({ node }) => node.size)),
    height: 1 + highest(entries.map(({ node }) => node)),
  };
}

function list(nodes: (Node | null)[], at: number, depth: number, path: string, walk: Walk): YamlNode {
  const items: YamlNode[] = [];
  for (const [index, node] of nodes.entries()) {
    if (walk.stopped) break;
    items.push(convert(node, depth + 1, under(path, index), at, walk));
  }
  return { kind: 'list', at, items, size: 1 + sum(items.map((node) => node.size)), height: 1 + highest(items) };
}

function scalar(value: unknown, at: number): YamlNode {
  const plain =
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : String(value ?? '');
  return { kind: 'scalar', at, value: plain, size: 1, height: 0 };
}

function stop(walk: Walk, at: number, key: string, problem: string, empty: YamlNode): YamlNode {
  walk.stopped = true;
  walk.spotted.push({ at, key, problem, remedy: 'Keep a smaller file: leave out what nobody reads, or split it.' });
  return empty;
}

/** The path of keys as written: `baselines[1].n`. */
export function under(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  const short = key.length > 80 ? `${key.slice(0, 79)}…` : key;
  return path === '' ? short : `${path}.${short}`;
}

function sum(sizes: number[]): number {
  let total = 0;
  for (const size of sizes) total += size;
  return total;
}

function highest(nodes: YamlNode[]): number {
  let most = 0;
  for (const node of nodes) most = Math.max(most, node.height);
  return most;
}
