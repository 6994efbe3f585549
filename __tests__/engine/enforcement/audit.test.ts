import { describe, expect, test } from '@jest/globals';
import { auditGate } from '../../../src/engine/enforcement/audit.ts';
import type { BypassActor, CheckProducer, GateFacts, TargetBranch } from '../../../src/engine/enforcement/facts.ts';
import type { GateVerdict } from '../../../src/engine/enforcement/points.ts';
import type { Requirement } from '../../../src/engine/enforcement/requirement.ts';
import { PUSH_WAYS, type PushGuard, type PushWay } from '../../../src/engine/enforcement/requirement.ts';
import { organizationRulesets, proposedRulesets } from '../../../src/engine/enforcement/ruleset.ts';
import type { RequiredCheck } from '../../../src/engine/fact-answers.ts';
import type { Known } from '../../../src/engine/promotion.ts';

const OURS = 4242;
const known = <T>(value: T): Known<T> => ({ known: true, value });
const blind = { known: false, reason: 'not granted' } as const;
const byRuleset = (appId?: number): Requirement => ({
  kind: 'ruleset',
  source: 'ruleset 7 of acme/triage',
  rulesetId: 7,
  ...(appId === undefined ? {} : { appId }),
});
const byClassic = (appId?: number, admins: 'held' | 'free' = 'held'): Requirement => ({
  kind: 'classic',
  source: 'protection of the branch production',
  admins,
  ...(appId === undefined ? {} : { appId }),
});

/** What `requiredCheckOf` would say of these rules. */
function required(by: Requirement[], more: Partial<RequiredCheck> = {}): Known<RequiredCheck> {
  const appId = by.find((one) => one.appId !== undefined)?.appId;
  const bound = appId === undefined ? {} : { appId };
  return known({ required: by.length > 0, boundToApp: appId !== undefined, ...bound, by, ...more });
}
function target(
  by: Known<RequiredCheck>,
  bypass: Known<BypassActor[]> = known([]),
  more: Partial<TargetBranch> = {},
): TargetBranch {
  const details = { id: 7, name: 'gate', enforcement: 'active', bypass };
  const guards = PUSH_WAYS.map((way): PushGuard => ({ way }));
  return { name: 'production', exists: true, required: by, rulesets: { 7: known(details) }, guards, ...more };
}
/** A gate that holds; each case changes one thing. */
function facts(change: Partial<GateFacts> = {}): GateFacts {
  return {
    repository: 'acme/triage',
    defaultBranch: 'main',
    pilot: { topic: true },
    policy: { mode: 'enforce', branches: ['production'], recognizesByContent: false, labels: [] },
    organizationPolicy: known('acme/.github: .github/pilot-readiness.yml'),
    targets: known([target(required([byRuleset(OURS)]))]),
    moreTargets: 0,
    patterns: [],
    requiredElsewhere: known([]),
    idle: known([]),
    policyReview: {
      path: '.github/pilot-readiness.yml',
      owners: known(['@acme/ai']),
      required: known(true),
      listOwned: true,
    },
    deploys: known([]),
    producers: known([]),
    ...change,
  };
}
const policy = (change: Partial<GateFacts['policy']>): Partial<GateFacts> => ({
  policy: { ...facts().policy, ...change },
});
const review = (change: Partial<GateFacts['policyReview']>): Partial<GateFacts> => ({
  policyReview: { ...facts().policyReview, ...change },
});
const branch = (by: Known<RequiredCheck>, bypass?: Known<BypassActor[]>): Partial<GateFacts> => ({
  targets: known([target(by, bypass)]),
});
const actor = (type: string, id?: number, mode = 'always'): Known<BypassActor[]> =>
  known([{ type, mode, ...(id === undefined ? {} : { id }) }]);
const pushes = (more: Partial<TargetBranch>, bypass?: Known<BypassActor[]>): Partial<GateFacts> => ({
  targets: known([target(required([byClassic(OURS)]), bypass, more)]),
});
/** Every way is closed by the ruleset 7, except those named. */
const without = (...ways: PushWay[]): PushGuard[] =>
  PUSH_WAYS.filter((way) => !ways.includes(way)).map((way) => ({ way, rulesetId: 7 }));
const deploys = known([{ path: '.github/workflows/deploy.yml', environment: 'production' }]);

const HOLDS = 'holds';
const OPEN = 'does-not-hold';
const UNKNOWN = 'unknown';

describe('whether the gate holds', () => {
  test.each<[string, Partial<GateFacts>, GateVerdict, string]>([
    ['all of it', {}, HOLDS, 'pinned ok'],
    ['tagged by its policy file', { pilot: { topic: false, policyFile: 'p.yml' } }, HOLDS, 'pilot ok'],
    ['no pilot', { pilot: { topic: false } }, OPEN, 'pilot fails'],
    ['observed only', policy({ mode: 'observe' }), OPEN, 'observed fails'],
    ['required by nothing', branch(required([])), OPEN, 'required fails'],
    ['rules unread', branch(blind), UNKNOWN, 'required unknown'],
    ['branches unread', { targets: blind }, UNKNOWN, 'targets unknown'],
    ['more branches than were looked at', { moreTargets: 3 }, UNKNOWN, 'targets unknown'],
    [
      'one of two branches',
      { targets: known([target(required([byRuleset(OURS)])), target(required([]))]) },
      OPEN,
      'required fails',
    ],
    ['pinned to nobody', branch(required([byRuleset()])), OPEN, 'pinned fails'],
    ['pinned to GitHub Actions', branch(required([byRuleset(15368)])), OPEN, 'pinned fails'],
    ['pinned to another App', branch(required([byRuleset(99)])), OPEN, 'pinned fails'],
    ['classic, pinned', branch(required([byClassic(OURS)])), HOLDS, 'admins ok'],
    ['classic, administrators free', branch(required([byClassic(OURS, 'free')])), HOLDS, 'admins warns'],
    ['a weak rule beside a strong one', branch(required([byClassic(), byRuleset(OURS)])), HOLDS, 'pinned ok'],
    [
      'a strong rule beside one that all may bypass',
      branch(required([byRuleset(OURS), byClassic(OURS)]), actor('RepositoryRole', 4)),
      HOLDS,
      'admins ok',
    ],
    ['a weak rule, others unread', branch(required([byClassic()], { unseen: '403' })), UNKNOWN, 'required unknown'],
    ['a strong rule, others unread', branch(required([byRuleset(OURS)], { unseen: '403' })), HOLDS, 'pinned ok'],
    [
      'a workflow of the organization instead',
      branch(required([], { workflows: ['gate.yml'] })),
      UNKNOWN,
      'workflows unknown',
    ],
    [
      'a workflow of the organization besides',
      branch(required([byRuleset(OURS)], { workflows: ['gate.yml'] })),
      HOLDS,
      'pinned ok',
    ],
    ['a merge queue', branch(required([byRuleset(OURS)], { queue: 'HEADGREEN' })), HOLDS, 'queue ok'],
    ['a team may bypass', branch(required([byRuleset(OURS)]), actor('Team', 3)), HOLDS, 'bypass warns'],
    [
      'whoever may write may bypass',
      branch(required([byRuleset(OURS)]), actor('RepositoryRole', 4, 'pull_request')),
      OPEN,
      'bypass fails',
    ],
    [
      'GitHub Actions may bypass',
      branch(required([byRuleset(OURS)]), actor('Integration', 15368)),
      OPEN,
      'bypass fails',
    ],
    ['another App may bypass', branch(required([byRuleset(OURS)]), actor('Integration', 99)), HOLDS, 'bypass warns'],
    ['the bypass list unread', branch(required([byRuleset(OURS)]), blind), UNKNOWN, 'bypass unknown'],
    [
      'a new branch uncovered',
      { patterns: [{ pattern: 'r/**', probe: 'r/x', required: known(false), guarded: true }] },
      OPEN,
      'new-branches fails',
    ],
    [
      'a new branch covered',
      { patterns: [{ pattern: 'r/**', probe: 'r/x', required: known(true), guarded: true }] },
      HOLDS,
      'required ok',
    ],
    [
      'a new branch unread',
      { patterns: [{ pattern: 'r/**', probe: 'r/x', required: blind, guarded: true }] },
      UNKNOWN,
      'new-branches unknown',
    ],
    [
      'a new branch that can be pushed to',
      { patterns: [{ pattern: 'r/**', probe: 'r/x', required: known(true), guarded: false }] },
      OPEN,
      'new-branches fails',
    ],
    ['direct pushes', pushes({ guards: without('push') }), OPEN, 'pushes fails'],
    ['force pushes', pushes({ guards: without('force-push') }), OPEN, 'pushes fails'],
    ['a deletion', pushes({ guards: without('deletion') }), OPEN, 'pushes fails'],
    ['a deletion of the default branch', pushes({ name: 'main', guards: without('deletion') }), HOLDS, 'pushes ok'],
    ['classic protection unread', pushes({ guards: [], unreadGuards: '403' }), UNKNOWN, 'pushes unknown'],
    ['whoever may write may push', pushes({ guards: without() }, actor('RepositoryRole', 4)), OPEN, 'pushes fails'],
    ['a workflow may push', pushes({ guards: without() }, actor('Integration', 15368)), OPEN, 'pushes fails'],
    ['a team may push', pushes({ guards: without() }, actor('Team', 3)), HOLDS, 'pushes warns'],
    [
      'whoever may bypass by pull request only',
      pushes({ guards: without() }, actor('RepositoryRole', 4, 'pull_request')),
      HOLDS,
      'pushes ok',
    ],
    ['who may push unread', pushes({ guards: without() }, blind), UNKNOWN, 'pushes unknown'],
    [
      'a rule that all may bypass beside one that nobody may',
      pushes({ guards: [...without(), ...PUSH_WAYS.map((way) => ({ way }))] }, actor('RepositoryRole', 4)),
      HOLDS,
      'pushes ok',
    ],
    ['the policy without owners', review({ owners: known([]) }), OPEN, 'policy-review fails'],
    ['the policy without review', review({ required: known(false) }), OPEN, 'policy-review fails'],
    ['reviews unread', review({ required: blind }), UNKNOWN, 'policy-review unknown'],
    ['owners unread', review({ owners: blind }), UNKNOWN, 'policy-review unknown'],
    ['owners unread and no review', review({ owners: blind, required: known(false) }), OPEN, 'policy-review fails'],
    ['a list of owners without owner', review({ listOwned: false }), HOLDS, 'owners-list warns'],
    ['a deploying default branch', { deploys }, OPEN, 'deploys fails'],
    [
      'a deploying default branch, watched by paths',
      { deploys, ...policy({ recognizesByContent: true }) },
      HOLDS,
      'deploys warns',
    ],
    ['a deploying default branch that is a target', { deploys, ...policy({ branches: ['m*'] }) }, HOLDS, 'required ok'],
    ['workflows unread', { deploys: blind }, HOLDS, 'deploys unseen'],
    ['no organization policy', { organizationPolicy: known(undefined) }, HOLDS, 'floor warns'],
    ['organization unread', { organizationPolicy: blind }, HOLDS, 'floor unseen'],
    ['required elsewhere too', { requiredElsewhere: known(['main']) }, OPEN, 'retarget fails'],
    ['elsewhere unread', { requiredElsewhere: blind }, UNKNOWN, 'retarget unknown'],
    ['an idle ruleset', { idle: known([{ name: 'x', enforcement: 'evaluate' }]) }, HOLDS, 'idle warns'],
    ['idle rulesets unread', { idle: blind }, HOLDS, 'idle unseen'],
    ['runs unread', { producers: blind }, HOLDS, 'look-alike unseen'],
  ])('%s', (_name, change, verdict, point) => {
    const audit = auditGate(facts(change), OURS);
    expect(audit.verdict).toBe(verdict);
    expect(audit.points.map(({ id, state }) => `${id} ${state}`)).toContain(point);
  });

  test('what fails outweighs what could not be seen, and no unknown is ever a pass', () => {
    const both = facts({ ...branch(blind), ...review({ required: known(false) }) });
    expect(auditGate(both, OURS).verdict).toBe(OPEN);
    expect(auditGate(facts(), undefined).verdict).toBe(UNKNOWN);
    expect(auditGate(facts(branch(required([byRuleset(15368)]))), 15368).verdict).toBe(OPEN);
  });

  test('the same facts give the same bytes', () => {
    expect(JSON.stringify(auditGate(facts(), OURS))).toBe(JSON.stringify(auditGate(facts(), OURS)));
  });
});

describe('who else reports under the name', () => {
  const app = (id: number): { pullRequest: number; producer: CheckProducer } => ({
    pullRequest: 3,
    producer: { kind: 'app', id, slug: `app-${id}` },
  });
  const status = { pullRequest: 3, producer: { kind: 'status', by: 'ravi' } as const };
  const seenBy = (own: number | undefined, by: Requirement[], ...seen: (typeof status | ReturnType<typeof app>)[]) => {
    const { points } = auditGate(facts({ ...branch(required(by)), producers: known(seen) }), own);
    return points.flatMap((point) =>
      point.id === 'look-alike'
        ? point.seen.map(({ producer }) => (producer.kind === 'app' ? producer.id : producer.by))
        : [],
    );
  };
  test.each([
    ['our own App', seenBy(OURS, [byRuleset(OURS)], app(OURS)), []],
    ['a stranger and a status', seenBy(OURS, [byRuleset(OURS)], app(OURS), app(99), status), [99, 'ravi']],
    ['a stranger beside the App that is pinned', seenBy(undefined, [byRuleset(OURS)], app(OURS), app(99)), [99]],
    ['one App, while none is known', seenBy(undefined, [byRuleset()], app(99)), []],
    ['two Apps, while none is known', seenBy(undefined, [byRuleset()], app(98), app(99)), [98, 99]],
    ['a status, while no App is known', seenBy(undefined, [byRuleset()], app(99), status), ['ravi']],
  ])('%s', (_name, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('the ruleset to create', () => {
  const PUSH_RULES = [
    {
      type: 'pull_request',
      parameters: {
        required_approving_review_count: 0,
        dismiss_stale_reviews_on_push: false,
        require_code_owner_review: false,
        require_last_push_approval: false,
        required_review_thread_resolution: false,
      },
    },
    { type: 'non_fast_forward' },
    { type: 'deletion' },
  ];
  const propose = (change: Partial<GateFacts>, appId?: number, patterns: string[] = []) =>
    proposedRulesets(auditGate(facts(change), appId), 'pilot-readiness', {
      patterns,
      ...(appId === undefined ? {} : { appId }),
    });

  test('nothing where nothing is missing', () => {
    expect(propose({}, OURS)).toEqual([]);
    expect(propose(branch(blind), OURS)).toEqual([]);
    expect(propose(policy({ mode: 'observe' }), OURS)).toEqual([]);
    expect(propose(review({ owners: known([]) }), OURS)).toEqual([]);
  });

  test("is GitHub's form to the letter", () => {
    expect(propose(branch(required([])), OURS, ['release/**', 'hotfix/', '{a,b}'])).toEqual([
      {
        for: 'check',
        pinned: true,
        body: {
          name: 'pilot-readiness',
          target: 'branch',
          enforcement: 'active',
          conditions: {
            ref_name: {
              include: ['refs/heads/release/**/*', 'refs/heads/hotfix/**/*', 'refs/heads/production'],
              exclude: [],
            },
          },
          bypass_actors: [],
          rules: [
            {
              type: 'required_status_checks',
              parameters: {
                strict_required_status_checks_policy: false,
                required_status_checks: [{ context: 'pilot-readiness', integration_id: OURS }],
              },
            },
            ...PUSH_RULES,
          ],
        },
      },
    ]);
  });

  test('where only pushes go past it, closes those and leaves the check alone', () => {
    const [one, ...more] = propose(pushes({ guards: without('force-push') }), OURS);
    expect([one?.for, one?.pinned, one?.body.rules]).toEqual(['pushes', true, PUSH_RULES]);
    expect(more).toEqual([]);
  });

  test('of an organization reaches no default branch that is no promotion branch', () => {
    const pilot = (repository: string, patterns: string[], branches: string[], defaultBranch = 'main') => ({
      ...{ repository: `acme/${repository}`, patterns, branches, defaultBranch },
    });
    const made = (...pilots: ReturnType<typeof pilot>[]) =>
      organizationRulesets(pilots, 'pilot-readiness', { name: 'lifecycle', values: ['pilot'] }, OURS).map(
        ({ body }) => {
          const { ref_name, repository_name } = body.conditions as Record<string, { include: string[] }>;
          return [ref_name?.include, repository_name?.include ?? 'all'];
        },
      );
    const staged = pilot('staged', ['production'], ['production']);
    expect(made(staged, pilot('direct', ['main'], ['main']))).toEqual([
      [['refs/heads/production'], 'all'],
      [['refs/heads/main', '~DEFAULT_BRANCH'], ['direct']],
    ]);
    expect(made(pilot('direct', ['main'], ['main']))).toEqual([[['refs/heads/main', '~DEFAULT_BRANCH'], 'all']]);
    expect(made(staged, pilot('other', ['m*', 'live'], ['live', 'main'], 'trunk'))).toEqual([
      [['refs/heads/live', 'refs/heads/production'], 'all'],
      [['refs/heads/m*', 'refs/heads/main'], ['other']],
    ]);
  });

  test('without the number of an App it says that it pins nothing', () => {
    const [one] = propose(branch(required([byRuleset()])));
    expect(one?.pinned).toBe(false);
    expect(JSON.stringify(one?.body)).not.toContain('integration_id');
  });

  test('asks for reviews of the default branch where they are missing', () => {
    expect(propose(review({ required: known(false) }), OURS)).toMatchObject([
      {
        for: 'policy-review',
        body: {
          conditions: { ref_name: { include: ['~DEFAULT_BRANCH'] } },
          rules: [{ type: 'pull_request', parameters: { require_code_owner_review: true } }],
        },
      },
    ]);
  });
});
