import type { Profile } from '../../domain/levels.ts';

/** The values in the texts of starter files. */
export interface ScaffoldOptions {
  profile: Profile;
  /** Folder of the evidence, without a slash at its end. */
  root: string;
  /** `YYYY-MM-DD`: the assumed start of the pilot, to be corrected. */
  startedOn: string;
  /** The existing eval result file. */
  evalResults?: string;
}
