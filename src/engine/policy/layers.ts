import { parseInstant } from '../../domain/dates.ts';
import { PROFILES } from '../../domain/levels.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Criterion } from '../criterion.ts';
import type { Origin, Refusal } from './effective.ts';
import type { PolicyFile, PolicyLayer } from './file.ts';
import { type Direction, dotted, isFreed, type Keys, keyRules } from './keys.ts';
import { isWeaker } from './strictness.ts';

/** The two files of a repository, as far as there are any. */
export interface Layers {
  organization?: PolicyLayer | undefined;
  repository?: PolicyLayer | undefined;
}

/** Both files merged, except criteria: each value comes from the stricter one. */
export interface JoinedFile {
  file: PolicyFile;
  /** The layer of a value; undefined when neither file has it. */
  layerOf: (...keys: Keys) => PolicyLayer | undefined;
  /** Where a value came from. */
  from: (...keys: Keys) => Origin;
  /** The origins of each written key; a list in both files has both. */
  origins: Record<string, Origin[]>;
  refused: Refusal[];
}

/** Weakest first. */
const ORDERS: Record<string, readonly string[]> = {
  profile: PROFILES,
  mode: ['observe', 'enforce'],
  report: ['pilots', 'all'],
};
type Tree = Record<string, unknown>;

/**
 * Merges the files, key by key, in the direction that each key declares: the organization's value is a minimum. A weaker
 * value of the repository is refused and the organization's applies, unless its `allow` frees the key. Lists that can only
 * grow have the items of both. A value that only one of them has applies.
 */
export function joinLayers(catalog: Criterion[], { organization, repository }: Layers): JoinedFile {
  const file: Tree = { version: 1 };
  const layerByKey = new Map<string, PolicyLayer>();
  const origins: Record<string, Origin[]> = {};
  const refused: Refusal[] = [];
  const allow = organization?.file.allow ?? [];
  for (const rule of keyRules(catalog)) {
    if (rule.keys[0] === 'criteria' || rule.keys[0] === 'version') continue;
    for (const keys of presentKeys(rule.keys, [organization, repository])) {
      const baseline = valueAt(organization?.file, keys);
      const own = valueAt(repository?.file, keys);
      const isFree = isFreed(allow, keys);
      const settled = settle({ baseline, own, isFree, stricter: rule.stricter, key: dotted(keys) });
      put(file, keys, settled.value);
      const layer = settled.by === 'organization' ? organization : repository;
      if (layer) layerByKey.set(dotted(keys), layer);
      const from = settled.by === 'both' ? [organization, repository] : [layer];
      origins[dotted(keys)] = from.map((one) => originIn(one, keys));
      if (!settled.isRefused || !organization || !repository) continue;
      refused.push({
        key: dotted(keys),
        asked: shown(own),
        askedAt: originIn(repository, keys),
        held: shown(settled.value),
        heldAt: originIn(organization, keys),
      });
    }
  }
  if (organization && repository) {
    const dropped = startOfEnforcement(file, refused, { organization, repository }, allow);
    for (const key of dropped) {
      layerByKey.delete(key);
      delete origins[key];
    }
  }
  const layerOf = (...keys: Keys): PolicyLayer | undefined => {
    const whole = dotted(keys);
    const above = [...layerByKey].find(
      ([key]) => whole === key || whole.startsWith(`${key}.`) || whole.startsWith(`${key}[`),
    );
    return above?.[1] ?? (organization && !repository ? organization : repository);
  };
  return {
    file: file as PolicyFile,
    layerOf,
    from: (...keys) => originIn(layerOf(...keys), keys),
    origins,
    refused,
  };
}

/** The place of a value in a layer; `built-in` without one. */
export function originIn(layer: PolicyLayer | undefined, keys: Keys): Origin {
  if (!layer) return { path: 'built-in' };
  const { line } = layer.at(...keys);
  return line === undefined ? { path: layer.path } : { path: layer.path, line };
}

/** A value as people write it, on one line. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

interface Settled {
  value: unknown;
  by: 'organization' | 'repository' | 'both';
  isRefused?: boolean;
}

function settle(of: { baseline: unknown; own: unknown; isFree: boolean; stricter: Direction; key: string }): Settled {
  const { baseline, own, isFree, stricter, key } = of;
  if (own === undefined) return { value: baseline, by: 'organization' };
  if (baseline === undefined || isFree) return { value: own, by: 'repository' };
  if (stricter === 'union' || stricter === 'superset') {
    const both = [...new Set([baseline, own].flat())];
    return { value: Array.isArray(own) || both.length > 1 ? both : own, by: 'both' };
  }
  return isBelow(own, baseline, stricter, key)
    ? { value: baseline, by: 'organization', isRefused: true }
    : { value: own, by: isSame(own, baseline) ? 'organization' : 'repository' };
}

/** Whether the repository's value is weaker than the organization's, in the direction of its key. */
function isBelow(own: unknown, baseline: unknown, stricter: Direction, key: string): boolean {
  if (isSame(own, baseline)) return false;
  const order = ORDERS[key];
  if (stricter === 'order') return order === undefined || order.indexOf(String(own)) < order.indexOf(String(baseline));
  if (stricter === 'subset' && Array.isArray(own) && Array.isArray(baseline)) {
    const trusted = baseline.map((one) => parsePerson(String(one)));
    return !own.every((one) => trusted.some((person) => samePerson(person, parsePerson(String(one)))));
  }
  if (typeof own === 'string' && typeof baseline === 'string') {
    const [a, b] = [parseInstant(own), parseInstant(baseline)];
    return stricter === 'lower' && a !== undefined && b !== undefined ? a > b : true;
  }
  return isWeaker(own, baseline, stricter);
}

/**
 * `mode` and `enforce-from` together decide when enforcement starts: the repository must not use one to postpone the other
 * of the organization's file. Returns the keys that were removed from the file.
 */
function startOfEnforcement(
  file: Tree,
  refused: Refusal[],
  { organization, repository }: Required<{ [K in keyof Layers]: PolicyLayer }>,
  allow: string[],
): string[] {
  const [baseline, own] = [organization.file, repository.file];
  const dropped: string[] = [];
  if (isFreed(allow, ['mode'])) return dropped;
  const refuse = (key: 'mode' | 'enforceFrom', by: 'mode' | 'enforceFrom', held: string): void => {
    refused.push({
      key: dotted([key]),
      asked: shown(own[key]),
      askedAt: originIn(repository, [key]),
      held,
      heldAt: originIn(organization, [by]),
    });
    delete file[key];
    dropped.push(dotted([key]));
  };
  if (own.mode === 'observe' && baseline.mode === undefined && baseline.enforceFrom !== undefined)
    refuse('mode', 'enforceFrom', `enforced from ${baseline.enforceFrom}`);
  const isPutOff = own.enforceFrom !== undefined && baseline.enforceFrom === undefined && baseline.mode === 'enforce';
  if (isPutOff && !isFreed(allow, ['enforceFrom'])) refuse('enforceFrom', 'mode', 'enforced now');
  return dropped;
}

/** The keys of one rule that any of the files has: `*` stands for each name that is there. */
function presentKeys(rule: string[], layers: (PolicyLayer | undefined)[]): string[][] {
  const star = rule.indexOf('*');
  const names =
    star < 0
      ? undefined
      : [...new Set(layers.flatMap((layer) => Object.keys(valueAt(layer?.file, rule.slice(0, star)) ?? {})))];
  const all = names?.map((name) => rule.map((part, index) => (index === star ? name : part))) ?? [rule];
  return all.filter((keys) => layers.some((layer) => valueAt(layer?.file, keys) !== undefined));
}

function valueAt(file: unknown, keys: string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Tree)[key] : undefined,
    file,
  );
}

function put(file: Tree, keys: string[], value: unknown): void {
  const last = keys.at(-1) ?? '';
  const parent = keys.slice(0, -1).reduce<Tree>((tree, key) => {
    if (!Object.hasOwn(tree, key))
      Object.defineProperty(tree, key, { value: {}, enumerable: true, configurable: true });
    return tree[key] as Tree;
  }, file);
  Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true });
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
