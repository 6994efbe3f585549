const POLL_MS = 50;
/** Long enough for a machine that shares its processors with other work. */
const DEADLINE_MS = 90_000;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Polls until the condition holds. Throws after 90 s, with what was awaited and `details`. */
export async function waitUntil(
  what: string,
  holds: () => boolean | Promise<boolean>,
  details: () => string = () => '',
): Promise<void> {
  for (const end = Date.now() + DEADLINE_MS; !(await holds()); await pause(POLL_MS))
    if (Date.now() > end) throw new Error(`timed out waiting for: ${what}\n${details()}`);
}
