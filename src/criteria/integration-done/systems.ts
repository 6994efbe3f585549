import { addDays, day, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Found } from '../../engine/criterion.ts';
import type { Located } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import type { Claim } from '../shared/proofs.ts';
import { dated } from '../shared/shape-checks.ts';
import { type Touched, touchedSystems } from '../shared/workflow/touched-systems.ts';
import { messages } from './messages.ts';

export interface SystemsEvidence {
  integration: Found<Located<Integration>>;
  workflow: Found<Located<Workflow>>;
  sources: Observation<Located<DataSources>>;
  pilot: Found<Located<Pilot>>;
}
type System = NonNullable<Integration['systems']>[number];

const NOT_PRODUCTION =
  /\b(stag(e|ing)|sandbox|test(ing)?|dev(elopment)?|demo|local(host)?|qa|uat|pre-?prod\w*|mock|trial)\b/i;

/** Whether every system that the workflow touches is listed and was connected live while the pilot ran. */
export function judgeSystems(evidence: SystemsEvidence, now: number): Finding[] {
  const workflow = evidence.workflow.value;
  if ((workflow.value.decisions ?? []).length === 0)
    return [unmet(messages.noDecisions(), workflow.at(), { cause: 'no-decisions' })];
  const first = new Map<string | undefined, Touched>();
  for (const one of touched(evidence)) if (!first.has(one.id)) first.set(one.id, one);
  return [...first.values()].flatMap(({ id, how, place }): Finding[] => {
    if (id === undefined) return [unmet(messages.unknownTrigger(), place)];
    const systems = systemsOf(evidence);
    const index = systems.findIndex((one) => one.id === id);
    const system = systems[index];
    if (system === undefined) return [unmet(messages.systemNotListed({ system: id, how }), place, { part: id })];
    const isTwice = systems.filter((one) => one.id === id).length > 1;
    const at = (key: keyof System): Place => evidence.integration.value.at('systems', index, key);
    return judgeSystem(system, at, isTwice, evidence.pilot.value.value, now);
  });
}

/** The proofs of the systems that the workflow touches. */
export function systemClaims(evidence: SystemsEvidence): Claim[] {
  const wanted = new Set(touched(evidence).map(({ id }) => id));
  return systemsOf(evidence).flatMap(({ id, name = id, proof }, index) => {
    const place = evidence.integration.value.at('systems', index, 'proof');
    return wanted.has(id) ? [{ what: `The proof of the connection to ${name}`, proof, place, part: id }] : [];
  });
}

function touched(evidence: SystemsEvidence): Touched[] {
  const listed = systemsOf(evidence).map(({ id }) => id);
  return touchedSystems(evidence.workflow.value, evidence.sources, listed);
}

function systemsOf({ integration }: SystemsEvidence): System[] {
  return integration.value.value.systems ?? [];
}

function judgeSystem(
  { id, name = id, mode, environment, verifiedOn }: System,
  at: (key: keyof System) => Place,
  isTwice: boolean,
  pilot: Pilot,
  now: number,
): Finding[] {
  const open = (key: keyof System, statement: Statement): Finding => unmet(statement, at(key), { part: id });
  return [
    ...(isTwice ? [open('id', messages.systemListedTwice({ name, id }))] : []),
    ...(mode === 'mock' ? [open('mode', messages.systemMocked({ name }))] : []),
    ...(mode === 'export' || mode === 'csv' ? [open('mode', messages.systemExported({ name, mode }))] : []),
    ...(environment === undefined ? [open('environment', messages.noEnvironment({ name }))] : []),
    ...(environment !== undefined && NOT_PRODUCTION.test(environment)
      ? [open('environment', messages.notProduction({ name, environment }))]
      : []),
    ...(verifiedOn === undefined
      ? [open('verifiedOn', messages.neverVerified({ name }))]
      : judgeVerification(name, verifiedOn, { place: at('verifiedOn'), part: id }, pilot, now)),
  ];
}

/** A connection counts when it was seen working between the start of the pilot and its end, or today. */
function judgeVerification(
  name: string,
  verifiedOn: string,
  { place, part }: { place: Place; part: string },
  { startedOn, endedOn }: Pilot,
  now: number,
): Finding[] {
  const future = dated(verifiedOn, now, { what: `The verification of ${name}`, place, part });
  if (future.length > 0) return future;
  const at = parseInstant(verifiedOn) ?? 0;
  const end = endOfDay(endedOn ?? day(now)) ?? now;
  if (at >= (parseInstant(startedOn) ?? 0) && at < end) return [];
  const span = { from: startedOn, to: day(addDays(end, -1)) };
  return [unmet(messages.verifiedOutsidePilot({ name, verifiedOn, ...span }), place, { part })];
}
