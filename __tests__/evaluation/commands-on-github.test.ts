import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerCommands } from '../../src/commands/answer.ts';
import { entryOf } from '../../src/commands/entry.ts';
import { readCommands } from '../../src/commands/language/command-lines.ts';
import type { Receipt } from '../../src/commands/receipt.ts';
import { catalog } from '../../src/criteria/index.ts';
import type { Decision } from '../../src/engine/decisions/decision.ts';
import { commandTools } from '../../src/evaluation/command-tools.ts';
import { evaluatePullRequest, type PullEvaluation } from '../../src/evaluation/evaluate-pull-request.ts';
import { connect } from '../../src/github/index.ts';
import { renderReceipts } from '../../src/render/markdown/receipt.ts';
import type { GitHub } from '../../testing/github-emulator/index.ts';
import { context, ORG, POLICY, pilotRepository, policy } from '../support/harness/action-context.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const AT = '2026-11-20T11:59:58Z';

describe('commands against GitHub', () => {
  let github: GitHub;
  const pulls: Record<string, number> = {};
  beforeAll(async () => {
    github = await context();
    const files = { [POLICY]: policy.replace('["@mira-castellano"]', '["@mira-castellano", "@samir-haddad"]') };
    for (const repo of ['triage', 'rewritten']) {
      await pilotRepository(github, repo, files);
      await samir().commit(repo, { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
      pulls[repo] = (await samir().openPullRequest(repo, { head: 'promote', base: 'production' })).number;
    }
    const more = {
      branch: 'promote',
      files: { 'docs/privacy.md': '# Privacy screening\nMy own words, all of them.\n' },
    };
    await github.as('hanne-vik').commit('rewritten', more);
  });
  afterAll(() => github.close());
  const samir = (): ReturnType<GitHub['as']> => github.as('samir-haddad');
  const access = (repo: string) => {
    const token = github.actionsToken(repo, {
      ...{ contents: 'read', 'pull-requests': 'read', pull_requests: 'read', issues: 'read', checks: 'read' },
      ...{ statuses: 'read', deployments: 'read', actions: 'read', metadata: 'read' },
    });
    return connect({ token, baseUrl: github.url, serverUrl: 'https://github.example' });
  };

  function judge(repo: string, decisions: Decision[]): Promise<PullEvaluation> {
    const request = { access: access(repo), catalog, owner: ORG, repo, now: NOW, toolVersion: 'test' };
    return evaluatePullRequest({ ...request, number: pulls[repo] ?? 0, decisions: { decisions, tamperings: [] } });
  }

  let comments = 100;
  /** What the App does with one comment, without its store: judge, answer, keep what was decided. */
  async function send(repo: string, by: string, text: string, decisions: Decision[]): Promise<Receipt[]> {
    const evaluation = await judge(repo, decisions);
    if (evaluation.policy === undefined || evaluation.report === undefined) throw new Error('not judged');
    const record = { decisions, tamperings: [] };
    const { subject, report, requests = [] } = evaluation;
    const tools = await commandTools({
      access: access(repo),
      catalog,
      subject,
      policy: evaluation.policy,
      report,
      requests,
      defaultBranch: 'main',
      record,
      now: NOW,
      arrival: {
        headAtArrival: { known: true, value: subject.sha },
        lastReportedHead: subject.sha,
        lastPush: async () => ({ known: true, value: undefined }),
      },
    });
    comments += 1;
    const url = `https://github.example/${ORG}/${repo}/pull/${subject.number}#issuecomment-${comments}`;
    const comment = { kind: 'comment' as const, id: comments, url };
    const receipts = await answerCommands({ by, at: AT, comment, lines: readCommands(text) }, record, tools);
    for (const receipt of receipts) {
      const entry = entryOf(receipt, { pullRequest: subject.number, at: AT, comment });
      if (entry?.kind === 'decision') decisions.push(entry.body as Decision);
    }
    return receipts;
  }
  const why = (receipts: Receipt[]) => receipts.map((one) => (one.kind === 'refused' ? one.refusal.because : one.kind));

  test('two sign-offs and an acceptance by comment make it ready; each says what it signed', async () => {
    const decisions: Decision[] = [];
    const first = await send('triage', 'tomas-lindqvist', '/readiness sign-off security read it', decisions);
    expect(first).toMatchObject([{ kind: 'recorded', signed: { open: [{ control: 'privacy', impossible: false }] } }]);
    const words = renderReceipts(first, { serverUrl: 'https://github.example', repository: `${ORG}/triage` });
    expect(words).toMatch(
      /`@tomas-lindqvist` signed off `security`[\s\S]*\[docs\/security\.md\]\(https:\/\/github\.example/,
    );
    expect(why(await send('triage', 'tomas-lindqvist', '/readiness sign-off privacy', decisions))).toEqual([
      'not-an-approver',
    ]);
    expect(why(await send('triage', 'hanne-vik', '/readiness sign-off privacy', decisions))).toEqual(['recorded']);
    expect(why(await send('triage', 'dana-okonkwo', '/readiness accept OM-2 because x', decisions))).toEqual([
      'not-an-approver',
    ]);
    const accepted = await send('triage', 'ines-okafor', '/readiness accept OM-2 because agreed in August', decisions);
    expect(accepted).toMatchObject([
      { kind: 'recorded', decision: { onBehalf: 'sponsor', covered: [{ path: 'readiness/metrics.yaml' }] } },
    ]);
    expect((await judge('triage', decisions)).report?.verdict).toBe('ready');
    expect(why(await send('triage', 'hanne-vik', '/readiness hold because wait', decisions))).toEqual(['recorded']);
    expect((await judge('triage', decisions)).report?.closures).toMatchObject([{ kind: 'hold', reason: 'wait' }]);
  });

  test('who wrote what it covers does not sign it, with the file and the commit', async () => {
    const [receipt] = await send('rewritten', 'hanne-vik', '/readiness sign-off privacy', []);
    expect(receipt).toMatchObject({ refusal: { because: 'wrote-evidence', wrote: [{ path: 'docs/privacy.md' }] } });
  });

  test('a waiver is asked by one and granted by another without a part in it, and holds', async () => {
    const decisions: Decision[] = [];
    const evaluated = await judge('rewritten', decisions);
    const code = evaluated.report?.criteria
      .flatMap(({ checks }) => checks)
      .find(
        ({ outcome, level, code: one }) => level === 'blocking' && outcome !== 'met' && !/^CS-[23]$/.test(one),
      )?.code;
    expect(
      await send('rewritten', 'ravi-desai', `/readiness waive ${code} until 2026-12-31 because agreed`, decisions),
    ).toMatchObject([{ kind: 'recorded' }]);
    // Written an hour ago, so that it was there to be read.
    decisions[0] = { ...(decisions[0] as Decision), at: '2026-11-20T10:59:58Z' };
    expect(why(await send('rewritten', 'samir-haddad', `/readiness grant ${code}`, decisions))).toEqual(['opened-it']);
    expect(why(await send('rewritten', 'hanne-vik', `/readiness grant ${code}`, decisions))).toEqual([
      'not-an-approver',
    ]);
    expect(why(await send('rewritten', 'mira-castellano', `/readiness grant ${code}`, decisions))).toEqual([
      'recorded',
    ]);
    const check = (await judge('rewritten', decisions)).report?.criteria
      .flatMap(({ checks }) => checks)
      .find((one) => one.code === code);
    expect([check?.outcome, check?.waiver?.by]).toEqual(['waived', '@mira-castellano']);
  });

  test('what cannot be looked at is refused, and nothing is recorded', async () => {
    const decisions: Decision[] = [];
    const evaluated = await judge('triage', decisions);
    expect(evaluated.report).toBeDefined();
    github.faults.add({ route: 'GET /repos/*/triage/commits', status: 403 });
    const receipts = await send('triage', 'hanne-vik', '/readiness sign-off privacy', decisions);
    github.faults.clear();
    expect([why(receipts), decisions]).toEqual([['not-verified'], []]);
  });
});
