import type { DemoContext } from './context.ts';
import type { Narrator } from './narrator.ts';

/** One chapter of the demo. It prints responses from GitHub and throws when one is unexpected. */
export interface Chapter {
  name: string;
  /** API paths that show the final state. */
  look: string[];
  run: (context: DemoContext, narrator: Narrator) => Promise<void>;
}
