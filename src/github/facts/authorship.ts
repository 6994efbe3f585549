import { matcher } from '../../domain/cover.ts';
import type { Authorship, FactRequest } from '../../engine/fact-requests.ts';
import type { Commit } from '../../git/git-log.ts';
import { globFolders } from '../../git/history-context.ts';
import { authorshipOf as authorshipFrom } from '../../git/path-history.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import type { Graph } from './graph.ts';
import { commitsIn, type History, nodeIn, signed } from './history.ts';

const MAX_LOOKED_INTO = 300;
/** Stands for "some path": which one was not looked up, and is taken out of the answer again. */
const SOMETHING = '\0';

/**
 * Who changed these paths, oldest first. For a question about the whole repository (`**`), what single commits changed
 * is looked into only where it decides whether they count: `paths` is then empty for the others.
 */
export async function authorshipOf(history: History, query: FactRequest<'authorship'>): Promise<Authorship> {
  const globs = query.globs;
  const mailmap = await history.mailmap();
  if (!globs.includes('**')) {
    const matches = matcher(globs);
    const except = matcher(query.except);
    const wanted = (path: string): boolean => matches(path) && !except(path);
    return authorshipFrom(query, await commitsIn(history, globFolders(globs), wanted), mailmap);
  }
  const commits = await everyCommit(history, query.except);
  const found = authorshipFrom(query, commits, mailmap);
  return {
    commits: found.commits.map((commit) => ({ ...commit, paths: commit.paths.filter((path) => path !== SOMETHING) })),
  };
}

async function everyCommit(history: History, exceptGlobs: string[]): Promise<Commit[]> {
  const graph = await history.graph();
  const folders = [...new Set(globFolders(exceptGlobs))];
  const sets = await Promise.all(folders.map((folder) => history.touching(folder)));
  const unclear = (id: string): boolean => nodeIn(graph, id).parents.length > 1 || sets.some((set) => set.has(id));
  const button = await history.button();
  const ids = graph.order.filter((id) => !button.has(id) && changesAnything(graph, id));
  if (ids.filter(unclear).length > MAX_LOOKED_INTO) {
    throw new GitHubUnavailableError(`more than ${MAX_LOOKED_INTO} commits would have to be looked into`, 'history');
  }
  const commits = await Promise.all(
    ids.map(async (id): Promise<Commit> => {
      if (unclear(id)) return history.commit(id, ['']);
      const after = { mode: '', blob: '' };
      return { ...signed(nodeIn(graph, id)), changes: [{ path: SOMETHING, before: [undefined], after }] };
    }),
  );
  // A merge that only joins its sides changes nothing of its own.
  return commits.filter(({ changes }) => changes.length > 0);
}

/** False for an empty commit and for a merge that equals one of its sides. */
function changesAnything(graph: Graph, id: string): boolean {
  const node = nodeIn(graph, id);
  return !node.parents.some((parent) => nodeIn(graph, parent).tree === node.tree);
}
