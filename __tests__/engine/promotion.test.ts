import { describe, expect, test } from '@jest/globals';
import type { EffectivePolicy } from '../../src/engine/policy/effective.ts';
import { effectivePolicy } from '../../src/engine/policy/merge.ts';
import { type Known, type LabelEvent, type PromotionFacts, recognizePromotion } from '../../src/engine/promotion.ts';

const LABEL = 'promote-to-production';
const known = <T>(value: T): Known<T> => ({ known: true, value });
const unread = { known: false as const, reason: 'GitHub answered 502' };
const nobody: PromotionFacts = {
  base: 'main',
  labels: [],
  labelEvents: known([]),
  paths: known(['src/app.ts']),
  lifecycles: known({ before: [], after: [] }),
  opener: 'ravi',
  authors: known(['ravi', 'lea']),
};
const builtIn = effectivePolicy([], undefined, { now: 0 }).policy;
const policy = (
  promotion: Partial<EffectivePolicy['promotion']> = {},
  approvers = ['@dana', '@lea', '@ravi', '@acme/governance', 'Ines <ines@acme.example>'],
): EffectivePolicy => ({
  ...builtIn,
  promotion: { labels: [LABEL], branches: [], paths: [], ...promotion },
  waivers: { ...builtIn.waivers, approvers },
});
const judge = (facts: Partial<PromotionFacts>, rules: EffectivePolicy = policy()) =>
  recognizePromotion({ ...nobody, ...facts }, rules);
const event = (by: string, added: boolean, over: Partial<LabelEvent> = {}): LabelEvent => ({
  pullRequest: 12,
  label: LABEL,
  added,
  by,
  at: '2026-11-20T14:02:00Z',
  ...over,
});
const events = (...list: LabelEvent[]) => ({ labelEvents: known(list) });

describe('base branch', () => {
  test.each<[string, string[], boolean]>([
    ['production', ['production'], true],
    ['release/2026-11', ['release/**'], true],
    ['release/a/b', ['release/**'], true],
    ['production-2', ['production'], false],
    ['Production', ['production'], false],
    ['my/production', ['production'], false],
    ['main', [], false],
    ['production', ['!(main)'], false],
    ['main', ['!production'], false],
  ])('%s against %j is a promotion: %s', (base, branches, is) => {
    expect(judge({ base }, policy({ branches })).is).toBe(is);
  });

  test('without a promotion section: the label, production and release branches', () => {
    for (const base of ['production', 'release/1']) expect(judge({ base }, builtIn).is).toBe(true);
    expect(judge({ labels: [LABEL] }, builtIn).is).toBe(true);
    expect(judge({}, builtIn)).toEqual({ is: false, because: [], warnings: [] });
  });
});

describe('changed paths', () => {
  test.each<[string, string[], boolean]>([
    ['a changed file', ['deploy/production/app.yaml'], true],
    ['the previous name of a file that was moved away', ['archive/app.yaml', 'deploy/production/app.yaml'], true],
    ['a hidden file', ['deploy/production/.env'], true],
    ['a file in a hidden folder', ['deploy/production/.d/x'], true],
    ['a name with a line break', ['deploy/production/a\nb.yaml'], true],
    ['a name that ends in a line break', ['deploy/production/a\n'], true],
    ['a name with glob letters', ['deploy/production/[a]{b}*?.yaml'], true],
    ['a sibling of the folder', ['deploy/production-notes.md'], false],
    ['nothing', [], false],
  ])('%s', (_name, paths, is) => {
    expect(judge({ paths: known(paths) }, policy({ paths: ['deploy/production/**'] })).is).toBe(is);
  });

  test('files that could not be read completely say yes, but only where paths are asked', () => {
    expect(judge({ paths: unread }, policy({ paths: ['deploy/**'] }))).toEqual({
      is: true,
      because: ['the changed files could not be read completely (GitHub answered 502)'],
      warnings: [],
      isUnsure: true,
    });
    expect(judge({ paths: unread }).is).toBe(false);
  });
});

describe('catalog lifecycle', () => {
  const at = (...list: string[]) =>
    list.map((one) => {
      const [entity = '', lifecycle = ''] = one.split('=');
      return { entity, lifecycle };
    });
  test.each<[string, string[], string[], boolean]>([
    ['turns to production', ['a=experimental'], ['a=production'], true],
    ['a new entity in production', [], ['a=production'], true],
    ['was production before', ['a=production'], ['a=production'], false],
    ['leaves production', ['a=production'], ['a=deprecated'], false],
    ['stays experimental', ['a=experimental'], ['a=experimental'], false],
    [
      'the second entity turns while another one was there',
      ['a=production', 'b=x'],
      ['a=production', 'b=production'],
      true,
    ],
    ['two entities swap', ['a=production', 'b=x'], ['a=x', 'b=production'], true],
    ['two entities only change places', ['a=production', 'b=x'], ['b=x', 'a=production'], false],
    ['an entity is renamed', ['a=production'], ['b=production'], true],
  ])('%s', (_name, before, after, is) => {
    const lifecycles = known({ before: at(...before), after: at(...after) });
    expect(judge({ lifecycles }, policy({ catalogLifecycle: 'production' })).is).toBe(is);
    expect(judge({ lifecycles }, policy({ catalogLifecycle: ['live', 'production'] })).is).toBe(is);
    expect(judge({ lifecycles }).is).toBe(false);
  });

  test('a catalog that could not be read says yes, but only where it is asked', () => {
    expect(judge({ lifecycles: unread }, policy({ catalogLifecycle: 'production' })).because).toEqual([
      'catalog-info.yaml could not be read (GitHub answered 502)',
    ]);
    expect(judge({ lifecycles: unread }).is).toBe(false);
  });
});

describe('label', () => {
  test.each([LABEL, 'Promote-To-Production', 'PROMOTE-TO-PRODUCTION'])(
    '%s counts: case makes no other label',
    (label) => {
      expect(judge({ labels: [label] }).is).toBe(true);
      expect(judge(events(event('ravi', true, { label }), event('ravi', false, { label }))).is).toBe(true);
    },
  );

  test.each(['promote', 'promote-to-production-2', ''])('%j is another label', (label) => {
    expect(judge({ labels: [label], ...events(event('ravi', true, { label })) }).is).toBe(false);
  });

  test.each<[string, string, boolean]>([
    ['an author', 'lea', true],
    ['the opener', 'ravi', true],
    ['the opener, written otherwise', 'RAVI', true],
    ['somebody else', 'tom', true],
    ['a deleted account', '', true],
    ['a bot', 'renovate[bot]', true],
    ['a name like that of an approving team', 'governance', true],
    ['somebody who is called like an approver by mail', 'ines', true],
    ['an approver', 'dana', false],
    ['an approver, written otherwise', 'Dana', false],
  ])('taken away by %s', (_name, by, is) => {
    expect(judge(events(event('ravi', true), event(by, false))).is).toBe(is);
  });

  test.each<[string, Partial<PromotionFacts>]>([
    ['authors that could not be read', { authors: unread }],
    ['an approver among the authors', { authors: known(['ravi', 'Dana']) }],
    ['an approver who opened it', { opener: 'dana' }],
  ])('an approver cannot take it away with %s', (_name, facts) => {
    expect(judge({ ...events(event('ravi', true), event('dana', false)), ...facts }).is).toBe(true);
  });

  test('a policy without approvers lets nobody take it away', () => {
    expect(judge(events(event('ravi', true), event('dana', false)), policy({}, [])).is).toBe(true);
  });

  test.each<[string, LabelEvent[], boolean]>([
    ['set and taken away in an earlier one', [event('ravi', true), event('ravi', false)], true],
    ['still there in an earlier one', [event('ravi', true)], true],
    ['released, and set again later', [event('ravi', true), event('dana', false), event('tom', true)], true],
    [
      'released, set again and taken away by its author',
      [event('ravi', true), event('dana', false), event('ravi', true), event('ravi', false)],
      true,
    ],
    [
      'taken away by its author, then set and released by an approver',
      [event('ravi', true), event('ravi', false), event('dana', true), event('dana', false)],
      false,
    ],
  ])('in earlier pull requests of the branch: %s', (_name, list, is) => {
    expect(judge(events(...list.map((one) => ({ ...one, pullRequest: 7 })))).is).toBe(is);
  });

  test('a release of one label does not release the other', () => {
    const rules = policy({ labels: ['ship', LABEL] });
    const list = [event('ravi', true), event('ravi', true, { label: 'ship' }), event('dana', false, { label: 'ship' })];
    expect(judge(events(...list), rules).because).toEqual([`label \`${LABEL}\` in #12`]);
  });

  test('label changes that could not be read say yes; none are needed while it is there', () => {
    expect(judge({ labelEvents: unread }).because).toEqual([
      `whether the label \`${LABEL}\` was ever there could not be read (GitHub answered 502)`,
    ]);
    expect(judge({ labelEvents: unread }).isUnsure).toBe(true);
    expect(judge({ labelEvents: unread, labels: [LABEL] }).because).toEqual([`label \`${LABEL}\``]);
    expect(judge({ labelEvents: unread, labels: [LABEL] }).isUnsure).toBeUndefined();
    expect(judge({ labelEvents: unread }, policy({ labels: [] })).is).toBe(false);
  });

  test('who took it away and when is said', () => {
    expect(judge(events(event('tom', false))).because).toEqual([`label \`${LABEL}\`, taken away by tom on 2026-11-20`]);
    expect(judge(events(event('', false))).because[0]).toMatch(/taken away by a deleted account on/);
  });
});

describe('what every report says', () => {
  test('a label alone is a weak sign, and never when something else says so too', () => {
    expect(judge({ labels: [LABEL] }).warnings[0]).toMatch(/by its label alone/);
    expect(judge({ labels: [LABEL], base: 'production' }, policy({ branches: ['production'] })).warnings).toEqual([]);
    expect(judge({}).warnings).toEqual([]);
  });

  test('all reasons are named, the label last', () => {
    const rules = policy({ branches: ['production'], paths: ['deploy/**'] });
    const facts = { base: 'production', paths: known(['x', 'deploy/a', 'deploy/b']), labels: [LABEL] };
    expect(judge(facts, rules).because).toEqual([
      'base branch `production`',
      'changes `deploy/a`',
      `label \`${LABEL}\``,
    ]);
  });
});
