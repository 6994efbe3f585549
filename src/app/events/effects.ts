import { fields, numberAt, textAt } from '../../domain/fields.ts';
import type { MergeGroup } from '../../engine/merge-queue.ts';
import type { PullRequestUpdate } from '../../store/inbox.ts';
import type { Route } from '../../store/route.ts';

/** A payload or a part of it. It is untrusted: any property may be missing or of another type. */
export type Fields = Record<string, unknown>;
/** Which evaluations an event affects, and what to store. */
export type EventEffect = { routes?: Route[]; updates?: PullRequestUpdate[] };

export const NAME = /^(?!\.{1,2}\/)[\w.-]+\/(?!\.{1,2}$)[\w.-]+$/;
export const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
export const REPOSITORY: EventEffect = { routes: [{ to: 'repository' }] };
export const PROMOTIONS: EventEffect = { routes: [{ to: 'promotions' }] };

export function onHead(sha: unknown): EventEffect {
  return typeof sha === 'string' && COMMIT.test(sha) ? { routes: [{ to: 'head', sha }] } : {};
}

export function onGroup(group: MergeGroup | undefined): EventEffect {
  return group === undefined ? {} : { routes: [{ to: 'group', ...group }] };
}

export function pullNumber(pull: Fields): number | undefined {
  const number = numberAt(pull, 'number');
  return number !== undefined && number < 2 ** 31 ? number : undefined;
}

export function isOurs(thing: Fields, appId: number): boolean {
  return fields(thing.app).id === appId;
}

/** A change of a team or member may change who can sign anywhere in the organization. */
export function onAccount(payload: Fields): EventEffect {
  const login = organizationOf(payload);
  return login === '' ? {} : { routes: [{ to: 'account', login }] };
}

export function onPilots(payload: Fields): EventEffect {
  const login = organizationOf(payload);
  return login === '' ? {} : { routes: [{ to: 'pilots', login }] };
}

/** Empty when the repository belongs to a person. */
export function organizationOf(payload: Fields): string {
  return textAt(fields(payload.organization), 'login');
}

export function namesOf(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.map((one) => textAt(fields(one), 'full_name')).filter((name) => NAME.test(name));
}
