import type { Refusal } from '../../commands/receipt.ts';
import { dayWords } from '../model/days.ts';
import { cut, forMarkdown, forMarkdownCode } from '../model/text.ts';

import { many, moment, shortCommit } from '../model/words.ts';

const MOST = 5;

/** Why a command was refused and who could, or what to send, as Markdown sentences. `by` is whoever wrote it. */
export function refusalWords(refusal: Refusal, by: string, subject: string): string {
  const me = who(by);
  switch (refusal.because) {
    case 'not-an-approver':
      return `${me} is not among the approvers of ${named(refusal.of)}. ${can(refusal.who)}`;
    case 'no-approvers':
      return refusal.of === 'waivers'
        ? 'Nobody may do this yet: the policy names no `waivers.approvers`. A repository admin adds them.'
        : `Nobody may do this yet: nobody is named for ${named(refusal.of)}. A repository admin adds them to the policy (for a control, ${code(`controls.${refusal.of}.approvers`)}).`;
    case 'opened-it':
      return `${me} may not do this: opened this pull request. ${canBesides(refusal.who, by)}`;
    case 'wrote-commits':
      return `${me} may not do this: had a hand in its commits (${list(refusal.commits.map((one) => shortCommit(one)))}). ${canBesides(refusal.who, by)}`;
    case 'wrote-evidence': {
      const wrote = refusal.wrote.map(({ path, commit }) => `${path} (${shortCommit(commit)})`);
      return `${me} may not sign ${code(subject)}: wrote ${list(wrote)}. ${canBesides(refusal.who, by)}`;
    }
    case 'requested-it':
      return `${me} may not grant it: asked for it. ${canBesides(refusal.who, by)}`;
    case 'holds-another':
      return `${me} already holds ${list(refusal.holds)}, and one person holds one control of a promotion. ${canBesides(refusal.who, by)} Or free yourself first: ${code(`/readiness withdraw ${refusal.holds[0] ?? ''}`)}.`;
    case 'not-verified': {
      const again =
        refusal.again === undefined ? 'Send it again in a few minutes' : `Send it again after ${moment(refusal.again)}`;
      return `Could not verify: ${forMarkdown(cut(refusal.what, 400))}. Nothing was recorded. ${again}, or have a repository admin grant what is missing.`;
    }
    case 'not-known': {
      const near = refusal.nearest === undefined ? '' : ` Did you mean ${code(refusal.nearest)}?`;
      const known = refusal.known.length === 0 ? '' : ` Known here: ${list(refusal.known, 40)}.`;
      return `There is no ${refusal.kind} ${code(refusal.given)}.${near}${known}`;
    }
    case 'never-waived':
      return refusal.what === 'waived'
        ? `${code(refusal.code)} can never be waived. ${explain(refusal.code)}`
        : `${code(refusal.code)} can never be declared not applicable. ${explain(refusal.code)}`;
    case 'invalid-expiry':
      return refusal.how === 'past'
        ? `${code(refusal.given)} lies in the past. The latest day possible is ${code(refusal.latest)}.`
        : `${code(refusal.given)} is too far ahead. The latest day possible is ${code(refusal.latest)}.`;
    default:
      return refusedTiming(refusal);
  }
}

type Named =
  | 'not-an-approver'
  | 'no-approvers'
  | 'opened-it'
  | 'wrote-commits'
  | 'wrote-evidence'
  | 'requested-it'
  | 'holds-another'
  | 'not-verified'
  | 'not-known'
  | 'never-waived'
  | 'invalid-expiry';

function refusedTiming(refusal: Exclude<Refusal, { because: Named }>): string {
  switch (refusal.because) {
    case 'not-reported':
      return `No report was published on this pull request yet, so there was nothing to look at. ${send(refusal.line, 'Wait for the report, then send it again.')}`;
    case 'just-pushed':
      return `Something was pushed at ${moment(refusal.at)}, less than a minute before. ${send(refusal.line, 'Look at the new report, then send it again.')}`;
    case 'head-moved':
      return `The pull request moved from ${code(shortCommit(refusal.from))} to ${code(shortCommit(refusal.to))} meanwhile. ${changes(refusal.changed)} ${send(refusal.line, 'Look at the new report, then send it again.')}`;
    case 'another-commit':
      return `${code(refusal.given)} is not exactly one commit that was reported here. ${send(refusal.line, 'Name the commit of the report.')}`;
    case 'nothing-to-sign':
      return `There is nothing to sign: none of ${list(refusal.covers)} is there.`;
    case 'nothing-requested':
      return `Nothing is asked for ${code(refusal.code)} on this pull request. First somebody else writes ${code(`/readiness waive ${refusal.code} until <date> because <reason>`)}.`;
    case 'several-requested':
      return `Several people asked. Send one of:\n\n${refusal.lines
        .slice(0, MOST)
        .map((line) => `- ${code(line)}`)
        .join('\n')}`;
    case 'just-requested':
      return `${who(refusal.by)} wrote this at ${moment(refusal.at)}, less than a minute before. Read it, then send it again.`;
    case 'just-held':
      return `${who(refusal.by)} held it at ${moment(refusal.at)}, less than a minute before. Read why, then send it again.`;
    case 'nothing-to-revoke':
      return `There is nothing of yours to take back for ${code(refusal.of)}.`;
    case 'granted-in-policy':
      return `The waiver of ${code(refusal.code)} stands in the policy file (${code(refusal.place)}): remove it there.`;
    case 'nothing-held':
      return 'Nothing is held here.';
    case 'not-acceptable':
      return `${code(refusal.subject)} is not something that a person can accept. ${explain(refusal.subject)}`;
    case 'not-approving':
      return 'In a review this counts only when the review approves. Submit an approving one, or write the line as a comment.';
    case 'needs-comment':
      return 'A condition needs somebody to watch it, which a review cannot do. Write the same line as a comment.';
    case 'pull-request-closed':
      return 'This pull request is closed, so nothing here waits for it.';
  }
}

function changes(changed: Extract<Refusal, { because: 'head-moved' }>['changed']): string {
  if (changed === 'unknown') return '';
  if (changed.length === 0) return 'None of what it covers changed.';
  return `Of what it covers, ${list(changed.map(({ path, how }) => `${path} (${how})`))} changed.`;
}

function send(line: string | undefined, otherwise: string): string {
  return line ? `Look at it, then send: ${code(line)}` : otherwise;
}

function explain(subject: string): string {
  return `What would meet it: ${code(`/readiness explain ${subject}`)}.`;
}

function can(people: string[]): string {
  return people.length === 0 ? 'Nobody is named who could.' : `Who can: ${list(people.map(bare))}.`;
}

/** Who else could, besides the one who may not. */
function canBesides(people: string[], by: string): string {
  const others = people.map(bare).filter((one) => one.toLowerCase() !== bare(by).toLowerCase());
  if (people.length === 0) return 'Nobody is named who could.';
  return others.length === 0
    ? 'Nobody else is named who could: a repository admin adds somebody to the policy.'
    : `Who can, if they had no hand in it: ${list(others)}.`;
}

function named(of: string): string {
  return of === 'waivers' ? 'waivers' : code(of);
}

/** As code, so that nobody is pinged. */
export function who(login: string): string {
  return code(`@${bare(login)}`);
}

function bare(handle: string): string {
  return handle.replace(/^@/, '');
}

export function list(words: string[], most: number = MOST): string {
  const shown = words.slice(0, most).map((word) => code(word));
  const more = words.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${many(more, 'more', 'more')}` : ''}`;
}

function code(text: string): string {
  return forMarkdownCode(cut(text, 200));
}

/** `31 January 2027`, for a day or an instant. */
export function until(iso: string): string {
  return dayWords(iso);
}
