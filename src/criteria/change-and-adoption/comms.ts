import { day, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import { fileProblem, type Tree } from '../../domain/tree.ts';
import type { Located } from '../../engine/inputs.ts';
import type { ChangePlan } from '../../evidence/schema/change-plan.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';

const EFFECTS = ['targets', 'headcount', 'roles'] as const;

/** Who stands behind each message, as written. */
export function ownersOfComms(plan: Located<ChangePlan>): NamedPerson[] {
  return (plan.value.comms ?? []).map(({ owner, on }, index) => ({
    what: `The owner of the message of ${on}`,
    written: owner,
    place: plan.at('comms', index, 'owner'),
  }));
}

/** Whether people were told, by somebody, what it means for their targets, their number and their roles. */
export function judgeComms(plan: Located<ChangePlan>, tree: Tree, now: number): Finding[] {
  const comms = plan.value.comms ?? [];
  const findings: Finding[] = [];
  for (const [index, { to, link, on }] of comms.entries()) {
    if (isBlankText(to))
      findings.push(
        unmet(`The message of ${on} names nobody it went to`, plan.at('comms', index, 'to'), {
          remedy: 'Say who was told.',
        }),
      );
    const missingPeople = link === undefined || /^https?:\/\//i.test(link) ? undefined : fileProblem(tree, link);
    if (missingPeople)
      findings.push(
        unmet(`The message of ${on}, ${link}, ${missingPeople}`, plan.at('comms', index, 'link'), {
          remedy: 'Commit the text, or link where it stands.',
        }),
      );
  }
  const sent = comms.filter(({ on }) => (parseInstant(on) ?? now + 1) <= now);
  const missing = EFFECTS.filter((effect) => !sent.some(({ effects }) => effects.includes(effect)));
  if (missing.length > 0)
    findings.push(
      unmet(
        `${sent.length} messages were sent until ${day(now)}; none says what changes in ${missing.join(', ')}`,
        plan.at('comms'),
        {
          remedy: `Tell the people concerned what it means for ${missing.join(', ')}, also when it means nothing, and list it under comms: on, owner, to, effects.`,
          actors: ['product-owner', 'sponsor'],
        },
      ),
    );
  return findings.length > 0
    ? findings
    : [met(`${sent.length} messages told people what changes in ${EFFECTS.join(', ')}`, plan.at('comms'))];
}
