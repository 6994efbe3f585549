import { digest } from '../cover.ts';
import type { Criterion } from '../criterion.ts';
import { parseInstant } from '../dates.ts';
import { PROFILES, type Profile } from '../levels.ts';
import type { Fault } from '../observation.ts';
import { criterionRule } from './criterion-rules.ts';
import type { CriterionRule, EffectivePolicy, Origin } from './effective.ts';
import type { CriterionEntry, PolicyLayer } from './file.ts';
import { exceptionFaults, levelFaults } from './policy-faults.ts';
import { loweredSettings } from './strictness.ts';

/** How a promotion is recognised while no policy says it. */
export const DEFAULT_PROMOTION = {
  labels: ['promote-to-production'],
  branches: ['production', 'release/**'],
  paths: [],
};

export interface PolicyOptions {
  now: number;
  /** Profile asked for on the command line; may only tighten. */
  profile?: Profile;
  /** CODEOWNERS of the default branch, resolved for each control's record. */
  recordOwners?: EffectivePolicy['recordOwners'];
}

/**
 * The policy in force: the built-in profile, and over it the repository's file when there is one. `faults` is not
 * empty when the file says something that no schema can refuse: a check lowered that only an organisation may lower,
 * an artifact switched off under enforce, a waiver that cannot hold.
 */
export function effectivePolicy(
  catalogue: Criterion[],
  repository: PolicyLayer | undefined,
  options: PolicyOptions,
): { policy: EffectivePolicy; faults: Fault[] } {
  const file = repository?.file;
  const from = (...keys: (string | number)[]): Origin => origin(repository, keys);
  const profile = strongestProfile(file?.profile ?? 'minimal', options.profile);
  const builtIn: Origin = { path: `profile ${profile}` };
  const profileOrigin = file?.profile === profile ? from('profile') : builtIn;
  const fileMode = file?.mode ?? 'enforce';
  const enforceStart = file?.enforceFrom === undefined ? undefined : parseInstant(file.enforceFrom);
  const waiting = enforceStart !== undefined && options.now < enforceStart;
  const faults: Fault[] = [];
  const lowered: EffectivePolicy['lowered'] = [];

  const criteria: Record<string, CriterionRule> = {};
  for (const criterion of catalogue) {
    const entry = file?.criteria?.[criterion.id] as CriterionEntry | undefined;
    const rule = criterionRule(criterion, entry, profile, profileOrigin, (...keys) =>
      from('criteria', criterion.id, ...keys),
    );
    criteria[criterion.id] = rule;
    if (rule.profile !== profile && PROFILES.indexOf(rule.profile) < PROFILES.indexOf(profile)) {
      lowered.push({ what: criterion.id, from: profile, to: rule.profile, place: from('criteria', criterion.id) });
    }
    lowered.push(...loweredSettings(criterion, rule));
    if (repository) faults.push(...levelFaults(criterion, rule, fileMode, repository));
  }

  const policy: EffectivePolicy = {
    profile,
    profileOrigin,
    mode: fileMode === 'observe' || waiting ? 'observe' : 'enforce',
    modeOrigin: waiting ? from('enforceFrom') : file?.mode ? from('mode') : builtIn,
    ...(file?.enforceFrom === undefined ? {} : { enforceFrom: file.enforceFrom }),
    report: file?.report ?? 'pilots',
    promotion: file?.promotion
      ? {
          labels: file.promotion.labels ?? [],
          branches: file.promotion.branches ?? [],
          paths: file.promotion.paths ?? [],
          ...(file.promotion.catalogLifecycle === undefined
            ? {}
            : { catalogLifecycle: file.promotion.catalogLifecycle }),
        }
      : { ...DEFAULT_PROMOTION },
    evidence: {
      root: (file?.evidence?.root ?? 'readiness').replace(/\/+$/, ''),
      runbook: file?.evidence?.runbook ?? [],
      rollback: file?.evidence?.rollback ?? [],
    },
    criteria,
    controls: Object.fromEntries(
      Object.entries(file?.controls ?? {}).map(([name, control]) => [
        name,
        {
          approvers: control.approvers ?? [],
          ...(control.approvers ? { approversOrigin: from('controls', name, 'approvers') } : {}),
          covers: control.covers ?? [],
          ...(control.validDays === undefined ? {} : { validDays: control.validDays }),
          plainApproval: control.plainApproval ?? false,
          required: control.required ?? false,
        },
      ]),
    ),
    recordOwners: options.recordOwners ?? {},
    waivers: {
      approvers: file?.waivers?.approvers ?? [],
      maxDays: file?.waivers?.maxDays ?? 90,
      granted: (file?.waivers?.granted ?? []).map((waiver, index) => ({
        ...waiver,
        origin: repository?.at('waivers', 'granted', index) ?? { path: 'profile' },
      })),
    },
    notApplicable: (file?.notApplicable ?? []).map((entry, index) => ({
      ...entry,
      origin: repository?.at('notApplicable', index) ?? { path: 'profile' },
    })),
    lowered,
    layers: repository ? [{ path: repository.path, ...(repository.commit ? { commit: repository.commit } : {}) }] : [],
    digest: '',
  };
  if (repository) faults.push(...exceptionFaults(catalogue, policy, repository));
  policy.digest = policyDigest(policy);
  return { policy, faults };
}

function origin(layer: PolicyLayer | undefined, keys: (string | number)[]): Origin {
  if (!layer) return { path: 'built-in' };
  const place = layer.at(...keys);
  return place.line === undefined ? { path: layer.path } : { path: layer.path, line: place.line };
}

function strongestProfile(a: Profile, b: Profile | undefined): Profile {
  return b !== undefined && PROFILES.indexOf(b) > PROFILES.indexOf(a) ? b : a;
}

/** Equal exactly when two policies ask the same; where a value came from does not matter. */
function policyDigest(policy: EffectivePolicy): string {
  const bare = (_key: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const entries = Object.entries(value).filter(
      ([name]) => !/origin/i.test(name) && name !== 'place' && name !== 'layers' && name !== 'digest',
    );
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return digest(JSON.stringify(policy, bare));
}
