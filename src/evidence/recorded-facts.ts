import * as z from 'zod';
import { UserError } from '../domain/errors.ts';
import { type Observation, seen, unavailable } from '../domain/observation.ts';
import { type FactKind, type FactRequest, factKey } from '../engine/fact-requests.ts';
import type { FactSource } from '../engine/ports.ts';

const KINDS = [
  'people',
  'history',
  'value-history',
  'changed-since',
  'authorship',
  'ancestry',
  'approvals',
  'acceptance',
  'definition-acceptances',
  'definition-versions',
  'approved-changes',
  'waiver-proof',
  'grant-proof',
  'no-part',
  'required-check',
  'check-run',
  'workflow-run',
  'newest-run',
  'releases',
  'issues',
  'last-promotion',
  'line-change',
  'part-taken',
] as const satisfies FactKind[];

const RECORDED = z.strictObject({
  schema: z.literal('pilot-readiness/facts/v1'),
  facts: z.array(
    z.strictObject({
      ask: z.strictObject({ kind: z.enum(KINDS), args: z.record(z.string(), z.json()) }),
      answer: z.json(),
    }),
  ),
});
const NOT_KNOWN = z.strictObject({
  unavailable: z.string(),
  resolvableBy: z.enum(['github', 'history', 'retry']).optional(),
  /** Deprecated spelling of `resolvableBy`. */
  settles: z.enum(['github', 'history', 'retry']).optional(),
});

/**
 * Answers from a recorded file of schema `pilot-readiness/facts/v1`: a list of requests with their answers, where
 * `{"unavailable": "why"}` records that the fact was not verified. Default arguments can be omitted and lists can be in
 * any order. Throws UserError for a file of another form or with a duplicate request; `name` is how the message calls
 * the file.
 */
export function recordedFacts(json: unknown, name = 'the recorded facts'): FactSource {
  const read = RECORDED.safeParse(json);
  if (!read.success) {
    const issue = read.error.issues[0];
    const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
    throw new UserError(
      `${name} cannot be used${where}: ${issue?.message ?? 'not the expected form'}`,
      'write {"schema": "pilot-readiness/facts/v1", "facts": [{"ask": {"kind": …, "args": …}, "answer": …}]}',
    );
  }
  const known = new Map<string, Observation<unknown>>();
  for (const { ask, answer } of read.data.facts) {
    const key = looseKey({ kind: currentKind(ask), ...ask.args });
    if (known.has(key)) {
      throw new UserError(`${name} contains a duplicate request: ${key}`, 'keep one of the two answers');
    }
    const unknown = NOT_KNOWN.safeParse(answer);
    known.set(
      key,
      unknown.success
        ? unavailable(unknown.data.unavailable, unknown.data.resolvableBy ?? unknown.data.settles ?? 'github')
        : seen(answer, { path: '' }),
    );
  }
  return {
    answer: async (asks) =>
      new Map(
        asks.map((request): [string, Observation<unknown>] => [
          factKey(request),
          known.get(looseKey(request)) ?? unavailable(`${name} do not answer "${request.kind}"`, 'github'),
        ]),
      ),
  };
}

/** Files of earlier versions used one kind for what are now several. */
function currentKind({ kind, args }: { kind: FactKind; args: Record<string, unknown> }): FactKind {
  if (kind === 'workflow-run' && 'workflow' in args) return 'newest-run';
  if (kind !== 'waiver-proof') return kind;
  return args.judged === true ? 'no-part' : 'approvers' in args ? 'grant-proof' : kind;
}

/** The key of a request without default values, the section of a value, and regardless of list order. */
function looseKey({ kind, ...args }: { kind: FactKind; [arg: string]: unknown }): string {
  const kept = Object.entries(args).flatMap(([name, value]) =>
    value === null ||
    value === false ||
    name === 'judged' ||
    name === 'section' ||
    name === 'covers' ||
    (Array.isArray(value) && value.length === 0)
      ? []
      : [[name, Array.isArray(value) ? [...value].sort() : value] as const],
  );
  return factKey({ kind, ...Object.fromEntries(kept) } as FactRequest);
}
