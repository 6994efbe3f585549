import type { NotUnderstood } from '../../commands/language/grammar.ts';
import type { Receipt, SignedNotes } from '../../commands/receipt.ts';
import type { Decision, DecisionOf } from '../../engine/decisions/decision.ts';
import { type Block, firstItems, line, list, type Piece, paragraph } from '../model/blocks.ts';
import { cut } from '../model/text.ts';
import { dayWords, shortCommit } from '../model/words.ts';
import { inlineMarkdown, printMarkdown } from './print-blocks.ts';
import { blobAddress, placeLink } from './pull-request.ts';
import { account, code, codes, refusalWords } from './refusal.ts';

export interface ReceiptOptions {
  serverUrl: string;
  repository: string;
}

/** Below every interpretation of GitHub's limit for a comment. */
const BUDGET = 60_000;
const MAX_FILES = 12;

/** The answer to the commands of one comment, as Markdown; empty when there is nothing to report. */
export function renderReceipts(receipts: Receipt[], options: ReceiptOptions): string {
  return printMarkdown(
    receipts.flatMap((receipt) => receiptBlocks(receipt, options)),
    BUDGET,
  ).trim();
}

/** The answer to an edited comment that contains a command. */
export function renderEdited(by: string): string {
  return inlineMarkdown(
    line`${account(by)}: commands in edited comments do not count, and what this comment had opened no longer applies. Write a new comment.`,
  );
}

/** The one answer to people without a role in the pilot. */
export function renderOutsider(): string {
  return 'Commands are run for people with access to this repository, or whom the pilot names. Nothing was run here, and further comments of this kind are not answered.';
}

/** The answer to a comment that could not be processed because of an internal error. */
export function renderGivenUp(): string {
  return '❌ This comment could not be processed because of an internal error in pilot-readiness. Its operator finds the details in the log. Nothing that opens the gate was recorded. Retry once it is fixed.';
}

/** The reaction to a comment as a whole: that of its worst line. */
export function reactionTo(receipts: Receipt[]): '+1' | 'eyes' | 'confused' {
  if (receipts.some(({ kind }) => kind === 'refused' || kind === 'not-understood')) return 'confused';
  return receipts.some(({ kind }) => kind === 'recorded' || kind === 'counts-as-review') ? '+1' : 'eyes';
}

/** Help, explanation and the report have answers of their own. */
function receiptBlocks(receipt: Receipt, options: ReceiptOptions): Block[] {
  switch (receipt.kind) {
    case 'recorded':
      if (receipt.decision.verb === 'sign-off') return signOffBlocks(receipt.decision, receipt.signed, options);
      return [paragraph(recordedWords(receipt.decision, receipt.who ?? []))];
    case 'counts-as-review': {
      const [me, subject] = [account(receipt.by), code(receipt.subject)];
      return [
        paragraph(
          receipt.verb === 'sign-off'
            ? line`✅ ${me}: this review counts as the sign-off of ${subject} until it is dismissed.`
            : line`✅ ${me}: this review counts for ${subject}.`,
        ),
      ];
    }
    case 'refused':
      return [paragraph(line`❌ ${refusalWords(receipt.refusal, receipt.by, receipt.subject)}`)];
    case 'not-understood':
      return notUnderstood(receipt.fault);
    default:
      return [];
  }
}

function recordedWords(decision: Exclude<Decision, { verb: 'sign-off' }>, people: string[]): Piece[] {
  const me = account(decision.by);
  switch (decision.verb) {
    case 'decline': {
      const withdraw = code(`/readiness withdraw ${decision.control}`);
      return line`⛔ ${me} declined ${code(decision.control)}: ${reason(decision)}. The gate stays closed until ${me} signs off or comments ${withdraw}.`;
    }
    case 'withdraw':
      return line`✅ ${me} withdrew their statement on ${code(decision.control)}.`;
    case 'accept': {
      const until =
        decision.covered.length === 0 ? 'nothing else contradicts it' : 'the files it refers to stay unchanged';
      return line`✅ ${me} accepted ${code(decision.subject)} as ${decision.onBehalf}: ${reason(decision)}. It applies to this pull request as long as ${until}, and is always displayed.`;
    }
    case 'waive':
      return line`📝 ${me} requests a waiver of ${code(decision.code)} until ${dayWords(decision.until)}: ${reason(decision)}. ${grantWords(decision.code, people)}`;
    case 'not-applicable':
      return line`📝 ${me} requests that ${subjectOf(decision)} be treated as not applicable: ${reason(decision)}. ${grantWords(decision.code, people)}`;
    case 'grant': {
      const what = decision.of === 'waive' ? 'the waiver of' : 'the not-applicable request for';
      const end =
        decision.until === undefined
          ? 'It has to be confirmed each year'
          : `It expires at the end of ${dayWords(decision.until)} (UTC)`;
      const revoke = code(`/readiness revoke ${decision.code}`);
      return line`✅ ${me} granted ${what} ${subjectOf(decision)}, requested by ${account(decision.askedBy)}: ${reason(decision)}. ${end} and is always displayed. To revoke it: ${revoke}.`;
    }
    case 'revoke':
      return line`✅ ${me} revoked what was granted or requested for ${code(decision.code)}.`;
    case 'hold':
      return line`⛔ ${me} put this pilot on hold: ${reason(decision)}. The gate stays closed until ${code('/readiness release')}.`;
    case 'release':
      return line`✅ ${me} released this pilot: its evidence decides again.`;
    case 'retire':
      return line`✅ ${me} retired this pilot: ${reason(decision)}. It will no longer be evaluated.`;
  }
}

function subjectOf({ code: check, part }: { code: string; part?: string | undefined }): Piece[] {
  return codes([check, ...(part ? [part] : [])]);
}

/** What was signed off, until when, what makes it stale, how to withdraw it. */
function signOffBlocks(
  { by, control, headSha, covered, condition }: DecisionOf<'sign-off'>,
  signed: SignedNotes | undefined,
  { serverUrl, repository }: ReceiptOptions,
): Block[] {
  const files = covered.map(({ path }) => ({
    text: [placeLink({ path }, (place) => blobAddress(serverUrl, repository, headSha, place))],
  }));
  const ends = signed === undefined ? '' : ` It expires on ${dayWords(signed.until)}.`;
  const withdraw = code(`/readiness withdraw ${control}`);
  return [
    paragraph(line`✅ ${account(by)} signed off ${code(control)} at ${code(shortCommit(headSha))} for these files:`),
    ...list(firstItems(files, MAX_FILES)),
    ...(condition === undefined
      ? []
      : [
          paragraph(
            line`Condition: ${sentenceOf(condition.what)}. ${account(condition.owner)} fulfills it by ${dayWords(condition.due)}. After that, the gate closes until ${account(by)} signs off again without it.`,
          ),
        ]),
    paragraph(
      line`If one of these files changes, or the set of covered files changes, a new sign-off is needed; other pushes do not affect it.${ends} To withdraw it: ${withdraw}. Editing or deleting the comment voids it.`,
    ),
    ...(signed?.open ?? []).map((open) => paragraph(openControl(open))),
  ];
}

function openControl({ control, who, impossible }: SignedNotes['open'][number]): Piece[] {
  return impossible
    ? line`⚠️ ${code(control)} has no approver left (${codes(who)}): one person can sign off only one control. A repository admin has to name another approver.`
    : line`Still to be signed off: ${code(control)}, by ${codes(who)}.`;
}

function grantWords(check: string, people: string[]): Piece[] {
  return line`Nothing changes until a second person, who neither opened this pull request nor contributed to it, grants it: ${code(`/readiness grant ${check}`)}. Who can: ${codes(people)}.`;
}

const PROBLEMS: Record<NotUnderstood['problem'], string> = {
  'unknown-verb': 'there is no such command',
  'no-subject': 'the control or check code is missing',
  'no-reason': 'the reason is missing',
  'no-date': 'the expiry date is missing',
  'not-a-date': 'this is not a date; dates are written YYYY-MM-DD',
  condition: 'this looks like a condition, which has only one form',
  'left-over': 'this is not part of the command',
  'too-long': 'this is too long',
  'too-many': 'One comment runs at most 10 commands',
  cut: 'This comment is too long',
};

function notUnderstood({ line: number, problem, seen, forms, nearest, word }: NotUnderstood): Block[] {
  if (problem === 'too-many' || problem === 'cut') return unread(number, problem);
  const near = nearest === undefined ? [] : line` Did you mean ${code(nearest)}?`;
  const at = seen === '' ? code(`/readiness ${word}`) : code(cut(seen, 80));
  return [
    paragraph(
      line`❌ Line ${number} could not be parsed at ${at}: ${PROBLEMS[problem]}.${near} Nothing was recorded. Supported forms:`,
    ),
    ...list(forms.map((form) => ({ text: [code(form)] }))),
  ];
}

/** What was left out of a comment: nothing that opens the gate, and nothing that closes it. */
function unread(number: number, problem: 'too-many' | 'cut'): Block[] {
  const words = {
    'too-many': line`❌ ${PROBLEMS[problem]}. From line ${number} on, only commands that close the gate were run. Send the others in a new comment.`,
    cut: line`❌ ${PROBLEMS[problem]}. Only its commands that close the gate were run. Send the others in a new comment.`,
  };
  return [paragraph(words[problem])];
}

function reason(decision: { reason: string }): string {
  return sentenceOf(decision.reason);
}

/** Without the period that the sentence around it has. */
function sentenceOf(text: string): string {
  return cut(text.replace(/[.\s]+$/, ''), 500);
}
