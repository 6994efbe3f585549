import type { AuthorDoubt } from '../../engine/fact-answers.ts';
import { isText, originsOf } from '../../evidence/history/origins.ts';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import type { Attributions } from './attribution.ts';
import { accountsByMail, COMMIT, type Graph, type Node, nodeOf } from './graph.ts';
import type { Trees } from './trees.ts';

/** A commit that wrote covered text, and who counts as its author. */
export interface Written {
  commit: string;
  who: string[];
  doubt?: AuthorDoubt;
}

export interface AuthorsContext {
  api: Api;
  trees: Trees;
  attributions: Attributions;
  /** Accounts by mail address in the whole history; empty when it is too long to read. */
  accounts: () => Promise<Map<string, string>>;
  /** Every commit of the evaluated history; undefined when it is too long to read. */
  graph: () => Promise<Graph | undefined>;
}

/** Commits that wrote covered text, and every text that the compared ones left in these files. */
interface Covered {
  commits: Written[];
  blobs: Set<string>;
}

const MAX_FILES = 100;
const MAX_PAGES = 10;
/** Commits whose trees are compared to find where their text came from. */
const MAX_COMPARED = 40;
/** Other commits of a signer that are searched for text which came to a covered file by detours. */
const MAX_OWN = 50;

/**
 * Commits by which a person wrote text of these files; `unknown` when there are none but one may be theirs. A text that
 * was removed in one commit and came back in another is found among the person's own commits.
 */
export async function writtenBy(
  context: AuthorsContext,
  login: string,
  sha: string,
  paths: string[],
): Promise<{ authored: string[] | 'unknown'; doubt?: AuthorDoubt }> {
  const covered = await commitsOfCovered(context, sha, paths);
  if (covered === undefined) return { authored: 'unknown' };
  const { commits } = covered;
  const own = commits.filter(({ who }) => who.includes(login)).map(({ commit }) => commit);
  if (own.length > 0) return { authored: own };
  const earlier = await ownTexts(context, login, covered);
  if (earlier.length > 0) return { authored: earlier };
  const doubt = commits.find((one) => one.doubt !== undefined)?.doubt;
  return doubt === undefined ? { authored: [] } : { authored: 'unknown', doubt };
}

/** The person's commits that first had one of the covered texts, in whatever file. */
async function ownTexts({ trees, graph }: AuthorsContext, login: string, covered: Covered): Promise<string[]> {
  const isOwn = ({ author, committer, coAuthors }: Node): boolean =>
    [author, committer, ...coAuthors].some(({ handle }) => handle?.toLowerCase() === login);
  const nodes = [...((await graph())?.nodes.values() ?? [])].filter(isOwn).slice(0, MAX_OWN);
  const found = await Promise.all(
    nodes.map(async (node) => {
      const [after, ...before] = await Promise.all([node.id, ...node.parents].map((id) => trees.whole(id)));
      const known = new Set(before.flatMap(({ tree }) => tree.entries.map(({ blob }) => blob)));
      const texts = after?.tree.entries.filter((one) => isText(one) && !known.has(one.blob)) ?? [];
      return texts.some(({ blob }) => covered.blobs.has(blob)) ? [node.id] : [];
    }),
  );
  return found.flat();
}

/**
 * Commits up to the signed one that wrote text of these files, also while it was in other files. GitHub omits sides that
 * a merge dropped; none of their content was signed. Undefined when there are too many files or commits to read.
 */
async function commitsOfCovered(context: AuthorsContext, sha: string, paths: string[]): Promise<Covered | undefined> {
  if (paths.length > MAX_FILES) return undefined;
  try {
    const found = new Map<string, Node>();
    const listed = new Set<string>();
    const compared = new Set<string>();
    const { tree } = await context.trees.whole(sha);
    const blobs = new Set(paths.flatMap((path) => tree.get(path)?.blob ?? []));
    for (let open = paths.map((path) => ({ path, sha })); open.length > 0; ) {
      const fresh = open.filter((one) => !listed.has(`${one.sha} ${one.path}`));
      for (const one of fresh) listed.add(`${one.sha} ${one.path}`);
      if (listed.size > MAX_FILES * 2) return undefined;
      const lists = await Promise.all(
        fresh.map(async (one) => ({ path: one.path, nodes: await listOf(context.api, one) })),
      );
      for (const { nodes } of lists) for (const node of nodes) found.set(node.id, node);
      open = await originsIn(context, lists, compared, blobs);
    }
    const nodes = await withAccounts(context, [...found.values()]);
    return { commits: await Promise.all(nodes.map((node) => written(context, node))), blobs };
  } catch (error) {
    // The history is too long to rule out a contribution.
    if (error instanceof GitHubUnavailableError && error.resolvableBy === 'history') return undefined;
    throw error;
  }
}

interface Place {
  path: string;
  sha: string;
}

async function listOf(api: Api, { path, sha }: Place): Promise<Node[]> {
  const commits = await api.all(
    {
      route: 'GET /repos/{owner}/{repo}/commits',
      params: { sha, path },
      what: `who wrote ${path}`,
      permission: 'Contents: read',
      immutable: true,
    },
    COMMIT,
    { pages: MAX_PAGES },
  );
  return commits.map(nodeOf);
}

/**
 * The files that the text of these files came from. The commits that brought a file and that changed it last are compared
 * first: there are limits to how many are.
 */
async function originsIn(
  { trees }: AuthorsContext,
  lists: { path: string; nodes: Node[] }[],
  compared: Set<string>,
  blobs: Set<string>,
): Promise<Place[]> {
  const first = lists.flatMap(({ path, nodes }) => nodes.slice(-1).map((node) => ({ path, node })));
  const newest = lists.flatMap(({ path, nodes }) => nodes.slice(0, 1).map((node) => ({ path, node })));
  const between = lists.flatMap(({ path, nodes }) => nodes.slice(1, -1).map((node) => ({ path, node })));
  const chosen = [...first, ...newest, ...between].filter(({ node }) => {
    if (compared.has(node.id) || compared.size < MAX_COMPARED) compared.add(node.id);
    return node.parents.length > 0 && compared.has(node.id);
  });
  const found = await Promise.all(
    chosen.map(async ({ path, node }) => {
      const [after, ...before] = await Promise.all([node.id, ...node.parents].map((id) => trees.whole(id)));
      for (const blob of [after?.tree.get(path)?.blob ?? []].flat()) blobs.add(blob);
      return before.flatMap(({ tree }, index) =>
        after === undefined
          ? []
          : originsOf(tree, after.tree, path).map((origin) => ({ path: origin, sha: node.parents[index] ?? '' })),
      );
    }),
  );
  return found.flat();
}

/** The commits with the accounts of their co-authors, which are only named by mail. */
async function withAccounts({ accounts }: AuthorsContext, nodes: Node[]): Promise<Node[]> {
  const here = accountsByMail(nodes);
  const isKnown = ({ mail, handle }: Node['author']): boolean => (handle ?? here.get(mail.toLowerCase())) !== undefined;
  const elsewhere = nodes.every((node) => node.coAuthors.every(isKnown)) ? undefined : await accounts();
  return nodes.map((node) => ({
    ...node,
    coAuthors: node.coAuthors.map((someone) => {
      const mail = someone.mail.toLowerCase();
      const handle = someone.handle ?? here.get(mail) ?? elsewhere?.get(mail);
      return handle === undefined ? someone : { ...someone, handle };
    }),
  }));
}

async function written({ attributions }: AuthorsContext, node: Node): Promise<Written> {
  return { commit: node.id, ...(await attributions.of(node)) };
}
