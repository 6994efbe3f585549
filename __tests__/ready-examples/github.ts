import { parse } from 'yaml';
import type { Ask, ControlQuestion, Identity } from '../../src/core/asks.ts';
import { askKey } from '../../src/core/asks.ts';
import { covered, matcher } from '../../src/core/cover.ts';
import { type Observation, seen } from '../../src/core/observation.ts';
import type { FactSource } from '../../src/core/ports.ts';
import { makeTree, type Tree } from '../../src/core/tree.ts';
import { blobId } from '../criteria/memory-files.ts';
import type { Files } from './files.ts';

/**
 * The GitHub of one example: everything was merged before the pilot began, its people exist, its runs are green. When the
 * files that are judged differ from those of the example, that difference is one more commit, merged yesterday.
 */
export interface World {
  builders: Identity[];
  /** When what stands in the example was merged, and files that were merged at another time. */
  merged: string;
  mergedLater: Record<string, string>;
  signers: Record<string, string>;
  signedAt: string;
  /** Who accepted what: subject of the ask → accounts. */
  accepted: Record<string, string[]>;
  /** Members of teams. */
  teams: Record<string, number>;
  releases: { tag: string; at: string }[];
  /** The commit that the newest eval results ran on. */
  evaluated: string;
  /** An answer of its own for a kind of ask: given the ordinary one. */
  change?: Partial<Record<Ask<unknown>['kind'], (answer: never, args: Args) => unknown>>;
}

interface Args {
  who: string[];
  paths: string[];
  globs: string[];
  a: string[];
  b: string[];
  links: string[];
  controls: ControlQuestion[];
  path: string;
  pointer: string;
  subject: string;
  blob: string;
}

const MENDED = { commit: 'fe'.repeat(20), at: '2026-11-19T15:00:00Z' };
const FIRST = '1b'.repeat(20);
const idOf = (content = ''): string => blobId(new TextEncoder().encode(content));

export function githubOf(world: World, before: Files, now: Files): FactSource {
  const changed = Object.keys({ ...before, ...now }).filter((path) => before[path] !== now[path]);
  const answers: Partial<Record<Ask<unknown>['kind'], (args: Args) => unknown>> = {
    people: ({ who }) => who.map((one) => person(world, one)),
    approvals: ({ controls }) => controls.map((one) => signature(world, one, treeOf(before))),
    'value-history': (args) => valueHistory(world, args, before, now),
    history: ({ paths }) => histories(world, paths, before, now),
    'changed-since': ({ globs }) => ({ ancestor: true, commit: FIRST, changed: changed.filter(matcher(globs)) }),
    ancestry: ({ a, b }) => ancestry(changed.some(matcher(a)), changed.some(matcher(b))),
    authorship: () => ({ commits: commits(world) }),
    acceptance: ({ subject, who }) => {
      const by = who.find((one) => world.accepted[subject]?.includes(one));
      return by === undefined ? { accepted: false } : { accepted: true, by, at: '2026-11-16T08:00:00Z' };
    },
    'required-check': () => ({ required: true, boundToApp: true, source: 'ruleset production' }),
    'check-run': () => ({ found: true, conclusion: 'success', at: '2026-11-20T08:00:00Z' }),
    'workflow-run': () => ({
      found: true,
      conclusion: 'success',
      headSha: world.evaluated,
      at: '2026-11-20T08:00:00Z',
    }),
    releases: () => ({
      releases: world.releases.map(({ tag, at }) => ({ tag, at, commit: '2c'.repeat(20) })),
      deployments: [],
    }),
    issues: ({ links }) =>
      Object.fromEntries(
        links.map((link) => [link, { state: 'closed', closedAt: world.merged, mergedAt: world.merged }]),
      ),
    'last-promotion': () => ({}),
    'line-change': ({ path, blob }) => lineChange(before[path] ?? '', now[path] ?? '', blob),
    'part-taken': () => ({ merged: [], approved: [] }),
  };
  return {
    answer: async (asks) =>
      new Map(
        asks.map((wish): [string, Observation<unknown>] => {
          const args = wish.args as unknown as Args;
          const ordinary = answers[wish.kind];
          if (ordinary === undefined) throw new Error(`nobody answers ${wish.kind}`);
          const change = world.change?.[wish.kind] as ((answer: unknown, args: Args) => unknown) | undefined;
          const answer = ordinary(args);
          return [askKey(wish), seen(change === undefined ? answer : change(answer, args), { path: '' })];
        }),
      ),
  };
}

function person(world: World, who: string) {
  const humans = who.includes('/') ? (world.teams[who] ?? 2) : 1;
  return { who, exists: true, kind: who.includes('/') ? 'team' : 'user', suspended: false, humans, member: true };
}

function commits(world: World) {
  return Array.from({ length: 12 }, (_none, index) => {
    const author = world.builders[index % world.builders.length];
    const declaredAt = `2026-0${5 + Math.floor(index / 3)}-1${index % 3}T10:00:00Z`;
    return {
      commit: String(index).padStart(40, 'c'),
      author,
      committer: author,
      coAuthors: [],
      declaredAt,
      paths: ['src/intake.py'],
    };
  });
}

/** What the signer of a control saw: the files of the example, as they were before they were changed. */
function signature(world: World, { control, covers }: ControlQuestion, then: Tree) {
  const approval = {
    by: world.signers[control] ?? 'nobody',
    at: world.signedAt,
    source: 'record-pull-request',
    commit: FIRST,
    covered: covered(then, covers).map(({ path, mode, blob }) => ({ path, mode, blob })),
    eligible: true,
    authored: [],
    human: true,
    withdrawn: false,
  };
  return { control, approvals: control in world.signers ? [approval] : [] };
}

function valueHistory(world: World, { path, pointer }: Args, before: Files, now: Files) {
  const [then, today] = [valueAt(before, path, pointer), valueAt(now, path, pointer)];
  const author = world.builders[0];
  const first = { value: then, commit: FIRST, declaredAt: world.merged, mergedAt: world.merged, author };
  const last = { value: today, commit: MENDED.commit, declaredAt: MENDED.at, mergedAt: MENDED.at, author };
  const same = JSON.stringify(then) === JSON.stringify(today);
  return { path, pointer, values: same ? [first] : [first, last] };
}

const PARSED = new Map<string, unknown>();

/** YAML once for each text: one file is asked about many times. */
function parsed(content: string): unknown {
  if (!PARSED.has(content)) PARSED.set(content, parse(content));
  return PARSED.get(content);
}

function valueAt(files: Files, path: string, pointer: string): unknown {
  let value = parsed(files[path] ?? '');
  for (const key of pointer.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[key];
  return value ?? null;
}

function histories(world: World, globs: string[], before: Files, now: Files) {
  const wanted = matcher(globs);
  const author = world.builders[0];
  return Object.keys(now)
    .filter((path) => globs.includes(path) || wanted(path))
    .map((path) => {
      const at = world.mergedLater[path] ?? world.merged;
      const first = { commit: FIRST, blob: idOf(before[path]), declaredAt: at, mergedAt: at, author };
      const last = { commit: MENDED.commit, blob: idOf(now[path]), declaredAt: MENDED.at, mergedAt: MENDED.at, author };
      return {
        path,
        versions: before[path] === undefined ? [last] : first.blob === last.blob ? [first] : [first, last],
      };
    });
}

function ancestry(a: boolean, b: boolean) {
  const relation = b && !a ? 'b-newer' : a && b ? 'same' : 'a-newer';
  return { a: a ? MENDED.commit : FIRST, b: b ? MENDED.commit : FIRST, relation };
}

function lineChange(then: string, today: string, blob: string) {
  const lines = (whole: string): string[] => whole.split('\n').filter((line) => line.trim() !== '');
  const [old, fresh] = [lines(then), lines(today)];
  const found = idOf(then).startsWith(blob);
  const gone = (from: string[], other: string[]): number => from.filter((line) => !other.includes(line)).length;
  return {
    found,
    lines: Math.max(old.length, fresh.length),
    changed: Math.max(gone(old, fresh), gone(fresh, old)),
  };
}

function treeOf(files: Files): Tree {
  return makeTree(Object.entries(files).map(([path, content]) => ({ path, mode: '100644', blob: idOf(content) })));
}
