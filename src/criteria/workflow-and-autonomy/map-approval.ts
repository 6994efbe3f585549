import { parseInstant } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { type Person, parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import { roleHolders } from '../../engine/role-holders.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { camelKeys, since } from '../shared/order.ts';
import { dated, filled, validUntil } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

type ChangePlan = Located<SectionValue<'change-plan'>>;

export interface ApprovalQuestion {
  workflow: Located<Workflow>;
  pilot: Located<Pilot>;
  plan: ChangePlan;
}

/** Accounts of the managers who helped to design the work, without the workflow owner. */
export function findDesignerAccounts(pilot: Observation<Located<Pilot>>, plan: Observation<ChangePlan>): string[] {
  if (pilot.state !== 'seen' || plan.state !== 'seen') return [];
  return findDesigners(pilot.value, plan.value).flatMap((person) => person.handle ?? person.team ?? []);
}

function findDesigners(pilot: Located<Pilot>, plan: ChangePlan): Person[] {
  const owner = ownerOf(pilot);
  return (plan.value.managers ?? [])
    .filter(({ role }) => role === 'co-designer')
    .map(({ person }) => parsePerson(person))
    .filter((person) => !samePerson(person, owner));
}

function ownerOf(pilot: Located<Pilot>): Person {
  return roleHolders(pilot).find(({ role }) => role === 'workflow')?.person ?? parsePerson('');
}

/** Whether the map names the right people as its approvers, recently; whether they approved it is a fact. */
export function judgeApproval({ workflow, pilot, plan }: ApprovalQuestion, withinDays: number, now: number): Finding[] {
  const { approvedBy = [], approvedOn } = workflow.value;
  const owner = ownerOf(pilot);
  const designers = findDesigners(pilot, plan);
  const names = approvedBy.map(parsePerson);
  const place = workflow.at('approvedBy');
  const date = { what: 'The approval of the map', place: workflow.at('approvedOn') };
  const isNamed = (wanted: Person[]): boolean => names.some((name) => wanted.some((one) => samePerson(one, name)));
  const found: Finding[] = [];
  if (designers.length === 0)
    found.push(unmet(messages.noCoDesigner(), plan.at('managers'), { cause: 'no-co-designers' }));
  else if (!isNamed(designers))
    found.push(unmet(messages.coDesignerMissing({ managers: designers.map(({ written }) => written) }), place));
  if (!isNamed([owner])) found.push(unmet(messages.ownerMissing({ owner: owner.written }), place));
  if (approvedOn === undefined)
    return [...found, ...filled(approvedOn, { ...date, what: 'The day on which the map was approved' })];
  found.push(...dated(approvedOn, now, date));
  if (found.length > 0) return found;
  const old = dated(approvedOn, now, date, withinDays);
  if (old.length > 0) return old;
  return [
    met(messages.mapApproved({ day: approvedOn, people: approvedBy }), place, {
      until: validUntil(approvedOn, withinDays),
    }),
  ];
}

/** Whether both approved the map in their own name, in its current form. */
export function judgeAcceptedMap(
  { workflow, pilot, plan }: ApprovalQuestion,
  facts: { owner: Acceptance; designer: Acceptance; history: ValueHistory | undefined },
): Finding[] {
  const { owner, designer, history } = facts;
  const designers = findDesigners(pilot, plan).map(({ written }) => written);
  const people = [
    ...(owner.accepted ? [] : [ownerOf(pilot).written]),
    ...(designer.accepted ? [] : [designers.join(' or ')]),
  ].join(' and ');
  if (people !== '')
    return [unmet(messages.notAccepted({ people }), workflow.at('approvedBy'), { actors: ['product-owner'] })];
  const place = workflow.at('decisions');
  const introduced = history && since(history, (value) => value, camelKeys(workflow.value.decisions));
  if (introduced === undefined) return [unmet(messages.mapNotCommitted(), place)];
  const changed = parseInstant(introduced.declaredAt);
  const accepted = [owner.at, designer.at].flatMap((at) => parseInstant(at ?? '') ?? []);
  const isOutdated = changed !== undefined && accepted.some((at) => at < changed);
  return isOutdated ? [stale(messages.mapChanged(), place)] : [];
}
