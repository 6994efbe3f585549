import type { Level, Profile } from '../../domain/levels.ts';
import type { Place } from '../../domain/observation.ts';
import type { Mode } from '../../domain/verdict.ts';
import type { GrantedWaiver, NotApplicable } from './exceptions.ts';

/** Where a setting came from: a line of a policy file, or the built-in profile (path `profile minimal`, no line). */
export type Origin = Pick<Place, 'path' | 'line'>;

export interface CheckRule {
  level: Level;
  /** What the profile gives before the policy speaks. */
  profileLevel: Level;
  origin: Origin;
}

export interface CriterionRule {
  profile: Profile;
  params: Record<string, unknown>;
  paramOrigins: Record<string, Origin>;
  checks: Record<string, CheckRule>;
}

export interface ControlRule {
  approvers: string[];
  approversOrigin?: Origin;
  covers: string[];
  validDays?: number;
  plainApproval: boolean;
  required: boolean;
}

/** A value of the repository that asks for less than the organization set: both of them, and which one stands. */
export interface Refusal {
  key: string;
  asked: string;
  askedAt: Origin;
  held: string;
  heldAt: Origin;
}

/**
 * What is known of an organization's policy: in force, not there, not to be seen by this token (it may be there), not
 * looked for from a work tree, or of no use because the repository belongs to a person.
 */
export interface OrganizationPolicyState {
  state: 'in-force' | 'none' | 'not-seen' | 'not-looked' | 'personal';
  /** `acme/.github`, where its policy would stand. */
  repository?: string;
}

/** The policy after its layers: every value has an origin. */
export interface EffectivePolicy {
  profile: Profile;
  profileOrigin: Origin;
  mode: Mode;
  modeOrigin: Origin;
  enforceFrom?: string;
  report: 'pilots' | 'all';
  /** Several lifecycles only where two policies were joined. */
  promotion: { labels: string[]; branches: string[]; paths: string[]; catalogLifecycle?: string | string[] };
  evidence: { root: string; runbook: string[]; rollback: string[] };
  criteria: Record<string, CriterionRule>;
  controls: Record<string, ControlRule>;
  /** Who owns a control's record by CODEOWNERS of the default branch: its approvers when the policy names none. */
  recordOwners: Record<string, { owners: string[]; origin: Origin }>;
  waivers: { approvers: string[]; maxDays: number; granted: (GrantedWaiver & { origin: Place })[] };
  notApplicable: (NotApplicable & { origin: Place })[];
  lowered: { what: string; from: string; to: string; place: Origin }[];
  /** What the repository asked for below the floor of its organization, and did not get. */
  refused: Refusal[];
  /** Where each written key outside the criteria comes from, by its name in the file; built in when it is not here. */
  origins: Record<string, Origin[]>;
  organization: OrganizationPolicyState;
  /** The lowest first. One that stands elsewhere than in the judged repository names that, and its path begins with it. */
  layers: { path: string; repository?: string; commit?: string }[];
  digest: string;
}
