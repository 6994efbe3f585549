import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/criteria/index.ts';
import type { Report } from '../../src/domain/report.ts';
import type { Decision, Tampering } from '../../src/engine/decisions/decision.ts';
import { conclusionAtHead } from '../../src/evaluation/conclude.ts';
import { evaluatePullRequest, type PullEvaluation } from '../../src/evaluation/evaluate-pull-request.ts';
import { checkRunOf, presentationOptions } from '../../src/evaluation/presentation.ts';
import { connect } from '../../src/github/index.ts';
import { renderJson } from '../../src/render/machine/json.ts';
import type { GitHub } from '../../testing/github-emulator/index.ts';
import { commandRef, said, tampered } from '../support/builders/decisions.ts';
import { context, ORG, pilotRepository } from '../support/harness/action-context.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const FILE = { path: 'docs/security.md', mode: '100644', blob: 'b2'.repeat(20) };

describe('one pull request, judged with what was decided by command', () => {
  let github: GitHub;
  let number: number;
  let head: string;
  beforeAll(async () => {
    github = await context();
    await pilotRepository(github, 'triage');
    await samir().commit('triage', { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
    ({ number, head } = await samir().openPullRequest('triage', { head: 'promote', base: 'production' }));
  });
  afterAll(() => github.close());
  const samir = (): ReturnType<GitHub['as']> => github.as('samir-haddad');

  function judge(decisions?: Decision[], tamperings: Tampering[] = []): Promise<PullEvaluation> {
    const token = github.actionsToken('triage', {
      ...{ contents: 'read', 'pull-requests': 'read', pull_requests: 'read', issues: 'read', checks: 'read' },
      ...{ statuses: 'read', deployments: 'read', actions: 'read', metadata: 'read' },
    });
    const access = connect({ token, baseUrl: github.url, serverUrl: 'https://github.example' });
    const request = { access, catalog, owner: ORG, repo: 'triage', number, now: NOW, toolVersion: 'test' };
    return evaluatePullRequest({ ...request, ...(decisions ? { decisions: { decisions, tamperings } } : {}) });
  }
  const reportOf = ({ report }: PullEvaluation): Report => {
    if (report === undefined) throw new Error('no report');
    return report;
  };
  const unmet = (report: Report): string[] =>
    report.criteria.flatMap(({ checks }) =>
      checks.filter((check) => check.level === 'blocking' && check.outcome !== 'met').map(({ code }) => code),
    );
  const on = (): { headSha: string; pullRequest: number } => ({ headSha: head, pullRequest: number });
  const signed = (): Decision[] => [
    said(1, 'sign-off', { ...on(), by: 'tomas-lindqvist', control: 'security', covered: [FILE] }),
    said(2, 'sign-off', { ...on(), by: 'hanne-vik', control: 'privacy', covered: [FILE] }),
    said(3, 'accept', { ...on(), by: 'ines-okafor', covered: [] }),
  ];

  test('an empty ledger gives the same bytes as none', async () => {
    const [without, empty] = [reportOf(await judge()), reportOf(await judge([]))];
    expect(renderJson(empty)).toBe(renderJson(without));
    expect(unmet(without)).toEqual(['CS-2', 'CS-4', 'OM-2']);
  });

  test('sign-offs and the acceptance by command make it ready, and one edited comment unmakes it', async () => {
    expect([reportOf(await judge(signed())).verdict, unmet(reportOf(await judge(signed())))]).toEqual(['ready', []]);
    expect(unmet(reportOf(await judge(signed(), [tampered(2)])))).toEqual(['CS-2', 'CS-4']);
    expect(unmet(reportOf(await judge(signed(), [tampered(3)])))).toEqual(['OM-2']);
  });

  test('a decision and a review are one voice; by somebody who may not sign it counts for nothing', async () => {
    const [security, , accepted] = signed() as [Decision, Decision, Decision];
    const stranger = said(2, 'sign-off', { ...on(), by: 'yuki-tanabe', control: 'privacy', covered: [FILE] });
    expect(unmet(reportOf(await judge([security, stranger, accepted])))).toEqual(['CS-2']);
    const twice = said(2, 'sign-off', { ...on(), by: 'tomas-lindqvist', control: 'privacy', covered: [FILE] });
    expect(unmet(reportOf(await judge([security, twice, accepted])))).toContain('CS-2');
  });

  test('a hold closes what was ready, visibly, until it is released', async () => {
    const hold = said(4, 'hold', { ...on(), by: 'hanne-vik' });
    const held = await judge([...signed(), hold]);
    expect([reportOf(held).verdict, reportOf(held).closures?.[0]?.by]).toEqual(['not-ready', 'hanne-vik']);
    const folded = conclusionAtHead(held, { known: true, value: [] });
    const options = presentationOptions(
      { serverUrl: 'https://github.example', repository: `${ORG}/triage`, commands: 'app' },
      held,
      folded,
    );
    const run = checkRunOf(held, options);
    expect([run.conclusion, run.summary]).toEqual(['failure', expect.stringContaining('the vendor is down')]);
    const release = said(5, 'release', { ...on(), by: 'hanne-vik', holds: [hold.comment] });
    expect(reportOf(await judge([...signed(), hold, release])).verdict).toBe('ready');
    expect(reportOf(await judge([...signed(), hold, release], [tampered(5)])).verdict).toBe('not-ready');
    const byOpener = said(5, 'release', { ...on(), by: 'samir-haddad', pullRequest: 77, holds: [hold.comment] });
    expect(reportOf(await judge([...signed(), hold, byOpener])).closures).toMatchObject([{ released: 'samir-haddad' }]);
    const byAnother = said(5, 'release', { ...on(), by: 'mira-castellano', holds: [hold.comment] });
    expect(reportOf(await judge([...signed(), hold, byAnother])).verdict).toBe('ready');
    const other = said(5, 'release', { ...on(), by: 'hanne-vik', holds: [commandRef(77)] });
    expect(reportOf(await judge([...signed(), hold, other])).verdict).toBe('not-ready');
  });

  test('a decline closes it, and is told once', async () => {
    const report = reportOf(await judge([...signed(), said(4, 'decline', { ...on(), by: 'hanne-vik' })]));
    expect([report.verdict, report.closures?.map(({ kind, control }) => [kind, control])]).toEqual([
      'not-ready',
      [['decline', 'privacy']],
    ]);
  });

  test('a retired pilot is judged no more, and again when the comment was edited', async () => {
    const retire = said(4, 'retire', { ...on(), by: 'dana-okonkwo' });
    const evaluation = await judge([retire]);
    expect([evaluation.isPilot, evaluation.report, evaluation.retired?.by]).toEqual([false, undefined, 'dana-okonkwo']);
    const folded = conclusionAtHead(evaluation, { known: true, value: [] });
    const options = presentationOptions(
      { serverUrl: 'https://github.example', repository: `${ORG}/triage`, commands: 'app' },
      evaluation,
      folded,
    );
    expect(checkRunOf(evaluation, options)).toMatchObject({
      conclusion: 'success',
      title: 'Retired: this pilot is no longer evaluated',
    });
    expect((await judge([retire], [tampered(4)])).report?.verdict).toBe('not-ready');
    const byOpener = said(4, 'retire', { ...on(), by: 'samir-haddad', pullRequest: 77 });
    expect((await judge([byOpener])).report?.verdict).toBe('not-ready');
  });
});
