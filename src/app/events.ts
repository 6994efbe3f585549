/** Whose verdict an event may have changed. Only ids are kept of it: what is true is read when the job runs. */
export interface Wanted {
  /** `owner/name`. */
  repository: string;
  installationId: number;
  /** 0 stands for every open pull request of the repository. */
  pullRequests: number[];
}

type Fields = Record<string, unknown>;
const EVERY = [0];

/** Events that may change the verdict of any open pull request of their repository. */
const ALL: Record<string, (payload: Fields, appId: number) => boolean> = {
  push: (payload) => payload.ref === `refs/heads/${String(fields(payload.repository).default_branch)}`,
  repository: () => true,
  custom_property_values: () => true,
  branch_protection_rule: () => true,
  repository_ruleset: () => true,
  member: () => true,
  deployment_status: () => true,
  // Our own runs echo back: of them only a person who asks again is news.
  check_run: (payload, appId) =>
    isOurs(payload.check_run, appId) ? payload.action === 'rerequested' : payload.action === 'completed',
  check_suite: (payload, appId) => payload.action === 'rerequested' && isOurs(payload.check_suite, appId),
};

/** Reads an event; undefined when it asks for nothing. Never throws: payloads are as hostile as anything else. */
export function wantedBy(name: string, payload: unknown, appId: number): Wanted | undefined {
  const all = fields(payload);
  const repository = fields(all.repository).full_name;
  const installationId = fields(all.installation).id;
  if (typeof repository !== 'string' || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return undefined;
  if (typeof installationId !== 'number' || !Number.isSafeInteger(installationId)) return undefined;
  const pullRequests = numbersOf(name, all, appId);
  return pullRequests.length === 0 ? undefined : { repository, installationId, pullRequests };
}

function numbersOf(name: string, payload: Fields, appId: number): number[] {
  if (name === 'pull_request' || name === 'pull_request_review') {
    // A pull request that was closed takes nothing back from the others with its head, but frees them.
    return payload.action === 'closed' ? EVERY : one(fields(payload.pull_request).number);
  }
  if (name === 'issue_comment') {
    const isCommand = /^\/readiness\b/m.test(String(fields(payload.comment).body ?? ''));
    const isPerson = fields(fields(payload.comment).user).type === 'User';
    const issue = fields(payload.issue);
    return isCommand && isPerson && issue.pull_request ? one(issue.number) : [];
  }
  return Object.hasOwn(ALL, name) && ALL[name]?.(payload, appId) ? EVERY : [];
}

function one(number: unknown): number[] {
  return typeof number === 'number' && Number.isInteger(number) && number > 0 && number < 2 ** 31 ? [number] : [];
}

function isOurs(thing: unknown, appId: number): boolean {
  return fields(fields(thing).app).id === appId;
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
