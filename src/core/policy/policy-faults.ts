import type { Criterion } from '../criterion.ts';
import { addDays, endOfDay, parseInstant } from '../dates.ts';
import { levelIn } from '../levels.ts';
import type { Fault, Place } from '../observation.ts';
import { parsePerson, samePerson } from '../people/person.ts';
import type { CriterionRule, EffectivePolicy, Origin } from './effective.ts';
import type { PolicyLayer } from './file.ts';
import { isLowered } from './strictness.ts';

/** What a policy file says that no schema can refuse. */

/** The artifacts of the minimal profile: their checks cannot be switched off while the gate is enforced. */
const ARTIFACTS = [
  'runbook',
  'rollback-and-kill-switch',
  'eval-gate',
  'baselines-and-kill-criteria',
  'control-signoffs',
];

/** Faults of the levels written in the file: a check lowered that must not be, an artifact switched off under enforce. */
export function levelFaults(criterion: Criterion, rule: CriterionRule, mode: string, layer: PolicyLayer): Fault[] {
  return criterion.checks.flatMap((check) => {
    const own = rule.checks[check.code];
    if (!own || !isLowered(own)) return [];
    if (check.waivable === false) {
      return [
        fault(
          layer,
          own.origin,
          `criteria.${criterion.id}`,
          `lowers ${check.code} (${check.title}) to ${own.level}`,
          'only an organisation’s policy may lower this check',
          `Remove the line, or ask an organisation owner to set it in the organisation’s policy.`,
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
          `switches off ${check.code} (${check.title}), which every profile demands`,
          'blocking or advisory under mode: enforce',
          `Set it to advisory, which is displayed beside every verdict, or set mode: observe.`,
        ),
      ];
    }
    return [];
  });
}

/** Faults of the waivers and exceptions written in the file. */
export function exceptionFaults(catalogue: Criterion[], policy: EffectivePolicy, layer: PolicyLayer): Fault[] {
  const checks = new Map(
    catalogue.flatMap((criterion) => criterion.checks.map((check) => [check.code, check] as const)),
  );
  const known = (code: string, keys: (string | number)[], what: string): Fault[] => {
    const check = checks.get(code);
    const place = layer.at(...keys, 'check');
    if (!check)
      return [
        fault(
          layer,
          place,
          dotted(keys),
          `names the check “${code}”, which the catalogue does not have`,
          [...checks.keys()].slice(0, 60).join(', '),
          'Name a code of the catalogue: pilot-readiness explain lists them.',
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
          'Choose an earlier end and renew the waiver when it is due.',
        ),
      );
    }
    if (samePerson(parsePerson(waiver.by), parsePerson(waiver.askedBy))) {
      found.push(
        fault(
          layer,
          layer.at(...keys, 'by'),
          dotted([...keys, 'by']),
          `is ${waiver.by}, who also asked for it`,
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

function dotted(keys: (string | number)[]): string {
  const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return keys
    .map((item, index) => (typeof item === 'number' ? `[${item}]` : `${index ? '.' : ''}${kebab(item)}`))
    .join('');
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
    line: place.line ?? 1,
    column: ('column' in place ? place.column : undefined) ?? 1,
    key,
    problem,
    allowed,
    remedy,
  };
}
