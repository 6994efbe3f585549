/** The longest wait for GitHub's hourly rate limit to reset, with some margin. */
export const HOURLY_LIMIT_MS = 65 * 60_000;
const NOTICE_MS = 30_000;

/**
 * A pause that prints a notice when it is long: hundreds of pilots need more requests than GitHub allows in an hour.
 * Requests that wait at the same time share one notice.
 */
export function sleepWithNotice(
  warn: (text: string) => void,
  pause: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms)),
): (ms: number) => Promise<void> {
  let waiting = 0;
  return async (ms) => {
    const isLong = ms >= NOTICE_MS;
    if (isLong && waiting === 0)
      warn(`pilot-readiness: GitHub's rate limit is used up; continuing in ${minutes(ms)}. Press Ctrl-C to stop.\n`);
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
