import type { ControlRule, CriterionRule, EffectivePolicy, Origin } from '../../engine/policy/effective.ts';
import { type Block, type Item, list, section } from '../model/blocks.ts';
import { floorWords, refusedWords } from '../model/surroundings.ts';
import { placeWords } from '../model/words.ts';
import { printTerminal } from './print-blocks.ts';

/** The policy in force in the shape of its file, each value with its origin at the right margin. */
export function renderPolicy(policy: EffectivePolicy, notes: string[], width: number): string {
  const { lowered, refused, organization } = policy;
  const floor = floorWords({ policy: { organization } });
  const loweredItems = lowered.map(({ what, from, to, place }) => ({
    text: `${what}: ${to} instead of ${from} (${placeWords(place)})`,
  }));
  const refusedItems = refused.map((one) => ({ text: `${refusedWords(one)} (${placeWords(one.askedAt)})` }));
  const remarks = [
    ...(policy.layers.length === 0 ? ['No policy file: the built-in minimal profile applies.'] : []),
    ...(floor === undefined ? [] : [`${floor}.`]),
    ...notes,
    `digest ${policy.digest.slice(0, 12)}`,
  ];
  const blocks: Block[] = [
    ...list(policyItems(policy)),
    ...section('Below the profile (shown with every verdict)', loweredItems),
    ...section("Below the organization's minimum (shown with every verdict)", refusedItems),
    ...section(
      'Notes',
      remarks.map((text) => ({ text })),
    ),
  ];
  return printTerminal(blocks, { width, color: false });
}

function policyItems(policy: EffectivePolicy): Item[] {
  const { promotion, evidence, waivers, controls } = policy;
  const keyed = (key: string, text: string): Item[] => keyItems(policy, key, text);
  const optional = (key: string, texts: string[]): Item[] => (texts.length === 0 ? [] : keyed(key, inList(texts)));
  const lifecycle = [promotion.catalogLifecycle ?? []].flat().join(', ');
  const ownedRecords = Object.entries(policy.recordOwners).filter(([name]) => !controls[name]?.approvers.length);
  return [
    item(`profile: ${policy.profile}`, policy.profileOrigin),
    item(`mode: ${policy.mode}`, policy.modeOrigin),
    ...(policy.enforceFrom ? keyed('enforce-from', policy.enforceFrom) : []),
    ...keyed('report', policy.report),
    item('promotion:', undefined, [
      ...keyed('promotion.labels', inList(promotion.labels)),
      ...keyed('promotion.branches', inList(promotion.branches)),
      ...optional('promotion.paths', promotion.paths),
      ...(lifecycle === '' ? [] : keyed('promotion.catalog-lifecycle', lifecycle)),
    ]),
    item('evidence:', undefined, [
      ...keyed('evidence.root', evidence.root),
      ...optional('evidence.runbook', evidence.runbook),
      ...optional('evidence.rollback', evidence.rollback),
    ]),
    item(
      'criteria:',
      undefined,
      Object.entries(policy.criteria).map(([id, rule]) => item(`${id}:`, undefined, ruleItems(rule))),
    ),
    item('controls:', undefined, [
      ...Object.entries(controls).map(([control, rule]) =>
        item(
          `${control}: approvers ${inList(rule.approvers)}`,
          rule.approversOrigin,
          controlSettings(rule).flatMap(([name, text]) => keyed(`controls.${control}.${name}`, text)),
        ),
      ),
      ...ownedRecords.map(([control, { owners, origin }]) => item(`${control}: approvers ${inList(owners)}`, origin)),
    ]),
    item('waivers:', undefined, [
      ...keyed('waivers.approvers', inList(waivers.approvers)),
      ...keyed('waivers.max-days', String(waivers.maxDays)),
      ...waivers.granted.map(({ check, until, by, origin }) => item(`${check} until ${until}, by ${by}`, origin)),
    ]),
  ];
}

function item(text: string, origin?: Origin, inner: Item[] = []): Item {
  return { label: '', text, aside: origin && `# ${placeWords(origin)}`, inner };
}

/** A value that several files set has several origins, one a line. */
function keyItems({ origins }: EffectivePolicy, key: string, text: string): Item[] {
  const [first, ...more] = origins[key] ?? [{ path: 'built-in' }];
  return [item(`${key.split('.').at(-1)}: ${text}`, first), ...more.map((origin) => item('', origin))];
}

/** The parameters of a criterion, then its checks by level and origin. */
function ruleItems({ params, paramOrigins, checks }: CriterionRule): Item[] {
  const groups = new Map<string, { level: string; origin: Origin; codes: string[] }>();
  for (const [code, { level, origin }] of Object.entries(checks)) {
    const key = `${level} ${placeWords(origin)}`;
    const group = groups.get(key) ?? { level, origin, codes: [] };
    group.codes.push(code);
    groups.set(key, group);
  }
  return [
    ...Object.entries(params).map(([name, value]) =>
      item(`${kebab(name)}: ${JSON.stringify(value) ?? ''}`, paramOrigins[name]),
    ),
    ...[...groups.values()].map(({ level, origin, codes }) => item(`${level}: ${codes.join(' ')}`, origin)),
  ];
}

/** What a control sets besides its approvers. */
function controlSettings({ covers, validDays, plainApproval, required }: ControlRule): [string, string][] {
  return [
    ...(covers.length > 0 ? [['covers', inList(covers)] as [string, string]] : []),
    ...(validDays === undefined ? [] : [['valid-days', String(validDays)] as [string, string]]),
    ...(plainApproval ? [['plain-approval', 'true'] as [string, string]] : []),
    ...(required ? [['required', 'true'] as [string, string]] : []),
  ];
}

function inList(items: string[]): string {
  return `[${items.join(', ')}]`;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
