import { digest } from '../../domain/cover.ts';
import { parseInstant } from '../../domain/dates.ts';
import { defined } from '../../domain/defined.ts';
import { PROFILES, type Profile } from '../../domain/levels.ts';
import type { Fault } from '../../domain/observation.ts';
import type { Criterion } from '../criterion.ts';
import { chosenProfile } from './chosen-profile.ts';
import { layeredRule } from './criterion-layers.ts';
import type { CriterionRule, EffectivePolicy, OrganizationPolicyState, Origin } from './effective.ts';
import type { PolicyFile, PolicyLayer } from './file.ts';
import { type JoinedFile, joinLayers, type Layers, originIn } from './layers.ts';
import { neverFaults } from './never-faults.ts';
import type { Properties } from './pilot-lists.ts';
import { exceptionFaults, levelFaults, placementFaults } from './policy-faults.ts';
import { loweredSettings } from './strictness.ts';

/** How a promotion is recognized without a policy. */
export const DEFAULT_PROMOTION = {
  labels: ['promote-to-production'],
  branches: ['production', 'release/**'],
  paths: [],
};

export interface PolicyOptions {
  now: number;
  /** The file of the organization: the minimum for that of the repository. */
  organization?: PolicyLayer;
  /** The state of the organization's policy where it is not in force. */
  organizationState?: OrganizationPolicyState;
  /** Custom properties of the repository, by which the organization may choose its profile. */
  properties?: Properties;
  /** The profile of the command line; can only tighten. */
  profile?: Profile;
  /** CODEOWNERS of the default branch, resolved for each control's record. */
  recordOwners?: EffectivePolicy['recordOwners'];
}

/**
 * The policy in force: the built-in profile, over it the organization's file, over that the repository's, which may only
 * be stricter than what the organization set: `refused` has the weaker values. `faults` is not empty when a
 * file has something that a schema cannot refuse: a check lowered that only an organization may lower, an artifact
 * switched off under enforce, a waiver that cannot hold, a key in a file of the wrong layer.
 */
export function effectivePolicy(
  catalog: Criterion[],
  repository: PolicyLayer | undefined,
  options: PolicyOptions,
): { policy: EffectivePolicy; faults: Fault[] } {
  const { organization } = options;
  const layers: Layers = { organization, repository };
  const joined = joinLayers(catalog, layers);
  const { file, from } = joined;
  const { chosen, refused: refusedProfile } = chosenProfile(layers, options);
  const { profile, origin: profileOrigin } = chosen;
  const builtIn: Origin = { path: `profile ${profile}` };
  const fileMode = file.mode ?? 'enforce';
  const enforceStart = file.enforceFrom === undefined ? undefined : parseInstant(file.enforceFrom);
  const waiting = enforceStart !== undefined && options.now < enforceStart;
  const faults = placementFaults(catalog, layers);
  const refused = [...refusedProfile, ...joined.refused.filter(({ key }) => key !== 'profile')];

  const criteria: Record<string, CriterionRule> = {};
  const lowered: EffectivePolicy['lowered'] = [];
  for (const criterion of catalog) {
    const { rule, refused: weaker } = layeredRule(criterion, layers, chosen);
    criteria[criterion.id] = rule;
    refused.push(...weaker);
    if (PROFILES.indexOf(rule.profile) < PROFILES.indexOf(profile)) {
      const layer = repository?.file.criteria?.[criterion.id] === undefined ? organization : repository;
      const place = originIn(layer, ['criteria', criterion.id]);
      lowered.push({ what: criterion.id, from: profile, to: rule.profile, place });
    }
    lowered.push(...loweredSettings(criterion, rule));
    faults.push(...levelFaults(criterion, rule, fileMode, layers));
  }

  const policy: EffectivePolicy = {
    profile,
    profileOrigin,
    mode: fileMode === 'observe' || waiting ? 'observe' : 'enforce',
    modeOrigin: waiting ? from('enforceFrom') : file.mode ? from('mode') : builtIn,
    ...defined({ enforceFrom: file.enforceFrom }),
    report: file.report ?? 'pilots',
    promotion: promotionOf(file),
    evidence: {
      root: (file.evidence?.root ?? 'readiness').replace(/\/+$/, ''),
      runbook: file.evidence?.runbook ?? [],
      rollback: file.evidence?.rollback ?? [],
    },
    criteria,
    controls: controlsOf(joined),
    recordOwners: options.recordOwners ?? {},
    waivers: {
      approvers: file.waivers?.approvers ?? [],
      maxDays: file.waivers?.maxDays ?? 90,
      granted: (file.waivers?.granted ?? []).map((waiver, index) => ({
        ...waiver,
        origin: repository?.at('waivers', 'granted', index) ?? { path: 'profile' },
      })),
    },
    notApplicable: (file.notApplicable ?? []).map((entry, index) => ({
      ...entry,
      origin: repository?.at('notApplicable', index) ?? { path: 'profile' },
    })),
    lowered,
    refused,
    origins: joined.origins,
    organization: organization
      ? { state: 'in-force', ...(organization.repository ? { repository: organization.repository } : {}) }
      : (options.organizationState ?? { state: 'not-looked' }),
    layers: [organization, repository].flatMap((layer) => (layer ? [layerShown(layer)] : [])),
    digest: '',
  };
  if (repository) faults.push(...exceptionFaults(catalog, policy, repository));
  if (fileMode === 'enforce') faults.push(...neverFaults(policy, layers, options.now));
  policy.digest = policyDigest(policy);
  return { policy, faults };
}

function promotionOf({ promotion }: PolicyFile): EffectivePolicy['promotion'] {
  if (promotion === undefined) return { ...DEFAULT_PROMOTION };
  const { labels = [], branches = [], paths = [], catalogLifecycle } = promotion;
  return { labels, branches, paths, ...defined({ catalogLifecycle }) };
}

function controlsOf({ file, from }: JoinedFile): EffectivePolicy['controls'] {
  return Object.fromEntries(
    Object.entries(file.controls ?? {}).map(([name, control]) => [
      name,
      {
        approvers: control.approvers ?? [],
        ...(control.approvers ? { approversOrigin: from('controls', name, 'approvers') } : {}),
        covers: control.covers ?? [],
        ...defined({ validDays: control.validDays }),
        plainApproval: control.plainApproval ?? false,
        required: control.required ?? false,
      },
    ]),
  );
}

function layerShown({ path, repository, commit }: PolicyLayer): EffectivePolicy['layers'][number] {
  return { path, ...defined({ repository, commit }) };
}

/** Origins and notes about the layers: they do not change what the policy requires. */
const NOT_COMPARED = ['place', 'layers', 'digest', 'refused', 'organization'];

/** Equal exactly when two policies require the same; the origin of a value does not matter. */
function policyDigest(policy: EffectivePolicy): string {
  const bare = (_key: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const entries = Object.entries(value).filter(([name]) => !/origin/i.test(name) && !NOT_COMPARED.includes(name));
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return digest(JSON.stringify(policy, bare));
}
