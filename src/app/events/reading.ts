import { fields, numberAt, textAt } from '../../domain/fields.ts';
import type { MergeGroup } from '../../engine/merge-queue.ts';
import type { PullRequestUpdate } from '../../store/inbox.ts';
import type { Route } from '../../store/route.ts';

/** A payload or a part of it. It is hostile: nothing in it need be there or be what it should. */
export type Fields = Record<string, unknown>;
/** What one event asks for. */
export type Reading = { routes?: Route[]; news?: PullRequestUpdate[] };

export const NAME = /^(?!\.{1,2}\/)[\w.-]+\/(?!\.{1,2}$)[\w.-]+$/;
export const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
export const REPOSITORY: Reading = { routes: [{ to: 'repository' }] };
export const PROMOTIONS: Reading = { routes: [{ to: 'promotions' }] };

export function onHead(sha: unknown): Reading {
  return typeof sha === 'string' && COMMIT.test(sha) ? { routes: [{ to: 'head', sha }] } : {};
}

export function onGroup(group: MergeGroup | undefined): Reading {
  return group === undefined ? {} : { routes: [{ to: 'group', ...group }] };
}

export function pullNumber(pull: Fields): number | undefined {
  const number = numberAt(pull, 'number');
  return number !== undefined && number < 2 ** 31 ? number : undefined;
}

export function isOurs(thing: Fields, appId: number): boolean {
  return fields(thing.app).id === appId;
}

/** Teams and members: whoever may sign anywhere in the organization may have changed. */
export function onAccount(payload: Fields): Reading {
  const login = organizationOf(payload);
  return login === '' ? {} : { routes: [{ to: 'account', login }] };
}

export function onPilots(payload: Fields): Reading {
  const login = organizationOf(payload);
  return login === '' ? {} : { routes: [{ to: 'pilots', login }] };
}

/** Empty where the repository belongs to a person. */
export function organizationOf(payload: Fields): string {
  return textAt(fields(payload.organization), 'login');
}

export function namesOf(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.map((one) => textAt(fields(one), 'full_name')).filter((name) => NAME.test(name));
}
