import type { GitHub } from '../testing/github-emulator/index.ts';
import { AUTHOR, until } from './stage.ts';

const NAME = 'pilot-readiness';

export interface Burst {
  /** Milliseconds from the opening of each to its completed check. */
  checked: number[];
  /** Milliseconds to the answer of each webhook. */
  acknowledged: number[];
}

export interface Opening {
  repo: string;
  /** How the branches begin. */
  prefix: string;
  count: number;
  /** Until nothing is under way. */
  quiet: () => Promise<void>;
  /** The last words of whoever writes the checks. */
  tail: () => string;
}

/** Opens so many pull requests at the same time, and waits for their checks. */
export async function openPulls(github: GitHub, { repo, prefix, count, quiet, tail }: Opening): Promise<Burst> {
  const author = github.as(AUTHOR);
  const branches = Array.from({ length: count }, (_none, index) => `${prefix}-${index}`);
  for (const branch of branches)
    await author.commit(repo, { branch, files: { [`notes/${branch}.md`]: 'Ready to go.\n' } });
  await github.settled();
  await quiet();
  const [told, happened] = [github.deliveries.length, github.events.length];
  const opened = new Map<string, number>();
  const done = new Map<string, number>();
  const look = (): void => {
    const now = performance.now();
    for (const { event, action, payload } of github.events.slice(happened)) {
      const run = (payload as { check_run?: { name: string; head_sha: string } }).check_run;
      if (event !== 'check_run' || action !== 'completed' || run?.name !== NAME) continue;
      if (!done.has(run.head_sha)) done.set(run.head_sha, now);
    }
  };
  const timer = setInterval(look, 5);
  try {
    await Promise.all(
      branches.map(async (branch) => {
        const began = performance.now();
        const { head } = await author.openPullRequest(repo, { head: branch, base: 'production' });
        opened.set(head, began);
      }),
    );
    await until({ tail }, `${count} checks are completed`, () => [...opened.keys()].every((head) => done.has(head)));
  } finally {
    clearInterval(timer);
  }
  const checked = [...opened].map(([head, began]) => (done.get(head) ?? Number.NaN) - began);
  await github.settled();
  await quiet();
  return { checked, acknowledged: github.deliveries.slice(told).map(({ duration }) => duration * 1000) };
}
