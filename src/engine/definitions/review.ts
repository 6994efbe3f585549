import { canonical } from '../../domain/canonical.ts';
import { digest } from '../../domain/cover.ts';
import { defined } from '../../domain/defined.ts';
import type { Definitions } from '../../domain/report.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { DefinitionAcceptance } from '../fact-answers.ts';
import { type AcceptorContext, acceptorsFor, anyAcceptor } from './acceptors.ts';
import { leavesOutFile, reachOf } from './covers.ts';
import type { DefinitionEntry } from './entries.ts';
import { type LeavesOut, type LooserDefinition, looserDefinitions } from './looser.ts';

/** The definitions of a pilot at one commit. */
export interface DefinitionsAt {
  entries: DefinitionEntry[];
  tree: Tree;
  pilot: Pilot | undefined;
  /** Sections and records that are there and cannot be used: what they asked is not known. */
  broken: string[];
}

/** A looser definition with everybody who may accept it. */
export type PendingDefinition = LooserDefinition & { who: string[] };

/** Identifies what is asked: equal for two commits exactly when all of their definitions are. */
export function definitionsDigest({ entries }: Pick<DefinitionsAt, 'entries'>): string {
  const written = entries.filter(({ value }) => value !== undefined).map(({ path, value }) => [path, value]);
  return digest(canonical(Object.fromEntries(written)));
}

/**
 * What a promotion asks less of than the branches it is compared with, each definition once; the first of these branches
 * names who may accept it. Without any definition there, all of the promotion are new and have to be accepted once.
 */
export function pendingDefinitions(
  baselines: DefinitionsAt[],
  head: DefinitionsAt,
  context: Omit<AcceptorContext, 'pilot'> & { evidenceRoot: string } & History,
): PendingDefinition[] {
  const pilot = baselines.find((one) => one.pilot !== undefined)?.pilot;
  const known = baselines.filter(({ entries }) => entries.length > 0);
  if (known.length === 0)
    return head.entries.length === 0
      ? []
      : [{ path: 'all definitions', acceptor: 'sponsor', who: anyAcceptor({ ...context, pilot }) }];
  const found = known.flatMap((base) =>
    looserDefinitions(base.entries, head.entries, leavesOutBetween(base.tree, head.tree, context.evidenceRoot)),
  );
  const unreadable = known.flatMap(({ broken }) =>
    broken
      .filter((path) => head.entries.some((entry) => entry.path.startsWith(`${path}.`)))
      .map((path): LooserDefinition => ({ path, acceptor: 'product', before: 'not readable' })),
  );
  const overTime = looserDefinitions(
    context.accepted,
    head.entries,
    leavesOutBetween(head.tree, head.tree, context.evidenceRoot),
  );
  const written = new Map(head.entries.map((entry) => [entry.path, entry]));
  const never = context.never.flatMap((path): LooserDefinition[] => {
    const entry = written.get(path);
    return entry?.value === undefined ? [] : [{ path: path.split('.')[0] ?? path, acceptor: entry.rule.acceptor }];
  });
  const once = [
    ...new Map(
      [...found, ...unreadable, ...overTime, ...never].map((one) => [`${one.path} ${one.acceptor}`, one]),
    ).values(),
  ];
  return once.map((one) => ({ ...one, who: acceptorsFor(one.acceptor, one.path, { ...context, pilot }) }));
}

/** What the history of the evidence shows. */
interface History {
  /** The definitions that were accepted over time. */
  accepted: DefinitionEntry[];
  /** Paths of definitions that nobody approved, where that is asked. */
  never: string[];
}

/** Whether globs leave out a file, by the files before and after; only one tree where those of before are not known. */
export function leavesOutBetween(before: Tree, after: Tree, evidenceRoot: string): LeavesOut {
  return (path, globsBefore, globsAfter) =>
    leavesOutFile(
      { tree: before, reach: reachOf(path, globsBefore, evidenceRoot) },
      { tree: after, reach: reachOf(path, globsAfter, evidenceRoot) },
    );
}

/** The state of the definitions in a report, given who accepted them as they are now, or why that is not known. */
export function definitionsState(
  head: DefinitionsAt,
  pending: PendingDefinition[],
  accepted: DefinitionAcceptance[] | { unknown: string },
): Definitions {
  const given = Array.isArray(accepted) ? accepted : [];
  const looser = pending.map(({ path, before, after, who }) => {
    const by = given.find((one) => one.as.some((name) => who.includes(name)));
    return {
      path,
      ...defined({ before, after }),
      who: who.map((name) => `@${name}`),
      ...(by === undefined ? {} : { accepted: { by: `@${by.by}`, at: by.at, ...defined({ link: by.link }) } }),
    };
  });
  const known = { digest: definitionsDigest(head), looser };
  if (!Array.isArray(accepted)) return { state: 'unknown', reason: accepted.unknown, ...known };
  const isAccepted = looser.every((one) => 'accepted' in one);
  return { state: isAccepted ? 'accepted' : 'pending', ...known };
}
