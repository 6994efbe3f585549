import type { Profile } from '../../domain/levels.ts';

/** What the texts of new files depend on. */
export interface ScaffoldOptions {
  profile: Profile;
  /** Folder of the evidence, without a slash at its end. */
  root: string;
  /** `YYYY-MM-DD`: the day the pilot started until somebody corrects it. */
  startedOn: string;
  /** The eval result file that is there already. */
  evalResults?: string;
}
