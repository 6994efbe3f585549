import { matcher } from '../../domain/cover.ts';
import { endOfDay, parseInstant } from '../../domain/dates.ts';
import { NotVerifiedError } from '../../domain/errors.ts';
import type { Authorship, FileHistory } from '../../engine/fact-answers.ts';
import type { FactRequest } from '../../engine/fact-requests.ts';
import { globFolders } from './globs.ts';
import type { CommitGraph } from './graph.ts';

/**
 * Versions of each path, oldest first. A path without a glob is listed even without versions. Links and submodules are
 * not versions; a deleted path keeps its earlier ones.
 */
export async function pathHistoryOf(graph: CommitGraph, { paths }: FactRequest<'history'>): Promise<FileHistory[]> {
  if (paths.length === 0) return [];
  const matches = matcher(paths);
  const literal = new Set(paths);
  const wanted = (path: string): boolean => literal.has(path) || matches(path);
  const [commits, mailmap] = await Promise.all([graph.commits(globFolders(paths), wanted), graph.mailmap()]);
  const found = new Map<string, FileHistory>();
  for (const path of paths) if (!/[*?[\]{}]|\/$/.test(path)) found.set(path, { path, versions: [] });
  for (const { id, declaredAt, author, changes } of commits) {
    for (const { path, after } of changes) {
      if (!after?.mode.startsWith('100')) continue;
      const file = found.get(path) ?? { path, versions: [] };
      file.versions.push({ commit: id, blob: after.blob, declaredAt, author: mailmap(author) });
      found.set(path, file);
    }
  }
  const files = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, versions } of files) checkVersions(path, versions.length, graph.limits.versions);
  return Promise.all(files.map(async ({ path, versions }) => ({ path, versions: await withMerges(graph, versions) })));
}

/** Commits that change the paths, oldest first, with everyone named in mailmap and trailers. Both days are included. */
export async function authorshipOf(graph: CommitGraph, request: FactRequest<'authorship'>): Promise<Authorship> {
  const { globs } = request;
  const matches = matcher(globs);
  const isExcepted = matcher(request.except);
  const wanted = (path: string): boolean => matches(path) && !isExcepted(path);
  const [commits, mailmap] = await Promise.all([
    globs.includes('**') ? graph.everyCommit(request.except) : graph.commits(globFolders(globs), wanted),
    graph.mailmap(),
  ]);
  const from = parseInstant(request.from ?? '') ?? Number.NEGATIVE_INFINITY;
  const to = endOfDay(request.to ?? '') ?? Number.POSITIVE_INFINITY;
  const withPaths = !(globs.includes('**') && request.except.length === 0);
  return {
    commits: commits.flatMap(({ id, declaredAt, author, committer, coAuthors, changes }) => {
      const at = Date.parse(declaredAt);
      // A commit with an invalid date is never filtered out.
      if (at < from || at >= to) return [];
      const paths = changes?.map(({ path }) => path).filter(wanted);
      if (paths?.length === 0) return [];
      return [
        {
          commit: id,
          author: mailmap(author),
          committer: mailmap(committer),
          coAuthors: coAuthors.map(mailmap),
          declaredAt,
          paths: withPaths ? (paths ?? []).sort() : [],
        },
      ];
    }),
  };
}

/** Adds the merge time to each version, where it is known. */
export async function withMerges<T extends { commit: string }>(graph: CommitGraph, versions: T[]): Promise<T[]> {
  if (graph.mergedAt === undefined) return versions;
  return Promise.all(
    versions.map(async (version) => {
      const mergedAt = await graph.mergedAt?.(version.commit);
      return mergedAt === undefined ? { ...version, unmerged: true } : { ...version, mergedAt };
    }),
  );
}

/** Throws NotVerifiedError when there are more versions than can be read. */
export function checkVersions(path: string, count: number, limit: number): void {
  if (count > limit) throw new NotVerifiedError(`${path} has ${count} versions; at most ${limit} are read`, 'history');
}
