import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Precondition } from '../../engine/criterion.ts';
import type { Located } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { decidedByFiles } from '../shared/preconditions.ts';
import { existingPath, filled } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

export type Source = NonNullable<DataSources['sources']>[number];

/** Sources must be listed. Until then this is one task, whatever the check looks for in them. */
export function listedSources(sources: Located<DataSources>): Precondition {
  const isListed = (sources.value.sources ?? []).length > 0;
  const missing = unmet(messages.noSources(), sources.at('sources'), { cause: 'no-data-sources' });
  return decidedByFiles(isListed ? [] : [missing], { decisive: true });
}

/** Whether the sources are exactly those that the decisions read, and each describes itself and its gaps. */
export function judgeSources(
  sources: Located<DataSources>,
  workflow: Located<Workflow>,
  integration: Observation<Located<Integration>>,
  tree: Tree,
): Finding[] {
  const list = sources.value.sources ?? [];
  const decisions = workflow.value.decisions ?? [];
  const read = new Set(decisions.flatMap((decision) => decision.reads ?? []));
  const systems =
    integration.state === 'seen' ? (integration.value.value.systems ?? []).map(({ id }) => id) : undefined;
  const found = [
    ...judgeReads(workflow, list),
    ...list.flatMap((source, index): Finding[] => {
      const { id, system } = source;
      const at = (key: keyof Source): Place => sources.at('sources', index, key);
      const open = (key: keyof Source, statement: Statement): Finding => unmet(statement, at(key), { part: id });
      const isRead = read.has(id) || read.has(system);
      return [
        ...(list.findIndex((other) => other.id === id) === index
          ? []
          : [open('id', messages.sourceListedTwice({ id }))]),
        ...(isRead ? [] : [open('id', messages.sourceNotRead({ id }))]),
        ...(systems === undefined || systems.includes(system)
          ? []
          : [open('system', messages.systemNotConnected({ id, system }))]),
        ...filled(source.refresh, { what: `The refresh of ${id}`, place: at('refresh'), part: id }),
        ...filled(source.volume, { what: `The volume of ${id}`, place: at('volume'), part: id }),
        ...judgeGaps(source).map((statement) => open('knownGaps', statement)),
        ...(source.contract === undefined
          ? []
          : existingPath(tree, source.contract, {
              what: `The data contract of ${id}`,
              place: at('contract'),
              part: id,
            })),
      ];
    }),
  ];
  return found.length > 0 ? found : [met(messages.sourcesListed({ count: list.length }), sources.at('sources'))];
}

function judgeGaps({ id, knownGaps, knownGapsReason = '' }: Source): Statement[] {
  if (knownGaps === 'none') return isBlankText(knownGapsReason) ? [messages.gapsWithoutReason({ id })] : [];
  return knownGaps.length === 0 || knownGaps.some(isBlankText) ? [messages.gapsBlank({ id })] : [];
}

function judgeReads(workflow: Located<Workflow>, list: Source[]): Finding[] {
  const known = new Set(list.flatMap(({ id, system }) => [id, system]));
  const decisions = workflow.value.decisions ?? [];
  if (decisions.every(({ reads = [] }) => reads.length === 0))
    return [unmet(messages.nothingRead(), workflow.at('decisions'), { cause: 'no-decisions' })];
  return decisions.flatMap(({ id: decision, reads = [] }, index) =>
    reads.flatMap((source, at) => {
      const place = workflow.at('decisions', index, 'reads', at);
      return known.has(source) ? [] : [unmet(messages.sourceNotListed({ source, decision }), place, { part: source })];
    }),
  );
}

/** The people who are responsible for the sources. */
export function sourceOwners(sources: Located<DataSources>): NamedPerson[] {
  return (sources.value.sources ?? []).map(({ id, owner }, index) => ({
    what: `The owner of ${id}`,
    written: owner,
    place: sources.at('sources', index, 'owner'),
    part: id,
  }));
}
