import { matcher } from '../domain/cover.ts';
import { type Observation, seen, unavailable } from '../domain/observation.ts';
import { type FactKind, type FactRequest, factKey } from '../engine/fact-requests.ts';
import type { FactSource } from '../engine/ports.ts';
import { emptyAnswer, onlyGithub } from '../evidence/only-github.ts';
import { ancestryOf } from './ancestry.ts';
import { changedSinceAll, SHALLOW } from './changed-since.ts';
import { GitFailure } from './git.ts';
import { allCommitsOf, commitsOf, type HistoryContext } from './history-context.ts';
import { lineChanges } from './line-change.ts';
import { authorshipOf, pathHistory, wantsEverything } from './path-history.ts';
import { valueHistories } from './value-history.ts';

type Answers = Map<string, Observation<unknown>>;

/** The kinds that walk the log; one walk answers all of them. */
const WALKED = ['history', 'value-history', 'authorship', 'ancestry'] as const;
type WalkedRequest = FactRequest<(typeof WALKED)[number]>;
/** The kinds that a clone can answer. */
const ANSWERED: readonly FactKind[] = [...WALKED, 'changed-since', 'line-change'];

function ofKind<K extends FactKind>(requests: Iterable<FactRequest>, ...kinds: readonly K[]): FactRequest<K>[] {
  return [...requests].filter(({ kind }) => (kinds as readonly FactKind[]).includes(kind)) as FactRequest<K>[];
}

/**
 * Facts from git history, as far as the judged commit reaches and below the prefix. In a shallow clone they are
 * unavailable; what only GitHub knows always is. The number of git calls does not grow with the number of asks,
 * except for two per ancestry ask and three per commit that is compared with.
 */
export function gitFacts(context: HistoryContext): FactSource {
  return {
    answer: async (asks) => {
      const requests = new Map(asks.map((request) => [factKey(request), request]));
      const answers: Answers = new Map();
      const walked = ofKind(requests.values(), ...WALKED);
      const compared = ofKind(requests.values(), 'changed-since');
      const measured = ofKind(requests.values(), 'line-change');
      await Promise.all([
        guarded(walked, answers, () => walk(context, walked, answers)),
        guarded(compared, answers, async () => {
          const found = await changedSinceAll(context, compared);
          for (const [index, request] of compared.entries()) keep(answers, request, found[index]);
        }),
        guarded(measured, answers, async () => {
          const found = await lineChanges(context, measured);
          for (const [index, request] of measured.entries()) keep(answers, request, found[index]);
        }),
      ]);
      for (const [key, request] of requests)
        if (!answers.has(key)) answers.set(key, emptyAnswer(request) ?? onlyGithub(request));
      return answers;
    },
  };
}

/** The same source for history alone: it leaves to others what only GitHub can answer, and their reasons as they are. */
export function historyOnly(source: FactSource): FactSource {
  return { answer: (requests) => source.answer(requests.filter(({ kind }) => ANSWERED.includes(kind))) };
}

/** For a folder outside git: nothing about history can be known. */
export function noHistory(): FactSource {
  return {
    answer: async (asks) =>
      new Map(
        asks.map((request): [string, Observation<unknown>] => [
          factKey(request),
          ANSWERED.includes(request.kind)
            ? unavailable('not a git repository: history unknown', 'history')
            : (emptyAnswer(request) ?? onlyGithub(request)),
        ]),
      ),
  };
}

function globsOf(request: WalkedRequest): string[] {
  switch (request.kind) {
    case 'history':
      return request.paths;
    case 'authorship':
      return request.globs;
    case 'ancestry':
      return [...request.a, ...request.b];
    default:
      return [];
  }
}

async function walk(context: HistoryContext, requests: WalkedRequest[], answers: Answers): Promise<void> {
  if (requests.length === 0) return;
  if (context.repository.shallow) {
    for (const request of requests) answers.set(factKey(request), unavailable(SHALLOW, 'history'));
    return;
  }
  const whole: WalkedRequest[] = requests.filter(wantsEverything);
  const everyCommit = whole.length > 0 ? allCommitsOf(context) : Promise.resolve([]);
  const parts = requests.filter((request) => !whole.includes(request));
  const globs = parts.flatMap(globsOf);
  const literal = new Set(
    parts.flatMap((part) => (part.kind === 'value-history' ? [part.path] : part.kind === 'history' ? part.paths : [])),
  );
  const matches = matcher(globs);
  const wanted = (path: string): boolean => literal.has(path) || matches(path);
  const paths = parts.flatMap((part) => (part.kind === 'value-history' ? [part.path] : []));
  const [commits, all, mailmap] = await Promise.all([
    commitsOf(context, [...globs, ...paths], wanted),
    everyCommit,
    context.mailmap(),
  ]);
  const valued = ofKind(requests, 'value-history');
  const values = await valueHistories(context.repository.git, valued, commits, mailmap);
  for (const [index, request] of valued.entries()) keep(answers, request, values[index]);
  for (const request of requests) {
    const place = { path: '' };
    if (request.kind === 'history') keep(answers, request, seen(pathHistory(request, commits, mailmap), place));
    if (request.kind === 'authorship')
      keep(answers, request, seen(authorshipOf(request, whole.includes(request) ? all : commits, mailmap), place));
    if (request.kind === 'ancestry') keep(answers, request, seen(await ancestryOf(context, request, commits), place));
  }
}

function keep(answers: Answers, request: FactRequest, answer: Observation<unknown> | undefined): void {
  if (answer !== undefined) answers.set(factKey(request), answer);
}

async function guarded(requests: FactRequest[], answers: Answers, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    for (const request of requests) {
      const key = factKey(request);
      if (!answers.has(key))
        answers.set(key, unavailable(`git could not read the history: ${error.detail}`, 'history'));
    }
  }
}
