import type { GitHub } from '../../testing/github-emulator/index.ts';
import { type Chance, sleep } from './chance.ts';
import type { Inbox } from './deliveries.ts';
import { AUTHOR, ORG, REPOSITORIES, SIGNERS } from './fixture.ts';

/** One promotion and what people do to it while the App dies and comes back. */
export interface Played {
  repo: string;
  number: number;
  /** Its last acknowledged event came before the last kill: nothing that came later can have repaired it. */
  isEarly: boolean;
  actions: number;
}

export interface BurstOptions {
  github: GitHub;
  inbox: Inbox;
  documents: Record<string, string>;
  pulls: number;
  kills: number;
  chance: Chance;
  /** Kills up to now. */
  killed: () => number;
}

export interface Burst {
  /** Those whose events all come before the last kill. */
  early: Promise<Played[]>;
  late: Promise<Played[]>;
}

/** How long a person waits for the App before acting again. */
const MAX_WAIT_MS = 1_500;

/** Begins to play all pull requests at once; every other one is done before the last kill. */
export function playBurst(options: BurstOptions): Burst {
  const { pulls, kills, chance } = options;
  const all = Array.from({ length: pulls }, (_none, index) => {
    const isEarly = index % 2 === 0;
    const own = chance.split(index);
    // It acts until this many kills happened.
    const until = isEarly ? own.between(Math.floor((kills - 1) / 2), kills) : kills;
    return play(options, { index, isEarly, until: Math.min(until, isEarly ? kills - 1 : kills), chance: own });
  });
  return {
    early: Promise.all(all.filter((_one, index) => index % 2 === 0)),
    late: Promise.all(all.filter((_one, index) => index % 2 === 1)),
  };
}

interface Part {
  index: number;
  isEarly: boolean;
  until: number;
  chance: Chance;
}

async function play(options: BurstOptions, part: Part): Promise<Played> {
  const { github, inbox, documents, kills, killed } = options;
  const { index, isEarly, until, chance } = part;
  const repo = REPOSITORIES[index % REPOSITORIES.length] ?? REPOSITORIES[0];
  const branch = `promote-${index}`;
  const author = github.as(AUTHOR);
  const gone = new Set<string>();
  let actions = 0;
  await sleep(chance.between(0, 1_500));
  await author.commit(repo, { branch, files: { [`notes/${branch}.md`]: 'Ready to go.\n' } });
  const { number } = await author.openPullRequest(repo, { head: branch, base: 'production' });

  /** A push that takes a document away, or brings it back: the verdict before it is wrong after it. */
  const toggle = async (): Promise<string> => {
    const path = chance.of(Object.keys(documents) as [string, ...string[]]);
    const text = gone.has(path) ? (documents[path] ?? '') : null;
    if (!gone.delete(path)) gone.add(path);
    return author.commit(repo, { branch, files: { [path]: text } });
  };
  const signOff = async (): Promise<void> => {
    const control = chance.of<keyof typeof SIGNERS>(['security', 'privacy']);
    await github.as(SIGNERS[control]).review(repo, number, 'APPROVE', `Read it.\n\n/readiness sign-off ${control}`);
  };
  const doings: [() => Promise<unknown>, ...(() => Promise<unknown>)[]] = [
    toggle,
    toggle,
    signOff,
    () => author.commit(repo, { branch, files: { [`notes/${branch}.md`]: `Written again, ${actions}.\n` } }),
    () => author.label(repo, number, `label-${actions}`),
    () => author.comment(repo, number, 'Nothing that asks for an evaluation.'),
    () => github.as('yuki-tanabe').review(repo, number, 'COMMENT', 'Looks fine.'),
  ];
  // Half of them become idle and are evaluated once or twice more; the others continue through kills with the same
  // commit.
  const isRestless = chance.between(0, 2) === 0;
  const changing = isRestless ? until - Math.ceil(kills / 3) : until;
  while (killed() < changing) {
    await chance.of(doings)();
    actions += 1;
    await sleep(chance.between(100, 1_400));
  }

  // The last changes invalidate every earlier verdict. The second one arrives while the first is being published, if
  // the App is running: a lost event then shows.
  await untilPublished(github, repo, await toggle());
  if (chance.between(0, 3) === 0) await signOff();
  else await toggle();
  // Owed once an event was acknowledged that came after all changes.
  const mark = inbox.mark();
  while (isRestless && killed() < until) {
    await author.label(repo, number, `label-${actions}`);
    actions += 1;
    await sleep(chance.between(300, 900));
  }
  for (;;) {
    for (const end = Date.now() + MAX_WAIT_MS; Date.now() < end; await sleep(25)) {
      if (inbox.isAcknowledged(mark, `${ORG}/${repo}`, number)) return { repo, number, isEarly, actions };
    }
    await author.label(repo, number, `again-${actions}`);
    actions += 1;
  }
}

/** Waits until the App has opened a check run on a commit, but not for long: it may be dead. */
async function untilPublished(github: GitHub, repo: string, sha: string): Promise<void> {
  const route = `GET /repos/${ORG}/${repo}/commits/${sha}/check-runs?filter=all`;
  for (const end = Date.now() + 2 * MAX_WAIT_MS; Date.now() < end; await sleep(25)) {
    const { data } = await github.as(AUTHOR).request(route);
    if ((data as { check_runs: unknown[] }).check_runs.length > 0) return;
  }
}
