import { contributorsOf, isPlatform } from '../../engine/contributors.ts';
import type { AuthorDoubt, Identity } from '../../engine/fact-answers.ts';
import type { Mailmap } from '../../evidence/history/identity.ts';
import type { Api } from '../client/api.ts';
import { pullsThatBrought } from './commit-pulls.ts';
import type { Graph, Node } from './graph.ts';
import { pushersOf } from './pushes.ts';

/** Who counts as an author of a commit, and why that may not be everybody. */
export interface Attribution {
  /** Lower-case logins. */
  who: string[];
  doubt?: AuthorDoubt;
}

export interface Attributions {
  /**
   * Authors, co-authors and committer of a commit, and who pushed it or opened the pull request that brought it.
   * `opener` is whoever opened the pull request that it is read from, where that is known.
   */
  of(node: Node, opener?: string): Promise<Attribution>;
  /** Who opened the evaluated pull request. */
  opener(): Promise<string | undefined>;
}

export interface AttributionOptions {
  api: Api;
  defaultBranch: string;
  graph: () => Promise<Graph>;
  mailmap: () => Promise<Mailmap>;
  opener: () => Promise<string | undefined>;
}

/**
 * A commit states its author, and anybody can state anybody. A signature proves it; without one, whoever is named has to
 * be known to have pushed the commit or to have opened its pull request. A bot is not an author: anybody may have
 * written what it commits.
 */
export function openAttributions(options: AttributionOptions): Attributions {
  const known = new Map<string, Promise<Attribution>>();
  return {
    of: (node, opener) => {
      const key = `${node.id} ${opener ?? ''}`;
      const found = known.get(key) ?? attribute(options, node, opener);
      known.set(key, found);
      return found;
    },
    opener: options.opener,
  };
}

async function attribute(options: AttributionOptions, node: Node, opener: string | undefined): Promise<Attribution> {
  const { api, defaultBranch, graph } = options;
  const map = await options.mailmap();
  const commit = { ...node, commit: node.id, author: map(node.author), committer: map(node.committer), paths: [] };
  const everyone = contributorsOf({ ...commit, coAuthors: node.coAuthors.map(map) });
  const who = new Set(everyone.flatMap(({ handle }) => handle?.toLowerCase() ?? []));
  const result = (because?: AuthorDoubt['because'], named?: string): Attribution => ({
    who: [...who],
    ...(because === undefined ? {} : { doubt: { commit: node.id, because, ...(named ? { named } : {}) } }),
  });
  const bot = [commit.author, ...(isPlatform(commit.committer) ? [] : [commit.committer])].find(
    (one) => isPlatform(one) || isBot(one, node),
  );
  if (bot !== undefined) return result('bot', bot.handle ?? bot.name);
  if (everyone.some(({ handle }) => handle === undefined)) return result('no-account');
  if (node.verified && !isPlatform(commit.committer)) return result();
  const named = commit.author.handle?.toLowerCase() ?? '';
  if (named === opener) return result();
  const ofPromotion = await options.opener();
  if (node.parents.length === 0 && named === ofPromotion) return result();
  const pulls = await pullsThatBrought(api, node.id, defaultBranch);
  const openers = pulls.flatMap(({ user }) => user?.login.toLowerCase() ?? []);
  for (const one of openers) who.add(one);
  // GitHub itself signed what its buttons made.
  if (node.verified || openers.includes(named)) return result();
  const own = `${api.name.owner}/${api.name.repo}`.toLowerCase();
  const heads = pulls.flatMap(({ head }) => (head?.repo?.full_name.toLowerCase() === own ? [head.ref] : []));
  const pushers = await pushersOf(api, node.id, pulls.length === 0 ? [defaultBranch] : [...new Set(heads)], graph);
  for (const one of pushers) who.add(one);
  if (pushers.includes(named)) return result();
  // Nobody knows who pushed it: the promotion brings what is not in a pull request of its own, and a repository begins
  // with its first commit.
  const isUnseen = openers.length === 0 && pushers.length === 0;
  const isConfirmed = isUnseen && (named === ofPromotion || node.parents.length === 0);
  return isConfirmed ? result() : result('unverified', named);
}

function isBot({ handle, mail }: Identity, node: Node): boolean {
  const isNamedSo = handle?.endsWith('[bot]') === true || /\[bot\]@users\.noreply\.github\.com$/i.test(mail);
  return isNamedSo || (handle !== undefined && node.bots.includes(handle));
}
