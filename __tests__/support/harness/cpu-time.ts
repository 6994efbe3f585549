/**
 * Milliseconds of processor time that some work takes in this process. Unlike the time on the wall it stays about the same
 * on a machine that is busy with other things, so that a limit on it says something of the work alone.
 */
export function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1000;
}
