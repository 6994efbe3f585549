import type { GitHubAccess } from '../github/index.ts';
import type { Inputs } from './inputs.ts';

/** The runner, passed in so that the Action can be tested without a process. */
export interface ActionWorld {
  input: (name: string) => string;
  output: (name: string, value: string) => void;
  summary: (markdown: string) => Promise<void>;
  info: (text: string) => void;
  warning: (text: string) => void;
  /** Marks the job failed with one line of why. */
  failed: (text: string) => void;
  writeFile: (path: string, text: string) => Promise<void>;
  env: Record<string, string | undefined>;
  /** The event that started the workflow, as GitHub wrote it to the event file. */
  event: { name: string; payload: Record<string, unknown> };
  repository: { owner: string; repo: string };
  now: number;
  version: string;
}

/** One run of the Action: the runner, its inputs, and read access to GitHub. */
export interface Run {
  world: ActionWorld;
  inputs: Inputs;
  access: GitHubAccess;
}
