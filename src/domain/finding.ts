import type { HeadlineFigure } from './headline-figure.ts';
import type { Place } from './observation.ts';
import type { StallSign } from './stall-sign.ts';

/** What one check may say. `unknown` means we could not look and never counts as a pass. */
export const OUTCOMES = ['met', 'unmet', 'stale', 'unknown', 'not-applicable', 'waived'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * Who can act on a finding: the author of the change, a role of `pilot.yaml`, the approvers of a control
 * (`control:privacy`), the waiver approvers, or those who run the repository, the organization or the App.
 */
export type Actor =
  | 'author'
  | 'product-owner'
  | 'production-owner'
  | 'governance-owner'
  | 'sponsor'
  | 'waiver-approvers'
  | 'repository-admin'
  | 'organization-owner'
  | 'operator'
  | `control:${string}`;

/** One thing a check has to say. Text is plain: every mouth escapes it for itself. */
export interface Finding {
  outcome: Exclude<Outcome, 'waived'>;
  summary: string;
  places: Place[];
  remedy?: string;
  actors?: Actor[];
  /** Findings that follow from one missing or unfilled artifact share it, so that people see one task. */
  cause?: string;
  /** First moment (ms) at which time alone could change this finding. */
  until?: number;
  /** For unknown: who could settle it. */
  resolvableBy?: 'github' | 'history' | 'retry';
  /**
   * The files alone say unmet, but facts may overturn it when they can be asked: a sign-off that no record holds may
   * stand in a review. Without the facts the finding stays as it is.
   */
  overridable?: boolean;
  /** For met: the files alone prove it, so the facts of the check need not be asked. */
  settled?: boolean;
  /** For met: it rests on somebody's acceptance in their own name, which is always displayed. */
  accepted?: true;
  /** Set by the engine when the policy's not-applicable entry was accepted for this finding. */
  exception?: { by: string; reason: string; part?: string };
  /** Which part of a check with several parts (a metric id, a control) this speaks of: not-applicable may name it. */
  part?: string;
  /** The metric this speaks of, in numbers, whatever the outcome: shown to those who read numbers first. */
  figure?: HeadlineFigure;
  /** A sign of a stalling pilot that was measured on the way, whatever the outcome. */
  stall?: StallSign;
}

type Extra = Omit<Partial<Finding>, 'outcome' | 'summary' | 'places'>;

function make(outcome: Finding['outcome'], summary: string, places: Place | Place[], extra: Extra): Finding {
  return { outcome, summary, places: Array.isArray(places) ? places : [places], ...extra };
}

export const met = (summary: string, places: Place | Place[] = [], extra: Extra = {}) =>
  make('met', summary, places, extra);
export const unmet = (summary: string, places: Place | Place[] = [], extra: Extra = {}) =>
  make('unmet', summary, places, extra);
export const stale = (summary: string, places: Place | Place[] = [], extra: Extra = {}) =>
  make('stale', summary, places, extra);
export const unknown = (summary: string, places: Place | Place[] = [], extra: Extra = {}) =>
  make('unknown', summary, places, extra);
export const notApplicable = (summary: string, places: Place | Place[] = [], extra: Extra = {}) =>
  make('not-applicable', summary, places, extra);

/** Words seen in a file, cut and on one line, in typographic quotes so that nobody takes them for ours. */
export function quote(words: string, limit = 60): string {
  const line = words.replace(/\s+/g, ' ').trim();
  return `"${line.length > limit ? `${line.slice(0, limit - 1)}…` : line}"`;
}
