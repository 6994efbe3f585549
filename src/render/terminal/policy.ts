import type { ControlRule, EffectivePolicy, Origin } from '../../engine/policy/effective.ts';
import { refusedWords } from '../model/surroundings.ts';
import { forTerminal } from '../model/text.ts';
import { wrap } from '../model/width.ts';
import { floorWords } from '../model/words.ts';

/** The policy in force as YAML-like lines, each with where its value came from. */
export function renderPolicy(policy: EffectivePolicy, notes: string[], width: number): string {
  const lines: string[] = [];
  const line = (text: string, origin?: Origin): void => {
    const from = origin ? `# ${originWords(origin)}` : '';
    const room = width - text.length - from.length;
    lines.push(
      from === ''
        ? text
        : room > 1
          ? `${text}${' '.repeat(room)}${from}`
          : `${text}\n${' '.repeat(Math.max(0, width - from.length))}${from}`,
    );
  };
  const keyed = (indent: string, key: string, text: string): void => {
    const name = key.split('.').at(-1) ?? key;
    const [first, ...more] = policy.origins[key] ?? [{ path: 'built-in' }];
    line(`${indent}${name}: ${text}`, first);
    for (const origin of more) line('', origin);
  };
  line(`profile: ${policy.profile}`, policy.profileOrigin);
  line(`mode: ${policy.mode}`, policy.modeOrigin);
  if (policy.enforceFrom) keyed('', 'enforce-from', policy.enforceFrom);
  keyed('', 'report', policy.report);
  line('promotion:');
  keyed('  ', 'promotion.labels', list(policy.promotion.labels));
  keyed('  ', 'promotion.branches', list(policy.promotion.branches));
  if (policy.promotion.paths.length > 0) keyed('  ', 'promotion.paths', list(policy.promotion.paths));
  if (policy.promotion.catalogLifecycle)
    keyed('  ', 'promotion.catalog-lifecycle', forTerminal([policy.promotion.catalogLifecycle].flat().join(', ')));
  line('evidence:');
  keyed('  ', 'evidence.root', forTerminal(policy.evidence.root));
  if (policy.evidence.runbook.length > 0) keyed('  ', 'evidence.runbook', list(policy.evidence.runbook));
  if (policy.evidence.rollback.length > 0) keyed('  ', 'evidence.rollback', list(policy.evidence.rollback));
  line('criteria:');
  for (const [id, rule] of Object.entries(policy.criteria)) {
    line(`  ${id}:`);
    for (const [name, value] of Object.entries(rule.params)) {
      line(`    ${kebab(name)}: ${forTerminal(JSON.stringify(value) ?? '')}`, rule.paramOrigins[name]);
    }
    const groups = new Map<string, { level: string; origin: Origin; codes: string[] }>();
    for (const [code, check] of Object.entries(rule.checks)) {
      const key = `${check.level} ${originWords(check.origin)}`;
      const group = groups.get(key) ?? { level: check.level, origin: check.origin, codes: [] };
      group.codes.push(code);
      groups.set(key, group);
    }
    for (const { level, origin, codes } of groups.values()) {
      for (const part of wrap(`${level}: ${codes.join(' ')}`, width - 30)) line(`    ${part}`, origin);
    }
  }
  line('controls:');
  for (const [control, rule] of Object.entries(policy.controls)) {
    line(`  ${forTerminal(control)}: approvers ${list(rule.approvers)}`, rule.approversOrigin);
    for (const [name, text] of controlSettings(rule)) keyed('    ', `controls.${control}.${name}`, text);
  }
  for (const [control, owner] of Object.entries(policy.recordOwners).filter(
    ([name]) => !policy.controls[name]?.approvers.length,
  )) {
    line(`  ${control}: approvers ${list(owner.owners)}`, owner.origin);
  }
  line('waivers:');
  keyed('  ', 'waivers.approvers', list(policy.waivers.approvers));
  keyed('  ', 'waivers.max-days', String(policy.waivers.maxDays));
  for (const waiver of policy.waivers.granted) {
    line(`  ${forTerminal(waiver.check)} until ${waiver.until}, by ${forTerminal(waiver.by)}`, waiver.origin);
  }
  const lowered = policy.lowered.map(
    (one) =>
      `  ${forTerminal(one.what)}: ${forTerminal(one.to)} instead of ${forTerminal(one.from)} (${originWords(one.place)})`,
  );
  const refused = policy.refused.map((one) => `  ${forTerminal(refusedWords(one))} (${originWords(one.askedAt)})`);
  const floor = floorWords({ policy: { organization: policy.organization } });
  const tail = [
    ...(lowered.length > 0 ? ['', 'Below the profile, shown beside every verdict:', ...lowered] : []),
    ...(refused.length > 0 ? ['', 'Below the floor of the organization, shown beside every verdict:', ...refused] : []),
    ...(policy.layers.length === 0 ? ['', 'No policy file: the built-in minimal profile applies.'] : []),
    ...(floor === undefined ? [] : ['', ...wrap(forTerminal(`Note: ${floor}`), width)]),
    ...notes.flatMap((note) => ['', ...wrap(forTerminal(note), width)]),
    '',
    `digest ${policy.digest.slice(0, 12)}`,
  ];
  return `${[...lines, ...tail].join('\n')}\n`;
}

/** What a control says besides who may sign it, as far as it says it. */
function controlSettings(rule: ControlRule): [string, string][] {
  return [
    ...(rule.covers.length > 0 ? [['covers', list(rule.covers)] as [string, string]] : []),
    ...(rule.validDays === undefined ? [] : [['valid-days', String(rule.validDays)] as [string, string]]),
    ...(rule.plainApproval ? [['plain-approval', 'true'] as [string, string]] : []),
    ...(rule.required ? [['required', 'true'] as [string, string]] : []),
  ];
}

function list(items: string[]): string {
  return `[${items.map((item) => forTerminal(item)).join(', ')}]`;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `.github/pilot-readiness.yml:12`, or the built-in profile it comes from. */
function originWords(origin: Origin): string {
  return forTerminal(origin.line === undefined ? origin.path : `${origin.path}:${origin.line}`);
}
