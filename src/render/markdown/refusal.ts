import type { Refusal } from '../../commands/receipt.ts';
import { type Inline, line, listed, type Piece } from '../model/blocks.ts';
import { cut } from '../model/text.ts';
import { moment, shortCommit } from '../model/words.ts';

const MAX_NAMES = 5;
const MAX_KNOWN = 40;

/** Why a command was rejected and who can use it, or what to write instead. `by` is its author. */
export function refusalWords(refusal: Refusal, by: string, subject: string): Inline {
  const me = account(by);
  switch (refusal.because) {
    case 'not-an-approver':
      if (refusal.lacks === 'noMembership')
        return line`${me} is named for ${named(refusal.of)} but does not belong to the organization or repository now. ${othersWhoCan(refusal.who, by)}`;
      if (refusal.lacks === 'noWriteAccess')
        return line`${me} owns ${named(refusal.of)} in CODEOWNERS but has no write access, which an owner needs. ${othersWhoCan(refusal.who, by)}`;
      return line`${me} is not an approver of ${named(refusal.of)}. ${whoCan(refusal.who)}`;
    case 'no-approvers':
      return refusal.of === 'waivers'
        ? 'The policy names no `waivers.approvers`, so nobody can do this yet. A repository admin can add them.'
        : line`No approver is named for ${named(refusal.of)}, so nobody can do this yet. A repository admin can add them to the policy (for a control, under ${code(`controls.${refusal.of}.approvers`)}).`;
    case 'opened-it':
      return line`${me} cannot do this because they opened this pull request. ${othersWhoCan(refusal.who, by)}`;
    case 'wrote-commits': {
      const commits = codes(refusal.commits.map(shortCommit));
      return line`${me} cannot do this because they contributed commits to this pull request (${commits}). ${othersWhoCan(refusal.who, by)}`;
    }
    case 'wrote-evidence': {
      const files = codes(refusal.wrote.map(({ path, commit }) => `${path} (${shortCommit(commit)})`));
      return line`${me} cannot sign off ${code(subject)} because they changed ${files}. ${othersWhoCan(refusal.who, by)}`;
    }
    case 'requested-it':
      return line`${me} cannot grant this because they requested it. ${othersWhoCan(refusal.who, by)}`;
    case 'holds-another': {
      const withdraw = code(`/readiness withdraw ${refusal.holds[0] ?? ''}`);
      return line`${me} already signed off ${codes(refusal.holds)}, and one person can sign off only one control per promotion. ${othersWhoCan(refusal.who, by)} Alternatively, withdraw first: ${withdraw}.`;
    }
    case 'not-verified': {
      const again =
        refusal.again === undefined ? 'Try again in a few minutes' : `Try again after ${moment(refusal.again)}`;
      return `Could not verify: ${cut(refusal.what, 400)}. Nothing was recorded. ${again}, or have a repository admin grant the missing access.`;
    }
    case 'not-known': {
      const near = refusal.nearest === undefined ? [] : line` Did you mean ${code(refusal.nearest)}?`;
      const known = refusal.known.length === 0 ? [] : line` Available here: ${codes(refusal.known, MAX_KNOWN)}.`;
      return line`There is no ${refusal.kind} ${code(refusal.given)}.${near}${known}`;
    }
    case 'never-waived': {
      const what = refusal.what === 'waived' ? 'waived' : 'declared not applicable';
      return line`${code(refusal.code)} can never be ${what}. ${explain(refusal.code)}`;
    }
    case 'invalid-expiry': {
      const what = refusal.how === 'past' ? 'is in the past' : 'is too far in the future';
      return line`${code(refusal.given)} ${what}. The latest possible date is ${code(refusal.latest)}.`;
    }
    case 'not-reported':
      return line`No report was published on this pull request yet, so there was nothing to review. ${resend(refusal.line, 'Wait for the report, then send the command again.')}`;
    case 'just-pushed':
      return line`A commit was pushed at ${moment(refusal.at)}, less than a minute earlier. ${resend(refusal.line, 'Review the new report, then send the command again.')}`;
    case 'head-moved': {
      const moved = line`The pull request moved from ${code(shortCommit(refusal.from))} to ${code(shortCommit(refusal.to))} in the meantime.`;
      const send = resend(refusal.line, 'Review the new report, then send the command again.');
      return line`${moved} ${changedFiles(refusal.changed)}${send}`;
    }
    case 'another-commit':
      return line`${code(refusal.given)} does not identify exactly one commit that was reported here. ${resend(refusal.line, 'Name the commit of the report.')}`;
    case 'nothing-to-sign':
      return line`There is nothing to sign off: none of ${codes(refusal.covers)} exists.`;
    case 'covers-link':
      return line`${codes(refusal.links)} ${refusal.links.length === 1 ? 'is a symbolic link' : 'are symbolic links'}, and a signature would not cover what is behind. The author has to replace the link with the file itself.`;
    case 'nothing-requested': {
      const waive = code(`/readiness waive ${refusal.code} until <date> because <reason>`);
      return line`Nothing was requested for ${code(refusal.code)} on this pull request. Someone else has to request it first: ${waive}.`;
    }
    case 'several-requested':
      return line`Several people requested this. Send one of: ${codes(refusal.lines)}.`;
    case 'just-requested':
      return line`${account(refusal.by)} requested this at ${moment(refusal.at)}, less than a minute earlier. Read the request, then send the command again.`;
    case 'just-held':
      return line`${account(refusal.by)} put this on hold at ${moment(refusal.at)}, less than a minute earlier. Read the reason, then send the command again.`;
    case 'nothing-to-revoke':
      return line`You have nothing to withdraw for ${code(refusal.of)}.`;
    case 'granted-in-policy':
      return line`The waiver of ${code(refusal.code)} is in the policy file (${code(refusal.place)}). Remove it there.`;
    case 'nothing-held':
      return 'This pilot is not on hold.';
    case 'not-acceptable':
      return line`${code(refusal.subject)} cannot be accepted by a person. ${explain(refusal.subject)}`;
    case 'not-approving':
      return 'In a review, this command only counts if the review approves. Submit an approving review, or write the command as a comment.';
    case 'needs-comment':
      return 'A condition is tracked until it is fulfilled, which is not possible for a review. Write the same command as a comment.';
    case 'pull-request-closed':
      return 'This pull request is closed; there is nothing to approve.';
  }
}

function changedFiles(changed: Extract<Refusal, { because: 'head-moved' }>['changed']): Piece[] {
  if (changed === 'unknown') return [];
  if (changed.length === 0) return ['None of the covered files changed. '];
  return line`Covered files changed: ${codes(changed.map(({ path, how }) => `${path} (${how})`))}. `;
}

function resend(command: string | undefined, otherwise: string): Piece[] {
  return command ? line`Review it, then send: ${code(command)}` : [otherwise];
}

function explain(subject: string): Piece[] {
  return line`To see how to meet it: ${code(`/readiness explain ${subject}`)}.`;
}

const NOBODY = 'Nobody with that right is named.';

function whoCan(people: string[]): Piece[] {
  return people.length === 0 ? [NOBODY] : line`Who can: ${codes(people.map(bare))}.`;
}

/** Who can, other than the author of the command. */
function othersWhoCan(people: string[], by: string): Piece[] {
  const others = people.map(bare).filter((one) => one.toLowerCase() !== bare(by).toLowerCase());
  if (people.length === 0) return [NOBODY];
  return others.length === 0
    ? ['No one else with that right is named: a repository admin can add someone to the policy.']
    : line`Who can, unless they contributed to it: ${codes(others)}.`;
}

function named(of: string): Piece {
  return of === 'waivers' ? 'waivers' : code(of);
}

/** As code, so that nobody is notified. */
export function account(login: string): Piece {
  return code(`@${bare(login)}`);
}

function bare(handle: string): string {
  return handle.replace(/^@/, '');
}

export function codes(words: string[], max: number = MAX_NAMES): Piece[] {
  return listed(words.map(code), max);
}

export function code(text: string): Piece {
  return { code: cut(text, 200) };
}
