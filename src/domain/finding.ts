import { defined } from './defined.ts';
import type { HeadlineFigure } from './headline-figure.ts';
import { defineMessages, type Statement } from './message.ts';
import type { Place, ResolvableBy } from './observation.ts';
import type { StallSign } from './stall-sign.ts';

/** The outcome of one check. `unknown` means not verified and never counts as a pass. */
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

/** One thing a check has to say, as data: `summaryOf` and `remedyOf` put it into words. */
export interface Finding extends Statement {
  outcome: Exclude<Outcome, 'waived'>;
  places: Place[];
  actors?: Actor[];
  /** Findings that follow from one missing or unfilled artifact share it, so that people see one task. */
  cause?: string;
  /** First moment (ms) at which time alone could change this finding. */
  until?: number;
  /** For unknown: who could resolve it. */
  resolvableBy?: ResolvableBy;
  /**
   * What the facts of the check can still do. By default they confirm what is met, and what is unmet stays unmet.
   * `not-needed`: met, and the files alone prove it. `can-overturn`: unmet by the files, but facts may show otherwise: a
   * sign-off that no record holds may be in a review. Without the facts the finding stays as it is.
   */
  facts?: 'not-needed' | 'can-overturn';
  /** For met: it depends on a person's acceptance in their own name, which is always shown. */
  accepted?: true;
  /** Set by the engine when the policy's not-applicable entry was accepted for this finding. */
  exception?: { by: string; reason: string; part?: string };
  /** The part of the check (a metric id, a control) that this is about; a not-applicable entry may name it. */
  part?: string;
  /** The metric that this is about, in numbers, whatever the outcome. */
  figure?: HeadlineFigure;
  /** A sign of a stalling pilot that was measured on the way, whatever the outcome. */
  stall?: StallSign;
}

const statements = defineMessages({ notVerified: 'Not verified: {reason}' });

/** A finding for something that could not be verified, and who could resolve that: never a pass. */
export function notVerified(reason: string, resolvableBy: ResolvableBy, places: Place | Place[] = []): Finding {
  return unknown(statements.notVerified({ reason }), places, { resolvableBy });
}

type Extra = Omit<Partial<Finding>, 'outcome' | 'places' | keyof Statement>;
type Maker = (statement: Statement, places?: Place | Place[], extra?: Extra) => Finding;

function makerOf(outcome: Finding['outcome']): Maker {
  return ({ message, data, text, remedyText }, places = [], extra = {}) => ({
    outcome,
    message,
    data,
    text,
    ...defined({ remedyText }),
    places: [places].flat(),
    ...extra,
  });
}

export const met = makerOf('met');
export const unmet = makerOf('unmet');
export const stale = makerOf('stale');
export const unknown = makerOf('unknown');
export const notApplicable = makerOf('not-applicable');
