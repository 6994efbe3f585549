import { parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import { fileProblem, type Tree } from '../../domain/tree.ts';
import type { Found } from '../../engine/criterion.ts';
import type { Acceptance, FileHistory, IssueFact, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { ChangePlan } from '../../evidence/schema/change-plan.ts';
import type { Cohorts } from '../../evidence/schema/cohorts.ts';
import { acceptedWords, camelKeys, orderOf, unmetUnlessAccepted } from '../shared/order.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { distinctPeople } from './champions.ts';
import { messages } from './messages.ts';

type Manager = NonNullable<ChangePlan['managers']>[number];
type Contribution = NonNullable<Manager['contributions']>[number];
type CoDesigner = NamedPerson & { manager: Manager };

const ISSUE = /^([\w.-]+\/[\w.-]+)?#\d+$/;
const MAX_NAMES = 10;

/** What the link of a contribution is: only files and issues can be looked up. */
function kindOf(link: string): 'file' | 'issue' | 'address' {
  if (ISSUE.test(link)) return 'issue';
  return /^https?:\/\//i.test(link) ? 'address' : 'file';
}

function pathIn(link: string): string {
  return link.replace(/^\.\//, '');
}

/** Managers who helped to design it; those who were only informed do not count. */
export function coDesigners(plan: Located<ChangePlan>): CoDesigner[] {
  return (plan.value.managers ?? []).flatMap((manager, index) => {
    if (manager.role !== 'co-designer') return [];
    const { person } = manager;
    const place = plan.at('managers', index);
    return [{ what: 'A manager who helped to design it', written: person, place, part: person, manager }];
  });
}

/** Files and issues that the contributions link to. */
export function contributionLinks(plan: Located<ChangePlan>): { files: string[]; issues: string[] } {
  const links = coDesigners(plan).flatMap(({ manager }) => (manager.contributions ?? []).map(({ link }) => link));
  return {
    files: links.filter((link) => kindOf(link) === 'file').map(pathIn),
    issues: links.filter((link) => kindOf(link) === 'issue'),
  };
}

/** Whether enough affected managers helped to design it, each before their cohort began. */
export function judgeCoDesigners(
  plan: Located<ChangePlan>,
  cohorts: Located<Cohorts>,
  tree: Tree,
  minManagers: number,
  now: number,
): Finding[] {
  const designers = coDesigners(plan);
  const found = [
    ...judgeNumber(plan, designers, minManagers),
    ...designers.flatMap((designer) => judgeCoDesigner(designer, cohorts, tree, now)),
  ];
  if (found.length > 0) return found;
  const names = designers.slice(0, MAX_NAMES).map(({ written }) => written);
  return [met(messages.coDesignersNamed({ count: designers.length, names }), plan.at('managers'))];
}

function judgeNumber(plan: Located<ChangePlan>, designers: CoDesigner[], minManagers: number): Finding[] {
  const count = distinctPeople(designers.map(({ written }) => written)).length;
  const { affectedManagers: affected, managers = [] } = plan.value;
  if (count >= minManagers || (count > 0 && affected !== undefined && count >= affected)) return [];
  const others = managers.length - designers.length;
  const tooFew = messages.tooFewCoDesigners({
    managers:
      affected === undefined ? messages.coDesigners({ count }) : messages.coDesignersOfAffected({ count, affected }),
    needed: minManagers,
    others: others > 0 ? messages.othersDoNotCount({ count: others }) : '',
  });
  return [unmet(tooFew, plan.at('managers'), { cause: 'no-co-designers' })];
}

function judgeCoDesigner(
  { manager, written: person, place }: CoDesigner,
  cohorts: Located<Cohorts>,
  tree: Tree,
  now: number,
): Finding[] {
  const part = { part: person };
  const found: Finding[] = [];
  if (parsePerson(person).team !== undefined) found.push(unmet(messages.teamAsManager({ person }), place, part));
  const cohort = cohortOf(manager, cohorts);
  if (manager.cohort === undefined) found.push(unmet(messages.noCohort({ person }), place, part));
  else if (cohort === undefined)
    found.push(unmet(messages.unknownCohort({ person, cohort: manager.cohort }), place, part));
  else if (contributionsBefore(cohort.startedOn, manager, tree, now).length === 0) {
    const late = messages.noEarlyContribution({ person, start: cohort.startedOn });
    // The sponsor may have accepted it late, which is a fact.
    found.push(unmet(late, place, { ...part, facts: 'can-overturn' }));
  }
  return found;
}

function cohortOf(manager: Manager, cohorts: Located<Cohorts>): Cohorts['cohorts'][number] | undefined {
  return cohorts.value.cohorts.find(({ id }) => id === manager.cohort);
}

/** Contributions declared for a day before the start; a file that is linked must be in the repository. */
function contributionsBefore(start: string, { contributions = [] }: Manager, tree: Tree, now: number): Contribution[] {
  return contributions.filter(
    ({ on, link }) =>
      on < start &&
      (parseInstant(on) ?? now + 1) <= now &&
      (kindOf(link) !== 'file' || fileProblem(tree, pathIn(link)) === undefined),
  );
}

/** Every start of a cohort that was ever committed: moving it later does not make a contribution earlier. */
function startsOf(history: ValueHistory | undefined, cohort: string): string[] {
  return (history?.values ?? []).flatMap(({ value }) => {
    const list: unknown = camelKeys(value);
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry: unknown) => {
      const { id, startedOn } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
      return id === cohort && typeof startedOn === 'string' && parseInstant(startedOn) !== undefined
        ? [startedOn.slice(0, 10)]
        : [];
    });
  });
}

/** The facts of CA-1; what is undefined had nothing to look up. */
interface ContributionFacts {
  contributions: Found<FileHistory[]> | undefined;
  issues: Found<Record<string, IssueFact>> | undefined;
  cohortStarts: Found<ValueHistory> | undefined;
  managersAccepted: Observation<Acceptance>;
}

/** Objects to managers whose contributions were not there before their cohort began, by every start ever committed. */
export function checkContributions(
  plan: Located<ChangePlan>,
  cohorts: Located<Cohorts>,
  tree: Tree,
  facts: ContributionFacts,
  now: number,
): Finding[] {
  const accepted = acceptedWords(facts.managersAccepted);
  return coDesigners(plan).flatMap(({ manager, written: person, place }): Finding[] => {
    const cohort = cohortOf(manager, cohorts);
    if (cohort === undefined) return [];
    const committed = startsOf(facts.cohortStarts?.value, cohort.id);
    const start = [cohort.startedOn, ...committed].sort()[0] ?? cohort.startedOn;
    const proofs = contributionsBefore(start, manager, tree, now).map((one) => proofOf(one, start, facts));
    if (proofs.includes('enough')) return [];
    const part = { part: person };
    if (accepted !== undefined)
      return [met(messages.contributionAcceptedLate({ person, start, accepted }), place, { ...part, accepted: true })];
    if (proofs.includes('unknown'))
      return [unknown(messages.contributionNotVerified({ person, start }), place, { ...part, resolvableBy: 'github' })];
    return [
      {
        ...unmetUnlessAccepted(messages.noEarlyContribution({ person, start }), facts.managersAccepted, place),
        ...part,
      },
    ];
  });
}

/** Whether facts prove a contribution, as far as anything can be looked up: an address counts as declared. */
function proofOf({ link }: Contribution, start: string, facts: ContributionFacts): 'enough' | 'unknown' | 'none' {
  const kind = kindOf(link);
  if (kind === 'address') return 'enough';
  if (kind === 'issue') return (facts.issues?.value[link]?.state ?? 'missing') === 'missing' ? 'none' : 'enough';
  const [introduced] = facts.contributions?.value.find(({ path }) => path === pathIn(link))?.versions ?? [];
  if (introduced === undefined) return 'none';
  const order = orderOf(introduced, parseInstant(start) ?? 0);
  return order === 'before' ? 'enough' : order === 'after' ? 'none' : 'unknown';
}
