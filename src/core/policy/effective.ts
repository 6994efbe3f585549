import type { Level, Profile } from '../levels.ts';
import type { Place } from '../observation.ts';
import type { Mode } from '../verdict.ts';
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
  layers: { path: string; commit?: string }[];
  digest: string;
}
