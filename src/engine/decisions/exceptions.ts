import { addDays, endOfDay } from '../../domain/dates.ts';
import { type DecisionOf, decisionKey } from './decision.ts';

/** Days for which a granted not-applicable applies: it must be confirmed every year. */
export const YEAR_DAYS = 366;

export type ExceptionRequest = DecisionOf<'waive' | 'not-applicable'>;

/** A waiver, or a not-applicable, that was granted by command. */
export interface GrantedException {
  grant: DecisionOf<'grant'>;
  state: 'in-force' | 'expired' | 'revoked' | 'void';
  /** The moment from which it no longer holds. */
  expiresAt: number;
  /** Who revoked it. */
  revoked?: { by: string; at: string };
}

interface ExceptionDecisions {
  requests: { decision: ExceptionRequest; isVoid: boolean }[];
  grants: { decision: DecisionOf<'grant'>; isVoid: boolean }[];
  revokes: DecisionOf<'revoke'>[];
}

/**
 * The last grant for each check (and part): a newer one replaces an older one even when it is void, because it may have
 * been given to shorten it. Revoking applies to earlier grants and requests.
 */
export function grantedExceptions({ grants, revokes }: ExceptionDecisions, now: number): GrantedException[] {
  const last = new Map(grants.map((one) => [termsKey(one.decision.of, one.decision), one]));
  return [...last.values()].map(({ decision: grant, isVoid }): GrantedException => {
    const expiresAt = endOf(grant);
    const revoke = revokes.find((one) => one.code === grant.code && Date.parse(one.at) >= Date.parse(grant.at));
    if (revoke !== undefined) return { grant, state: 'revoked', expiresAt, revoked: { by: revoke.by, at: revoke.at } };
    return { grant, state: isVoid ? 'void' : now >= expiresAt ? 'expired' : 'in-force', expiresAt };
  });
}

/** The open requests: the last one of each requester for a check, unless it was granted, revoked or is expired. */
export function openRequests({ requests, grants, revokes }: ExceptionDecisions, now: number): ExceptionRequest[] {
  const answered = new Set(grants.map(({ decision }) => decisionKey(decision.ask)));
  const last = new Map(requests.map((one) => [`${one.decision.code}\n${one.decision.by}`, one]));
  return [...last.values()].flatMap(({ decision, isVoid }) => {
    const isRevoked = revokes.some(
      (one) => one.code === decision.code && Date.parse(one.at) >= Date.parse(decision.at),
    );
    const expiresAt = decision.verb === 'waive' ? (endOfDay(decision.until) ?? 0) : Number.POSITIVE_INFINITY;
    return isVoid || isRevoked || now >= expiresAt || answered.has(decisionKey(decision.comment)) ? [] : [decision];
  });
}

function endOf(grant: DecisionOf<'grant'>): number {
  if (grant.of === 'not-applicable') return addDays(Date.parse(grant.at), YEAR_DAYS);
  return grant.until === undefined ? 0 : (endOfDay(grant.until) ?? 0);
}

function termsKey(of: ExceptionRequest['verb'], { code, part }: { code: string; part?: string | undefined }): string {
  return `${of}\n${code}\n${part ?? ''}`;
}
