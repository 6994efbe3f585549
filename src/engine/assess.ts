import type { Definitions, Report } from '../domain/report.ts';
import type { Criterion } from './criterion.ts';
import { closureRequests } from './decisions/closures.ts';
import type { DecisionState } from './decisions/state.ts';
import { evaluate } from './evaluate.ts';
import type { FactRequest } from './fact-requests.ts';
import type { Input } from './inputs.ts';
import { inputKey } from './inputs.ts';
import type { EffectivePolicy } from './policy/effective.ts';
import type { FactSource, Subject } from './ports.ts';
import type { Known } from './promotion.ts';
import { prepare, type ResolvedInputs, requestsOf } from './run-check.ts';
import { exceptionRequests } from './waivers.ts';

/** Everything that one evaluation needs from outside. */
export interface Assessment {
  catalog: Criterion[];
  policy: EffectivePolicy;
  /** What was decided by command, where there is a ledger. */
  decided?: DecisionState;
  subject: Subject;
  now: number;
  /** Resolves all inputs of all criteria at once. */
  read: (requests: Input<unknown>[]) => Promise<ResolvedInputs>;
  facts: FactSource;
  toolVersion: string;
  /** Which of these files changed on the base branch since the head left it; left out where there is no base. */
  movedOnBase?: (paths: string[]) => Promise<Known<Set<string>>>;
  /** Whether the promotion asks less than the branches it goes to; left out where nothing is promoted. */
  definitions?: () => Promise<Definitions | undefined>;
  /** Evaluate only these criteria; the verdict can then never be ready. */
  only?: string[];
}

/**
 * The steps of every evaluation: inputs of all criteria, evidence, requests, facts, report. There are two rounds of I/O
 * whatever the number of criteria, so the cost does not grow with the catalog.
 */
export async function assess(assessment: Assessment): Promise<Report> {
  return (await assessWithRequests(assessment)).report;
}

/** The same, with the facts that the criteria requested. */
export async function assessWithRequests(assessment: Assessment): Promise<{ report: Report; requests: FactRequest[] }> {
  const { catalog, policy, now, decided } = assessment;
  const { chosen, needed, prepared, evidence } = await preparedOf(assessment);
  const switchedOff = chosen.filter((criterion) => !needed.includes(criterion));
  const idle = switchedOff.map((criterion) => ({
    criterion,
    observed: {},
    inputs: {},
    requests: {},
    preconditions: {},
  }));
  const requests = requestsOf(prepared);
  const [answers, moved, definitions] = await Promise.all([
    assessment.facts.answer([
      ...requests,
      ...exceptionRequests(policy, decided),
      ...(decided ? closureRequests(decided, policy) : []),
    ]),
    assessment.movedOnBase?.(evidence.files.map((file) => file.path)),
    assessment.definitions?.(),
  ]);
  const order = (id: string): number => catalog.findIndex((criterion) => criterion.id === id);
  const report = evaluate({
    prepared: [...prepared, ...idle].sort((a, b) => order(a.criterion.id) - order(b.criterion.id)),
    answers,
    policy,
    ...(decided ? { decided } : {}),
    subject: assessment.subject,
    now,
    files: evidence.files,
    toolVersion: assessment.toolVersion,
    ...(moved ? { moved } : {}),
    ...(definitions ? { definitions } : {}),
    leftOut: catalog.filter((criterion) => !chosen.includes(criterion)).map((criterion) => criterion.id),
  });
  return { report, requests };
}

/** The facts that the criteria would request for the evidence, without requesting them. */
export async function requestedFacts(
  assessment: Pick<Assessment, 'catalog' | 'policy' | 'now' | 'read'>,
): Promise<FactRequest[]> {
  return requestsOf((await preparedOf(assessment)).prepared);
}

/** The criteria that are evaluated, with their evidence resolved and their requests known. */
async function preparedOf({
  catalog,
  policy,
  now,
  read,
  only,
}: Pick<Assessment, 'catalog' | 'policy' | 'now' | 'read' | 'only'>) {
  const chosen = catalog.filter((criterion) => only === undefined || only.includes(criterion.id));
  const needed = chosen.filter((criterion) =>
    Object.values(policy.criteria[criterion.id]?.checks ?? {}).some((rule) => rule.level !== 'off'),
  );
  const params = (criterion: Criterion) => policy.criteria[criterion.id]?.params ?? {};
  const requests = new Map(
    needed.flatMap((criterion) =>
      Object.values(criterion.inputs(params(criterion))).map((request) => [inputKey(request), request] as const),
    ),
  );
  const evidence = await read([...requests.values()]);
  const context = (criterion: Criterion) => ({
    profile: policy.criteria[criterion.id]?.profile ?? policy.profile,
    now,
    policy,
  });
  const prepared = needed.map((criterion) => prepare(criterion, evidence, params(criterion), context(criterion)));
  return { chosen, needed, prepared, evidence };
}
