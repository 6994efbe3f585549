import type { Mode } from '../../domain/verdict.ts';
import type { RequiredCheck } from '../fact-answers.ts';
import type { Known } from '../promotion.ts';
import type { PushGuard } from './requirement.ts';

/** An actor that can bypass a ruleset, as in GitHub's API. */
export interface BypassActor {
  /** Team, User, RepositoryRole, OrganizationAdmin, Integration, DeployKey … */
  type: string;
  id?: number;
  /** always, pull_request, or exempt, which leaves no trace. */
  mode: string;
}

export interface RulesetDetails {
  id: number;
  name: string;
  /** active, evaluate (only counts what it would refuse) or disabled. */
  enforcement: string;
  bypass: Known<BypassActor[]>;
}

/** A branch that promotions are merged into. */
export interface TargetBranch {
  name: string;
  exists: boolean;
  required: Known<RequiredCheck>;
  /** What closes the ways past a pull request. */
  guards: PushGuard[];
  /** Why classic protection, which could close more of them, was not read. */
  unreadGuards?: string;
  /** The rulesets that require the check or close a way there, by their number. */
  rulesets: Record<number, Known<RulesetDetails>>;
}

/** Who reported a check of our name on a commit. */
export type CheckProducer = { kind: 'app'; id: number; slug: string } | { kind: 'status'; by: string };

/** The facts of the audit of one repository. What could not be read has its reason and the missing permission. */
export interface GateFacts {
  repository: string;
  defaultBranch: string;
  pilot: { topic: boolean; policyFile?: string };
  policy: {
    mode: Mode;
    enforceFrom?: string;
    branches: string[];
    /** Paths or a catalog lifecycle make a promotion too, whatever its base is. */
    recognizesByContent: boolean;
    labels: string[];
  };
  /** Path of the organization's policy; the value is undefined where there is none. */
  organizationPolicy: Known<string | undefined>;
  targets: Known<TargetBranch[]>;
  /** How many targets were not checked. */
  moreTargets: number;
  /**
   * For each wildcard of the policy's branches, whether a branch that is made tomorrow would require the check, and whether
   * it would be closed to pushes.
   */
  patterns: { pattern: string; probe: string; required: Known<boolean>; guarded: boolean }[];
  /** Branches that are no targets and require the check all the same. */
  requiredElsewhere: Known<string[]>;
  /** Rulesets that would require the check and are not active. */
  idle: Known<{ name: string; enforcement: string }[]>;
  policyReview: {
    /** The path of the file, or where it would be. */
    path: string;
    owners: Known<string[]>;
    /** Whether the default branch requires a review by code owners. */
    required: Known<boolean>;
    /** Whether CODEOWNERS itself has owners: else its own change needs no owner. */
    listOwned: boolean;
  };
  /** Workflows that deploy to production when something is pushed to the default branch. */
  deploys: Known<{ path: string; environment: string }[]>;
  /** Who reported under our name on open pull requests into the targets. */
  producers: Known<{ pullRequest: number; producer: CheckProducer }[]>;
}
