import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStand, type Stand } from '../support/fixtures/attack-fixture.ts';
import { manifest, ORG, POLICY, policy, sign } from '../support/harness/action-context.ts';

const ACCEPT = '/readiness accept OM-2 because it was agreed';

describe('signatures that nobody gave', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.close());
  const as = (login: string) => stand.github.as(login);
  /** What happens before each attack: one control is signed, one is not, and the success trigger is accepted. */
  const halfSigned = async (repo: string, number: number): Promise<void> => {
    await as('hanne-vik').review(repo, number, 'APPROVE', sign('privacy'));
    await as('ines-okafor').review(repo, number, 'APPROVE', ACCEPT);
  };
  const record = (pr: number): string =>
    [
      'control: security',
      'subject:',
      `  - { path: docs/security.md, blob: ${'ab'.repeat(20)} }`,
      'decision: approved',
      'approver: "@tomas-lindqvist"',
      'date: 2026-11-10',
      `pr: ${pr}`,
      '',
    ].join('\n');

  const elsewhere: [what: string, path: string, base: string, body: string, signed: boolean][] = [
    ['a plain approval of code', 'vendor/controls/security.yaml', 'main', 'LGTM', false],
    ['a plain approval of the record itself', 'readiness/controls/security.yaml', 'main', '', false],
    ['words in a quote', 'readiness/controls/security.yaml', 'main', '> /readiness sign-off security', false],
    ['words for another control', 'readiness/controls/security.yaml', 'main', sign('privacy'), false],
    ['a scratch branch', 'readiness/controls/security.yaml', 'scratch', sign('security'), false],
    ["the approver's own words", 'readiness/controls/security.yaml', 'main', sign('security'), true],
  ];
  test.each(elsewhere)('30 a record that names an earlier pull request: %s', async (what, path, base, body, signed) => {
    const repo = `earlier-${elsewhere.findIndex(([one]) => one === what)}`;
    const { number } = await stand.promotion(repo);
    if (base !== 'main') await stand.samir.branch(repo, base);
    await stand.samir.commit(repo, { branch: 'vendor', files: { [path]: record(1), 'src/x.ts': '1\n' } });
    const earlier = await stand.samir.openPullRequest(repo, { head: 'vendor', base });
    await as('tomas-lindqvist').review(repo, earlier.number, 'APPROVE', body);
    expect((await stand.samir.merge(repo, earlier.number)).status).toBe(200);
    const files = { 'readiness/controls/security.yaml': record(earlier.number) };
    await stand.samir.commit(repo, { branch: 'promote', files });
    await halfSigned(repo, number);
    const { run, open } = await stand.judge(repo, number);
    // The copy of the blob is wrong on purpose: only the words count, in either direction.
    expect([run.conclusion, open.includes('CS-2')]).toEqual(signed ? ['success', false] : ['failure', true]);
  });

  test('30 a record that names its own promotion turns a plain approval into nothing', async () => {
    const { number } = await stand.promotion('own-record');
    const files = { 'readiness/controls/security.yaml': record(number) };
    await stand.samir.commit('own-record', { branch: 'promote', files });
    await halfSigned('own-record', number);
    await as('tomas-lindqvist').review('own-record', number, 'APPROVE', 'Good code.');
    const { run, open } = await stand.judge('own-record', number);
    expect([run.conclusion, open]).toEqual(['failure', expect.arrayContaining(['CS-2', 'CS-4'])]);
  });

  test('30 a plain approval signs where the policy says so, whatever a record says', async () => {
    const plain = policy.replace('covers: ["prompts/**"]', 'covers: ["prompts/**"]\n    plain-approval: true');
    expect(plain).not.toBe(policy);
    const { number } = await stand.promotion('plain', { [POLICY]: plain });
    await halfSigned('plain', number);
    await as('tomas-lindqvist').review('plain', number, 'APPROVE', 'Good code.');
    expect((await stand.judge('plain', number)).run.conclusion).toBe('success');
  });

  const words: [what: string, body: string | undefined, accepted: boolean][] = [
    ['a comment that says no', 'No. I do not want to be the sponsor of this.', false],
    ['a comment that says yes in other words', 'I accept.', false],
    ['an approving review without words', undefined, false],
    ['the line', '/readiness accept role:sponsor because it is my budget', true],
  ];
  test.each(words)('30 `accepted:` that links %s', async (what, body, accepted) => {
    const repo = `linked-${words.findIndex(([one]) => one === what)}`;
    const asked = `${policy}criteria: { accountable-owners: { checks: { AO-4: blocking } } }\n`;
    const { number } = await stand.promotion(repo, { [POLICY]: asked });
    await stand.samir.commit(repo, { branch: 'other', files: { 'src/y.ts': '1\n' } });
    const other = await stand.samir.openPullRequest(repo, { head: 'other' });
    let link = `https://github.com/${ORG}/${repo}/pull/${other.number}`;
    if (body === undefined) await as('ines-okafor').review(repo, other.number, 'APPROVE', '');
    else link += `#issuecomment-${await as('ines-okafor').comment(repo, other.number, body)}`;
    const sponsor = manifest
      .replace('sponsor: "@ines-okafor"', `sponsor: { github: "@ines-okafor", accepted: "${link}" }`)
      .replace('reports-to: "Ines Okafor <ines.okafor@acme-support.example>"', 'reports-to: "@ines-okafor"');
    expect(sponsor).not.toBe(manifest);
    await stand.samir.commit(repo, { branch: 'promote', files: { 'readiness/pilot.yaml': sponsor } });
    const { evaluation } = await stand.judge(repo, number);
    const found = evaluation.report?.criteria.flatMap(({ checks }) => checks).find(({ code }) => code === 'AO-4');
    expect(found?.message).toBe(accepted ? 'reporting-line' : 'sponsor-not-accepted');
  });

  test('31 a review whose edits cannot be read is unknown, neither a signature nor an accusation', async () => {
    const { number } = await stand.promotion('unread');
    await stand.approve('unread', number);
    expect((await stand.judge('unread', number)).run.conclusion).toBe('success');
    stand.github.faults.add({ route: 'POST /graphql', status: 403 });
    const { run, open, evaluation } = await stand.judge('unread', number);
    stand.github.faults.clear();
    expect([run.conclusion, evaluation.report?.verdict]).toEqual(['failure', 'undetermined']);
    expect(open).toEqual(expect.arrayContaining(['CS-2', 'OM-2']));
    expect((await stand.judge('unread', number)).run.conclusion).toBe('success');
  });

  const edits: [what: string, before: string, after: string, editor: string][] = [
    ['another person adds the line to a plain approval', 'LGTM', sign('security'), 'samir-haddad'],
    ['another person moves it to another control', sign('privacy'), sign('security'), 'samir-haddad'],
    ['its author adds the line later', 'LGTM', sign('security'), 'tomas-lindqvist'],
    ['another person corrects a word in it', `Raed.\n\n${sign('security')}`, sign('security'), 'samir-haddad'],
  ];
  test.each(edits)('31 an edited review signs nothing: %s', async (what, before, after, editor) => {
    const repo = `edited-${edits.findIndex(([one]) => one === what)}`;
    const { number } = await stand.promotion(repo);
    await halfSigned(repo, number);
    const id = await as('tomas-lindqvist').review(repo, number, 'APPROVE', before);
    await as(editor).rewriteReview(repo, number, id, after);
    const { run, open, comment } = await stand.judge(repo, number);
    expect([run.conclusion, open]).toEqual(['failure', expect.arrayContaining(['CS-2'])]);
    expect(comment).toMatch(/review of .*tomas-lindqvist.* was edited/);
    await as('tomas-lindqvist').review(repo, number, 'APPROVE', sign('security'));
    expect((await stand.judge(repo, number)).run.conclusion).toBe('success');
  });

  test('31 an edited review accepts nothing, and one that declined still declines', async () => {
    const { number } = await stand.promotion('edited-accept');
    await as('tomas-lindqvist').review('edited-accept', number, 'APPROVE', sign('security'));
    await as('hanne-vik').review('edited-accept', number, 'APPROVE', sign('privacy'));
    const id = await as('ines-okafor').review('edited-accept', number, 'COMMENT', 'I will think about it.');
    await stand.samir.rewriteReview('edited-accept', number, id, ACCEPT);
    expect((await stand.judge('edited-accept', number)).open).toEqual(['OM-2']);

    const declined = await stand.promotion('edited-decline', {
      [POLICY]: policy.replace('"@hanne-vik"', '"@hanne-vik", "@lea-brandt"'),
    });
    await stand.approve('edited-decline', declined.number);
    const body = '/readiness decline privacy because the data leaves Europe';
    const no = await as('lea-brandt').review('edited-decline', declined.number, 'COMMENT', body);
    expect((await stand.judge('edited-decline', declined.number)).open).toContain('CS-2');
    await stand.samir.rewriteReview('edited-decline', declined.number, no, 'Looks fine to me.');
    const { open, comment } = await stand.judge('edited-decline', declined.number);
    expect(open).toContain('CS-2');
    expect(comment).toContain('the data leaves Europe');
  });
});

describe('people who may not sign', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.close());
  const as = (login: string) => stand.github.as(login);
  const unnamed = policy.replace(
    /controls:\n[\s\S]*?(?=waivers:)/,
    'controls: { security: { covers: ["prompts/**"] } }\n',
  );
  /** The whole of a CODEOWNERS file decides: every control is signed by an owner of its record. */
  const owned = async (repo: string, codeowners: string, access?: Record<string, string>) => {
    expect(unnamed).not.toMatch(/approvers: \["@(tomas|hanne)/);
    const files = { [POLICY]: unnamed, '.github/CODEOWNERS': codeowners };
    const { number } = await stand.promotion(repo, files);
    for (const [login, role] of Object.entries(access ?? {}))
      await as(`${ORG}-owner`).request(`PUT /repos/${ORG}/${repo}/collaborators/${login}`, { permission: role });
    await stand.approve(repo, number);
    return stand.judge(repo, number);
  };

  const catchAlls = ['*', '/**', '**', '/readiness/', 'readiness/**', '*.yaml', '**/controls/*.yaml', 'controls/'];
  test.each(catchAlls)('32 a catch-all in CODEOWNERS names nobody for a control: %s', async (pattern) => {
    const repo = `catch-all-${catchAlls.indexOf(pattern)}`;
    // The last rule that matches decides, as on GitHub: an earlier, exact one does not come back.
    const text = `/readiness/controls/ @ravi-desai\n${pattern} @tomas-lindqvist @hanne-vik\n`;
    const { run, open, comment } = await owned(repo, text);
    expect([run.conclusion, open]).toEqual(['failure', expect.arrayContaining(['CS-2'])]);
    expect(comment).toContain('controls.privacy.approvers');
  });

  test('32 a rule for the records names its owners, and they need write access', async () => {
    const rule = '* @samir-haddad\n/readiness/controls/ @tomas-lindqvist @hanne-vik\n';
    expect((await owned('owners', rule)).run.conclusion).toBe('success');
    const { run, open, comment } = await owned('readers', rule, { 'hanne-vik': 'pull' });
    expect([run.conclusion, open]).toEqual(['failure', ['CS-2']]);
    expect(comment).toMatch(/hanne-vik.* has no write access/);
  });

  test('32 who is named by the policy signs with read access, but not after leaving', async () => {
    const { number } = await stand.promotion('left');
    await as(`${ORG}-owner`).request(`PUT /repos/${ORG}/left/collaborators/hanne-vik`, { permission: 'pull' });
    await stand.approve('left', number);
    expect((await stand.judge('left', number)).run.conclusion).toBe('success');
    stand.github.people.leave('members', 'hanne-vik');
    await as(`${ORG}-owner`).request(`DELETE /repos/${ORG}/left/collaborators/hanne-vik`);
    const { run, open, comment } = await stand.judge('left', number);
    stand.github.people.join('members', 'hanne-vik');
    expect([run.conclusion, open]).toEqual(['failure', ['CS-2']]);
    expect(comment).toMatch(/hanne-vik.* does not belong to the organization or repository now/);
  });

  test('32 an outside collaborator with read access signs; the sponsor who left accepts nothing', async () => {
    const { number } = await stand.promotion('outside');
    await stand.approve('outside', number);
    for (const login of ['hanne-vik', 'ines-okafor']) stand.github.people.leave('members', login);
    await as(`${ORG}-owner`).request(`DELETE /repos/${ORG}/outside/collaborators/ines-okafor`);
    await as(`${ORG}-owner`).request(`PUT /repos/${ORG}/outside/collaborators/hanne-vik`, { permission: 'pull' });
    const { open } = await stand.judge('outside', number);
    for (const login of ['hanne-vik', 'ines-okafor']) stand.github.people.join('members', login);
    expect(open).toContain('OM-2');
    expect(open).not.toContain('CS-2');
  });
});
