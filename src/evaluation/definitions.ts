import { UnavailableError } from '../domain/errors.ts';
import { absent, type Observation, seen } from '../domain/observation.ts';
import type { Definitions } from '../domain/report.ts';
import { makeTree, type Tree } from '../domain/tree.ts';
import { acceptedSet, commitsToApprove, type DefinitionsVersion } from '../engine/definitions/accepted-set.ts';
import { type DefinitionEntry, definitionEntries } from '../engine/definitions/entries.ts';
import {
  type DefinitionsAt,
  definitionsDigest,
  definitionsState,
  leavesOutBetween,
  pendingDefinitions,
} from '../engine/definitions/review.ts';
import type { DefinitionAcceptance, DefinitionVersion } from '../engine/fact-answers.ts';
import {
  answerOf,
  approvedChanges,
  definitionAcceptances,
  definitionVersions,
  type FactAnswer,
  type FactKind,
  type FactRequest,
} from '../engine/fact-requests.ts';
import { records, section, tree } from '../engine/inputs.ts';
import type { EffectivePolicy } from '../engine/policy/effective.ts';
import type { FactSource, FileSource } from '../engine/ports.ts';
import { resolveInputs } from '../evidence/resolve.ts';
import { RECORDS, SECTIONS, type SectionName } from '../evidence/schema/index.ts';
import { isEvidenceYaml } from '../evidence/yaml-files.ts';

/** What a promotion is compared with, to see whether it asks less than was asked before. */
export interface DefinitionSources {
  /** The files at the tips of the base branch and, where that is another one, the default branch. */
  baselines: () => Promise<FileSource[]>;
  /** The files at any commit, to see which definitions somebody accepted there. */
  filesAt: (commit: string) => FileSource;
  /** Lower-cased login of who opened the pull request. */
  opener?: string;
}

/**
 * Compares the definitions of a promotion with those of the branches it goes to, and looks up who accepted the looser
 * ones. Undefined when none is looser. What could not be read makes the state unknown, never accepted.
 */
export async function reviewDefinitions(
  { baselines, filesAt, opener }: DefinitionSources,
  subject: { files: FileSource; facts: FactSource; commit: string | undefined },
  policy: EffectivePolicy,
): Promise<Definitions | undefined> {
  try {
    const others = await baselines();
    const changes = await ask(subject.facts, definitionVersions(policy.evidence.root));
    if ('unknown' in changes) throw new UnavailableError(changes.unknown);
    const isUnchanged = await areEqual([subject.files, ...others], policy.evidence.root);
    if (isUnchanged && changes.value.length < 2 && policy.profile === 'minimal') return undefined;
    const [head, ...bases] = await Promise.all([subject.files, ...others].map((files) => definitionsAt(files, policy)));
    if (head === undefined) return undefined;
    const versions = await parsedVersions(changes.value, policy);
    const history = await acceptedIn(versions, head, subject.facts, policy);
    const context = { policy, opener, evidenceRoot: policy.evidence.root };
    const pending = pendingDefinitions(bases, head, { ...context, ...history });
    if (history.unknown !== undefined) return definitionsState(head, pending, { unknown: history.unknown });
    if (pending.length === 0) return undefined;
    const who = [...new Set(pending.flatMap((one) => one.who))];
    const given = who.length === 0 ? { value: [] } : await ask(subject.facts, definitionAcceptances(who));
    if ('unknown' in given) return definitionsState(head, pending, given);
    const digest = definitionsDigest(head);
    const isForThese = async ({ commit }: DefinitionAcceptance): Promise<boolean> =>
      commit === subject.commit || definitionsDigest(await definitionsAt(filesAt(commit), policy)) === digest;
    const counts = await Promise.all(given.value.map(isForThese));
    return definitionsState(
      head,
      pending,
      given.value.filter((_one, index) => counts[index]),
    );
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    return { state: 'unknown', reason: error.message, looser: [] };
  }
}

/** The definitions at one commit. Throws UnavailableError when any of its files could not be read. */
async function definitionsAt(files: FileSource, policy: EffectivePolicy): Promise<DefinitionsAt> {
  const names = Object.keys(SECTIONS) as SectionName[];
  const sections = names.map((name) => section(name));
  const controls = records('controls');
  const whole = tree();
  const found = await resolveInputs(files, [...sections, controls, whole], policy.evidence);
  const ofSections = names.flatMap((name) =>
    definitionEntries(name, SECTIONS[name], seenOf(found.get(section(name)))?.value),
  );
  const ofControls = (seenOf(found.get(controls))?.items ?? []).flatMap(({ record }) =>
    definitionEntries(`controls.${record.value.control}`, RECORDS.controls, record.value),
  );
  const pilot = seenOf(found.get(section('pilot')))?.value;
  const all = seenOf(found.get(whole));
  if (all === undefined) throw new UnavailableError('the files could not be listed');
  const broken = names.filter((name) => found.get(section(name)).state === 'invalid');
  return { entries: [...ofSections, ...ofControls], tree: all, pilot, broken };
}

/** A file that is missing or invalid defines nothing; one that could not be read is another matter. */
function seenOf<T>(found: Observation<T>): T | undefined {
  if (found.state === 'unavailable') throw new UnavailableError(found.reason);
  return found.state === 'seen' ? found.value : undefined;
}

/** Whether the evidence is the same everywhere, byte by byte: then so are its definitions. */
async function areEqual(sources: FileSource[], root: string): Promise<boolean> {
  const trees = await Promise.all(sources.map(async (files) => seenOf(await files.tree())));
  const [head, ...others] = trees.map((one) => evidenceKey(one, root));
  return others.every((one) => one === head);
}

function evidenceKey(found: Tree | undefined, root: string): string {
  const inside = (found?.entries ?? []).filter(({ path }) => isEvidenceYaml(root, path));
  return inside.map(({ path, mode, blob }) => `${mode} ${blob} ${path}`).join('\n');
}

/** The answer to one request, or why there is none. */
async function ask<K extends FactKind>(
  facts: FactSource,
  request: FactRequest<K>,
): Promise<{ value: FactAnswer<K> } | { unknown: string }> {
  const answer = answerOf(await facts.answer([request as FactRequest]), request);
  if (answer?.state === 'seen') return answer;
  return { unknown: answer?.state === 'unavailable' ? answer.reason : `${request.kind} was not answered` };
}

/** The definitions after each commit that changed the evidence, oldest first. */
async function parsedVersions(versions: DefinitionVersion[], policy: EffectivePolicy): Promise<DefinitionsVersion[]> {
  const parsed = new Map<string, unknown>();
  return Promise.all(
    versions.map(async ({ commit, files }) => ({
      commit,
      entries: (await definitionsAt(filesInMemory(files, parsed), policy)).entries,
    })),
  );
}

/** What history shows as accepted: a looser definition only counts when its pull request was approved. */
async function acceptedIn(
  versions: DefinitionsVersion[],
  head: DefinitionsAt,
  facts: FactSource,
  policy: EffectivePolicy,
): Promise<{ accepted: DefinitionEntry[]; never: string[]; unknown?: string }> {
  // Before the standard profile, the first definitions count as they are.
  const introduced = policy.profile !== 'minimal';
  const leavesOut = leavesOutBetween(head.tree, head.tree, policy.evidence.root);
  const commits = commitsToApprove(versions, leavesOut, introduced);
  const approved = commits.length === 0 ? { value: {} } : await ask(facts, approvedChanges(commits));
  // Without it, what is known is what the branches show.
  if ('unknown' in approved) return { accepted: [], never: [], unknown: approved.unknown };
  const found = acceptedSet(versions, (commit) => commit in approved.value, leavesOut, introduced);
  return { accepted: found.entries, never: found.never };
}

function filesInMemory(
  files: Record<string, { blob: string; bytes: Uint8Array }>,
  parsed: Map<string, unknown>,
): FileSource {
  const entries = Object.entries(files).map(([path, { blob }]) => ({ path, blob, mode: '100644' }));
  const found = (path: string): Observation<Uint8Array> => {
    const file = files[path];
    return file === undefined ? absent({ path }) : seen(file.bytes, { path, blob: file.blob });
  };
  return {
    tree: async () => seen(makeTree(entries), { path: '' }),
    files: async (paths) => new Map(paths.map((path) => [path, found(path)])),
    parsed: { get: (key) => parsed.get(key), set: (key, value) => parsed.set(key, value) },
  };
}
