import { parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import { contributorsOf } from '../../engine/contributors.ts';
import type { Acceptance, Authorship, FileHistory, PartTaken } from '../../engine/fact-answers.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { HandoffRecord } from '../../evidence/schema/records.ts';
import { type HandoffTest, latestTest } from '../shared/handoff/record.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { pilotPeople } from '../shared/people/pilot-people.ts';
import { messages } from './messages.ts';

const FIRST_PULLS = 3;

/** The tester's account; undefined for a team, a role word or a placeholder. */
export function testerOf({ record }: HandoffTest): string | undefined {
  const person = parsePerson(record.value.tester);
  return person.placeholder ? undefined : person.handle;
}

/** The tester of the newest test as a person whose account must exist, where the record names a single account. */
export function namedTester(records: RecordSet<HandoffRecord>): NamedPerson[] {
  const latest = latestTest(records);
  if ('open' in latest || testerOf(latest.test) === undefined) return [];
  const { record } = latest.test;
  return [{ what: 'The tester', written: record.value.tester, place: record.at('tester') }];
}

/** Whether the files already connect the tester with the service. */
export function judgeTester(
  test: HandoffTest,
  pilot: Observation<Located<Pilot>>,
  model: Observation<Located<OperatingModel>>,
): Finding {
  const { tester } = test.record.value;
  const place = test.record.at('tester');
  if (testerOf(test) === undefined) return unmet(messages.testerNotAPerson({ tester }), place);
  const person = parsePerson(tester);
  const isNamed = (names: string[]): boolean => names.some((name) => samePerson(parsePerson(name), person));
  const { onCall, tiers = [], vendor } = model.state === 'seen' ? model.value.value : {};
  if (pilotPeople(pilot).some((one) => samePerson(one, person)))
    return unmet(messages.testerHasRole({ tester }), place);
  if (isNamed([onCall?.people ?? [], tiers.flatMap(({ contact, people = [] }) => [contact, ...people])].flat()))
    return unmet(messages.testerInSupport({ tester }), place);
  if (vendor !== undefined && isNamed([vendor.contact])) return unmet(messages.testerIsVendor({ tester }), place);
  return met(messages.testerIsOutsider({ tester }), place);
}

/** What the tester did in the repository before the test. */
export function testerObjections(
  test: HandoffTest,
  { commits }: Authorship,
  { merged, approved }: PartTaken,
): Finding[] {
  const { tester } = test.record.value;
  const place = test.record.at('tester');
  const handle = testerOf(test);
  // A commit's own date counts only against the tester, because its author declares it. Merged pull requests show the rest.
  const before = commits
    .filter(({ declaredAt }) => (parseInstant(declaredAt) ?? Number.NEGATIVE_INFINITY) < test.start)
    .map((commit) => contributorsOf(commit).map((who) => who.handle?.toLowerCase()));
  const own = before.filter((handles) => handles.includes(handle)).length;
  const part = (pulls: { number: number }[]) => ({
    tester,
    count: pulls.length,
    pulls: pulls.slice(0, FIRST_PULLS).map(({ number }) => `#${number}`),
  });
  const found = [
    ...(own > 0 ? [unmet(messages.testerCommitted({ tester, count: own }), place)] : []),
    ...(merged.length > 0 ? [unmet(messages.testerMerged(part(merged)), place)] : []),
    ...(approved.length > 0 ? [unmet(messages.testerApproved(part(approved)), place)] : []),
  ];
  const unresolved = before.filter((handles) => handles.includes(undefined)).length;
  if (found.length > 0 || unresolved === 0) return found;
  return [unknown(messages.unresolvedCommits({ count: unresolved, tester }), place, { resolvableBy: 'github' })];
}

/** Whether the tester worked without help, according to the record. */
export function judgeAlone({ record }: HandoffTest): Finding[] {
  const { assistance, buildersPresent, tester } = record.value;
  const [first] = assistance;
  const found = [
    ...(first === undefined
      ? []
      : [unmet(messages.testerHelped({ tester, count: assistance.length, first }), record.at('assistance'))]),
    ...(buildersPresent ? [unmet(messages.buildersPresent(), record.at('buildersPresent'))] : []),
  ];
  return found.length > 0 ? found : [met(messages.testerAlone({ tester }), record.at('assistance'))];
}

/** Whether the tester attests it in their own name: by comment or review, or by committing the record. */
export function judgeAttestation(
  test: HandoffTest,
  history: FileHistory[],
  attested: Observation<Acceptance>,
  commitWillDo: boolean,
): Finding {
  const { tester } = test.record.value;
  const handle = testerOf(test);
  const place = test.record.at('attestedIn');
  if (attested.state === 'seen' && attested.value.accepted) {
    const { link } = attested.value;
    return met(messages.attested({ tester, link: link === undefined ? '' : ` (${link})` }), place);
  }
  const newest = history.find(({ path }) => path === test.path)?.versions.at(-1);
  const author = newest?.author.handle?.toLowerCase();
  if (commitWillDo && newest !== undefined && author !== undefined && author === handle)
    return met(messages.attestedByCommit({ tester, commit: newest.commit.slice(0, 7) }), place);
  if (attested.state === 'unavailable' && handle !== undefined) {
    const { reason, resolvableBy } = attested;
    return unknown(messages.attestationUnknown({ tester, reason }), place, { resolvableBy });
  }
  return unmet(messages.notAttested({ tester }), place);
}
