/** Something did not turn out as it is told: then the demo fails, instead of telling it anyway. */
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

/** Ends the story unless this holds. */
export function must(holds: boolean, expected: string, seen: string): asserts holds {
  if (!holds) throw new Unexpected(expected, seen);
}
