import { addDays, endOfDay, parseInstant } from '../../domain/dates.ts';
import { defined } from '../../domain/defined.ts';
import { levelIn } from '../../domain/levels.ts';
import { nearestOf } from '../../domain/nearest.ts';
import type { Fault, Place } from '../../domain/observation.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Criterion } from '../criterion.ts';
import type { CriterionRule, EffectivePolicy, Origin } from './effective.ts';
import type { PolicyLayer } from './file.ts';
import { dotted, isFreed, type Keys, keyRules } from './keys.ts';
import type { Layers } from './layers.ts';
import { isLowered } from './strictness.ts';

/** Faults of a policy file that a schema cannot detect. */

/** The artifacts of the minimal profile: their checks cannot be switched off while the gate is enforced. */
const ARTIFACTS = [
  'runbook',
  'rollback-and-kill-switch',
  'eval-gate',
  'baselines-and-kill-criteria',
  'control-signoffs',
];

/** Faults of the levels written in the files: a check lowered that must not be, an artifact switched off under enforce. */
export function levelFaults(criterion: Criterion, rule: CriterionRule, mode: string, layers: Layers): Fault[] {
  const { organization, repository } = layers;
  return criterion.checks.flatMap((check) => {
    const own = rule.checks[check.code];
    if (!own || !isLowered(own)) return [];
    const isTheirs = organization !== undefined && own.origin.path === organization.path;
    const layer = isTheirs ? organization : repository;
    if (layer === undefined) return [];
    if (check.waivable === false && !isTheirs) {
      return [
        fault(
          layer,
          own.origin,
          `criteria.${criterion.id}`,
          `lowers ${check.code} (${check.title}) to ${own.level}`,
          "only an organization's policy may lower this check",
          `Remove the line, or ask an organization owner to set it in the organization's policy.`,
        ),
      ];
    }
    const isArtifact = ARTIFACTS.includes(criterion.id) && levelIn(check.levels, 'minimal') === 'blocking';
    if (isArtifact && own.level === 'off' && mode === 'enforce') {
      return [
        fault(
          layer,
          own.origin,
          `criteria.${criterion.id}`,
          `switches off ${check.code} (${check.title}), which every profile requires`,
          'blocking or advisory under mode: enforce',
          `Set it to advisory, which is displayed beside every verdict, or set mode: observe.`,
        ),
      ];
    }
    return [];
  });
}

/** Keys in a file of the wrong layer, and keys that `allow` names but that do not exist. */
export function placementFaults(catalog: Criterion[], { organization, repository }: Layers): Fault[] {
  const rules = keyRules(catalog);
  const misplaced = (layer: PolicyLayer | undefined, other: 'organization' | 'repository'): Fault[] =>
    rules.flatMap(({ keys, only }) =>
      layer === undefined || only !== other || !isThere(layer.file, keys)
        ? []
        : [
            fault(
              layer,
              layer.at(...keys),
              dotted(keys),
              `is in the policy of ${other === 'organization' ? 'a repository' : 'an organization'}`,
              other === 'organization'
                ? "only in the organization's policy, in its repository .github"
                : 'only in the policy of the repository whose pull request accepted it',
              'Move it there, or remove it.',
            ),
          ],
    );
  const all = rules.map(({ keys }) => keys);
  const unknownKeys = (organization?.file.allow ?? []).flatMap((pattern, index) => {
    if (organization === undefined || isFreeing(pattern, all)) return [];
    const near = nearestOf(pattern.replace(/\.?\*$/, ''), all.map(dotted));
    return [
      fault(
        organization,
        organization.at('allow', index),
        dotted(['allow', index]),
        `names "${pattern}", which is not a key of a policy file`,
        near === undefined ? 'keys such as criteria.runbook.*, mode, waivers.max-days' : `perhaps ${near}`,
        'Write the key as in a policy file, with * for any name.',
      ),
    ];
  });
  return [...misplaced(repository, 'organization'), ...misplaced(organization, 'repository'), ...unknownKeys];
}

function isThere(file: unknown, keys: string[]): boolean {
  const [first, ...rest] = keys;
  if (first === undefined) return file !== undefined;
  if (typeof file !== 'object' || file === null || !Object.hasOwn(file, first)) return false;
  return isThere((file as Record<string, unknown>)[first], rest);
}

/** A name that the policy chooses, such as a control, is `*` among the keys. */
function isFreeing(pattern: string, keys: string[][]): boolean {
  const named = pattern.split('.')[1] ?? '';
  return keys.some((key) =>
    isFreed(
      [pattern],
      key.map((part) => (part === '*' && named !== '*' ? named : part)),
    ),
  );
}

/** Faults of the waivers and exceptions written in the file. */
export function exceptionFaults(catalog: Criterion[], policy: EffectivePolicy, layer: PolicyLayer): Fault[] {
  const checks = new Map(catalog.flatMap((criterion) => criterion.checks.map((check) => [check.code, check] as const)));
  const known = (code: string, keys: Keys, what: string): Fault[] => {
    const check = checks.get(code);
    const place = layer.at(...keys, 'check');
    if (!check)
      return [
        fault(
          layer,
          place,
          dotted(keys),
          `names the check "${code}", which the catalog does not have`,
          [...checks.keys()].slice(0, 60).join(', '),
          'Name a code of the catalog: pilot-readiness explain lists them.',
        ),
      ];
    if (check.waivable === false)
      return [
        fault(
          layer,
          place,
          dotted(keys),
          `${what} ${code}, which can never be ${what === 'waives' ? 'waived' : 'declared not applicable'}`,
          'a check without ‡',
          `Meet the check: ${check.remedy}`,
        ),
      ];
    return [];
  };
  const waivers = policy.waivers.granted.flatMap((waiver, index) => {
    const keys = ['waivers', 'granted', index];
    const found = known(waiver.check, keys, 'waives');
    const on = parseInstant(waiver.on);
    const end = endOfDay(waiver.until);
    if (on !== undefined && end !== undefined && end > addDays(on, policy.waivers.maxDays + 1)) {
      found.push(
        fault(
          layer,
          layer.at(...keys, 'until'),
          dotted([...keys, 'until']),
          `is ${waiver.until}, later than ${policy.waivers.maxDays} days after ${waiver.on}`,
          `at most ${policy.waivers.maxDays} days (waivers.max-days)`,
          'Choose an earlier date and renew the waiver when it expires.',
        ),
      );
    }
    if (samePerson(parsePerson(waiver.by), parsePerson(waiver.askedBy))) {
      found.push(
        fault(
          layer,
          layer.at(...keys, 'by'),
          dotted([...keys, 'by']),
          `is ${waiver.by}, who also requested it`,
          'another person than asked-by',
          'Have a second person of waivers.approvers grant it.',
        ),
      );
    }
    return found;
  });
  const exceptions = policy.notApplicable.flatMap((entry, index) =>
    known(entry.check, ['notApplicable', index], 'excepts'),
  );
  return [...waivers, ...exceptions];
}

function fault(
  layer: PolicyLayer,
  place: Origin | Place,
  key: string,
  problem: string,
  allowed: string,
  remedy: string,
): Fault {
  return {
    path: layer.path,
    ...defined({ repository: layer.repository }),
    line: place.line ?? 1,
    column: ('column' in place ? place.column : undefined) ?? 1,
    key,
    problem,
    allowed,
    remedy,
  };
}
