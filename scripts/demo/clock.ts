/**
 * Sets the clock of this process to a moment from which it continues, and returns a function that restores it.
 * Timestamps of GitHub and evaluations then share one fixed day, because evidence expires.
 */
export function turnClockTo(moment: string): () => void {
  const real = globalThis.Date;
  const ahead = Date.parse(moment) - real.now();
  const now = (): number => real.now() + ahead;
  globalThis.Date = new Proxy(real, {
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: () => new real(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
  return () => {
    globalThis.Date = real;
  };
}
