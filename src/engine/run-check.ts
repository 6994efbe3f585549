import type { Finding } from '../domain/finding.ts';
import { notVerified, unknown, unmet } from '../domain/finding.ts';
import { type Observation, seen, unavailable } from '../domain/observation.ts';
import { untilEarliest } from '../domain/until.ts';
import type {
  Check,
  CheckContext,
  Criterion,
  FactRequests,
  Inputs,
  Precondition,
  RequestContext,
} from './criterion.ts';
import { type FactAnswer, type FactRequest, factKey } from './fact-requests.ts';
import type { Input } from './inputs.ts';
import { messages } from './messages.ts';

/** Resolved inputs; an input that was not declared is absent. */
export interface ResolvedInputs {
  get<T>(input: Input<T>): Observation<T>;
  files: { path: string; blob: string }[];
}

/** One criterion with its inputs resolved and its requests known. */
export interface PreparedCriterion {
  criterion: Criterion;
  observed: Record<string, Observation<unknown>>;
  inputs: Inputs;
  requests: FactRequests;
  /** The preconditions of each check whose evidence is there, by code. */
  preconditions: Record<string, Precondition[]>;
  /** Set when the criterion's own requests could not be made: an internal error. */
  broken?: string;
}

type Answers = Map<string, Observation<unknown>>;

/** Looks the inputs of a criterion up and collects what it, and the preconditions of its checks, request. */
export function prepare(
  criterion: Criterion,
  evidence: ResolvedInputs,
  params: Record<string, unknown>,
  context: RequestContext,
): PreparedCriterion {
  const inputs = criterion.inputs(params);
  const observed = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, evidence.get(input)]));
  try {
    const requests = criterion.requests(params, observed, context);
    const preconditions = Object.fromEntries(
      criterion.checks.map((check) => [check.code, preconditionsOf(check, observed, { ...context, params })]),
    );
    return { criterion, observed, inputs, requests, preconditions };
  } catch (error) {
    return { criterion, observed, inputs, requests: {}, preconditions: {}, broken: textOf(error) };
  }
}

/** The preconditions of a check; none while its own evidence is missing. */
function preconditionsOf(
  check: Check,
  observed: Record<string, Observation<unknown>>,
  context: RequestContext & { params: unknown },
): Precondition[] {
  const isReady = check.requires.every((name) => observed[name]?.state === 'seen');
  const all = (isReady && check.preconditions?.(evidenceFor(check, observed), context)) || [];
  const undeclared = all
    .flatMap(({ requests }) => requests)
    .find(({ kind }) => !check.preconditionFacts.includes(kind));
  if (undeclared !== undefined)
    throw new Error(`a precondition of ${check.code} requests ${undeclared.kind}, undeclared`);
  return all;
}

/** The requests of all criteria, each once. */
export function requestsOf(prepared: PreparedCriterion[]): FactRequest[] {
  const all = prepared
    .flatMap(({ requests, preconditions }) => [
      ...Object.values(requests).flat(),
      ...Object.values(preconditions).flatMap((all) => all.flatMap((one) => one.requests)),
    ])
    .filter((request) => request !== undefined);
  return [...new Map(all.map((request) => [factKey(request), request])).values()];
}

/**
 * The findings of one check. Evidence that is missing or invalid is unmet; evidence or facts that could not be read are
 * unknown; a thrown error is unknown too. The facts are needed only when the files alone find nothing wrong.
 */
export function runCheck(
  check: Check,
  prepared: PreparedCriterion,
  answers: Answers,
  context: CheckContext<unknown>,
): Finding[] {
  if (prepared.broken !== undefined) return [internalError(check, prepared.broken)];
  const missing = check.requires.flatMap((name) =>
    missingEvidence(check, prepared.inputs[name], prepared.observed[name]),
  );
  if (missing.length > 0) return withoutRepeats(missing);
  for (const name of [...check.requires, ...check.optional]) {
    const found = prepared.observed[name];
    if (found === undefined) return [internalError(check, `it never declared ${name}`)];
    if (found.state === 'unavailable') return [notVerified(found.reason, found.resolvableBy)];
  }
  try {
    return evaluateCheck(check, prepared, answers, context);
  } catch (error) {
    return [internalError(check, textOf(error))];
  }
}

function evaluateCheck(
  check: Check,
  prepared: PreparedCriterion,
  answers: Answers,
  context: CheckContext<unknown>,
): Finding[] {
  const evidence = evidenceFor(check, prepared.observed);
  const preconditions = prepared.preconditions[check.code] ?? [];
  const decisive = preconditions.find((one) => one.decisive && one.findings.length > 0);
  if (decisive !== undefined) return decisive.findings;
  const own = [check.judge(evidence, context)].flat();
  if (own.length === 0) return [internalError(check, 'it returned no finding')];
  const unfulfilled = preconditions.flatMap(({ findings }) => findings);
  // A check is not met as a whole while one of its preconditions is not.
  const kept =
    unfulfilled.length === 0 ? own : own.filter(({ outcome, part }) => outcome !== 'met' || part !== undefined);
  const fromFiles = [...kept, ...unfulfilled];
  if (!mayFactsMatter(fromFiles)) return fromFiles;
  return withFacts(check, { prepared, answers, context, evidence }, fromFiles);
}

interface FactCheck {
  prepared: PreparedCriterion;
  answers: Answers;
  context: CheckContext<unknown>;
  evidence: Record<string, unknown>;
}

/** What the facts leave of the findings: an objection overrules them all, and a fact that is missing leaves them open. */
function withFacts(check: Check, { prepared, answers, context, evidence }: FactCheck, fromFiles: Finding[]): Finding[] {
  const found = { ...evidence };
  for (const name of check.facts) {
    if (!(name in prepared.requests)) return [internalError(check, `it needs ${name}, which is never requested`)];
    const request = prepared.requests[name];
    if (request === undefined) continue;
    const answer = answerTo(request, answers);
    if (answer?.state !== 'seen') return withoutFacts(fromFiles, answer, name);
    found[name] = { value: answer.value, place: answer.place };
  }
  for (const name of check.optionalFacts) {
    const request = prepared.requests[name];
    found[name] = (request && answerTo(request, answers)) ?? unavailable(`nothing answered ${name}`, 'github');
  }
  const objections: Finding[] = [];
  for (const one of prepared.preconditions[check.code] ?? []) {
    const answer = answerTo(one.requests, answers);
    if (answer?.state !== 'seen') return withoutFacts(fromFiles, answer, 'what a precondition requests');
    objections.push(...one.objections(answer.value as FactAnswer[]));
  }
  objections.push(...(check.objections?.(found, context) ?? []));
  return objections.length > 0 ? objections.map((one) => asLongAs(fromFiles, one)) : fromFiles;
}

/** What facts confirm or leave open lasts no longer than what the files showed. */
function asLongAs(fromFiles: Finding[], finding: Finding): Finding {
  const isOpen = finding.outcome === 'unmet' || finding.outcome === 'stale';
  return isOpen || finding.until !== undefined ? finding : { ...finding, ...soonest(fromFiles) };
}

function soonest(findings: Finding[]): { until?: number } {
  return untilEarliest(findings.map(({ until }) => until));
}

/** Unmet from the files alone stays unmet, unless facts can overturn it; met stays met where no fact is needed. */
function mayFactsMatter(findings: Finding[]): boolean {
  const open = findings.filter((finding) => finding.outcome !== 'met' && finding.outcome !== 'not-applicable');
  return open.length > 0
    ? open.every((finding) => finding.facts === 'can-overturn')
    : findings.some((finding) => finding.facts !== 'not-needed');
}

/** The findings when a fact is not available: an open finding stays open, a met one is not yet proven. */
function withoutFacts(findings: Finding[], answer: Observation<unknown> | undefined, name: string): Finding[] {
  if (findings.some((finding) => finding.facts === 'can-overturn')) return findings;
  const reason = answer?.state === 'unavailable' ? answer.reason : `nothing answered ${name}`;
  const resolvableBy = answer?.state === 'unavailable' ? answer.resolvableBy : 'github';
  return [
    {
      ...notVerified(
        reason,
        resolvableBy,
        findings.flatMap((finding) => finding.places),
      ),
      ...soonest(findings),
    },
  ];
}

/** The answer to one request, or to a list in its order; the first that was not seen is the answer for the whole list. */
function answerTo(request: FactRequest | FactRequest[], answers: Answers): Observation<unknown> | undefined {
  if (!Array.isArray(request)) return answers.get(factKey(request));
  const values: unknown[] = [];
  for (const one of request) {
    const answer = answers.get(factKey(one));
    if (answer?.state !== 'seen') return answer;
    values.push(answer.value);
  }
  return seen(values, { path: '' });
}

/** A section and the files it names are missing together: it is reported once. */
function withoutRepeats(findings: Finding[]): Finding[] {
  const key = ({ message, data, places }: Finding): string => JSON.stringify([message, data.why ?? data, places]);
  return findings.filter((finding, index) => findings.findIndex((one) => key(one) === key(finding)) === index);
}

function missingEvidence(
  check: Check,
  input: Input<unknown> | undefined,
  found: Observation<unknown> | undefined,
): Finding[] {
  if (found?.state === 'absent') {
    const why = found.why === undefined ? `${found.place.path || 'it'} is not there` : found.why;
    const remedy = remedyForAbsent(check, input, found.place.path);
    return [unmet(messages.missing({ why, remedy }), found.place, { cause: `absent:${found.place.path}` })];
  }
  if (found?.state === 'invalid') {
    return found.faults.map(({ path, line, column, key, problem, allowed, remedy }) => {
      const words = `${key ? `${key} ` : ''}${problem}${allowed ? `; allowed: ${allowed}` : ''}`;
      const cause = `invalid:${found.place.path}`;
      return unmet(messages.invalid({ problem: words, remedy }), { path, line, column }, { cause });
    });
  }
  return [];
}

function remedyForAbsent(check: Check, input: Input<unknown> | undefined, path: string): string {
  if (input?.kind === 'section' && input.of !== 'pilot')
    return `Write ${path} (or put \`${input.of}:\` into pilot.yaml). ${check.remedy}`;
  if (input?.kind === 'document')
    return `Write the ${input.of === 'rollback' ? 'rollback plan' : input.of} and, if it is elsewhere, name it under evidence.${input.of} in the policy. ${check.remedy}`;
  return path ? `Write ${path}. ${check.remedy}` : check.remedy;
}

function evidenceFor(check: Check, observed: Record<string, Observation<unknown>>): Record<string, unknown> {
  const required = check.requires.map((name) => [name, foundOf(observed[name])]);
  return Object.fromEntries([...required, ...check.optional.map((name) => [name, observed[name]])]);
}

function foundOf(found: Observation<unknown> | undefined): unknown {
  return found?.state === 'seen' ? { value: found.value, place: found.place } : undefined;
}

function internalError({ code }: Check, what: string): Finding {
  return unknown(messages.internalError({ code, what }), [], { resolvableBy: 'retry', actors: ['operator'] });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
