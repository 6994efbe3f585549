import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { type Person, parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Located } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';

export type Decision = NonNullable<Workflow['decisions']>[number];

export interface MapQuestion {
  workflow: Located<Workflow>;
  integration: Located<Integration>;
  sources: Observation<Located<DataSources>>;
  model: Located<SectionValue<'operating-model'>>;
}

/** Without decisions nothing can be judged: one task, whichever check says so. */
export function noDecisions(workflow: Located<Workflow>): Finding | undefined {
  if ((workflow.value.decisions ?? []).length > 0) return undefined;
  return unmet('The workflow names no decision', workflow.at('decisions'), {
    cause: 'no-decisions',
    remedy:
      'List under decisions in readiness/workflow.yaml each thing that the system decides or proposes: id, action, reads, writes, trigger, handoff-to, risk, mode, override-by, wrong-output.',
  });
}

/** Whether each decision says all that has to be known of it, in names that the other files know. */
export function judgeMap(question: MapQuestion): Finding[] {
  const { workflow, model } = question;
  const none = noDecisions(workflow);
  if (none !== undefined) return [none];
  const people = responsible(model);
  if (people.length === 0)
    return [
      unmet('No responsibilities are assigned that a decision could be handed to', model.at('raci'), {
        cause: 'no-raci',
        remedy:
          'Fill in raci in readiness/operating-model.yaml: for each activity who does it (r) and who answers (a).',
      }),
    ];
  const decisions = workflow.value.decisions ?? [];
  const found = decisions.flatMap((decision, index) => [
    ...twice(decisions, decision, index, workflow),
    ...lacking(decision, index, workflow),
    ...unknownNames(decision, index, question),
    ...outsiders(decision, index, workflow, people),
  ]);
  return found.length > 0
    ? found
    : [
        met(
          `${decisions.length} decisions are described, each with who takes over and who overrides`,
          workflow.at('decisions'),
        ),
      ];
}

function twice(all: Decision[], { id }: Decision, index: number, workflow: Located<Workflow>): Finding[] {
  if (all.findIndex((one) => one.id === id) === index) return [];
  return [
    unmet(`The decision ${id} stands there twice`, workflow.at('decisions', index, 'id'), {
      part: id,
      remedy: 'Give each decision its own id.',
    }),
  ];
}

function lacking(decision: Decision, index: number, workflow: Located<Workflow>): Finding[] {
  const blank = (text: string | undefined): boolean => text === undefined || isBlankText(text);
  const missing = [
    isBlankText(decision.action) ? 'action' : '',
    (decision.reads ?? []).length === 0 ? 'reads' : '',
    decision.writes === undefined ? 'writes' : '',
    blank(decision.trigger) ? 'trigger' : '',
    blank(decision.handoffTo) ? 'handoff-to' : '',
    blank(decision.overrideBy) ? 'override-by' : '',
    blank(decision.wrongOutput) ? 'wrong-output' : '',
  ].filter((key) => key !== '');
  if (missing.length === 0) return [];
  return [
    unmet(`The decision ${decision.id} does not say ${missing.join(', ')}`, workflow.at('decisions', index), {
      part: decision.id,
      remedy: `Add ${missing.join(', ')} to ${decision.id}; a decision that writes nothing says writes: [].`,
    }),
  ];
}

function unknownNames(decision: Decision, index: number, { workflow, integration, sources }: MapQuestion): Finding[] {
  const known = new Set([
    ...(integration.value.systems ?? []).map(({ id }) => id),
    ...(sources.state === 'seen' ? (sources.value.value.sources ?? []) : []).map(({ id }) => id),
  ]);
  return (['reads', 'writes'] as const).flatMap((key) =>
    (decision[key] ?? []).flatMap((name, at) =>
      known.has(name)
        ? []
        : [
            unmet(
              `The decision ${decision.id} ${key} ${quote(name)}, which is neither a data source nor a connected system`,
              workflow.at('decisions', index, key, at),
              {
                part: decision.id,
                remedy: `Add ${name} to readiness/data-sources.yaml or readiness/integration.yaml, or use the id that stands there.`,
              },
            ),
          ],
    ),
  );
}

function outsiders(decision: Decision, index: number, workflow: Located<Workflow>, people: Person[]): Finding[] {
  return (['handoffTo', 'overrideBy'] as const).flatMap((key) => {
    const written = decision[key];
    if (written === undefined || isBlankText(written)) return [];
    const person = parsePerson(written);
    if (people.some((one) => same(one, person))) return [];
    return [
      unmet(
        `${quote(written)}, who ${key === 'handoffTo' ? 'takes over' : 'may override'} ${decision.id}, has no responsibility in the operating model`,
        workflow.at('decisions', index, key),
        {
          part: decision.id,
          remedy: `Add ${written} to raci in readiness/operating-model.yaml, as r or a, or name somebody who stands there.`,
        },
      ),
    ];
  });
}

/** A person by account or mail, or a role by the very words that the operating model uses. */
function same(a: Person, b: Person): boolean {
  if (samePerson(a, b)) return true;
  const bare = (one: Person): string => one.written.trim().toLowerCase();
  return a.handle === undefined && a.team === undefined && a.mail === undefined && bare(a) === bare(b);
}

function responsible(model: Located<SectionValue<'operating-model'>>): Person[] {
  return (model.value.raci ?? []).flatMap(({ r, a }) => [...r, ...[a].flat()].map(parsePerson));
}
