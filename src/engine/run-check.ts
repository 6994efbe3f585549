import { type Finding, unknown, unmet } from '../domain/finding.ts';
import { type Observation, seen, unavailable } from '../domain/observation.ts';
import type { AskContext, Asks, Check, CheckContext, Criterion, Reads } from './criterion.ts';
import { type Ask, askKey } from './fact-requests.ts';
import type { Read } from './inputs.ts';

/** How evidence that was read is looked up; what was never declared is not there. */
export interface ReadEvidence {
  get<T>(read: Read<T>): Observation<T>;
  files: { path: string; blob: string }[];
}

/** One criterion with its evidence looked up and its questions known. */
export interface PreparedCriterion {
  criterion: Criterion;
  observed: Record<string, Observation<unknown>>;
  reads: Reads;
  asks: Asks;
  /** Set when the criterion's own questions could not be put: a defect of ours. */
  broken?: string;
}

export function prepare(
  criterion: Criterion,
  evidence: ReadEvidence,
  params: Record<string, unknown>,
  context: AskContext,
): PreparedCriterion {
  const reads = criterion.reads(params);
  const observed = Object.fromEntries(Object.entries(reads).map(([name, read]) => [name, evidence.get(read)]));
  try {
    return { criterion, observed, reads, asks: criterion.asks(params, observed, context) };
  } catch (error) {
    return { criterion, observed, reads, asks: {}, broken: error instanceof Error ? error.message : String(error) };
  }
}

/** The questions of all criteria, each once. */
export function questionsOf(prepared: PreparedCriterion[]): Ask<unknown>[] {
  const asks = prepared.flatMap(({ asks }) => Object.values(asks).flat()).filter((ask) => ask !== undefined);
  return [...new Map(asks.map((ask) => [askKey(ask), ask])).values()];
}

/**
 * What one check says. Evidence that is missing or unreadable is unmet; evidence or facts that could not be looked at
 * are unknown; a throw of ours is unknown too. The facts are needed only when the files alone find nothing wrong.
 */
export function runCheck(
  check: Check,
  prepared: PreparedCriterion,
  answers: Map<string, Observation<unknown>>,
  context: CheckContext<unknown>,
): Finding[] {
  if (prepared.broken !== undefined) return [defect(check, prepared.broken)];
  const wanted = check.needs.map((name) => [name, prepared.observed[name]] as const);
  const missing = wanted.flatMap(([name, seen]) => missingEvidence(check, prepared.reads[name], seen));
  if (missing.length > 0) return withoutRepeats(missing);
  for (const name of [...check.needs, ...check.looks]) {
    const seen = prepared.observed[name];
    if (seen === undefined) return [defect(check, `it never declared ${name}`)];
    if (seen.state === 'unavailable')
      return [unknown(`Could not look: ${seen.reason}`, [], { resolvableBy: seen.resolvableBy })];
  }
  const evidence: Record<string, unknown> = {};
  for (const name of check.needs) evidence[name] = sight(prepared.observed[name]);
  for (const name of check.looks) evidence[name] = prepared.observed[name];
  try {
    const fromFiles = list(check.judge(evidence, context));
    if (fromFiles.length === 0) return [defect(check, 'it said nothing')];
    if (check.facts.length === 0 || check.confirm === undefined || needsNoFacts(fromFiles)) return fromFiles;
    for (const name of check.facts) {
      const ask = prepared.asks[name];
      if (ask === undefined) return [defect(check, `it needs ${name}, which it never asked`)];
      const answer = answerTo(ask, answers);
      if (answer?.state !== 'seen') return withoutFacts(fromFiles, answer, name);
      evidence[name] = sight(answer);
    }
    for (const name of check.optionalFacts) {
      const ask = prepared.asks[name];
      evidence[name] = (ask && answerTo(ask, answers)) ?? unavailable(`nobody answered ${name}`, 'github');
    }
    const confirmed = list(check.confirm(evidence, context));
    return confirmed.length === 0 ? [defect(check, 'it confirmed nothing')] : confirmed;
  } catch (error) {
    return [defect(check, error instanceof Error ? error.message : String(error))];
  }
}

/** Unmet from the files alone stays unmet, unless it says that facts may overturn it; met and settled stays met. */
function needsNoFacts(findings: Finding[]): boolean {
  const open = findings.filter((finding) => finding.outcome !== 'met' && finding.outcome !== 'not-applicable');
  return open.length > 0 ? open.some((finding) => !finding.overridable) : findings.every((finding) => finding.settled);
}

/** What is said when a fact could not be had: an open finding stays open, a met one is not yet proven. */
function withoutFacts(findings: Finding[], answer: Observation<unknown> | undefined, name: string): Finding[] {
  if (findings.some((finding) => finding.overridable)) return findings;
  const reason = answer?.state === 'unavailable' ? answer.reason : `nobody answered ${name}`;
  const resolvableBy = answer?.state === 'unavailable' ? answer.resolvableBy : 'github';
  const places = findings.flatMap((finding) => finding.places);
  return [unknown(`Could not look: ${reason}`, places, { resolvableBy, ...soonest(findings) })];
}

/** The answer to one ask, or to a list in its order; the first that was not seen stands for a whole list. */
function answerTo(
  ask: Ask<unknown> | Ask<unknown>[],
  answers: Map<string, Observation<unknown>>,
): Observation<unknown> | undefined {
  if (!Array.isArray(ask)) return answers.get(askKey(ask));
  const values: unknown[] = [];
  for (const one of ask) {
    const answer = answers.get(askKey(one));
    if (answer?.state !== 'seen') return answer;
    values.push(answer.value);
  }
  return seen(values, { path: '' });
}

/** A section and the files it names are missing together: people are told once, the first way. */
function withoutRepeats(findings: Finding[]): Finding[] {
  const key = ({ summary, places }: Finding): string => JSON.stringify([summary, places]);
  return findings.filter((finding, index) => findings.findIndex((one) => key(one) === key(finding)) === index);
}

function missingEvidence(
  check: Check,
  read: Read<unknown> | undefined,
  seen: Observation<unknown> | undefined,
): Finding[] {
  if (seen?.state === 'absent') {
    const why = seen.why === undefined ? `${seen.place.path || 'it'} is not there` : seen.why;
    return [
      unmet(`Missing: ${why}`, seen.place, {
        cause: `absent:${seen.place.path}`,
        remedy: remedyForAbsent(check, read, seen.place.path),
      }),
    ];
  }
  if (seen?.state === 'invalid') {
    return seen.faults.map((fault) =>
      unmet(
        `${fault.key ? `${fault.key} ` : ''}${fault.problem}${fault.allowed ? `; allowed: ${fault.allowed}` : ''}`,
        { path: fault.path, line: fault.line, column: fault.column },
        {
          cause: `invalid:${seen.place.path}`,
          remedy: fault.remedy,
        },
      ),
    );
  }
  return [];
}

function remedyForAbsent(check: Check, read: Read<unknown> | undefined, path: string): string {
  if (read?.kind === 'section' && read.of !== 'pilot')
    return `Write ${path} (or put \`${read.of}:\` into pilot.yaml). ${check.remedy}`;
  if (read?.kind === 'document')
    return `Write the ${read.of === 'rollback' ? 'rollback plan' : read.of} and, if it stands elsewhere, name it under evidence.${read.of} in the policy. ${check.remedy}`;
  return path ? `Write ${path}. ${check.remedy}` : check.remedy;
}

function sight(seen: Observation<unknown> | undefined): unknown {
  return seen?.state === 'seen' ? { value: seen.value, place: seen.place } : undefined;
}

function soonest(findings: Finding[]): { until?: number } {
  const ends = findings.flatMap((finding) => (finding.until === undefined ? [] : [finding.until]));
  return ends.length === 0 ? {} : { until: Math.min(...ends) };
}

function list(findings: Finding | Finding[]): Finding[] {
  return Array.isArray(findings) ? findings : [findings];
}

function defect(check: Check, what: string): Finding {
  return unknown(
    `${check.code} could not be judged: ${what}. This is a defect of pilot-readiness, not of the pilot; please report it`,
    [],
    {
      resolvableBy: 'retry',
      actors: ['operator'],
    },
  );
}
