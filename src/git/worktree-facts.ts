import { matcher } from '../domain/cover.ts';
import { type Observation, seen, unavailable } from '../domain/observation.ts';
import { type Ask, type AskKind, askKey } from '../engine/fact-requests.ts';
import type { FactSource } from '../engine/ports.ts';
import { emptyAnswer, onlyGithub } from '../evidence/only-github.ts';
import { ancestryOf } from './ancestry.ts';
import { changedSinceAll, SHALLOW } from './changed-since.ts';
import { GitFailure } from './git.ts';
import { allCommitsOf, commitsOf, type HistoryContext, text, texts } from './history-context.ts';
import { lineChanges } from './line-change.ts';
import { asksForEverything, authorshipOf, pathHistory } from './path-history.ts';
import { valueHistories } from './value-history.ts';

type Answers = Map<string, Observation<unknown>>;

/** The kinds that walk the log; one walk answers all of them. */
const WALKED: AskKind[] = ['history', 'value-history', 'authorship', 'ancestry'];

/**
 * Facts from git history, as far as the judged commit reaches and below the prefix. In a shallow clone they are
 * unavailable; what only GitHub knows always is. The number of git calls does not grow with the number of asks,
 * except for two per ancestry ask and three per commit that is compared with.
 */
export function gitFacts(context: HistoryContext): FactSource {
  return {
    answer: async (asks) => {
      const wishes = new Map(asks.map((wish) => [askKey(wish), wish]));
      const answers: Answers = new Map();
      const walked = [...wishes.values()].filter((wish) => WALKED.includes(wish.kind));
      const compared = [...wishes.values()].filter((wish) => wish.kind === 'changed-since');
      const measured = [...wishes.values()].filter((wish) => wish.kind === 'line-change');
      await Promise.all([
        guarded(walked, answers, () => walk(context, walked, answers)),
        guarded(compared, answers, async () => {
          const found = await changedSinceAll(context, compared);
          for (const [index, wish] of compared.entries()) keep(answers, wish, found[index]);
        }),
        guarded(measured, answers, async () => {
          const found = await lineChanges(context, measured);
          for (const [index, wish] of measured.entries()) keep(answers, wish, found[index]);
        }),
      ]);
      for (const [key, wish] of wishes) if (!answers.has(key)) answers.set(key, emptyAnswer(wish) ?? onlyGithub(wish));
      return answers;
    },
  };
}

/** The same source for history alone: it leaves to others what only GitHub can answer, and their reasons as they are. */
export function historyOnly(source: FactSource): FactSource {
  const told: AskKind[] = [...WALKED, 'changed-since', 'line-change'];
  return { answer: (asks) => source.answer(asks.filter((wish) => told.includes(wish.kind))) };
}

/** For a folder outside git: nothing about history can be known. */
export function noHistory(): FactSource {
  return {
    answer: async (asks) =>
      new Map(
        asks.map((wish): [string, Observation<unknown>] => [
          askKey(wish),
          [...WALKED, 'changed-since', 'line-change'].includes(wish.kind)
            ? unavailable('not a git repository: history unknown', 'history')
            : (emptyAnswer(wish) ?? onlyGithub(wish)),
        ]),
      ),
  };
}

async function walk(context: HistoryContext, wishes: Ask<unknown>[], answers: Answers): Promise<void> {
  if (wishes.length === 0) return;
  if (context.repository.shallow) {
    for (const wish of wishes) answers.set(askKey(wish), unavailable(SHALLOW, 'history'));
    return;
  }
  const whole = wishes.filter(asksForEverything);
  const everyCommit = whole.length > 0 ? allCommitsOf(context) : Promise.resolve([]);
  const parts = wishes.filter((wish) => !whole.includes(wish));
  const globs = parts.flatMap(({ args }) => [args.paths, args.globs, args.a, args.b].flatMap(texts));
  const literal = new Set(parts.flatMap(({ args }) => [text(args.path), ...texts(args.paths)]));
  const matches = matcher(globs);
  const wanted = (path: string): boolean => literal.has(path) || matches(path);
  const paths = parts.flatMap(({ kind, args }) => (kind === 'value-history' ? [text(args.path)] : []));
  const [commits, all, mailmap] = await Promise.all([
    commitsOf(context, [...globs, ...paths], wanted),
    everyCommit,
    context.mailmap(),
  ]);
  const valued = wishes.filter((wish) => wish.kind === 'value-history');
  const values = await valueHistories(context.repository.git, valued, commits, mailmap);
  for (const [index, wish] of valued.entries()) keep(answers, wish, values[index]);
  for (const wish of wishes) {
    const place = { path: '' };
    if (wish.kind === 'history') keep(answers, wish, seen(pathHistory(wish, commits, mailmap), place));
    if (wish.kind === 'authorship')
      keep(answers, wish, seen(authorshipOf(wish, whole.includes(wish) ? all : commits, mailmap), place));
    if (wish.kind === 'ancestry') keep(answers, wish, seen(await ancestryOf(context, wish, commits), place));
  }
}

function keep(answers: Answers, wish: Ask<unknown>, answer: Observation<unknown> | undefined): void {
  if (answer !== undefined) answers.set(askKey(wish), answer);
}

async function guarded(wishes: Ask<unknown>[], answers: Answers, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    for (const wish of wishes) {
      const key = askKey(wish);
      if (!answers.has(key))
        answers.set(key, unavailable(`git could not read the history: ${error.detail}`, 'history'));
    }
  }
}
