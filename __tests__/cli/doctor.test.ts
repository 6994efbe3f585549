import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { main } from '../../src/cli/main.ts';
import { type Client, type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';

const CHECK = 'pilot-readiness';
const POLICY = '.github/pilot-readiness.yml';
const OWNERS = '.github/CODEOWNERS';
const OWNED = { [OWNERS]: `/${POLICY} @mira\n/.github/CODEOWNERS @mira\n` };
const BY_BRANCH = 'version: 1\npromotion: { branches: [production] }\n';

let github: GitHub;
let owner: Client;
beforeAll(async () => {
  github = await startGitHub({ users: ['ravi', 'mira', { login: 'eve', role: 'outside' }], otherApps: [{ id: 99 }] });
  owner = github.as('acme-owner');
});
afterAll(() => github.close());

async function doctor(
  words: string[],
  token: string | undefined = owner.token,
): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const code = await main(['doctor', ...words], {
    cwd: '/',
    env: { GITHUB_TOKEN: token, GITHUB_API_URL: github.url },
    now: Date.parse('2026-11-20T12:00:00Z'),
    columns: 80,
    color: false,
    write: (text) => {
      texts.out += text;
    },
    warn: (text) => {
      texts.err += text;
    },
  });
  expect(`${texts.out}${texts.err}`).not.toContain('internal error');
  return { code, ...texts };
}

const APP = ['--app-id', '4242'];
let count = 0;

/** A pilot with a branch `production`, a policy that names it and, unless told, a policy protected by review. */
async function pilot(files: Record<string, string> = {}, { review = true } = {}): Promise<string> {
  count += 1;
  const repo = `pilot-${count}`;
  await owner.createRepository(repo, { files: { [POLICY]: BY_BRANCH, ...OWNED, ...files }, topics: ['pilot'] });
  await owner.branch(repo, 'production');
  if (review) await reviewed(repo);
  return repo;
}

async function reviewed(repo: string): Promise<void> {
  const made = await owner.request(`POST /repos/acme/${repo}/rulesets`, {
    ...{ name: 'reviews', target: 'branch', enforcement: 'active' },
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
    rules: [{ type: 'pull_request', parameters: { require_code_owner_review: true } }],
  });
  expect(made.status).toBe(201);
}

const flat = (text: string): string => text.replace(/\s+/g, ' ');

const json = async (
  words: string[],
  token?: string,
): Promise<{ code: number; verdict: string; states: Record<string, string>; says: string; rulesets: object[] }> => {
  const { code, out } = await doctor([...words, '--format', 'json'], token ?? owner.token);
  const { verdict, points, rulesets } = JSON.parse(out) as {
    verdict: string;
    points: { id: string; state: string; says: string }[];
    rulesets: object[];
  };
  const states = Object.fromEntries(points.map(({ id, state }) => [id, state]));
  return { code, verdict, states, says: points.map(({ says }) => says).join('\n'), rulesets };
};

describe('doctor on one repository', () => {
  test("the App's pinned check, nobody past it, a protected policy: the gate holds", async () => {
    const repo = await pilot();
    await owner.ruleset(repo, { branch: 'production', check: CHECK, guarded: true, appId: 4242 });
    const { code, out } = await doctor([`acme/${repo}`, ...APP]);
    expect(out.split('\n')[0]).toBe('The gate is enforced on production');
    expect(flat(out)).toContain(`is required by the ruleset ${CHECK} (`);
    expect(flat(out)).toContain('Only App 4242, the one you named, can report it. ✓ Nobody can bypass');
    expect(flat(out)).toContain('on main requires a review by @mira');
    expect(out).not.toContain('gh api');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
  });

  test('nothing requires it: the ruleset that is printed, once created, makes the gate hold', async () => {
    const repo = await pilot({}, { review: false });
    const before = await doctor([`acme/${repo}`, ...APP]);
    expect(before.code).toBe(1);
    expect(flat(before.out)).toMatch(
      /^The gate is not enforced: no rule requires the check on production; and 1 more reason acme/,
    );
    const bodies = [
      ...before.out.matchAll(
        /^gh api --hostname 127\.0\.0\.1:\d+ --method POST (\S+) --input - <<'JSON'\n([\s\S]*?)\nJSON$/gm,
      ),
    ];
    expect(bodies.map(([, path]) => path)).toEqual([`repos/acme/${repo}/rulesets`, `repos/acme/${repo}/rulesets`]);
    for (const [, path, body] of bodies) {
      const made = await owner.request(`POST /${path}`, JSON.parse(body ?? '') as Record<string, unknown>);
      expect(made.status).toBe(201);
    }
    expect(await json([`acme/${repo}`, ...APP])).toMatchObject({ code: 0, verdict: 'holds', rulesets: [] });
  });

  test("without the App's number the ruleset is printed with the warning that anybody could report it", async () => {
    const { code, out } = await doctor([`acme/${await pilot()}`]);
    expect(code).toBe(1);
    expect(flat(out)).toContain('As printed, anyone who can push can report the check');
    expect(out).not.toContain('integration_id');
  });

  test.each<[string, number | undefined, string[], number, RegExp]>([
    [
      'nobody',
      undefined,
      APP,
      1,
      /anyone who can push can report.*the Action's check is advice; the App's pinned check is a gate/,
    ],
    [
      'GitHub Actions',
      15368,
      APP,
      1,
      /any workflow can report.*the Action's check is advice; the App's pinned check is a gate/,
    ],
    ['GitHub Actions, named as the App', 15368, ['--app-id', '15368'], 1, /any workflow can report/],
    ['another App', 99, APP, 1, /accepted from App 99, which is not yours/],
    [
      'some App, and none was named',
      4242,
      [],
      2,
      /Could not verify that the gate is enforced: only App 4242 can report.*--app-id/,
    ],
  ])('pinned to %s', async (_name, appId, words, expected, says) => {
    const repo = await pilot();
    await owner.ruleset(repo, {
      branch: 'production',
      check: CHECK,
      guarded: true,
      ...(appId === undefined ? {} : { appId }),
    });
    const { code, out } = await doctor([`acme/${repo}`, ...words]);
    expect([code, flat(out)]).toEqual([expected, expect.stringMatching(says)]);
  });

  test('classic protection pins as well, and says whether administrators are held', async () => {
    const repo = await pilot();
    const checks = [{ context: CHECK, app_id: 4242 }];
    await owner.protect(repo, 'production', { checks, reviews: 1 });
    expect(await json([`acme/${repo}`, ...APP])).toMatchObject({ code: 0, states: { admins: 'ok', pinned: 'ok' } });
    await owner.protect(repo, 'production', { checks, reviews: 1, enforceAdmins: false });
    expect(await json([`acme/${repo}`, ...APP])).toMatchObject({ code: 0, states: { admins: 'warns' } });
  });

  test('a short bypass list is named, one that everybody is on ends the gate, an unseen one is not a pass', async () => {
    const repo = await pilot();
    const bypass = [{ actor_type: 'Team', actor_id: 7, bypass_mode: 'pull_request' }];
    const id = await owner.ruleset(repo, { branch: 'production', check: CHECK, guarded: true, appId: 4242, bypass });
    const short = await json([`acme/${repo}`, ...APP]);
    expect(short).toMatchObject({ code: 0, states: { bypass: 'warns' } });
    expect(short.says).toContain('the team 7 (by pull request)');
    const unseen = await json([`acme/${repo}`, ...APP], github.tokenFor('ravi'));
    expect(unseen).toMatchObject({ code: 2, verdict: 'unknown', states: { bypass: 'unknown' } });
    expect(unseen.says).toContain('Administration: write');
    const everybody = [{ actor_type: 'RepositoryRole', actor_id: 4, bypass_mode: 'always' }];
    await owner.request(`PUT /repos/acme/${repo}/rulesets/${id}`, { bypass_actors: everybody });
    expect(await json([`acme/${repo}`, ...APP])).toMatchObject({ code: 1, states: { bypass: 'fails' } });
  });

  test('a ruleset that only evaluates is no gate, and is said to be none', async () => {
    const repo = await pilot();
    await owner.ruleset(repo, {
      branch: 'production',
      check: CHECK,
      guarded: true,
      appId: 4242,
      enforcement: 'evaluate',
    });
    const { code, states, says } = await json([`acme/${repo}`, ...APP]);
    expect([code, states.required, states.idle]).toEqual([1, 'fails', 'warns']);
    expect(says).toMatch(/Blocks nothing: the ruleset .* \(evaluate\)/);
  });

  test('the same name on another branch lets a commit get its green check there', async () => {
    const repo = await pilot();
    await owner.ruleset(repo, { branch: '*', check: CHECK, guarded: true, appId: 4242 });
    const { code, states, says } = await json([`acme/${repo}`, ...APP]);
    expect([code, states.retarget]).toEqual([1, 'fails']);
    expect(says).toContain('main also requires the check without being a promotion branch.');
    expect(says).toContain('This does not end by itself.');
  });

  test('a new branch of a pattern has to be covered before it is made', async () => {
    const repo = await pilot({ [POLICY]: 'version: 1\npromotion: { branches: ["release/**"] }\n' });
    await owner.branch(repo, 'release/1');
    await owner.ruleset(repo, { branch: 'release/1', check: CHECK, guarded: true, appId: 4242 });
    const narrow = await json([`acme/${repo}`, ...APP]);
    expect(narrow).toMatchObject({ code: 1, states: { required: 'ok', 'new-branches': 'fails' } });
    expect(JSON.stringify(narrow.rulesets)).toContain('"refs/heads/release/**/*"');
    await owner.ruleset(repo, { branch: 'release/**/*', check: CHECK, guarded: true, appId: 4242 });
    expect(await json([`acme/${repo}`, ...APP])).toMatchObject({ code: 0 });
  });

  test('who may change the policy unseen may switch the gate off', async () => {
    const repo = await pilot({ [OWNERS]: '/docs/ @mira\n' });
    await owner.ruleset(repo, { branch: 'production', check: CHECK, guarded: true, appId: 4242 });
    const { code, says, rulesets } = await json([`acme/${repo}`, ...APP]);
    expect([code, rulesets]).toEqual([1, []]);
    expect(says).toContain('CODEOWNERS names no owner for it');
  });

  test('a ruleset may ask for a team by the path of the policy instead', async () => {
    const repo = await pilot({ [OWNERS]: '' }, { review: false });
    await owner.ruleset(repo, { branch: 'production', check: CHECK, guarded: true, appId: 4242 });
    const byPath = (pattern: string, minimum_approvals: number) =>
      owner.request(`POST /repos/acme/${repo}/rulesets`, {
        ...{ name: 'policy', target: 'branch', enforcement: 'active' },
        conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
        rules: [
          {
            type: 'pull_request',
            parameters: {
              required_reviewers: [{ file_patterns: [pattern], minimum_approvals, reviewer: { id: 12, type: 'Team' } }],
            },
          },
        ],
      });
    await byPath('docs/**', 1);
    await byPath('.github/**', 0);
    expect(await json([`acme/${repo}`, ...APP])).toMatchObject({ code: 1, states: { 'policy-review': 'fails' } });
    await byPath('.github/**', 1);
    const asked = await json([`acme/${repo}`, ...APP]);
    expect(asked).toMatchObject({ code: 0, states: { 'policy-review': 'ok' } });
    expect(asked.says).toContain('requires a review by the team 12');
  });

  test('a long list is cut, and the words stay about one thing', async () => {
    const repo = await pilot();
    const bypass = Array.from({ length: 30 }, (_, id) => ({ actor_type: 'User', actor_id: id, bypass_mode: 'always' }));
    await owner.ruleset(repo, { branch: 'production', check: CHECK, guarded: true, appId: 4242, bypass });
    expect((await json([`acme/${repo}`, ...APP])).says).toContain('the user 7 and 22 more.');
  });

  test('classic review rules count, and who may not see them is told so', async () => {
    const repo = await pilot({}, { review: false });
    await owner.ruleset(repo, { branch: 'production', check: CHECK, guarded: true, appId: 4242 });
    const protect = (reviews: object | null) =>
      owner.request(`PUT /repos/acme/${repo}/branches/main/protection`, {
        ...{ required_status_checks: null, enforce_admins: true, restrictions: null },
        required_pull_request_reviews: reviews,
      });
    await protect({ require_code_owner_reviews: true, required_approving_review_count: 1 });
    expect(await json([`acme/${repo}`, ...APP])).toMatchObject({ code: 0, states: { 'policy-review': 'ok' } });
    const other = await json([`acme/${repo}`, ...APP], github.tokenFor('ravi'));
    expect(other.states['policy-review']).toBe('unknown');
    expect(other.says).toContain('Administration: read');
    await protect({ require_code_owner_reviews: false });
    expect(await json([`acme/${repo}`, ...APP])).toMatchObject({ code: 1, states: { 'policy-review': 'fails' } });
  });

  test('merging to a default branch that deploys and that only a label guards is a way around', async () => {
    const deploy = (on: string) => ({
      '.github/workflows/deploy.yml': `on: ${on}\njobs: { go: { environment: production, steps: [] } }\n`,
    });
    const repo = await pilot(deploy('{ push: { branches: [main] } }'));
    await owner.ruleset(repo, { branch: 'production', check: CHECK, guarded: true, appId: 4242 });
    const around = await json([`acme/${repo}`, ...APP]);
    expect(around).toMatchObject({ code: 1, states: { deploys: 'fails' } });
    expect(around.says).toContain('Merging into main deploys: .github/workflows/deploy.yml (production)');
    const other = await pilot(deploy('{ push: { branches: [production] } }'));
    await owner.ruleset(other, { branch: 'production', check: CHECK, guarded: true, appId: 4242 });
    expect((await json([`acme/${other}`, ...APP])).states).not.toHaveProperty('deploys');
  });

  test('a policy that only observes, and a repository that is no pilot', async () => {
    const repo = await pilot({ [POLICY]: `${BY_BRANCH}mode: observe\n` });
    await owner.ruleset(repo, { branch: 'production', check: CHECK, guarded: true, appId: 4242 });
    expect(await json([`acme/${repo}`, ...APP])).toMatchObject({ code: 1, states: { observed: 'fails' } });
    await owner.createRepository('plain');
    expect(await json(['acme/plain', ...APP])).toMatchObject({ code: 1, states: { pilot: 'fails' } });
  });

  test('others who report under the name are named', async () => {
    const repo = await pilot();
    await owner.ruleset(repo, { branch: 'production', check: CHECK, guarded: true, appId: 4242 });
    const head = await github.as('ravi').commit(repo, { branch: 'go', files: { 'a.txt': 'x\n' } });
    const { number } = await github.as('ravi').openPullRequest(repo, { head: 'go', base: 'production' });
    for (const appId of [4242, 99]) {
      const app = github.withToken(github.installationToken({ appId }));
      await app.publishCheck(repo, { name: CHECK, head_sha: head, conclusion: 'success' });
    }
    await owner.request(`POST /repos/acme/${repo}/statuses/${head}`, { state: 'success', context: CHECK });
    const { code, says } = await json([`acme/${repo}`, ...APP]);
    expect(code).toBe(0);
    expect(says).toContain(`App app-99 (99) on #${number}, a commit status by acme-owner on #${number}.`);
    expect(says).not.toContain('App pilot-readiness (4242) on');
  });

  test('what is hostile in names reaches neither the shell nor the terminal', async () => {
    const branch = "x'$id`id`\u202e\u00e9";
    const repo = await pilot({ [POLICY]: `version: 1\npromotion: { branches: [${JSON.stringify(branch)}] }\n` });
    const { out } = await doctor([`acme/${repo}`, ...APP]);
    expect(out).not.toMatch(/\u202e/);
    const [, body = ''] = /<<'JSON'\n([\s\S]*?)\nJSON$/m.exec(out) ?? [];
    expect(body).toMatch(/^[\n -~]*$/);
    expect(body).toContain("x'$id`id`\\u202e\\u00e9");
  });
});

describe('doctor and what may not be seen', () => {
  test('a repository that is not there, or may not be seen, is no answer', async () => {
    const { code, err } = await doctor(['acme/nowhere']);
    expect([code, err]).toEqual([2, expect.stringMatching(/not verified: .*acme\/nowhere.*Metadata: read/)]);
  });

  test('rules that do not come back are not taken for none', async () => {
    const repo = await pilot();
    github.faults.add({ route: `GET /repos/acme/${repo}/rules/branches/production`, status: 403 });
    const { code, states } = await json([`acme/${repo}`, ...APP]);
    expect([code, states.required]).toEqual([2, 'unknown']);
  });

  test('a weaker rule that was seen does not hide that the others were not', async () => {
    const repo = await pilot();
    await owner.protect(repo, 'production', { checks: [CHECK] });
    github.faults.add({ route: `GET /repos/acme/${repo}/rules/branches/production`, status: 403 });
    expect(await json([`acme/${repo}`, ...APP])).toMatchObject({ code: 2, verdict: 'unknown' });
  });

  test('an unusable policy ends with its faults', async () => {
    const repo = await pilot({ [POLICY]: 'version: 1\nprofil: standard\n' });
    const { code, err } = await doctor([`acme/${repo}`]);
    expect([code, err]).toEqual([3, expect.stringMatching(/pilot-readiness\.yml:2:1 profil/)]);
  });

  test.each<[string, string[], RegExp]>([
    ['no repository', [], /name a repository or an organization/],
    ['both', ['acme/x', '--org', 'acme'], /name a repository or an organization/],
    ['half a name', ['acme'], /acme is not a repository/],
    ['a path', ['acme/..'], /is not a repository/],
    ['an App by name', ['acme/x', '--app-id', 'mine'], /is not an App ID/],
    ['an organization that is none', ['--org', 'a/b'], /is not an organization/],
    ['a format that is none', ['acme/x', '--format', 'xml'], /Choose one of terminal, json/],
  ])('wrong usage: %s', async (_name, words, expected) => {
    const { code, err } = await doctor(words);
    expect([code, err]).toEqual([3, expect.stringMatching(expected)]);
  });

  test('no token', async () => {
    const { code, err } = await doctor(['acme/x'], '');
    expect([code, err]).toEqual([3, expect.stringMatching(/needs a token/)]);
  });
});

describe('doctor on an organization', () => {
  test('one line for each pilot, by topic or policy file, and the exit code of the worst', async () => {
    const own = await startGitHub();
    const boss = own.as('acme-owner');
    const outer = github;
    github = own;
    try {
      const files = { [POLICY]: BY_BRANCH, ...OWNED };
      await boss.createRepository('untagged', { files });
      await boss.createRepository('open', { topics: ['pilot'] });
      await boss.createRepository('broken', { files: { [POLICY]: 'version: 2\n' }, topics: ['pilot'] });
      await boss.createRepository('none');
      await boss.branch('untagged', 'production');
      await boss.ruleset('untagged', { branch: 'production', check: CHECK, guarded: true, appId: 4242 });
      owner = boss;
      await reviewed('untagged');
      const { code, out } = await doctor(['--org', 'acme', ...APP], boss.token);
      expect(code).toBe(1);
      const lines = out.trimEnd().split('\n');
      expect(lines[0]).toBe('The gate is enforced on 1 of 3 pilots of acme');
      expect(flat(lines.slice(5).join(' '))).toMatch(/pass the custom property that marks pilots, --property/);
      expect(lines.slice(1, 4).map((line) => line.trim())).toEqual([
        expect.stringMatching(/^\? acme\/broken: the policy has 1 fault/),
        expect.stringMatching(/^✗ acme\/open: The gate is not enforced: no rule requires the check on main/),
        '✓ acme/untagged: The gate is enforced on production',
      ]);
      const { pilots } = JSON.parse((await doctor(['--org', 'acme', ...APP, '--format', 'json'], boss.token)).out) as {
        pilots: { verdict: string }[];
      };
      expect(pilots.map(({ verdict }) => verdict)).toEqual(['unknown', 'does-not-hold', 'holds']);
      await boss.setTopics('open', []);
      await boss.setTopics('broken', []);
      own.faults.add({ route: 'GET /repos/acme/*/contents/**', status: 403 });
      await boss.setTopics('untagged', ['pilot']);
      const unsearched = await doctor(['--org', 'acme', ...APP], boss.token);
      expect(unsearched.code).toBe(2);
      expect(unsearched.out).toContain('The gate is enforced on 1 of 1 pilot of acme');
      expect(flat(unsearched.out)).toContain('3 repositories without the topic "pilot" were not searched');
    } finally {
      github = outer;
      owner = outer.as('acme-owner');
      await own.close();
    }
  });

  test('one ruleset for all that carry a property: once created, it makes the gate hold, tomorrow too', async () => {
    const own = await startGitHub();
    const boss = own.as('acme-owner');
    const outer = github;
    github = own;
    owner = boss;
    try {
      const files = { [POLICY]: 'version: 1\npromotion: { branches: [production, "release/**"] }\n', ...OWNED };
      await boss.createRepository('marked', { files, topics: ['pilot'], properties: { lifecycle: 'pilot' } });
      await boss.createRepository('unmarked', { files, topics: ['pilot'] });
      await boss.createRepository('plain', { topics: ['pilot'], defaultBranch: 'trunk' });
      for (const repo of ['marked', 'unmarked']) {
        await boss.branch(repo, 'production');
        await reviewed(repo);
      }
      const words = ['--org', 'acme', ...APP, '--property', 'lifecycle=pilot,production'];
      const { out } = await doctor(words, boss.token);
      expect(flat(out)).toContain(
        'Without the property lifecycle=pilot or production, and therefore not covered: acme/plain, acme/unmarked.',
      );
      const [, path, text] =
        /^gh api --hostname \S+ --method POST (\S+) --input - <<'JSON'\n([\s\S]*?)\nJSON$/m.exec(out) ?? [];
      expect(path).toBe('orgs/acme/rulesets');
      const body = JSON.parse(text ?? '') as Record<string, unknown>;
      expect(body).toEqual({
        name: CHECK,
        target: 'branch',
        enforcement: 'active',
        conditions: {
          ref_name: {
            include: ['refs/heads/production', 'refs/heads/release/**/*'],
            exclude: [],
          },
          repository_property: {
            include: [{ name: 'lifecycle', property_values: ['pilot', 'production'], source: 'custom' }],
            exclude: [],
          },
        },
        bypass_actors: [],
        rules: [
          {
            type: 'required_status_checks',
            parameters: {
              strict_required_status_checks_policy: false,
              required_status_checks: [{ context: CHECK, integration_id: 4242 }],
            },
          },
          expect.objectContaining({ type: 'pull_request' }),
          { type: 'non_fast_forward' },
          { type: 'deletion' },
        ],
      });
      const { ruleset, more } = JSON.parse((await doctor([...words, '--format', 'json'], boss.token)).out) as {
        ruleset: object;
        more: object[];
      };
      expect(ruleset).toEqual({ pinned: true, body, notReached: ['acme/plain', 'acme/unmarked'] });
      // Others do not promote to their default branch: only this one, by its name, requires the check there.
      expect(more).toMatchObject([
        {
          pinned: true,
          body: {
            conditions: { ref_name: { include: ['~DEFAULT_BRANCH'] }, repository_name: { include: ['plain'] } },
          },
        },
      ]);
      expect((await boss.request(`POST /${path}`, body)).status).toBe(201);
      expect(await json(['acme/marked', ...APP], boss.token)).toMatchObject({ code: 0, verdict: 'holds' });
      expect(await json(['acme/unmarked', ...APP], boss.token)).toMatchObject({ code: 1 });
      await boss.branch('marked', 'release/2.0');
      expect(await json(['acme/marked', ...APP], boss.token)).toMatchObject({ code: 0, verdict: 'holds' });
      const unpinned = await doctor(['--org', 'acme', '--property', 'lifecycle=pilot'], boss.token);
      expect(flat(unpinned.out)).toContain('As printed, anyone who can push can report the check');
    } finally {
      github = outer;
      owner = outer.as('acme-owner');
      await own.close();
    }
  });

  test.each<[string, string[], RegExp]>([
    ['a property of one repository', ['acme/x', '--property', 'lifecycle=pilot'], /needs an organization/],
    ['a property without a value', ['--org', 'acme', '--property', 'lifecycle'], /Write --property lifecycle=pilot/],
    ['an empty value', ['--org', 'acme', '--property', 'lifecycle=a,,b'], /is not a custom property/],
    ['a name that is none', ['--org', 'acme', '--property', '$(x) y=z'], /is not a custom property/],
  ])('wrong usage: %s', async (_name, words, expected) => {
    const { code, err } = await doctor(words);
    expect([code, err]).toEqual([3, expect.stringMatching(expected)]);
  });
});
