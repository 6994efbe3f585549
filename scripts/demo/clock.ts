/**
 * Turns this process's clock to a moment, from which it runs on, and returns how to turn it back. GitHub's stamps and the
 * App's evaluation are then of one day, whatever day it is on the machine: sign-offs and measurements age.
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
