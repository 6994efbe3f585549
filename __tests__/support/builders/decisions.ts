import type { CommandRef, Decision, Tampering } from '../../../src/engine/decisions/decision.ts';

/** Decisions as tests need them: what a test does not say is ordinary. */

export const SHA = 'a1'.repeat(20);
export const BLOB = 'b2'.repeat(20);

export function commandRef(id: number, over: Partial<CommandRef> = {}): CommandRef {
  return { kind: 'comment', id, line: 1, url: `https://github.example/acme/pilot/pull/9#issuecomment-${id}`, ...over };
}

/** The `n`th decision: an hour after the one before it, in a comment of its own. */
export function said<V extends Decision['verb']>(
  n: number,
  verb: V,
  over: Partial<Extract<Decision, { verb: V }>> = {},
): Extract<Decision, { verb: V }> {
  const head = {
    verb,
    by: 'mira',
    at: new Date(Date.parse('2026-11-01T00:00:00Z') + n * 3_600_000).toISOString(),
    comment: commandRef(n),
    pullRequest: 9,
    headSha: SHA,
  };
  return { ...head, ...DEFAULTS[verb], ...over } as Extract<Decision, { verb: V }>;
}

const covered = [{ path: 'docs/privacy.md', mode: '100644', blob: BLOB }];
const DEFAULTS: Record<Decision['verb'], object> = {
  'sign-off': { control: 'privacy', covered },
  decline: { control: 'privacy', reason: 'no contract yet' },
  withdraw: { control: 'privacy' },
  accept: { subject: 'OM-2', reason: 'it was agreed in August', onBehalf: 'sponsor', covered },
  waive: { code: 'RB-7', until: '2026-12-31', reason: 'being agreed' },
  'not-applicable': { code: 'BK-1', reason: 'nothing is reworked' },
  grant: {
    code: 'RB-7',
    of: 'waive',
    askedBy: 'ravi',
    until: '2026-12-31',
    reason: 'being agreed',
    ask: commandRef(1000),
  },
  revoke: { code: 'RB-7' },
  hold: { reason: 'the vendor is down' },
  release: { holds: [commandRef(1)] },
  retire: { reason: 'it is over' },
};

export function tampered(id: number, over: Partial<Tampering> = {}): Tampering {
  return {
    comment: { kind: 'comment', id },
    how: 'edited',
    by: 'ravi',
    at: '2026-11-02T00:00:00Z',
    pullRequest: 9,
    ...over,
  };
}
