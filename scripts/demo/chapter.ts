import type { Narrator } from './narrator.ts';
import type { Stage } from './stage.ts';

/** One story. It prints what GitHub answers and throws when that is not what the story says. */
export interface Chapter {
  name: string;
  /** Paths of GitHub's API where its end can be looked at. */
  look: string[];
  tell: (stage: Stage, narrator: Narrator) => Promise<void>;
}
