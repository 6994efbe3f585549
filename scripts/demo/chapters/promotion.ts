import type { Client } from '../../../testing/github-emulator/index.ts';
import type { Chapter } from '../chapter.ts';
import { DAY, type DemoContext } from '../context.ts';
import type { Narrator } from '../narrator.ts';
import { type Login, nameOf, ORG, PEOPLE } from '../people.ts';
import { CHECK, PullRequest } from '../pull-request.ts';
import { writeComment } from '../read-comment.ts';
import { showBlocked, showComment, verdictOf } from '../show.ts';
import { createPilot, evalsOfToday, lastMinutePrompt, type PilotFiles, POLICY, pilotFiles } from '../support-triage.ts';
import { must } from '../unexpected.ts';

const REPO = 'support-triage';
const BRANCH = 'go-live';

/** From the request to go live to the merge: refused, cheated in vain, repaired, signed, allowed. */
export const promotion: Chapter = {
  name: 'promotion',
  look: ['pulls/1', 'issues/1/comments', `commits/${BRANCH}/check-runs`].map((path) => `/repos/${ORG}/${REPO}/${path}`),
  run: async (context, narrator) => {
    const files = pilotFiles(context.pilot);
    const story: Story = { context, narrator, files, samir: context.github.as('samir-haddad') };
    prologue(story);
    const pull = await opens(story);
    await cheats(story, pull);
    await repairs(story, pull);
    await signs(story, pull);
    await merges(story, pull);
  },
};

interface Story {
  context: DemoContext;
  narrator: Narrator;
  files: PilotFiles;
  samir: Client;
}

function prologue({ context, narrator }: Story): void {
  narrator.title('From pilot to production');
  narrator.say(
    'A pilot at Acme Support sorts customer tickets with an AI model. As a demo it convinced everybody. Today its team ' +
      'wants it in production, and pilot-readiness asks for the rest: can strangers run it, is it measured, can it be ' +
      'stopped, and did the right people agree?',
  );
  for (const { name, role } of Object.values(PEOPLE).map((one) => ({ role: undefined, ...one })))
    if (role !== undefined) narrator.row(name, role);
  narrator.say(
    `The day is ${DAY}. GitHub is an emulator at ${context.github.url}; the App that judges is the real one. Every ` +
      'answer below is read from GitHub and checked: were one different, this would end with an error.',
  );
}

async function opens({ context, narrator, files, samir }: Story): Promise<PullRequest> {
  narrator.begin('The team asks to go live');
  const check = { context: CHECK, app_id: context.github.appCredentials.appId };
  await createPilot(samir, context.github.as(`${ORG}-owner`), { repo: REPO, folder: context.pilot, files, check });
  await samir.commit(REPO, {
    branch: BRANCH,
    message: 'Large orders go to a person',
    files: lastMinutePrompt(files),
    date: `${DAY}T08:10:00Z`,
  });
  const title = 'Put support triage into production';
  const pull = new PullRequest(
    context,
    REPO,
    await samir.openPullRequest(REPO, { head: BRANCH, base: 'production', title }),
  );
  narrator.say(
    `Samir Haddad polishes the prompt once more and opens pull request #${pull.number}, "${title}", from ${BRANCH} ` +
      'to production. Then he presses the merge button.',
  );
  await showBlocked(narrator, pull, samir, 6);
  narrator.say('The App writes one comment, and keeps it up to date:');
  await showComment(narrator, pull);
  return pull;
}

/** Two short cuts that teams try; neither gets anywhere. */
async function cheats(story: Story, pull: PullRequest): Promise<void> {
  const { context, narrator, files, samir } = story;
  const policy = files.whole[POLICY] ?? '';
  narrator.begin('A short cut: relax the rules in the same pull request');
  narrator.say(`He pushes a change of ${POLICY}: mode "enforce" becomes "observe".`);
  await push(story, pull, 'Only observe', { [POLICY]: policy.replace('mode: enforce', 'mode: observe') });
  await showBlocked(narrator, pull, samir, 6);
  const { rest } = await pull.comment();
  const verdict = rest.find((text) =>
    text.startsWith('This pull request was evaluated with the policy of the default branch'),
  );
  must(verdict !== undefined, 'the comment to name the policy that was used', rest.join(' '));
  narrator.quote((sheet) => sheet.put(verdict));

  narrator.begin('Another one: paint the check green');
  narrator.say(`Any workflow may publish a check. He has one publish "${CHECK}: success", and takes his policy back.`);
  await push(story, pull, 'Take the policy back', { [POLICY]: policy });
  await pull.concluded('failure', 6);
  const workflow = context.github.withToken(context.github.actionsToken(REPO));
  await workflow.publishCheck(`${ORG}/${REPO}`, { name: CHECK, head_sha: pull.head, conclusion: 'success' });
  const green = (await pull.checkRuns()).filter((run) => run.conclusion === 'success');
  const [forged] = green;
  must(forged !== undefined && green.length === 1, 'one green check, the forged one', `${green.length}`);
  narrator.seen('check', '·', `${forged.name}: ${forged.conclusion}, says ${forged.app.name}`);
  await showBlocked(narrator, pull, samir, 6);
  narrator.say('The branch takes this check from the App alone.');
}

async function repairs(story: Story, pull: PullRequest): Promise<void> {
  const { narrator, files, samir } = story;
  const whole = (path: string): Record<string, string> => ({ [path]: files.whole[path] ?? '' });

  narrator.begin('So the pilot is repaired: when do we go back?');
  narrator.say('docs/rollback.md now says: error rate above 8 % over two hours, or answers slower than 12 seconds.');
  await repaired(story, pull, {
    code: 'RK-1',
    left: 5,
    message: 'Say when to roll back',
    files: whole('docs/rollback.md'),
  });

  narrator.begin('Who is called when it goes wrong?');
  narrator.say('docs/runbook.md now names a person, and where to find the number, instead of "TBD".');
  await repaired(story, pull, {
    code: 'RB-3',
    left: 4,
    message: 'Name who is called',
    files: whole('docs/runbook.md'),
  });

  narrator.begin('Does it still work with the new prompt?');
  narrator.say('The eval suite runs again: 61 cases, this time with the prompt that would go live.');
  const evals = await evalsOfToday(samir, REPO, BRANCH, files);
  await repaired(story, pull, { code: 'EV-2', left: 3, message: 'Run the eval suite again', files: evals });
}

async function signs({ context, narrator, samir }: Story, pull: PullRequest): Promise<void> {
  const approve = async (login: Login, words: string): Promise<void> => {
    narrator.say(`${nameOf(login)} approves: "${words}"`);
    await context.github.as(login).review(REPO, pull.number, 'APPROVE', words);
  };
  narrator.begin('What is left takes people');
  narrator.say('The comment has become short:');
  await showComment(narrator, pull);

  narrator.begin('Security signs. A colleague tries to sign for privacy');
  // Before the other one: whatever counts his review has read hers too.
  await approve('yuki-tanabe', '/readiness sign-off privacy');
  await approve('tomas-lindqvist', '/readiness sign-off security');
  await pull.concluded('failure', 2);
  const open = (await pull.comment()).rows.map(({ missing }) => missing);
  const refusal = open.find((missing) => missing.includes('@yuki-tanabe is not among the approvers'));
  must(refusal !== undefined, 'the comment to say that Yuki may not sign', open.join(' · '));
  must(!open.some((missing) => /security/i.test(missing)), 'security signed', open.join(' · '));
  narrator.say('Tomas counts. About the other one the App says:');
  narrator.quote((sheet) => sheet.put(refusal));
  await showBlocked(narrator, pull, samir, 2);

  narrator.begin('Privacy signs');
  await approve('hanne-vik', '/readiness sign-off privacy');
  await showBlocked(narrator, pull, samir, 1);

  narrator.begin('The sponsor accepts what can no longer be proven');
  narrator.say(
    'A target counts if it was set before the results were known. No history proves that here, and no push can repair ' +
      'it. But Ines Okafor may answer for it, in her own name and for everybody to see.',
  );
  await approve('ines-okafor', '/readiness accept OM-2 because I agreed the target with Dana in August');
  narrator.seen('check', '✓', ...verdictOf(await pull.concluded('success', 0)));
  const { title, rest } = await pull.comment();
  must(/Ready for production/.test(title), 'a comment that says it is ready', title);
  narrator.quote((sheet) => writeComment({ title, rows: [], rest }, sheet));
}

async function merges({ context, narrator, samir }: Story, pull: PullRequest): Promise<void> {
  narrator.begin('Samir Haddad presses the merge button again');
  const { status, message, sha = '' } = await pull.merge(samir);
  must(status === 200 && sha !== '', 'GitHub to merge', `${status} ${message}`);
  narrator.seen('merge', '✓', `${message}: ${sha}`);
  const { merged } = await pull.state();
  const production = await pull.tip('production');
  must(merged && production === sha, `production to be at ${sha}`, `${production}, merged: ${merged}`);

  narrator.begin('What stays on record');
  narrator.say('Every statement applies to the commit it was made about.');
  for (const { login, body, commit } of await pull.approvals())
    narrator.row(nameOf(login), `${commit.slice(0, 7)}  ${body}${login === 'yuki-tanabe' ? ' (did not count)' : ''}`);
  const evaluated = (await pull.checkRuns()).find((run) => run.app.id === context.github.appCredentials.appId);
  must(evaluated?.conclusion === 'success', 'a last check run that is green', evaluated?.conclusion ?? 'none');
  narrator.row(evaluated.app.name, `${pull.head.slice(0, 7)}  ${evaluated.output.title}`);
  narrator.row('production', `${production.slice(0, 7)}  the merge of pull request #${pull.number}`);
  narrator.say('Two short cuts and a borrowed signature changed nothing. Three repairs and three people did.');
}

async function push(story: Story, pull: PullRequest, message: string, files: Record<string, string>): Promise<void> {
  pull.head = await story.samir.commit(REPO, { branch: BRANCH, message, files, date: `${DAY}T10:00:00Z` });
}

/** Each push fixes one problem: it disappears from the list and the number of tasks drops by one. */
async function repaired(
  story: Story,
  pull: PullRequest,
  repair: { code: string; left: number; message: string; files: Record<string, string> },
): Promise<void> {
  const { narrator } = story;
  const before = (await pull.comment()).rows.find(({ codes }) => codes.includes(repair.code));
  must(before !== undefined, `${repair.code} on the list before it is fixed`, 'nothing of it');
  await push(story, pull, repair.message, repair.files);
  const run = await pull.concluded('failure', repair.left);
  const after = (await pull.comment()).rows.flatMap(({ codes }) => codes);
  must(!after.includes(repair.code), `${repair.code} gone from the list`, after.join(', '));
  narrator.seen('gone', '✓', before.missing);
  narrator.seen('check', '✗', ...verdictOf(run));
}
