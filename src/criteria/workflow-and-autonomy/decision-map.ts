import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { type Person, parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Precondition } from '../../engine/criterion.ts';
import type { Located } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { messages } from './messages.ts';

export type Decision = NonNullable<Workflow['decisions']>[number];

export interface MapQuestion {
  workflow: Located<Workflow>;
  integration: Located<Integration>;
  sources: Observation<Located<DataSources>>;
  model: Located<SectionValue<'operating-model'>>;
}

/** A workflow that lists decisions; without them there is nothing to judge, which is one task for all checks. */
export function listedDecisions(workflow: Located<Workflow>): Precondition {
  const isEmpty = (workflow.value.decisions ?? []).length === 0;
  const missing = unmet(messages.noDecisions(), workflow.at('decisions'), { cause: 'no-decisions' });
  return { decisive: true, findings: isEmpty ? [missing] : [], requests: [], objections: () => [] };
}

/** Whether each decision states everything that has to be known about it, in names that the other files define. */
export function judgeMap(question: MapQuestion): Finding[] {
  const { workflow, model } = question;
  const people = (model.value.raci ?? []).flatMap(({ r, a }) => [...r, ...[a].flat()].map(parsePerson));
  if (people.length === 0) return [unmet(messages.noResponsibilities(), model.at('raci'), { cause: 'no-raci' })];
  const decisions = workflow.value.decisions ?? [];
  const found = decisions.flatMap((decision, index) => [
    ...findDuplicate(decisions, decision, index, workflow),
    ...findMissingFields(decision, index, workflow),
    ...findUnknownNames(decision, index, question),
    ...findOutsiders(decision, index, workflow, people),
  ]);
  return found.length > 0
    ? found
    : [met(messages.decisionsDescribed({ count: decisions.length }), workflow.at('decisions'))];
}

function findDuplicate(all: Decision[], { id }: Decision, index: number, workflow: Located<Workflow>): Finding[] {
  if (all.findIndex((one) => one.id === id) === index) return [];
  return [unmet(messages.duplicateDecision({ id }), workflow.at('decisions', index, 'id'), { part: id })];
}

function findMissingFields(decision: Decision, index: number, workflow: Located<Workflow>): Finding[] {
  const { id, action, reads = [], writes, trigger = '', handoffTo = '', overrideBy = '', wrongOutput = '' } = decision;
  const isMissing = {
    action: isBlankText(action),
    reads: reads.length === 0,
    writes: writes === undefined,
    trigger: isBlankText(trigger),
    'handoff-to': isBlankText(handoffTo),
    'override-by': isBlankText(overrideBy),
    'wrong-output': isBlankText(wrongOutput),
  };
  const fields = Object.entries(isMissing).flatMap(([field, missing]) => (missing ? [field] : []));
  if (fields.length === 0) return [];
  return [unmet(messages.incompleteDecision({ id, fields }), workflow.at('decisions', index), { part: id })];
}

function findUnknownNames(
  decision: Decision,
  index: number,
  { workflow, integration, sources }: MapQuestion,
): Finding[] {
  // Sources that cannot be read are reported as such: their names are not unknown.
  if (sources.state === 'invalid') return [];
  const { id } = decision;
  const known = new Set([
    ...(integration.value.systems ?? []).map((system) => system.id),
    ...(sources.state === 'seen' ? (sources.value.value.sources ?? []) : []).map((source) => source.id),
  ]);
  return (['reads', 'writes'] as const).flatMap((reads) =>
    (decision[reads] ?? []).flatMap((name, at) =>
      known.has(name)
        ? []
        : [
            unmet(messages.unknownSystem({ id, reads, name }), workflow.at('decisions', index, reads, at), {
              part: id,
            }),
          ],
    ),
  );
}

function findOutsiders(
  { id, handoffTo, overrideBy }: Decision,
  index: number,
  workflow: Located<Workflow>,
  people: Person[],
): Finding[] {
  const named = [
    { key: 'handoffTo', field: 'handoff-to', person: handoffTo },
    { key: 'overrideBy', field: 'override-by', person: overrideBy },
  ];
  return named.flatMap(({ key, field, person }) => {
    if (person === undefined || isBlankText(person)) return [];
    const parsed = parsePerson(person);
    if (people.some((one) => isSame(one, parsed))) return [];
    return [unmet(messages.notResponsible({ person, field, id }), workflow.at('decisions', index, key), { part: id })];
  });
}

/** A person by account or mail, or a role in the same words as in the operating model. */
function isSame(a: Person, b: Person): boolean {
  if (samePerson(a, b)) return true;
  const bare = (one: Person): string => one.written.trim().toLowerCase();
  return a.handle === undefined && a.team === undefined && a.mail === undefined && bare(a) === bare(b);
}
