import { addDays, day, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import type { Claim } from '../shared/proofs.ts';
import { type Touched, touchedSystems } from '../shared/workflow/touched-systems.ts';

export interface SystemsQuestion {
  integration: Located<Integration>;
  workflow: Located<Workflow>;
  sources: Observation<Located<DataSources>>;
  pilot: Located<Pilot>;
  now: number;
}

const NOT_PRODUCTION =
  /\b(stag(e|ing)|sandbox|test(ing)?|dev(elopment)?|demo|local(host)?|qa|uat|pre-?prod\w*|mock|trial)\b/i;

/** Whether every system that the workflow touches is listed and was really connected while the pilot ran. */
export function judgeSystems(question: SystemsQuestion): Finding[] {
  const { integration, workflow } = question;
  if ((workflow.value.decisions ?? []).length === 0)
    return [
      unmet('The workflow names no decision, so nothing tells which systems have to be connected', workflow.at(), {
        cause: 'no-decisions',
        remedy: 'List the decisions in readiness/workflow.yaml, each with reads, writes and trigger.',
      }),
    ];
  const first = new Map<string | undefined, Touched>();
  for (const one of touched(question)) if (!first.has(one.id)) first.set(one.id, one);
  return [...first.values()].flatMap((one): Finding[] => {
    if (one.id === undefined)
      return [
        unmet('This trigger names no listed system, nor a schedule or a person', one.place, {
          remedy:
            'Name the system in the trigger by its id, as in "tickets: a new ticket arrives", or begin with schedule or person.',
        }),
      ];
    const index = systemsOf(integration).findIndex(({ id }) => id === one.id);
    if (index < 0)
      return [
        unmet(`The system ${quote(one.id)}, ${one.how}, is not listed among the connected systems`, one.place, {
          part: one.id,
          remedy: `Add ${one.id} under systems in readiness/integration.yaml: mode, environment, verified-on and proof.`,
        }),
      ];
    return judgeSystem(index, question);
  });
}

/** The proofs of the systems that the workflow touches. */
export function systemClaims(question: SystemsQuestion): Claim[] {
  const wanted = new Set(touched(question).map(({ id }) => id));
  return systemsOf(question.integration).flatMap(({ id, name, proof }, index) =>
    wanted.has(id)
      ? [
          {
            what: `The connection to ${name ?? id}`,
            proof,
            place: question.integration.at('systems', index, 'proof'),
            part: id,
          },
        ]
      : [],
  );
}

function touched({ integration, workflow, sources }: SystemsQuestion): Touched[] {
  return touchedSystems(
    workflow,
    sources,
    systemsOf(integration).map(({ id }) => id),
  );
}

function systemsOf(integration: Located<Integration>) {
  return integration.value.systems ?? [];
}

function judgeSystem(index: number, { integration, pilot, now }: SystemsQuestion): Finding[] {
  const systems = systemsOf(integration);
  const system = systems[index];
  if (system === undefined) return [];
  const { id, mode, environment, verifiedOn } = system;
  const name = system.name ?? id;
  const at = (key: string) => integration.at('systems', index, key);
  const found: Finding[] = [];
  const say = (problem: string, key: string, remedy: string): void => {
    found.push(unmet(problem, at(key), { part: id, remedy }));
  };
  if (systems.findIndex((other) => other.id === id) !== systems.findLastIndex((other) => other.id === id))
    say(`${name} is listed twice`, 'id', `Keep one entry for ${id}.`);
  if (mode !== 'live')
    say(
      `${name} is connected by ${mode === 'mock' ? 'a mock' : 'exported data'} (mode: ${mode}), not live`,
      'mode',
      `Connect the pilot to the real ${name}, at least for a thin part of the work, and write mode: live.`,
    );
  if (environment === undefined || environment.trim() === '' || NOT_PRODUCTION.test(environment))
    say(
      environment === undefined || environment.trim() === ''
        ? `Nothing says which environment of ${name} is connected`
        : `${name} is connected to ${quote(environment)}, which is not production`,
      'environment',
      `Connect the production environment of ${name} and write environment: production.`,
    );
  const day0 = pilot.value.startedOn;
  const last = endOfDay(pilot.value.endedOn ?? day(now)) ?? now;
  const verified = parseInstant(verifiedOn ?? '');
  if (verifiedOn === undefined || verified === undefined)
    say(
      `Nothing says when ${name} was seen working`,
      'verifiedOn',
      'Add verified-on with the day somebody checked it.',
    );
  else if (verified > now)
    say(`${name} was verified on ${verifiedOn}, which has not come yet`, 'verifiedOn', 'Write the day it was checked.');
  else if (verified < (parseInstant(day0) ?? 0) || verified >= last)
    say(
      `${name} was verified on ${verifiedOn}, not while the pilot ran (${day0} to ${day(addDays(last, -1))})`,
      'verifiedOn',
      pilot.value.endedOn === undefined
        ? "Check the connection again and write today's date."
        : 'Run the pilot on the live connection for a further window: move ended-on, check again, write that day.',
    );
  return found;
}
