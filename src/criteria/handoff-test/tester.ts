import { parseInstant } from '../../domain/dates.ts';
import { type Finding, met, quote, unknown, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import { contributorsOf } from '../../engine/contributors.ts';
import type { Acceptance, Authorship, FileHistory, PartTaken, PersonFact } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { HandoffTest } from '../shared/handoff/record.ts';
import { absentAccounts } from '../shared/people/accounts.ts';
import { pilotPeople } from '../shared/people/pilot-people.ts';

const SOMEBODY_ELSE = 'Have the test taken by somebody who neither built the service nor runs it.';

export interface TesterEvidence {
  pilot: Observation<Located<Pilot>>;
  model: Observation<Located<OperatingModel>>;
}

/** The tester's account; undefined for a team, a role word or a blank. */
export function testerOf({ record }: HandoffTest): string | undefined {
  const person = parsePerson(record.value.tester);
  return person.placeholder ? undefined : person.handle;
}

/** Whether the files already tie the tester to the service. */
export function judgeTester(test: HandoffTest, { pilot, model }: TesterEvidence): Finding {
  const { tester } = test.record.value;
  const place = test.record.at('tester');
  const handle = testerOf(test);
  if (handle === undefined)
    return unmet(`The tester is ${quote(tester)}, which is no single person`, place, {
      remedy: 'Name the account of the person who took over, as "@handle".',
    });
  const person = parsePerson(tester);
  if (pilotPeople(pilot).some((one) => samePerson(one, person)))
    return unmet(`${tester} holds a role in the pilot, so the test was not taken by an outsider`, place, {
      remedy: SOMEBODY_ELSE,
    });
  const { onCall, tiers = [], vendor } = model.state === 'seen' ? model.value.value : {};
  const line = [...(onCall?.people ?? []), ...tiers.flatMap((tier) => [tier.contact, ...(tier.people ?? [])])];
  if (line.some((one) => samePerson(parsePerson(one), person)))
    return unmet(`${tester} is on call or in a support tier, so the test was not taken by an outsider`, place, {
      remedy: SOMEBODY_ELSE,
    });
  if (vendor !== undefined && samePerson(parsePerson(vendor.contact), person))
    return unmet(`${tester} is the contact of the vendor`, place, { remedy: SOMEBODY_ELSE });
  return met(`${tester} holds no role in the pilot`, place);
}

/** Whether the tester is somebody here who had no hand in the repository before the test. */
export function confirmTester(
  test: HandoffTest,
  facts: { people: PersonFact[]; commits: Authorship; part: PartTaken },
): Finding | Finding[] {
  const { tester } = test.record.value;
  const place = test.record.at('tester');
  const handle = testerOf(test);
  const absent = absentAccounts([parsePerson(tester)], facts.people, place, 'tester');
  if (absent.length > 0) return absent;
  // What a commit says of its date can only speak against the tester; merged pull requests tell the rest.
  const before = facts.commits.commits.filter(
    ({ declaredAt }) => (parseInstant(declaredAt) ?? Number.NEGATIVE_INFINITY) < test.start,
  );
  const own = before.filter((commit) => contributorsOf(commit).some((who) => who.handle?.toLowerCase() === handle));
  const { merged, approved } = facts.part;
  const did = [
    ...(own.length > 0 ? [`had a hand in ${own.length} commits`] : []),
    ...(merged.length > 0 ? [`had ${merged.length} pull requests merged (${numbers(merged)})`] : []),
    ...(approved.length > 0 ? [`approved ${approved.length} pull requests (${numbers(approved)})`] : []),
  ];
  if (did.length > 0) return unmet(`${tester} ${did.join(', ')} before the test`, place, { remedy: SOMEBODY_ELSE });
  const unresolved = before.filter((commit) => contributorsOf(commit).some((who) => who.handle === undefined)).length;
  if (unresolved > 0)
    return unknown(`${unresolved} commits before the test belong to no account: one may be of ${tester}`, place, {
      resolvableBy: 'github',
      remedy: 'Map these authors to accounts in .mailmap on the default branch (their GitHub noreply address).',
    });
  return met(`${tester} had no hand in this repository before the test`, place);
}

/** Whether help was given, as the record says. */
export function judgeAlone({ record }: HandoffTest): Finding[] {
  const { assistance, buildersPresent, tester } = record.value;
  const remedy = 'Write down what was missing, mend the documentation, and test again with the builders away.';
  const found: Finding[] = [];
  if (assistance.length > 0)
    found.push(
      unmet(
        `${tester} was helped ${assistance.length} times, first: ${quote(assistance[0] ?? '')}`,
        record.at('assistance'),
        {
          remedy,
        },
      ),
    );
  if (buildersPresent)
    found.push(unmet('The builders were present during the test', record.at('buildersPresent'), { remedy }));
  return found.length > 0 ? found : [met(`${tester} was alone with the documentation`, record.at('assistance'))];
}

/** Whether the tester says so in their own name: in the commit of the record, or by comment or review. */
export function confirmAttested(
  test: HandoffTest,
  history: FileHistory[],
  attested: Observation<Acceptance>,
  commitWillDo: boolean,
): Finding {
  const { tester } = test.record.value;
  const handle = testerOf(test);
  const place = test.record.at('attestedIn');
  const newest = history.find(({ path }) => path === test.path)?.versions.at(-1);
  if (attested.state === 'seen' && attested.value.accepted)
    return met(`${tester} attests that nobody helped${attested.value.link ? ` (${attested.value.link})` : ''}`, place);
  if (commitWillDo && newest?.author.handle !== undefined && newest.author.handle.toLowerCase() === handle)
    return met(`The record was written by ${tester}, as its commit ${newest.commit.slice(0, 7)} says`, place);
  if (attested.state === 'unavailable')
    return unknown(`Whether ${tester} attests the test could not be asked: ${attested.reason}`, place, {
      resolvableBy: attested.resolvableBy,
    });
  return unmet(`Only somebody else says that ${tester} took over alone`, place, {
    remedy: `Ask ${tester} to write it in their own name (a comment on the issue or pull request of the test), and link that comment as attested-in.`,
  });
}

function numbers(pulls: { number: number }[]): string {
  return pulls
    .slice(0, 3)
    .map(({ number }) => `#${number}`)
    .join(', ');
}
