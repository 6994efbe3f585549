import { matcher } from '../domain/cover.ts';
import { type Observation, seen, unavailable } from '../domain/observation.ts';
import type { ChangedSince, FactRequest } from '../engine/fact-requests.ts';
import { type PathChange, pathChange } from './git-log.ts';
import { type HistoryContext, looseBytes } from './history-context.ts';
import { substantive } from './semantic-diff.ts';

export const SHALLOW = 'this clone is shallow: run git fetch --unshallow';

interface Since {
  commit: string | undefined;
  ancestor: boolean;
  changes: PathChange[];
}

/**
 * Files whose judged bytes differ from those of a commit: a change that was taken back is none, one that is not
 * committed yet is one. Each commit is looked up and compared once, however many asks name it.
 */
export async function changedSinceAll(
  context: HistoryContext,
  requests: FactRequest<'changed-since'>[],
): Promise<Observation<ChangedSince>[]> {
  const known = new Map<string, Promise<Since>>();
  return Promise.all(
    requests.map(async (request) => {
      const name = request.commit.toLowerCase();
      const since = known.get(name) ?? compare(context, name);
      known.set(name, since);
      return answer(context, request, await since);
    }),
  );
}

async function answer(
  context: HistoryContext,
  request: FactRequest<'changed-since'>,
  { commit, ancestor, changes }: Since,
): Promise<Observation<ChangedSince>> {
  // In a shallow clone a missing line of descent proves nothing.
  if (!ancestor && context.repository.shallow) return unavailable(SHALLOW, 'history');
  const matches = matcher(request.globs);
  const except = matcher(request.except);
  let wanted = changes.filter(({ path }) => matches(path) && !except(path));
  if (request.substantive && wanted.length > 0) {
    wanted = await substantive(context.repository.git, wanted, await looseBytes(context, wanted));
  }
  const changed = wanted.map(({ path }) => path).sort();
  return seen({ ancestor, ...(commit === undefined ? {} : { commit }), changed }, { path: '' });
}

async function compare(context: HistoryContext, name: string): Promise<Since> {
  const head = context.commit;
  const commit = await resolveId(context, name);
  if (commit === undefined || head === undefined) return { commit, ancestor: false, changes: [] };
  const { git, prefix } = context.repository;
  const [ancestor, out] = await Promise.all([
    git.ask(['merge-base', '--is-ancestor', commit, head]),
    git.read([
      'diff-tree',
      '-r',
      '--raw',
      '-z',
      '--no-abbrev',
      '--no-renames',
      '--ignore-submodules=none',
      commit,
      head,
      ...(prefix === '' ? [] : ['--', prefix]),
    ]),
  ]);
  const changes = new Map<string, PathChange>();
  const fields = out.toString('utf8').split('\0');
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const path = (fields[at + 1] ?? '').slice(prefix.length);
    changes.set(path, pathChange(fields[at] ?? '', path));
  }
  for (const { path, head: committed, now } of context.overlay.values()) {
    const committedChange = changes.get(path);
    const before = committedChange === undefined ? committed : committedChange.before[0];
    if (before?.blob === now?.blob && before?.mode === now?.mode) changes.delete(path);
    else changes.set(path, { path, before: [before], after: now });
  }
  return { commit, ancestor: ancestor !== undefined, changes: [...changes.values()] };
}

/** The one commit that an id or the beginning of one names. Names of branches and tags move and are not taken. */
async function resolveId(context: HistoryContext, name: string): Promise<string | undefined> {
  if (!/^[0-9a-f]{4,64}$/.test(name)) return undefined;
  const { git, objectFormat } = context.repository;
  if (name.length === (objectFormat === 'sha256' ? 64 : 40)) {
    return git.ask(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  }
  const candidates = await git.ask(['rev-parse', `--disambiguate=${name}`]);
  if (candidates === undefined || candidates === '') return undefined;
  const types = (await git.read(['cat-file', '--batch-check'], `${candidates}\n`)).toString('latin1').split('\n');
  const commits = types.filter((line) => line.split(' ')[1] === 'commit').map((line) => line.split(' ')[0]);
  return commits.length === 1 ? commits[0] : undefined;
}
