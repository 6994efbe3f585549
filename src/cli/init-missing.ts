import { catalog } from '../criteria/index.ts';
import type { Tree } from '../domain/tree.ts';
import type { Check, Criterion } from '../engine/criterion.ts';
import { document, section } from '../engine/inputs.ts';
import type { EffectivePolicy } from '../engine/policy/effective.ts';
import { POLICY_PATHS } from '../engine/policy/file.ts';
import type { FileSource } from '../engine/ports.ts';
import { CODEOWNERS_PATHS } from '../evaluation/read-policy.ts';
import { resolveInputs } from '../evidence/resolve.ts';
import { SECTIONS, type SectionName } from '../evidence/schema/index.ts';
import { discoverDocuments } from '../formats/documents/index.ts';
import type { Convention } from '../render/terminal/init.ts';
import type { Lacking } from './scaffold/index.ts';

/** Where eval tools and teams usually write their results. Only a path that needs no quoting is used. */
const EVAL_RESULTS =
  /^(?:[\w.-]+\/){0,3}(?:evals?|evaluations?|promptfoo|results?)\/(?:[\w.-]+\/)?[\w.-]*(?:results?|output|report)[\w.-]*\.(?:json|jsonl|xml|csv|eval)$/i;
const LOOSE_RESULTS =
  /^(?:promptfoo|eval)[\w.-]*results?[\w.-]*\.(?:json|jsonl|xml|csv)$|^(?:[\w.-]+\/){0,3}[\w.-]+\.eval$/i;
const OTHER_METRICS = /^(?:[\w.-]+\/){0,2}(?:dvc\.ya?ml|metrics\.(?:json|ya?ml))$/i;

/** What blocking checks require and the folder lacks, and the eval results to start with. */
export async function lackingIn(
  files: FileSource,
  policy: EffectivePolicy,
  tree: Tree,
): Promise<{ lacking: Lacking; evalResults?: string }> {
  const wanted = neededSections(catalog, policy);
  const requests = wanted.map((name) => [name, section(name)] as const);
  const [runbook, rollback] = [document('runbook'), document('rollback')];
  const read = await resolveInputs(
    files,
    [...requests.map(([, request]) => request), runbook, rollback],
    policy.evidence,
  );
  const isMissing = (kind: 'runbook' | 'rollback'): boolean =>
    read.get(kind === 'runbook' ? runbook : rollback).state === 'absent' &&
    policy.evidence[kind].length === 0 &&
    discoverDocuments(
      kind,
      tree.entries.map(({ path }) => path),
    ).length === 0 &&
    !tree.has(`docs/${kind}.md`);
  const sections = requests.flatMap(([name, request]) => (read.get(request).state === 'absent' ? [name] : []));
  const [results, ...others] = evalResultsIn(tree);
  return {
    lacking: {
      policy: !POLICY_PATHS.some((path) => tree.has(path)),
      sections,
      runbook: isMissing('runbook'),
      rollback: isMissing('rollback'),
    },
    // With several files it is unclear which one a release is evaluated by.
    ...(results === undefined || others.length > 0 ? {} : { evalResults: results }),
  };
}

/** Sections that a blocking check requires, the manifest first. */
export function neededSections(criteria: Criterion[], policy: EffectivePolicy): SectionName[] {
  const names = new Set<string>(['pilot']);
  for (const criterion of criteria) {
    const rule = policy.criteria[criterion.id];
    const reads = criterion.inputs(rule?.params ?? {});
    const blocks = ({ code }: Check): boolean => rule?.checks[code]?.level === 'blocking';
    for (const need of criterion.checks.filter(blocks).flatMap((check) => check.requires)) {
      const request = reads[need];
      if (request?.kind === 'section') names.add(request.of);
      if (request?.kind === 'results') names.add('evals');
    }
  }
  return (Object.keys(SECTIONS) as SectionName[]).filter((name) => names.has(name));
}

/** Existing files that are used where they are, so that they are not written twice. */
export function conventionsIn(tree: Tree, policy: EffectivePolicy): Convention[] {
  const paths = tree.entries.map(({ path }) => path);
  const { root, runbook, rollback } = policy.evidence;
  const ours = paths.filter(
    (path) => path.startsWith(`${root}/`) && /^[^/]+\.ya?ml$/.test(path.slice(root.length + 1)),
  );
  const found: [Convention['kind'], string[]][] = [
    ['policy', POLICY_PATHS.filter((path) => tree.has(path))],
    ['evidence', ours],
    ['runbook', runbook.length > 0 ? runbook.filter((path) => tree.has(path)) : discoverDocuments('runbook', paths)],
    [
      'rollback',
      rollback.length > 0 ? rollback.filter((path) => tree.has(path)) : discoverDocuments('rollback', paths),
    ],
    ['eval-results', evalResultsIn(tree)],
    ['codeowners', CODEOWNERS_PATHS.filter((path) => tree.has(path)).slice(0, 1)],
    ['other-metrics', paths.filter((path) => OTHER_METRICS.test(path) && !path.startsWith(`${root}/`))],
  ];
  return found.flatMap(([kind, all]) => (all.length > 0 ? [{ kind, paths: all }] : []));
}

function evalResultsIn(tree: Tree): string[] {
  return tree.entries
    .filter(({ path, mode }) => mode.startsWith('100') && (EVAL_RESULTS.test(path) || LOOSE_RESULTS.test(path)))
    .map(({ path }) => path)
    .filter((path) => !path.endsWith('.provenance.json'));
}
