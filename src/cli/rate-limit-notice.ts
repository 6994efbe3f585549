/** The longest a run over an organization waits for GitHub's hourly limit to be given again, with some room. */
export const HOURLY_LIMIT_MS = 65 * 60_000;
const WORTH_TELLING_MS = 30_000;

/**
 * A pause that says so when it is long: hundreds of pilots need more requests than GitHub gives in an hour. Several
 * requests wait at once, and it is said once.
 */
export function sleepWithNotice(
  warn: (text: string) => void,
  pause: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms)),
): (ms: number) => Promise<void> {
  let waiting = 0;
  return async (ms) => {
    const isLong = ms >= WORTH_TELLING_MS;
    if (isLong && waiting === 0)
      warn(`pilot-readiness: GitHub's rate limit is used up; going on in ${minutes(ms)}. Ctrl-C ends it.\n`);
    waiting += isLong ? 1 : 0;
    try {
      await pause(ms);
    } finally {
      waiting -= isLong ? 1 : 0;
    }
  };
}

function minutes(ms: number): string {
  const count = Math.ceil(ms / 60_000);
  return count === 1 ? 'a minute' : `${count} minutes`;
}
