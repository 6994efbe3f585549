import * as z from 'zod';
import { type Decision, decisionKey } from '../../engine/decisions/decision.ts';
import type { DecisionRecord } from '../../engine/decisions/read-record.ts';
import type { GitHubAccess } from '../client/access.ts';
import { type Api, openApi, type RepositoryName } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';

const USER = z.object({ login: z.string() });

/**
 * The decisions under the logins that their authors have now. A login can be given up and taken by somebody else: who has
 * it now inherits nothing, and who renamed their account keeps what they decided. Throws GitHubUnavailableError when an
 * account cannot be read.
 */
export async function withCurrentAccounts(
  access: GitHubAccess,
  name: RepositoryName,
  record: DecisionRecord,
): Promise<DecisionRecord> {
  const ids = [...new Set(record.decisions.flatMap(({ byId }) => byId ?? []))];
  if (ids.length === 0) return record;
  const api = openApi(access, name);
  const logins = new Map(await Promise.all(ids.map(async (id) => [id, await loginOf(api, id)] as const)));
  const currentOf = ({ by, byId }: Decision): string => (byId === undefined ? by : (logins.get(byId) ?? by));
  const byKey = new Map(record.decisions.map((one) => [decisionKey(one.comment), currentOf(one)]));
  const decisions = record.decisions.map((one): Decision => {
    const own = { ...one, by: currentOf(one) };
    return own.verb === 'grant' ? { ...own, askedBy: byKey.get(decisionKey(own.ask)) ?? own.askedBy } : own;
  });
  return { ...record, decisions };
}

/** A deleted account gets a name that nobody can register: an underscore is not allowed in a login of one's own. */
async function loginOf(api: Api, id: number): Promise<string> {
  try {
    const { login } = await api.one(
      {
        route: 'GET /user/{account_id}',
        params: { account_id: id },
        what: `the account ${id}`,
        permission: 'access to GitHub',
      },
      USER,
    );
    return login.toLowerCase();
  } catch (error) {
    if (error instanceof GitHubUnavailableError && error.status === 404) return `ghost_${id}`;
    throw error;
  }
}
