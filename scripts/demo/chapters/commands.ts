import type { Chapter } from '../chapter.ts';
import type { DemoContext, LedgerEntry } from '../context.ts';
import type { Narrator } from '../narrator.ts';
import { type Login, nameOf, ORG } from '../people.ts';
import { CHECK, PullRequest } from '../pull-request.ts';
import { writeComment } from '../read-comment.ts';
import { showBlocked, showComment, verdictOf } from '../show.ts';
import { createPilot, POLICY, pilotFiles } from '../support-triage.ts';
import { must } from '../unexpected.ts';

const REPO = 'support-triage';
const BRANCH = 'go-live';
/** Under the minimal profile a stale signature is advice; this organization asks for more. */
const STRICTER = 'criteria:\n  control-signoffs: { checks: { CS-3: blocking } }\n';
/** Commands that open the gate require a minute without changes: nobody can have read what was pushed a moment ago. */
const LATER_MS = 90_000;

/** What people who never touch git do on the pull request: sign, be refused, sign again, hold, waive. */
export const commands: Chapter = {
  name: 'commands',
  look: ['pulls/1', 'issues/1/comments', `commits/${BRANCH}/check-runs`].map((path) => `/repos/${ORG}/${REPO}/${path}`),
  run: async (context, narrator) => {
    const story = await opens(context, narrator);
    await refuses(story);
    await signs(story);
    await changesWhatWasSigned(story);
    await holds(story);
    await waives(story);
    await merges(story);
  },
};

interface Story {
  context: DemoContext;
  narrator: Narrator;
  pull: PullRequest;
  laterMs: number;
}

async function opens(context: DemoContext, narrator: Narrator): Promise<Story> {
  narrator.title('What people say on a pull request');
  narrator.say(
    'The evidence of the pilot is complete. What is missing are people: who signs, who waives, who says stop. None of ' +
      'them needs git; each writes one line on the pull request. Every answer below is read from the emulated GitHub ' +
      'and checked.',
  );
  narrator.begin("Three things are left, and each is somebody's");
  const files = pilotFiles(context.pilot);
  const samir = context.github.as('samir-haddad');
  const check = { context: CHECK, app_id: context.github.appCredentials.appId };
  const policy = { [POLICY]: `${files.whole[POLICY] ?? ''}${STRICTER}` };
  const ready = { whole: files.whole, hurried: { ...files.whole, ...policy } };
  const admin = context.github.as(`${ORG}-owner`);
  await createPilot(samir, admin, { repo: REPO, folder: context.pilot, files: ready, check });
  await samir.commit(REPO, { branch: BRANCH, message: 'Go live', files: { 'CHANGELOG.md': 'Ready.\n' } });
  const title = 'Put support triage into production';
  const opened = await samir.openPullRequest(REPO, { head: BRANCH, base: 'production', title });
  const pull = new PullRequest(context, REPO, opened);
  await showBlocked(narrator, pull, samir, 3);
  await showComment(narrator, pull);
  const asked = await pull.asked();
  must(asked.join() === 'hanne-vik,tomas-lindqvist', 'a review asked of Hanne and Tomas', asked.join() || 'nobody');
  narrator.seen('asked', '·', `for a review: ${asked.map(nameOf).join(', ')}; once, by the App`);
  return { context, narrator, pull, laterMs: 0 };
}

async function refuses(story: Story): Promise<void> {
  story.narrator.begin('A colleague means well');
  await says(story, 'yuki-tanabe', '/readiness sign-off privacy', 'confused', /hanne-vik/);
  await showBlocked(story.narrator, story.pull, story.context.github.as('samir-haddad'), 3);
}

async function signs(story: Story): Promise<void> {
  story.narrator.begin('Security signs');
  await says(story, 'tomas-lindqvist', '/readiness sign-off security', '+1', /signed off security/);
  await showBlocked(story.narrator, story.pull, story.context.github.as('samir-haddad'), 2);
}

async function changesWhatWasSigned(story: Story): Promise<void> {
  const { context, narrator, pull } = story;
  const samir = context.github.as('samir-haddad');
  narrator.begin('What was signed changes, and the signature is stale');
  narrator.say('Samir Haddad pushes "one small thing" to docs/security.md.');
  const text = await contentOf(context, 'docs/security.md');
  pull.head = await samir.commit(REPO, {
    branch: BRANCH,
    message: 'Keep logs for a year',
    files: { 'docs/security.md': `${text}\nLogs are kept for a year.\n` },
  });
  await showBlocked(narrator, pull, samir, 3);
  const row = (await pull.comment()).rows.find(({ missing }) => missing.includes('security'));
  must(row !== undefined, 'security on the list again', 'nothing of it');
  narrator.quote((sheet) => sheet.put(`${row.missing} → ${row.nextStep}`));

  narrator.begin('He signs again, faster than anybody reads');
  const reply = await says(story, 'tomas-lindqvist', '/readiness sign-off security', 'confused', /less than a minute/);
  const line = /\/readiness sign-off security @[0-9a-f]{12}/.exec(reply)?.[0];
  must(line !== undefined, 'the line to send', reply);
  narrator.say('So he reads, and sends the line that he was given: it names the commit he looked at.');
  await says(story, 'tomas-lindqvist', line, '+1', /signed off security/);
  await showBlocked(narrator, pull, samir, 2);
}

async function holds(story: Story): Promise<void> {
  const { context, narrator, pull } = story;
  const samir = context.github.as('samir-haddad');
  narrator.begin('Privacy says stop');
  narrator.say('A stop counts at once, whoever else has signed.');
  const words = '/readiness hold because a customer asks where her letters go';
  await says(story, 'hanne-vik', words, '+1', /put this pilot on hold/);
  await showBlocked(narrator, pull, samir, 3);

  narrator.begin('Her question is answered: she releases the pilot, and signs');
  later(story);
  await says(story, 'hanne-vik', '/readiness release\n/readiness sign-off privacy', '+1', /signed off privacy/);
  await showBlocked(narrator, pull, samir, 1);
}

async function waives(story: Story): Promise<void> {
  const { context, narrator, pull } = story;
  narrator.begin('The team asks for a waiver; it cannot grant it');
  const ask = '/readiness waive OM-2 until 2026-12-31 because the window began before the target was merged';
  await says(story, 'samir-haddad', ask, '+1', /Nothing changes until a second person/);
  await says(story, 'samir-haddad', '/readiness grant OM-2', 'confused', /is not an approver/);
  await showBlocked(narrator, pull, context.github.as('samir-haddad'), 1);

  narrator.begin('Somebody else grants it, for six weeks');
  later(story);
  await says(story, 'mira-castellano', '/readiness grant OM-2', '+1', /granted the waiver of OM-2/);
  narrator.seen('check', '✓', ...verdictOf(await pull.concluded('success', 0)));
  const { title, rest } = await pull.comment();
  must(/1 waived/.test(title), 'a headline that shows the waiver', title);
  narrator.quote((sheet) => writeComment({ title, rows: [], rest }, sheet));
}

async function merges({ context, narrator, pull }: Story): Promise<void> {
  narrator.begin('The merge, and what stays on record');
  const { status, message, sha = '' } = await pull.merge(context.github.as('samir-haddad'));
  must(status === 200 && sha !== '', 'GitHub to merge', `${status} ${message}`);
  narrator.seen('merge', '✓', `${message}: ${sha}`);
  narrator.say('The App is stopped, and its ledger read as an operator does:');
  const { entries, proof } = await context.ledger();
  const decided = entries.filter(({ kind }) => kind === 'decision');
  const expected = 'sign-off sign-off hold release sign-off waive grant';
  const verbs = decided.map(({ body }) => String(body.verb)).join(' ');
  must(verbs === expected, `the decisions ${expected}`, verbs);
  for (const entry of decided) narrator.row(nameOf(String(entry.body.by)), wordsOf(entry));
  const [holdsWords = ''] = proof;
  narrator.seen('ledger', '✓', holdsWords);
  narrator.say('Refusals change nothing and are not decisions. A waiver stays in sight, and ends by itself.');
}

/** Somebody writes it; the App reacts and answers. The answer is quoted, and returned. */
async function says(
  { context, narrator, pull }: Story,
  login: Login,
  words: string,
  reaction: '+1' | 'confused',
  answer: RegExp,
): Promise<string> {
  narrator.say(`${nameOf(login)} writes: "${words.replace('\n', '" and "')}"`);
  const seen = await pull.say(context.github.as(login), words);
  const reply = seen.reply.join(' ');
  must(seen.reaction === reaction, `the reaction ${reaction}`, `${seen.reaction}: ${reply}`);
  must(answer.test(reply), `an answer that says ${String(answer)}`, reply);
  narrator.quote((sheet) => {
    for (const line of seen.reply) sheet.put(line, line.startsWith('- ') ? { hang: 2 } : {});
  });
  return reply;
}

/** Comments are dated later from now on, so that the story need not wait. */
function later(story: Story): void {
  const { context, narrator } = story;
  story.laterMs += LATER_MS;
  context.github.dateComments(story.laterMs);
  narrator.say('Two minutes later.');
}

async function contentOf(context: DemoContext, path: string): Promise<string> {
  const { data } = await context.github
    .as('samir-haddad')
    .request(`GET /repos/${ORG}/${REPO}/contents/${path}?ref=${BRANCH}`);
  return Buffer.from(String((data as { content?: string }).content ?? ''), 'base64').toString();
}

function wordsOf({ body, subject }: LedgerEntry): string {
  const verb = String(body.verb);
  return `${String(body.headSha ?? '').slice(0, 7)}  ${verb}${subject === verb ? '' : ` ${subject}`}`;
}
