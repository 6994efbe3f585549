import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { main } from '../../src/cli/main.ts';
import { throwawayRepository } from '../support/harness/throwaway-repository.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = mkdtempSync(join(tmpdir(), 'pilot-readiness-cli-'));
const TODAY = '2026-11-20';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(argv: string[], cwd = root): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const code = await main(argv, {
    cwd,
    env: {},
    now: Date.parse(`${TODAY}T12:00:00Z`),
    columns: 80,
    color: false,
    write: (text) => {
      texts.out += text;
    },
    warn: (text) => {
      texts.err += text;
    },
  });
  expect(`${texts.out}${texts.err}`).not.toMatch(/\n\s+at .*\(.*:\d+:\d+\)|internal error/);
  return { code, ...texts };
}

/** A copy of the complete example as plain files, changed by `edit`. */
function pilot(edit: (dir: string) => void = () => undefined): string {
  const dir = mkdtempSync(join(folder, 'pilot-'));
  cpSync(join(root, 'examples/support-triage'), dir, { recursive: true });
  edit(dir);
  return dir;
}
const put = (path: string, text: string | Uint8Array) => (dir: string) => {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
};
const edited = (path: string, change: (text: string) => string) => (dir: string) => {
  const before = readFileSync(join(dir, path), 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(join(dir, path), after);
};
const POLICY = '.github/pilot-readiness.yml';

describe('wrong usage is one line with what to do, exit code 3', () => {
  test.each<[string, string[], RegExp]>([
    ['an unknown command', ['chekc'], /no command "chekc"; did you mean check\?/],
    ['an unknown option', ['check', '--fomat', 'json'], /--fomat.*Known options: .*--format/],
    ['an unknown format', ['check', '--format', 'xml'], /--format xml is not a known value\. Choose one of terminal/],
    ['an unknown profile', ['check', '--profile', 'strict'], /Choose one of minimal, standard, regulated/],
    ['an unknown criterion', ['check', '--only', 'runbok'], /runbok is not a criterion/],
    ['a day that is none', ['check', '--as-of', '2026-02-30'], /is not a date/],
    ['one word too many', ['check', 'a', 'b'], /unexpected argument b/],
    ['a missing folder', ['check', 'nowhere'], /does not exist/],
    ['a file instead of a folder', ['check', 'package.json'], /is not a folder/],
    ['an unknown ref', ['check', '.', '--ref', 'no-such-branch'], /no-such-branch/],
    ['a ref that looks like an option', ['check', '.', '--ref=--upload-pack=touch'], /--upload-pack/],
    ['a policy that is not there', ['check', '.', '--policy', 'nope.yml'], /nope\.yml could not be read/],
    ['inspect without a file', ['inspect'], /no file is given/],
    ['inspect of nothing', ['inspect', 'nope.json'], /does not exist/],
    ['explain of nothing', ['explain', 'RB-99'], /no "RB-99"/],
    ['explain of something near', ['explain', 'runbok'], /did you mean runbook\?/],
    ['an unknown control', ['sign-off', 'privcy', 'examples/support-triage'], /did you mean privacy\?/],
    ['a signature by nobody', ['sign-off', 'legal', 'examples/support-triage', '--approver', 'x'], /nothing to sign/],
  ])('%s', async (_name, argv, expected) => {
    const { code, out, err } = await run(argv);
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(expected);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('an unusable policy ends with exit code 3 and a line per fault', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    [
      'unknown key and bad value at once',
      'version: 1\nprofil: standard\nmode: block\n',
      /pilot-readiness\.yml:2:1 profil .*profile[\s\S]*pilot-readiness\.yml:3:7 mode .*block/,
    ],
    ['not YAML', 'version: [1\n', /pilot-readiness\.yml:\d+:\d+/],
    ['an unquoted handle', 'version: 1\ncontrols:\n  security: { approvers: [@sec] }\n', /YAML reserves a leading @/],
    ['both spellings of a key', 'version: 1\nenforce-from: 2026-12-01\nenforce_from: 2026-12-02\n', /enforce.from/],
    ['binary junk', new Uint8Array([0, 1, 2, 250, 251]), /pilot-readiness\.yml:1:1/],
    [
      'an alias bomb',
      `version: 1\na: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(',')}]`)
        .join('\n')}\n`,
      /pilot-readiness\.yml:\d+:\d+/,
    ],
  ])('%s', async (_name, text, expected) => {
    const dir = pilot(put(POLICY, text));
    const { code, out, err } = await run(['check', dir]);
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(/nothing was evaluated/);
    expect(err).toMatch(expected);
  });

  test('both file names at once', async () => {
    const { code, err } = await run(['check', pilot(put('.github/pilot-readiness.yaml', 'version: 1\n'))]);
    expect(code).toBe(3);
    expect(err).toMatch(/Keep one of/);
  });
});

describe('bad evidence is a finding with its place, never a crash', () => {
  const cases: [string, (dir: string) => void, RegExp][] = [
    [
      'an unknown key, with the nearest one',
      edited('readiness/pilot.yaml', (text) => text.replace('owners-confirmed-on', 'owner-confirmed-on')),
      /pilot\.yaml:\d+:\d+.*owners-confirmed-on|owners-confirmed-on/,
    ],
    [
      'a number of the wrong kind',
      edited('readiness/metrics.yaml', (text) => text.replace('n: 410', 'n: many')),
      /baselines\[0\]\.n/,
    ],
    [
      'a sample that is too small',
      edited('readiness/metrics.yaml', (text) => text.replace('n: 410', 'n: 12')),
      /\b12\b.*at least 30/,
    ],
    [
      'an alias bomb',
      put(
        'readiness/metrics.yaml',
        `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
          .split('')
          .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(',')}]`)
          .join('\n')}\n`,
      ),
      /metrics\.yaml/,
    ],
    ['deep nesting', put('readiness/metrics.yaml', `baselines: ${'['.repeat(5000)}`), /metrics\.yaml/],
    ['binary junk', put('readiness/metrics.yaml', new Uint8Array([0, 159, 146, 150])), /metrics\.yaml/],
    [
      'a document of binary junk',
      put(
        'docs/runbook.md',
        new Uint8Array(4096).map((_zero, index) => index % 256),
      ),
      /runbook/,
    ],
    [
      'a section in two places',
      edited('readiness/pilot.yaml', (text) => `${text}metrics: { baselines: [] }\n`),
      /metrics/,
    ],
    ['results that are no JSON', put('evals/results.json', '{"results": ['), /results\.json/],
    ['results of 50 MB', put('evals/results.json', new Uint8Array(50 * 1024 * 1024).fill(32)), /results\.json/],
    ['a manifest of 50 MB', put('readiness/pilot.yaml', new Uint8Array(50 * 1024 * 1024).fill(35)), /pilot\.yaml/],
    [
      'rows that are ragged',
      edited('readiness/observations/tickets.csv', (text) => text.replace(/\n/, '\nonly,three,cells\n')),
      /tickets\.csv/,
    ],
  ];
  test.each(cases)('%s', async (_name, edit, expected) => {
    const { code, out, err } = await run(['check', pilot(edit), '--as-of', TODAY]);
    expect([code, err]).toEqual([1, '']);
    expect(out.replace(/\s+/g, ' ')).toMatch(expected);
  });

  test.each<[string, (dir: string) => void]>([
    [
      'Windows line ends',
      (dir) => {
        for (const path of [
          'readiness/pilot.yaml',
          'readiness/metrics.yaml',
          'readiness/observations/tickets.csv',
          'docs/runbook.md',
          'docs/rollback.md',
          POLICY,
        ])
          edited(path, (text) => text.replaceAll('\n', '\r\n'))(dir);
      },
    ],
    [
      'a BOM',
      (dir) => {
        for (const path of [
          'readiness/pilot.yaml',
          'readiness/metrics.yaml',
          'readiness/observations/tickets.csv',
          'docs/runbook.md',
          'docs/rollback.md',
          POLICY,
        ])
          edited(path, (text) => `\uFEFF${text}`)(dir);
      },
    ],
    [
      'snake_case keys',
      edited('readiness/pilot.yaml', (text) =>
        text.replace('started-on', 'started_on').replace('kill-switch:', 'kill_switch:'),
      ),
    ],
  ])('%s changes no answer', async (_name, edit) => {
    const outcomes = async (dir: string) => {
      const { out } = await run(['check', dir, '--as-of', TODAY, '--format', 'json']);
      const report = JSON.parse(out) as { criteria: { checks: { code: string; outcome: string }[] }[] };
      return report.criteria.flatMap((criterion) => criterion.checks.map(({ code, outcome }) => `${code} ${outcome}`));
    };
    expect(await outcomes(pilot(edit))).toEqual(await outcomes(pilot()));
  });

  test('plain files outside git are judged, and history is unknown', async () => {
    const { code, out } = await run(['check', pilot(), '--as-of', TODAY]);
    expect(code).toBe(2);
    expect(out).toMatch(/not a git repository/);
  });
});

describe('check', () => {
  test('--only judges a part, which can never be ready', async () => {
    const { code, out } = await run(['check', pilot(), '--only', 'runbook', '--as-of', TODAY]);
    expect(code).toBe(2);
    expect(out).toMatch(/can never be ready/);
  });

  test('--profile only tightens', async () => {
    const { out } = await run(['check', pilot(), '--profile', 'regulated', '--as-of', TODAY, '--format', 'json']);
    expect(JSON.parse(out).policy.profile).toBe('regulated');
  });

  test('--profile says first what the step costs: what is met already, what is to be met, criterion by criterion', async () => {
    const { code, out } = await run(['check', pilot(), '--profile', 'standard', '--as-of', TODAY]);
    expect(code).toBe(1);
    const [, total, open, unknown, met] =
      /From minimal to standard: (\d+) checks are added or stricter: (\d+) to be met; (\d+) not verified here; (\d+) already met/.exec(
        out.replace(/\s+/g, ' '),
      ) ?? [];
    expect(Number(met) + Number(open) + Number(unknown)).toBe(Number(total));
    const under = async (...more: string[]): Promise<Map<string, [string, string]>> => {
      const json = await run(['check', ...more, '--as-of', TODAY, '--format', 'json']);
      const { criteria } = JSON.parse(json.out) as {
        criteria: { checks: { code: string; level: string; outcome: string }[] }[];
      };
      return new Map(criteria.flatMap(({ checks }) => checks.map((one) => [one.code, [one.level, one.outcome]])));
    };
    const dir = pilot();
    const [small, whole] = [await under(dir), await under(dir, '--profile', 'standard')];
    const rank = (outcome = ''): number =>
      outcome === 'unmet' || outcome === 'stale' ? 0 : outcome === 'unknown' ? 1 : 2;
    const added = [...whole].filter(([check, [level, outcome]]) => {
      const [wasLevel, was] = small.get(check) ?? [];
      return level === 'blocking' && (wasLevel !== 'blocking' || rank(outcome) < rank(was));
    });
    expect(Number(total)).toBe(added.length);
    expect(Number(open)).toBe(added.filter(([, [, outcome]]) => outcome === 'unmet' || outcome === 'stale').length);
    expect(out.indexOf('From minimal')).toBeLessThan(out.indexOf('You can fix here'));
    for (const line of out.split('\n')) expect([line, line.length <= 80]).toEqual([line, true]);
  });

  test('a profile that the policy asks for anyway is no step', async () => {
    expect((await run(['check', pilot(), '--profile', 'minimal', '--as-of', TODAY])).out).not.toContain('From minimal');
  });

  test('--output writes the file and nothing else', async () => {
    const file = join(folder, 'report.sarif');
    const { out } = await run(['check', pilot(), '--format', 'sarif', '--output', file, '--as-of', TODAY]);
    expect(out).toBe('');
    expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe('2.1.0');
  });

  test('a policy in the work tree does not count when the default branch has another', async () => {
    const repository = throwawayRepository();
    cpSync(join(root, 'examples/support-triage'), repository.dir, { recursive: true });
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message=pilot');
    writeFileSync(join(repository.dir, POLICY), 'version: 1\nmode: observe\ncriteria: { runbook: off }\n');
    const { out } = await run(['check', repository.dir, '--as-of', TODAY, '--format', 'json']);
    const report = JSON.parse(out) as { mode: string; criteria: { id: string; checks: { level: string }[] }[] };
    expect(report.mode).toBe('enforce');
    expect(report.criteria.find((criterion) => criterion.id === 'runbook')?.checks[0]?.level).toBe('blocking');
  });
});

describe('explain, policy, inspect', () => {
  test('explain lists the catalog, one criterion, one check; no line is wider than the terminal', async () => {
    for (const words of [[], ['runbook'], ['rb-6'], ['CS-2']]) {
      const { code, out } = await run(['explain', ...words, '--dir', 'examples/support-triage']);
      expect(code).toBe(0);
      for (const line of out.split('\n')) expect([line, line.length <= 80]).toEqual([line, true]);
    }
    const { out } = await run(['explain', 'RB-6', '--dir', 'examples/support-triage']);
    expect(out).toMatch(/Result: met\. /);
    expect(out).toMatch(
      /criteria\.runbook\.reviewed-within-days is 365, set by profile\s+minimal\s+\(lower\s+is\s+stricter\)/,
    );
  });

  test('explain judges the work tree: what was seen where, the line that asks for it, what to add, who can', async () => {
    const { out } = await run(['explain', 'cs-2', '--dir', 'examples/stalled-pilot', '--as-of', '2026-11-20']);
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /Result: not met\. Privacy is not signed: .*\(readiness\/controls\/privacy\.yaml\) - Also: out of date\. .* - Required by: \.github\/pilot-readiness\.yml:2, and blocks until it is met: it can never be waived - What to add: Have @dpo-lars .* - Who can act: privacy approvers \(dpo-lars\)/,
    );
    expect((await run(['explain', 'CS-2', '--as-of', 'soon'])).err).toMatch(/--as-of soon is not a date/);
  });

  test('policy prints each value with its origin', async () => {
    const { code, out } = await run(['policy', pilot()]);
    expect(code).toBe(0);
    expect(out).toMatch(/profile: minimal +# \.github\/pilot-readiness\.yml:3/);
    expect(out).toMatch(/security: approvers \[@tomas-lindqvist, @acme-support\/security\]/);
  });

  test('policy prints all layers, each value with its line, and what the floor refused', async () => {
    const floor = join(folder, 'floor.yml');
    writeFileSync(floor, 'version: 1\nprofile: standard\nmode: enforce\nwaivers: { max-days: 30 }\n');
    const own = pilot(edited(POLICY, (text) => text.replace('mode: enforce', 'mode: observe')));
    const { code, out } = await run(['policy', own, '--org-policy', floor]);
    expect(code).toBe(0);
    const words = out.replaceAll(floor, 'floor.yml').replace(/\s+/g, ' ');
    expect(words).toMatch(/profile: standard # floor\.yml:2 mode: enforce # floor\.yml:3/);
    expect(words).toMatch(/labels: \[promote-to-production\] # \.github\/pilot-readiness\.yml:6/);
    expect(words).toMatch(/max-days: 30 # floor\.yml:4/);
    expect(words).toMatch(/report: pilots # built-in/);
    expect(words).toContain(
      "Rejected: mode: observe is below the organization's minimum; enforce applies (floor.yml:3) (.github/pilot-readiness.yml:4)",
    );
    expect((await run(['policy', own])).out.replace(/\s+/g, ' ')).toContain(
      'A work tree does not know its organization',
    );
    expect((await run(['policy', own, '--org-policy', 'nope.yml'])).err).toMatch(/nope\.yml could not be read/);
    writeFileSync(floor, 'version: 1\nmode: sometimes\n');
    const broken = await run(['check', own, '--org-policy', floor]);
    expect([broken.code, broken.err]).toEqual([3, expect.stringMatching(/floor\.yml:2:7 mode/)]);
  });

  test('check and explain judge by the floor', async () => {
    const dir = mkdtempSync(join(folder, 'org-'));
    mkdirSync(join(dir, '.github'));
    writeFileSync(join(dir, POLICY), 'version: 1\ncriteria: { runbook: { reviewed-within-days: 100 } }\n');
    const own = pilot(edited(POLICY, (text) => `${text}criteria: { runbook: { reviewed-within-days: 200 } }\n`));
    const asked = await run(['check', own, '--org-policy', POLICY, '--as-of', TODAY, '--format', 'json'], dir);
    const { policy } = JSON.parse(asked.out);
    expect(policy.organization).toEqual({ state: 'in-force' });
    expect(policy.layers.map(({ path }: { path: string }) => path)).toEqual([`organization:${POLICY}`, POLICY]);
    expect(policy.refused).toMatchObject([{ key: 'criteria.runbook.reviewed-within-days', asked: '200', held: '100' }]);
    const { out } = await run(['explain', 'RB-6', '--dir', own, '--org-policy', join(dir, POLICY)]);
    expect(out.replace(/\s+/g, ' ')).toMatch(/reviewed-within-days is 100, set by .*pilot-readiness\.yml:2/);
    const shown = await run(['check', own, '--org-policy', POLICY, '--as-of', TODAY], dir);
    expect(shown.out.replace(/\s+/g, ' ')).toContain("1 policy setting below the organization's minimum was rejected");
  });

  test('policy without a file says that the built-in profile applies', async () => {
    expect((await run(['policy', pilot((dir) => rmSync(join(dir, POLICY)))])).out).toMatch(
      /No policy file: the built-in minimal profile applies/,
    );
  });

  test.each([
    ['evals/results.json', /eval results \(promptfoo\)[\s\S]*61: 59 passed, 2 failed/],
    ['docs/runbook.md', /a document[\s\S]*escalation/],
    ['readiness/metrics.yaml', /evidence, section metrics, valid/],
    ['readiness/controls/privacy.yaml', /evidence, controls record, valid/],
    ['readiness/observations/tickets.csv', /a table of raw data[\s\S]*rows +430/],
    ['.github/pilot-readiness.yml', /evidence, policy, valid/],
  ])('inspect %s', async (path, expected) => {
    const { code, out } = await run(['inspect', join('examples/support-triage', path)]);
    expect(code).toBe(0);
    expect(out).toMatch(expected);
    const json = await run(['inspect', join('examples/support-triage', path), '--format', 'json']);
    expect(() => JSON.parse(json.out)).not.toThrow();
  });

  test.each([
    ['metrics.json', /metrics \(json\)\n[\s\S]*eval\.accuracy 0\.931/],
    ['data.js', /metrics \(benchmark-history\)\n.*Latency: triage 412 ms, lower is good, at\s+2222/],
    ['summary.yaml', /metrics \(yaml\)\n.*train\.loss 0\.12/],
    ['dvc.yaml', /a DVC pipeline with metric files\n[\s\S]*eval\/cached\.json, stored by DVC outside git/],
  ])('inspect tells the metrics of another tool: %s', async (name, expected) => {
    const { code, out } = await run(['inspect', join('__tests__/formats/fixtures/metrics', name)]);
    expect([code, out]).toEqual([0, expect.stringMatching(expected)]);
  });

  test('inspect takes rows of cases that nobody mapped for eval results, not for metrics', async () => {
    const dir = pilot(put('evals/own.json', '{"rows": [{"q": 1, "hit": 0.5}, {"q": 2, "hit": 1}]}'));
    const { code, out } = await run(['inspect', join(dir, 'evals/own.json')]);
    expect(code).toBe(1);
    expect(out).not.toMatch(/metrics/);
  });

  test('inspect names the faults of a file and ends with 1', async () => {
    const dir = pilot(put('readiness/metrics.yaml', 'baselins: []\n'));
    const { code, out } = await run(['inspect', join(dir, 'readiness/metrics.yaml')]);
    expect(code).toBe(1);
    expect(out.replace(/\s+/g, ' ')).toMatch(/metrics\.yaml:1:1 baselins .*baselines/);
  });
});

describe('sign-off and eval-stamp', () => {
  test('a record is refreshed: ids are those of today, what a person wrote stays', async () => {
    const dir = pilot((folderOf) => {
      edited(
        'readiness/controls/privacy.yaml',
        (text) =>
          `${text}conditions:\n  # agreed on the phone\n  - { what: look again in May, owner: "@dana-okonkwo", due: 2027-05-01, issue: "#88" }\n`,
      )(folderOf);
      edited('docs/privacy.md', (text) => `${text}\nReplies are now sent at night too.\n`)(folderOf);
    });
    const stale = await run(['check', dir, '--only', 'control-signoffs', '--as-of', TODAY]);
    expect(stale.out.replace(/\s+/g, ' ')).toMatch(
      /privacy: covered files differ from what was signed: docs\/privacy\.md \(changed\)/,
    );
    const { code, out } = await run(['sign-off', 'privacy', dir, '--as-of', '2026-11-19', '--pr', '131']);
    expect(code).toBe(0);
    expect(out).toMatch(/A record alone proves nothing/);
    const record = readFileSync(join(dir, 'readiness/controls/privacy.yaml'), 'utf8');
    expect(record).toMatch(/# agreed on the phone/);
    expect(record).toMatch(/date: 2026-11-19/);
    expect(record).toMatch(/pr: 131/);
    expect((await run(['check', dir, '--only', 'control-signoffs', '--as-of', TODAY])).out).not.toMatch(
      /was changed since it was signed/,
    );
  });

  test('nothing is written through a symbolic link that a repository brings', async () => {
    const mine = join(folder, 'mine.txt');
    const linked = (path: string, target: string) => (dir: string) => {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      rmSync(join(dir, path), { recursive: true, force: true });
      symlinkSync(target, join(dir, path));
    };
    const refused = /is a symbolic link/;
    for (const [path, args] of [
      ['readiness/controls/legal.yaml', ['sign-off', 'legal']],
      ['readiness/controls', ['sign-off', 'legal']],
      ['evals/results.json.provenance.json', ['eval-stamp']],
    ] as const) {
      writeFileSync(mine, 'mine\n');
      const target = path.endsWith('controls') ? folder : mine;
      const repository = throwawayRepository();
      cpSync(join(root, 'examples/support-triage'), repository.dir, { recursive: true });
      put('docs/legal.md', '# Legal\nTerms of the model provider read by counsel.\n')(repository.dir);
      linked(path, target)(repository.dir);
      repository.git('add', '--all');
      repository.git('commit', '--quiet', '--message=pilot');
      const approver = args[0] === 'sign-off' ? ['--approver', '@nora-berg'] : [];
      const { code, err } = await run([...args, repository.dir, ...approver, '--as-of', TODAY]);
      expect([path, code, err.replace(/\s+/g, ' ')]).toEqual([path, 3, expect.stringMatching(refused)]);
      expect(readFileSync(mine, 'utf8')).toBe('mine\n');
    }
    const output = join(folder, 'out.sarif');
    symlinkSync(mine, output);
    const { code, err } = await run(['check', pilot(), '--output', output, '--as-of', TODAY]);
    expect([code, err.replace(/\s+/g, ' '), readFileSync(mine, 'utf8')]).toEqual([
      3,
      expect.stringMatching(refused),
      'mine\n',
    ]);
  });

  test('a new record is valid evidence', async () => {
    const dir = pilot(put('docs/legal.md', '# Legal\nTerms of the model provider read by counsel.\n'));
    expect((await run(['sign-off', 'legal', dir, '--approver', '@nora-berg', '--as-of', TODAY])).code).toBe(0);
    expect((await run(['inspect', join(dir, 'readiness/controls/legal.yaml')])).out).toMatch(/valid/);
  });

  test('results are bound to the code they were made from, and no longer after a change', async () => {
    const repository = throwawayRepository();
    cpSync(join(root, 'examples/support-triage'), repository.dir, { recursive: true });
    writeFileSync(join(repository.dir, 'prompts/triage.md'), 'A new prompt.\n');
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message=pilot');
    const evals = async () =>
      (await run(['check', repository.dir, '--only', 'eval-gate', '--as-of', TODAY])).out.replace(/\s+/g, ' ');
    expect(await evals()).toMatch(/EV-2/);
    expect((await run(['eval-stamp', repository.dir])).out).toMatch(/6 covered files/);
    expect(await evals()).not.toMatch(/EV-2.*Run the suite again/);
    writeFileSync(join(repository.dir, 'src/router.py'), 'changed\n');
    expect((await run(['eval-stamp', repository.dir])).out).toMatch(/not committed: such results do not count/);
  });
});
