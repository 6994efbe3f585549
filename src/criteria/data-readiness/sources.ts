import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { fileProblem, type Tree } from '../../domain/tree.ts';
import type { Located } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';

export interface SourcesQuestion {
  sources: Located<DataSources>;
  workflow: Located<Workflow>;
  integration: Observation<Located<Integration>>;
  tree: Tree;
}

/** Without sources nothing can be judged: one task, whichever check says so. */
export function noSources(sources: Located<DataSources>): Finding | undefined {
  if ((sources.value.sources ?? []).length > 0) return undefined;
  return unmet('No data source is listed', sources.at('sources'), {
    cause: 'no-data-sources',
    remedy:
      'List under sources in readiness/data-sources.yaml everything the decisions read: id, owner, system, refresh, volume, pii, known-gaps.',
  });
}

/** Whether the sources are exactly those that the decisions read, and each says what it is and what it lacks. */
export function judgeSources({ sources, workflow, integration, tree }: SourcesQuestion): Finding[] {
  const none = noSources(sources);
  if (none !== undefined) return [none];
  const list = sources.value.sources ?? [];
  const systems =
    integration.state === 'seen' ? (integration.value.value.systems ?? []).map(({ id }) => id) : undefined;
  const found: Finding[] = unlisted(workflow, list);
  const read = new Set((workflow.value.decisions ?? []).flatMap((decision) => decision.reads ?? []));
  list.forEach((source, index) => {
    const { id, system, knownGaps, knownGapsReason, contract } = source;
    const say = (problem: string, key: string, remedy: string): void => {
      found.push(unmet(problem, sources.at('sources', index, key), { part: id, remedy }));
    };
    if (list.findIndex((other) => other.id === id) !== index)
      say(`The data source ${id} stands there twice`, 'id', 'Give each source its own id.');
    if (!read.has(id) && !read.has(system))
      say(
        `No decision reads the data source ${id}`,
        'id',
        `Say in readiness/workflow.yaml which decision reads ${id}, or remove it.`,
      );
    if (systems !== undefined && !systems.includes(system))
      say(
        `${id} comes from ${quote(system)}, which is not among the connected systems`,
        'system',
        `Add ${system} to readiness/integration.yaml, or use the id that stands there.`,
      );
    for (const key of ['refresh', 'volume'] as const)
      if (isBlankText(source[key]))
        say(
          key === 'refresh' ? `Nothing says how often ${id} changes` : `Nothing says how much data ${id} brings`,
          key,
          `Write it under ${key}, as a person would say it.`,
        );
    if (knownGaps === 'none' && (knownGapsReason === undefined || isBlankText(knownGapsReason)))
      say(
        `${id} is said to have no gaps, without a reason`,
        'knownGaps',
        'List what is missing, late or wrong in it, or say in known-gaps-reason how you know that nothing is.',
      );
    if (Array.isArray(knownGaps) && (knownGaps.length === 0 || knownGaps.some(isBlankText)))
      say(
        `The known gaps of ${id} are left blank`,
        'knownGaps',
        'List what is missing, late or wrong in it, or write none with a reason.',
      );
    const noContract = contract === undefined ? undefined : fileProblem(tree, contract);
    if (noContract !== undefined)
      say(
        `The data contract ${quote(contract ?? '', 90)} ${noContract}`,
        'contract',
        'Commit it, or correct the path.',
      );
  });
  return found.length > 0
    ? found
    : [met(`${list.length} data sources, exactly those that the decisions read`, sources.at('sources'))];
}

function unlisted(workflow: Located<Workflow>, list: NonNullable<DataSources['sources']>): Finding[] {
  const known = new Set(list.flatMap(({ id, system }) => [id, system]));
  const decisions = workflow.value.decisions ?? [];
  if (decisions.every(({ reads: inputs = [] }) => inputs.length === 0))
    return [
      unmet('The workflow names nothing that a decision reads', workflow.at('decisions'), {
        cause: 'no-decisions',
        remedy: 'Say under reads in readiness/workflow.yaml which data each decision uses.',
      }),
    ];
  return decisions.flatMap(({ id, reads: inputs = [] }, index) =>
    inputs.flatMap((source, at) =>
      known.has(source)
        ? []
        : [
            unmet(
              `${quote(source)}, read by ${id}, is not listed as a data source`,
              workflow.at('decisions', index, 'reads', at),
              {
                part: source,
                remedy: `Add ${source} to readiness/data-sources.yaml.`,
              },
            ),
          ],
    ),
  );
}

/** Who answers for each source. */
export function sourceOwners(sources: Located<DataSources>): NamedPerson[] {
  return (sources.value.sources ?? []).map(({ id, owner }, index) => ({
    what: `The owner of ${id}`,
    written: owner,
    place: sources.at('sources', index, 'owner'),
    part: id,
  }));
}
