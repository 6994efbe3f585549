import * as z from 'zod';
import { UserError } from '../domain/errors.ts';
import { type Observation, seen, unavailable } from '../domain/observation.ts';
import { type Ask, askKey } from '../engine/fact-requests.ts';
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
  'waiver-proof',
  'required-check',
  'check-run',
  'workflow-run',
  'releases',
  'issues',
  'last-promotion',
  'line-change',
  'part-taken',
] as const satisfies Ask<unknown>['kind'][];

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
});

/**
 * Answers from a recorded file of schema `pilot-readiness/facts/v1`: a list of asks with their answers, where
 * `{"unavailable": "why"}` records that it could not be looked up. Arguments left at their default may be left out and
 * lists may stand in any order. A file of another form, or with one ask twice, is a `UserError`; `name` is what the
 * file is called there.
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
    const key = looseKey(ask);
    if (known.has(key)) {
      throw new UserError(`${name} answers one ask twice: ${key}`, 'keep one of the two answers');
    }
    const unknown = NOT_KNOWN.safeParse(answer);
    known.set(
      key,
      unknown.success
        ? unavailable(unknown.data.unavailable, unknown.data.resolvableBy ?? 'github')
        : seen(answer, { path: '' }),
    );
  }
  return {
    answer: async (asks) =>
      new Map(
        asks.map((request): [string, Observation<unknown>] => [
          askKey(request),
          known.get(looseKey(request)) ?? unavailable(`${name} do not answer "${request.kind}"`, 'github'),
        ]),
      ),
  };
}

function looseKey(request: Ask<unknown>): string {
  const args: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(request.args)) {
    if (value === null || value === false || (Array.isArray(value) && value.length === 0)) continue;
    args[key] = Array.isArray(value) ? [...value].sort() : value;
  }
  return askKey({ kind: request.kind, args });
}
