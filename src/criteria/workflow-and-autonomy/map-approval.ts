import { addDays, daysBetween, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { type Person, parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import { roleHolders } from '../../engine/role-holders.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { camelKeys, since } from '../shared/order.ts';

export interface ApprovalQuestion {
  workflow: Located<Workflow>;
  pilot: Located<Pilot>;
  plan: Located<SectionValue<'change-plan'>>;
  withinDays: number;
  now: number;
}

/** Accounts of the managers who helped to design the work; the workflow owner is none of them. */
export function coDesigners(
  pilot: Observation<Located<Pilot>>,
  plan: Observation<Located<SectionValue<'change-plan'>>>,
): string[] {
  if (pilot.state !== 'seen' || plan.state !== 'seen') return [];
  return designersBeside(pilot.value, plan.value).flatMap((person) => person.handle ?? person.team ?? []);
}

function designersBeside(pilot: Located<Pilot>, plan: Located<SectionValue<'change-plan'>>): Person[] {
  const owner = ownerOf(pilot);
  return (plan.value.managers ?? [])
    .filter(({ role }) => role === 'co-designer')
    .map(({ person }) => parsePerson(person))
    .filter((person) => !samePerson(person, owner));
}

function ownerOf(pilot: Located<Pilot>): Person {
  return roleHolders(pilot).find(({ role }) => role === 'workflow')?.person ?? parsePerson('');
}

/** Whether the map names the right people as its approvers, lately; that they did approve is asked of them. */
export function judgeApproval({ workflow, pilot, plan, withinDays, now }: ApprovalQuestion): Finding[] {
  const { approvedBy = [], approvedOn } = workflow.value;
  const owner = ownerOf(pilot);
  const designers = designersBeside(pilot, plan);
  const names = approvedBy.map(parsePerson);
  const place = workflow.at('approvedBy');
  const found: Finding[] = [];
  if (designers.length === 0)
    found.push(
      unmet('No manager besides the workflow owner helped to design the work', plan.at('managers'), {
        cause: 'no-co-designers',
        remedy:
          'Design the work with a manager whose people it changes; list them in readiness/change-plan.yaml as co-designer.',
      }),
    );
  else if (!names.some((name) => designers.some((one) => samePerson(one, name))))
    found.push(
      unmet('No manager who helped to design the work has approved the map', place, {
        remedy: `Have one of ${designers.map(({ written }) => written).join(', ')} approve it and add the name to approved-by.`,
      }),
    );
  if (!names.some((name) => samePerson(name, owner)))
    found.push(
      unmet(`The workflow owner, ${owner.written}, has not approved the map`, place, {
        remedy: `Have ${owner.written} approve it and add the name to approved-by in readiness/workflow.yaml.`,
      }),
    );
  const on = parseInstant(approvedOn ?? '');
  if (on === undefined)
    found.push(
      unmet('Nothing says when the map was approved', workflow.at('approvedOn'), { remedy: 'Add approved-on.' }),
    );
  else if (on > now)
    found.push(
      unmet(`The map is approved on ${approvedOn}, which has not come yet`, workflow.at('approvedOn'), {
        remedy: 'Write the day it was approved.',
      }),
    );
  if (found.length > 0) return found;
  const until = addDays(endOfDay(approvedOn ?? '') ?? 0, withinDays);
  if (now >= until)
    return [
      stale(
        `The map was approved ${daysBetween(on ?? 0, now)} days ago (${approvedOn}); ${withinDays} at most`,
        workflow.at('approvedOn'),
        { remedy: 'Go through the map again with the workflow owner and a manager.' },
      ),
    ];
  return [met(`The map was approved on ${approvedOn} by ${approvedBy.join(', ')}, as declared`, place, { until })];
}

/** Whether both said so in their own name, of the map as it is. */
export function confirmApproval(
  question: ApprovalQuestion,
  facts: { owner: Acceptance; designer: Acceptance; history: ValueHistory },
): Finding[] {
  const { workflow, pilot, plan } = question;
  const place = workflow.at('approvedBy');
  const missing = [
    facts.owner.accepted ? '' : ownerOf(pilot).written,
    facts.designer.accepted
      ? ''
      : designersBeside(pilot, plan)
          .map(({ written }) => written)
          .join(' or '),
  ].filter((who) => who !== '');
  if (missing.length > 0)
    return [
      unmet(`${missing.join(' and ')} did not approve the map in their own name`, place, {
        actors: ['product-owner'],
        remedy: `Ask ${missing.join(' and ')} for \`/readiness accept WA-8 because <reason>\` on this pull request.`,
      }),
    ];
  const introduced = since(facts.history, (value) => value, camelKeys(workflow.value.decisions));
  const changed = parseInstant(introduced?.declaredAt ?? '');
  const first = [facts.owner.at, facts.designer.at].flatMap((at) => parseInstant(at ?? '') ?? []);
  if (introduced === undefined)
    return [unmet('The map is not committed as it stands', workflow.at('decisions'), { remedy: 'Commit the file.' })];
  if (changed !== undefined && first.some((at) => at < changed))
    return [
      stale('The decisions changed after they were approved', workflow.at('decisions'), {
        remedy: 'Ask for the approval again: `/readiness accept WA-8 because <reason>`',
      }),
    ];
  return judgeApproval(question).map((finding) => ({
    ...finding,
    summary: `The map was approved by @${facts.owner.by ?? 'the workflow owner'} and @${facts.designer.by ?? 'a manager'}`,
  }));
}
