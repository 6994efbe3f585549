import type { ReportCheck, ReportCriterion, ReportPlace } from '../../domain/report.ts';

/** One thing a person has to do (or to look at): everything in the report that follows from one cause. */
export interface Task {
  /** What is missing; for what could not be looked at, what the check asks. Plain text, to be escaped by its mouth. */
  title: string;
  nextStep: string;
  /** What else the same cause asks for, besides the next step. */
  further: string[];
  /** For unknown: why it could not be looked at. */
  reason?: string;
  where?: ReportPlace;
  places: ReportPlace[];
  /** What else its checks found wrong, worst first. */
  also: { summary: string; where?: ReportPlace }[];
  who: string[];
  codes: string[];
  criteria: string[];
  halves: ReportCriterion['half'][];
  level: 'blocking' | 'advisory';
  outcome: 'unmet' | 'stale' | 'unknown';
  resolvableBy?: NonNullable<ReportCheck['resolvableBy']>;
  /** Unknown because it could not be looked at; otherwise what was seen leaves it open, and a person can act. */
  unseen: boolean;
  /** Who has to move: the author can mend it here, other people must act, or somebody has to look again. */
  turn: 'author' | 'people' | 'look';
  /** Said by command, and closes the gate whatever the evidence says: told before everything else. */
  closes?: true;
}
