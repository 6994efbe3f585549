import type { Level, Profile } from '../../domain/levels.ts';
import type { Place } from '../../domain/observation.ts';
import type { Mode } from '../../domain/verdict.ts';
import type { GrantedWaiver, NotApplicable } from './exceptions.ts';

/** Where a setting came from: a line of a policy file, or the built-in profile (path `profile minimal`, no line). */
export type Origin = Pick<Place, 'path' | 'line'>;

export interface CheckRule {
  level: Level;
  /** The level in the profile, before the policy. */
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

/** A value of the repository that is weaker than the organization's: both values; the organization's (`held`) applies. */
export interface Refusal {
  key: string;
  asked: string;
  askedAt: Origin;
  held: string;
  heldAt: Origin;
}

/**
 * The state of an organization's policy: in force, none, not readable with this token (it may exist), not looked up from a
 * work tree, or not applicable because the repository belongs to a person.
 */
export interface OrganizationPolicyState {
  state: 'in-force' | 'none' | 'not-seen' | 'not-looked' | 'personal';
  /** `acme/.github`, where its policy would be. */
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
  /** Values of the repository that are weaker than the organization's minimum, and were refused. */
  refused: Refusal[];
  /** Where each written key outside the criteria comes from, by its name in the file; built in when it is not here. */
  origins: Record<string, Origin[]>;
  organization: OrganizationPolicyState;
  /** The lowest first. A file outside the evaluated repository names its repository, and its path begins with it. */
  layers: { path: string; repository?: string; commit?: string }[];
  digest: string;
}
