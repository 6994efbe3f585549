import * as z from 'zod';
import type { Identity } from '../../engine/fact-answers.ts';
import { coAuthors, noreplyHandle } from '../../evidence/history/identity.ts';
import { type Api, readJson } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { short } from './trees.ts';

const SIGNATURE = z.object({ name: z.string().nullish(), email: z.string().nullish(), date: z.string().nullish() });
const ACCOUNT = z.object({ login: z.string().optional(), type: z.string().optional() }).nullish();
export const COMMIT = z.object({
  sha: z.string(),
  commit: z.object({
    author: SIGNATURE.nullish(),
    committer: SIGNATURE.nullish(),
    message: z.string(),
    tree: z.object({ sha: z.string() }),
    verification: z.object({ verified: z.boolean() }).nullish(),
  }),
  author: ACCOUNT,
  committer: ACCOUNT,
  parents: z.array(z.object({ sha: z.string() })),
});
export type ApiCommit = z.infer<typeof COMMIT>;

/** One commit as listed by GitHub, without its changes. */
export interface Node {
  id: string;
  tree: string;
  parents: string[];
  declaredAt: string;
  author: Identity;
  committer: Identity;
  coAuthors: Identity[];
  /** Lower-case logins of its author and committer that are no people. */
  bots: string[];
  /** Whether GitHub verified its signature. */
  verified: boolean;
  /**
   * Whether it looks like a merge by the merge button. Apps can create similar signed merges, so its place in history
   * is checked too.
   */
  button: boolean;
}

/** All ancestors of a commit, itself included. */
export interface Graph {
  head: string;
  nodes: Map<string, Node>;
  /** Ids, oldest first and each after its parents regardless of dates: the order of `git log --topo-order`. */
  order: string[];
  /** The ancestors of a commit, itself included. */
  behind(id: string): Set<string>;
  /** Whether `older` equals `younger` or is one of its ancestors. */
  isBehind(older: string, younger: string): boolean;
  /** Merges whose parents both had own commits: only these can take a file from one side and drop the other's. */
  forks: Node[];
  /** Accounts by lower-case mail address, as far as GitHub knows them. */
  accounts: Map<string, string>;
}

/** 10,000 commits; beyond that a clone is better. */
const MAX_PAGES = 100;
const LIST = z.array(COMMIT);

/**
 * Reads all ancestors of `head`, a hundred per request. Stops early at a commit whose own list is cached, so that a
 * push costs one request. More than 10,000 commits throw a GitHubUnavailableError that a complete clone resolves.
 */
export async function readGraph(api: Api, head: string): Promise<Graph> {
  const found = new Map<string, ApiCommit>();
  const open = (): boolean =>
    !found.has(head) || [...found.values()].some((commit) => commit.parents.some(({ sha }) => !found.has(sha)));
  const key = (id: string): string => `${api.access.baseUrl} ${api.name.owner}/${api.name.repo} log ${id}`;
  const take = async (id: string): Promise<boolean> => {
    const held = await api.cache?.get(key(id));
    if (held === undefined) return false;
    const list = LIST.safeParse(readJson(held));
    for (const commit of list.data ?? []) found.set(commit.sha, commit);
    return list.success;
  };
  if (!(await take(head))) {
    for (let page = 1; open(); page++) {
      if (page > MAX_PAGES) throw new GitHubUnavailableError('the history has more than 10,000 commits', 'history');
      const list = await api.one(
        {
          route: 'GET /repos/{owner}/{repo}/commits',
          params: { sha: head, per_page: 100, page },
          what: `the history of ${short(head)}`,
          permission: 'Contents: read',
          fallback: true,
        },
        LIST,
      );
      if (list.length === 0) {
        throw new GitHubUnavailableError(`the history of ${short(head)} could not be read completely`, 'retry');
      }
      let joined = false;
      for (const commit of list) {
        if (!found.has(commit.sha)) found.set(commit.sha, commit);
        if (!joined && commit.sha !== head) joined = await take(commit.sha);
      }
    }
    await api.cache?.set(key(head), Buffer.from(JSON.stringify([...found.values()])));
  }
  return makeGraph(head, [...found.values()].map(nodeOf));
}

function makeGraph(head: string, list: Node[]): Graph {
  const people = accountsByMail(list);
  const nodes = new Map(list.map((node) => [node.id, { ...node, coAuthors: node.coAuthors.map(known) }]));
  function known(someone: Identity): Identity {
    const handle = someone.handle ?? people.get(someone.mail.toLowerCase());
    return handle === undefined ? someone : { ...someone, handle };
  }
  const behind = (id: string): Set<string> => {
    const reached = new Set<string>([id]);
    for (const next of reached) for (const parent of nodes.get(next)?.parents ?? []) reached.add(parent);
    return reached;
  };
  const order = topological(head, nodes, behind(head)).reverse();
  const position = new Map(order.map((id, index) => [id, index]));
  const isBehind = (older: string, younger: string): boolean => {
    const end = position.get(older) ?? 0;
    const reached = new Set<string>([younger]);
    for (const next of reached) {
      if (next === older) return true;
      // Commits before the older one in the order cannot lead to it.
      if ((position.get(next) ?? 0) > end) for (const parent of nodes.get(next)?.parents ?? []) reached.add(parent);
    }
    return false;
  };
  const forks = [...nodes.values()].filter(
    ({ parents }) => parents.length > 1 && parents.some((side) => parents.some((other) => !isBehind(side, other))),
  );
  return { head, nodes, order, behind, isBehind, forks, accounts: people };
}

/** Accounts by mail address, from the commits for which GitHub named one. */
export function accountsByMail(list: Node[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { author, committer } of list) {
    for (const { mail, handle } of [author, committer]) if (handle !== undefined) found.set(mail.toLowerCase(), handle);
  }
  return found;
}

/** Newest first: no commit before all its children, and each line is followed to its end before the next. */
function topological(head: string, nodes: Map<string, Node>, own: Set<string>): string[] {
  const children = new Map<string, number>();
  for (const id of own) {
    for (const parent of nodes.get(id)?.parents ?? []) children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  const order: string[] = [];
  const ready = [head];
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    order.push(id);
    for (const parent of nodes.get(id)?.parents ?? []) {
      const left = (children.get(parent) ?? 0) - 1;
      children.set(parent, left);
      if (left === 0) ready.push(parent);
    }
  }
  return order;
}

export function nodeOf(commit: ApiCommit): Node {
  const { author, committer, message, tree, verification } = commit.commit;
  const by = commit.committer?.login?.toLowerCase();
  const verified = verification?.verified === true;
  return {
    id: commit.sha,
    tree: tree.sha,
    parents: commit.parents.map(({ sha }) => sha),
    declaredAt: instant(committer?.date),
    author: account(author, commit.author?.login),
    committer: account(committer, commit.committer?.login),
    coAuthors: coAuthors(message),
    bots: [commit.author, commit.committer].flatMap((one) =>
      one?.type === 'Bot' && one.login !== undefined ? [one.login.toLowerCase()] : [],
    ),
    verified,
    button: by === 'web-flow' && verified && /^Merge pull request #\d+ from /.test(message),
  };
}

/** The account that GitHub links to a mail address, or the one named in a noreply address. */
function account(signature: z.infer<typeof SIGNATURE> | null | undefined, login: string | undefined): Identity {
  const [name, mail] = [signature?.name ?? '', signature?.email ?? ''];
  const handle = login?.toLowerCase() ?? noreplyHandle(mail);
  return handle === undefined ? { name, mail } : { name, mail, handle };
}

function instant(date: string | null | undefined): string {
  const at = new Date(date ?? '');
  return Number.isNaN(at.getTime()) ? '' : at.toISOString().replace('.000Z', 'Z');
}
