import { parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import { fileProblem, type Tree } from '../../domain/tree.ts';
import type { Acceptance, FileHistory, IssueFact, PersonFact, ValueHistory } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { ChangePlan } from '../../evidence/schema/change-plan.ts';
import type { Cohorts } from '../../evidence/schema/cohorts.ts';
import { acceptedWords, camelKeys, orderOf } from '../shared/order.ts';
import { missingPeople, type NamedPerson, unnamedPeople } from '../shared/people/known-people.ts';

type Manager = NonNullable<ChangePlan['managers']>[number];
type Contribution = NonNullable<Manager['contributions']>[number];

const ISSUE = /^([\w.-]+\/[\w.-]+)?#\d+$/;

/** What the links of a contribution point at: only files and issues can be looked up. */
function kindOf(link: string): 'file' | 'issue' | 'address' {
  if (ISSUE.test(link)) return 'issue';
  return /^https?:\/\//i.test(link) ? 'address' : 'file';
}

function pathIn(link: string): string {
  return link.replace(/^\.\//, '');
}

/** Managers who helped to design it; who was only informed does not count. */
export function coDesigners(plan: Located<ChangePlan>): (NamedPerson & { manager: Manager })[] {
  return (plan.value.managers ?? []).flatMap((manager, index) =>
    manager.role === 'co-designer'
      ? [
          {
            what: 'A manager who helped to design it',
            written: manager.person,
            place: plan.at('managers', index),
            part: manager.person,
            manager,
          },
        ]
      : [],
  );
}

/** Files and issues that the contributions name, to be asked about. */
export function contributionLinks(plan: Located<ChangePlan>): { files: string[]; issues: string[] } {
  const links = coDesigners(plan).flatMap(({ manager }) => (manager.contributions ?? []).map(({ link }) => link));
  return {
    files: links.filter((link) => kindOf(link) === 'file').map(pathIn),
    issues: links.filter((link) => kindOf(link) === 'issue'),
  };
}

/** Whether the managers whose people work differently helped to design it, each before their cohort began. */
export function judgeCoDesigners(
  plan: Located<ChangePlan>,
  cohorts: Located<Cohorts>,
  tree: Tree,
  limits: { minManagers: number },
  now: number,
): Finding[] {
  const designers = coDesigners(plan);
  const teams = designers.filter(({ written }) => parsePerson(written).team !== undefined);
  const findings = [
    ...enough(plan, designers, limits.minManagers),
    ...unnamedPeople(designers, true),
    ...teams.map(({ written, place, part }) =>
      unmet(`${written} is a team: managers are named one by one`, place, {
        ...(part === undefined ? {} : { part }),
        remedy: 'Name the manager as "@handle" or "Name <mail>".',
      }),
    ),
    ...designers.flatMap((designer): Finding[] => {
      const early = earlyContributions(designer.manager, cohorts, tree, undefined, now);
      if ('open' in early) return [{ ...early.open, places: [designer.place], part: designer.written }];
      // The sponsor may have accepted it late, which only GitHub knows.
      return early.seen.length > 0 ? [] : [{ ...nothingEarly(designer, early.start), facts: 'can-overturn' }];
    }),
  ];
  return findings.length > 0
    ? findings
    : [
        met(
          `${designers.length} managers helped to design it before their cohort began: ${designers
            .slice(0, 10)
            .map(({ written }) => written)
            .join(', ')}`,
          plan.at('managers'),
        ),
      ];
}

function enough(plan: Located<ChangePlan>, designers: NamedPerson[], minManagers: number): Finding[] {
  const people = new Set(
    designers.map(({ written }) => {
      const { handle, team, mail } = parsePerson(written);
      return handle ?? team ?? mail ?? written;
    }),
  );
  const { affectedManagers: affected, managers = [] } = plan.value;
  const informed = managers.length - designers.length;
  if (people.size >= minManagers || (people.size > 0 && affected !== undefined && people.size >= affected)) return [];
  const of = affected === undefined ? '' : ` of ${affected} who are affected`;
  return [
    unmet(
      `${people.size} managers${of} helped to design it, at least ${minManagers} are needed, or all there are${informed > 0 ? `; ${informed} who were informed or sponsor it do not count` : ''}`,
      plan.at('managers'),
      {
        remedy:
          'Ask the managers whose people work differently to help design the next cohort, and list them with role: co-designer and their contributions; if there are fewer, say affected-managers.',
        cause: 'no-co-designers',
      },
    ),
  ];
}

/** Contributions of before the cohort began that are there to be seen, by the days declared and the earliest start ever committed. */
function earlyContributions(
  manager: Manager,
  cohorts: Located<Cohorts>,
  tree: Tree,
  history: ValueHistory | undefined,
  now: number,
): { seen: Contribution[]; start: string } | { open: Finding } {
  const cohort = cohorts.value.cohorts.find(({ id }) => id === manager.cohort);
  if (cohort === undefined)
    return {
      open: unmet(
        manager.cohort === undefined
          ? `Which cohort ${manager.person} answers for is not said`
          : `${manager.person} names the cohort ${manager.cohort}, which is not among the cohorts`,
        [],
        { remedy: `Name at ${manager.person} a cohort of readiness/cohorts.yaml.` },
      ),
    };
  const start = [cohort.startedOn, ...(history ? startsOf(history, cohort.id) : [])].sort()[0] ?? cohort.startedOn;
  const seen = (manager.contributions ?? []).filter(
    ({ on, link }) =>
      on < start &&
      (parseInstant(on) ?? now + 1) <= now &&
      (kindOf(link) !== 'file' || fileProblem(tree, pathIn(link)) === undefined),
  );
  return { seen, start };
}

/** Every start of a cohort that was ever committed: moving it later makes nothing earlier. */
function startsOf(history: ValueHistory, cohort: string): string[] {
  return history.values.flatMap(({ value }) => {
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

function nothingEarly({ written, place }: NamedPerson, start: string): Finding {
  return unmet(`Nothing shows what ${written} contributed before their cohort began on ${start}`, place, {
    part: written,
    remedy: `Link the minutes, issue or review in which ${written} took part before ${start}; where there is none, let them help design the next cohort, or have the sponsor comment \`/readiness accept CA-1 because <reason>\`.`,
  });
}

export interface CoDesignerFacts {
  people: PersonFact[];
  files: FileHistory[];
  issues: Record<string, IssueFact>;
  starts: ValueHistory;
  acceptance: Observation<Acceptance>;
}

/** Whether these people exist, and whether what they contributed was really there before their cohort began. */
export function confirmCoDesigners(
  plan: Located<ChangePlan>,
  cohorts: Located<Cohorts>,
  tree: Tree,
  facts: CoDesignerFacts,
  now: number,
): Finding[] {
  const designers = coDesigners(plan);
  const gone = missingPeople(designers, facts.people);
  const accepted = acceptedWords(facts.acceptance);
  const each = designers.map((designer): Finding => {
    const { manager, written, place } = designer;
    const early = earlyContributions(manager, cohorts, tree, facts.starts, now);
    if ('open' in early) return { ...early.open, places: [place], part: written };
    const standing = early.seen.map((contribution) => participationOf(contribution, early.start, facts));
    const part = { part: written };
    if (standing.includes('proven')) return met(`${written} contributed before ${early.start}`, place, part);
    if (standing.includes('declared'))
      return met(`${written} contributed before ${early.start}, as declared`, place, part);
    if (accepted)
      return met(`Nothing shows what ${written} contributed before ${early.start}; ${accepted}`, place, part);
    if (standing.includes('unknown'))
      return unknown(`Only GitHub knows whether what ${written} contributed was there before ${early.start}`, place, {
        ...part,
        resolvableBy: 'github',
      });
    if (facts.acceptance.state === 'unavailable') return notAsked(written, facts.acceptance, place);
    return nothingEarly(designer, early.start);
  });
  return [...gone, ...each];
}

function notAsked(
  written: string,
  acceptance: Observation<Acceptance> & { state: 'unavailable' },
  place: Place,
): Finding {
  return unknown(
    `Nothing shows what ${written} contributed in time; whether the sponsor accepted that could not be asked: ${acceptance.reason}`,
    place,
    { part: written, resolvableBy: acceptance.resolvableBy },
  );
}

function participationOf(
  { link }: Contribution,
  start: string,
  { files, issues }: CoDesignerFacts,
): 'proven' | 'declared' | 'unknown' | 'refuted' {
  const kind = kindOf(link);
  if (kind === 'address') return 'declared';
  if (kind === 'issue') return (issues[link]?.state ?? 'missing') === 'missing' ? 'refuted' : 'declared';
  const [introduced] = files.find(({ path }) => path === pathIn(link))?.versions ?? [];
  if (introduced === undefined) return 'refuted';
  const order = orderOf(introduced, parseInstant(start) ?? 0);
  return order === 'before' ? 'proven' : order === 'after' ? 'refuted' : 'unknown';
}
