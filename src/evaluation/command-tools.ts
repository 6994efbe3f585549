import { DEFINITIONS } from '../commands/language/verbs.ts';
import type { CommandTools, ControlRow, Lookup } from '../commands/tools.ts';
import { againstApproval, coversOf } from '../criteria/shared/controls/cases.ts';
import { coverDifference } from '../criteria/shared/controls/cover-difference.ts';
import { type ControlDays, daysFor, endOf } from '../criteria/shared/controls/validity.ts';
import { defined } from '../domain/defined.ts';
import { UnavailableError } from '../domain/errors.ts';
import type { Report } from '../domain/report.ts';
import { requestedFacts } from '../engine/assess.ts';
import type { Criterion } from '../engine/criterion.ts';
import type { DecisionRecord } from '../engine/decisions/read-record.ts';
import { decisionStateOf } from '../engine/decisions/state.ts';
import { answerOf, approvals, type ControlQuestion, type FactRequest } from '../engine/fact-requests.ts';
import { approversOf } from '../engine/policy/approvers.ts';
import type { EffectivePolicy } from '../engine/policy/effective.ts';
import { resolveInputs } from '../evidence/resolve.ts';
import { openCommandFacts } from '../github/facts/command-facts.ts';
import type { FactsOptions } from '../github/facts/facts.ts';
import { type GitHubAccess, type GitHubSubject, githubFacts, githubFiles } from '../github/index.ts';
import { factsOptionsOf } from './open-subject.ts';

/** What is known of a pull request when the commands of one comment are answered. */
export interface CommandContext {
  access: GitHubAccess;
  catalog: Criterion[];
  /** The evaluated pull request, with its policy in force and its report. */
  subject: GitHubSubject;
  policy: EffectivePolicy;
  report?: Report;
  /** The facts that the criteria requested when the head was evaluated; resolved again when they are left out. */
  requests?: FactRequest[];
  defaultBranch: string;
  record: DecisionRecord;
  now: number;
  /** What is only known from the arrival of the comment. */
  arrival: Pick<CommandTools, 'headAtArrival' | 'lastReportedHead' | 'lastPush'>;
}

const SIGN_OFFS = 'control-signoffs';
/** Days that no policy can exceed. */
const MAX_DAYS = 365;

/**
 * The tools of `answerCommands` over GitHub's API. Controls are those that the evidence at the head requires and those
 * that the policy names in addition; roles are those of the evidence at the merge base. Throws an `UnavailableError` when
 * the evidence at the head could not be read.
 */
export async function commandTools(context: CommandContext): Promise<CommandTools> {
  const { access, catalog, subject, policy, now, arrival } = context;
  const options = optionsOf(context);
  const facts = openCommandFacts(access, options);
  const requests = context.requests ?? (await requestsAt(context, subject.sha));
  const questions = requests.flatMap((request) => (request.kind === 'approvals' ? request.controls : []));
  const controls = rowsOf(policy, questions);
  const coversFor = (name: string): string[] =>
    controls.find(({ control }) => control === name)?.covers ?? placesOf(context.report, name);
  const known = async <T>(value: Promise<T>): Promise<Lookup<T>> => ({ known: true, value: await value });
  return {
    now,
    pullRequest: {
      number: subject.number,
      isOpen: subject.state === 'open',
      ...(subject.author ? { opener: subject.author.login } : {}),
    },
    policy,
    controls,
    checks: catalog.flatMap(({ checks }) =>
      checks.map(({ code, waivable }) => ({ code, waivable: waivable !== false })),
    ),
    ...arrival,
    headNow: () => known(facts.headNow()),
    isAmong: facts.isAmong,
    authors: () => known(facts.authors()),
    coveredAt: (name, sha) => known(facts.filesAt(sha, coversFor(name))),
    wroteCovered: async (login, name, sha) => {
      const paths = (await facts.filesAt(sha, coversFor(name))).map(({ path }) => path);
      return known(facts.wrote(login, paths, sha));
    },
    signers: () => signersOf(context, questions, controls),
    holdersOf: async (wanted) => {
      if (wanted === DEFINITIONS) return { known: true, value: definitionAcceptors(context.report) };
      if (subject.mergeBase.state !== 'seen')
        return { known: false, reason: 'where the pull request left its base could not be read' };
      const atBase = await requestsAt(context, subject.mergeBase.value);
      const found = atBase.flatMap((one) => (one.kind === 'acceptance' && one.subject === wanted ? [one] : []));
      if (found.length === 0) return { known: true, value: undefined };
      const who = [...new Set(found.flatMap((one) => one.who))];
      return { known: true, value: { role: roleOf(catalog, wanted), who } };
    },
  };
}

/** Who may accept the looser definitions of the report; undefined where none waits for it. */
function definitionAcceptors(report: Report | undefined): { role: string; who: string[] } | undefined {
  const pending = (report?.definitions?.looser ?? []).filter(({ accepted }) => accepted === undefined);
  if (pending.length === 0) return undefined;
  return { role: DEFINITIONS, who: [...new Set(pending.flatMap(({ who }) => who))] };
}

function optionsOf({ subject, defaultBranch, record, now }: CommandContext): FactsOptions & { pullRequest: number } {
  const { owner, repo, number, sha } = subject;
  const decided = decisionStateOf(record, now);
  return { ...factsOptionsOf({ owner, repo, defaultBranch, sha, pull: subject, decided }), pullRequest: number };
}

/** The facts that the criteria request for the evidence at a commit. */
function requestsAt(context: CommandContext, sha: string): Promise<FactRequest[]> {
  const { access, catalog, policy, now } = context;
  const { owner, repo, head } = optionsOf(context);
  const files = githubFiles(access, { owner, repo, sha, ...defined({ head }) });
  return requestedFacts({ catalog, policy, now, read: (requests) => resolveInputs(files, requests, policy.evidence) });
}

function rowsOf(policy: EffectivePolicy, questions: ControlQuestion[]): ControlRow[] {
  const params = policy.criteria[SIGN_OFFS]?.params as ControlDays | undefined;
  const days = daysFor(params ?? { validDays: MAX_DAYS, accessReviewDays: MAX_DAYS });
  const validDays = (control: string): number =>
    Math.min(days(control), policy.controls[control]?.validDays ?? Number.POSITIVE_INFINITY);
  // Two criteria may require the same control: it is one row, with the shorter limit.
  const controls = [...new Set(questions.map(({ control }) => control))];
  const required = controls.map((control): ControlRow => {
    const own = questions.filter((question) => question.control === control);
    return {
      control,
      approvers: own[0]?.approvers ?? [],
      ...defined({ needsWrite: own[0]?.needsWrite }),
      covers: own[0]?.covers ?? [],
      validDays: Math.min(validDays(control), ...own.flatMap((question) => question.validDays ?? [])),
      required: true,
    };
  });
  const others = Object.entries(policy.controls).filter(([name]) => !questions.some(({ control }) => control === name));
  const named = others.map(([control, rule]): ControlRow => {
    const { approvers, needsWrite } = approversOf(policy, control);
    return {
      control,
      approvers,
      ...defined({ needsWrite }),
      covers: coversOf(control, rule.covers, undefined, policy.evidence.root),
      validDays: validDays(control),
      required: false,
    };
  });
  return [...required, ...named];
}

/** The files that a check was evaluated by: an acceptance of it is bound to them. */
function placesOf(report: Report | undefined, code: string): string[] {
  const check = report?.criteria.flatMap(({ checks }) => checks).find((one) => one.code === code);
  return (check?.places ?? []).map(({ path }) => path.replace(/[*?[\]{}\\]/g, '?'));
}

function roleOf(catalog: Criterion[], wanted: string): string {
  if (wanted.startsWith('role:')) return wanted.slice('role:'.length);
  const check = catalog.flatMap(({ checks }) => checks).find(({ code }) => code === wanted);
  return check?.actors?.find((actor) => actor !== 'author') ?? 'role holder';
}

/** Who validly signed each control: not expired, and for the current files. */
async function signersOf(
  context: CommandContext,
  questions: ControlQuestion[],
  rows: ControlRow[],
): Promise<Lookup<Map<string, string[]>>> {
  const options = optionsOf(context);
  const request = approvals(questions);
  const answers = await githubFacts(context.access, options).answer([request]);
  const answer = answerOf(answers, request);
  if (answer?.state !== 'seen') {
    const reason = answer?.state === 'unavailable' ? answer.reason : 'who signed the controls';
    return { known: false, reason };
  }
  const facts = openCommandFacts(context.access, options);
  const signers = new Map<string, string[]>();
  for (const { control, approvals: given } of answer.value) {
    const row = rows.find((one) => one.control === control);
    if (row === undefined) throw new UnavailableError(`approvals of ${control} were returned but not requested`);
    const today = await facts.filesAt(options.sha, row.covers);
    const good = given.filter(
      (one) =>
        againstApproval(one) === undefined &&
        coverDifference(one.covered, today).length === 0 &&
        context.now < endOf(one.at, row.validDays),
    );
    if (good.length > 0) signers.set(control, [...new Set(good.map(({ by }) => by.toLowerCase()))]);
  }
  return { known: true, value: signers };
}
