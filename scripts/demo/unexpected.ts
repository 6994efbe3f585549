/** An unexpected state: the demo fails instead of printing something wrong. */
export class Unexpected extends Error {
  readonly expected: string;
  readonly seen: string;

  constructor(expected: string, seen: string) {
    super(`expected ${expected}, saw ${seen}`);
    this.name = 'Unexpected';
    this.expected = expected;
    this.seen = seen;
  }
}

/** Fails the demo unless the condition holds. */
export function must(holds: boolean, expected: string, seen: string): asserts holds {
  if (!holds) throw new Unexpected(expected, seen);
}
