import type { NotUnderstood } from '../../commands/language/grammar.ts';
import type { Receipt, SignedNotes } from '../../commands/receipt.ts';
import type { Decision, DecisionOf } from '../../engine/decisions/decision.ts';
import { cut, forMarkdown, forMarkdownCode, withinBytes } from '../model/text.ts';
import { shortCommit } from '../model/words.ts';
import { blobAddress, placeLink } from './pull-request.ts';
import { list, refusalWords, until, who } from './refusal.ts';

export interface ReceiptOptions {
  serverUrl: string;
  repository: string;
}

/** Below every reading of GitHub's limit for a comment. */
const BUDGET = 60_000;
const FILES = 12;

/** The answer to the commands of one comment, as Markdown; empty when nothing has to be said. */
export function renderReceipts(receipts: Receipt[], options: ReceiptOptions): string {
  const said = receipts.map((receipt) => receiptWords(receipt, options)).filter((words) => words !== '');
  return withinBytes(said.join('\n\n'), BUDGET);
}

/** What is said to somebody whose edited comment holds a command. */
export function renderEdited(by: string): string {
  return `${who(by)}: commands in edited comments do not count, and what this comment had opened no longer does. Write a new comment.`;
}

/** What is said where a comment could not be answered, because of a defect of ours. */
export function renderGivenUp(): string {
  return '❌ This comment could not be answered, because of a defect of pilot-readiness; whoever operates it finds it in the log. Nothing that opens the gate was recorded. Send it again once it is mended.';
}

/** The reaction to a comment as a whole: the worst of what its lines met. */
export function reactionTo(receipts: Receipt[]): '+1' | 'eyes' | 'confused' {
  if (receipts.some(({ kind }) => kind === 'refused' || kind === 'not-understood')) return 'confused';
  return receipts.some(({ kind }) => kind === 'recorded' || kind === 'counts-as-review') ? '+1' : 'eyes';
}

/** Help, explanation and the report answer for themselves. */
function receiptWords(receipt: Receipt, options: ReceiptOptions): string {
  switch (receipt.kind) {
    case 'recorded':
      return recorded(receipt, options);
    case 'counts-as-review':
      return receipt.verb === 'sign-off'
        ? `✅ ${who(receipt.by)}: this review counts as the sign-off of ${list([receipt.subject])}, as long as it is not dismissed.`
        : `✅ ${who(receipt.by)}: this review counts for ${list([receipt.subject])}.`;
    case 'refused':
      return `❌ ${refusalWords(receipt.refusal, receipt.by, receipt.subject)}`;
    case 'not-understood':
      return `❌ ${notUnderstood(receipt.fault)}`;
    default:
      return '';
  }
}

function recorded(receipt: Extract<Receipt, { kind: 'recorded' }>, options: ReceiptOptions): string {
  const { decision, signed } = receipt;
  const me = who(decision.by);
  switch (decision.verb) {
    case 'sign-off':
      return signature(decision, signed, options);
    case 'decline':
      return `⛔ ${me} declined ${list([decision.control])}: ${prose(decision.reason)}. The gate stays closed until ${me} signs it or writes ${code(`/readiness withdraw ${decision.control}`)}.`;
    case 'withdraw':
      return `✅ ${me} took back what they said of ${list([decision.control])}.`;
    case 'accept':
      return `✅ ${me} accepted ${list([decision.subject])} as ${forMarkdown(decision.onBehalf)}: ${prose(decision.reason)}. It counts for this pull request while ${decision.covered.length === 0 ? 'nothing else speaks against it' : 'the files it speaks of stay as they are'}, and is always displayed.`;
    case 'waive':
      return `📝 ${me} asks to waive ${list([decision.code])} until ${until(decision.until)}: ${prose(decision.reason)}. ${asked(decision, receipt.who ?? [])}`;
    case 'not-applicable':
      return `📝 ${me} asks to take ${list([decision.code, ...(decision.part ? [decision.part] : [])])} as not applicable: ${prose(decision.reason)}. ${asked(decision, receipt.who ?? [])}`;
    case 'grant': {
      const what = decision.of === 'waive' ? 'the waiver of' : 'that it is not applicable:';
      const end =
        decision.until === undefined
          ? 'It is confirmed again each year'
          : `It ends after ${until(decision.until)}, 24:00 UTC`;
      return `✅ ${me} granted ${what} ${list([decision.code, ...(decision.part ? [decision.part] : [])])}, asked by ${who(decision.askedBy)}: ${prose(decision.reason)}. ${end}, is always displayed, and is taken back by ${code(`/readiness revoke ${decision.code}`)}.`;
    }
    case 'revoke':
      return `✅ ${me} revoked what was granted or asked for ${list([decision.code])}.`;
    case 'hold':
      return `⛔ ${me} holds this pilot: ${prose(decision.reason)}. The gate stays closed until ${code('/readiness release')}.`;
    case 'release':
      return `✅ ${me} released this pilot: it is judged by its evidence again.`;
    case 'retire':
      return `✅ ${me} retired this pilot: ${prose(decision.reason)}. It is judged no more.`;
  }
}

/** What was signed, until when, what makes it stale, how to take it back. */
function signature(
  decision: DecisionOf<'sign-off'>,
  signed: SignedNotes | undefined,
  { serverUrl, repository }: ReceiptOptions,
): string {
  const { by, control, headSha, covered, condition } = decision;
  const files = covered
    .slice(0, FILES)
    .map(({ path }) => `- ${placeLink({ path }, (place) => blobAddress(serverUrl, repository, headSha, place))}`);
  const more = covered.length > FILES ? [`- and ${covered.length - FILES} more`] : [];
  const under =
    condition === undefined
      ? []
      : [
          `Under the condition: ${prose(condition.what)}. ${who(condition.owner)} sees to it by ${until(condition.due)}; after that day the gate closes until ${who(by)} signs again without it.`,
        ];
  const open = (signed?.open ?? []).map((one) =>
    one.impossible
      ? `⚠️ ${list([one.control])} cannot get a person of its own from those who are named (${list(one.who)}): one person holds one control. A repository admin names another approver.`
      : `Still to be signed: ${list([one.control])}, by ${list(one.who)}.`,
  );
  const ends = signed === undefined ? '' : ` It ends on ${until(signed.until)}.`;
  return [
    `✅ ${who(by)} signed ${list([control])} at ${code(shortCommit(headSha))}, for these files as they are:`,
    [...files, ...more].join('\n'),
    ...under,
    `When one of them changes, or which files are covered, it has to be signed again; other pushes leave it alone.${ends} To take it back: ${code(`/readiness withdraw ${control}`)}. Editing or deleting the comment voids it.`,
    ...open,
  ].join('\n\n');
}

function asked(decision: Extract<Decision, { verb: 'waive' | 'not-applicable' }>, people: string[]): string {
  return `Nothing changes until a second person, who did not open or write this pull request, grants it: ${code(`/readiness grant ${decision.code}`)}. Who can: ${list(people)}.`;
}

const PROBLEMS: Record<NotUnderstood['problem'], string> = {
  'unknown-verb': 'there is no such command',
  'no-subject': 'it does not say of what',
  'no-reason': 'the reason is missing',
  'no-date': 'the end is missing',
  'not-a-date': 'this is no day; days are written YYYY-MM-DD',
  condition: 'this reads like a condition, which is written in one form only',
  'left-over': 'this is not understood',
  'too-long': 'this is too long',
};

function notUnderstood({ line, problem, seen, forms, nearest, word }: NotUnderstood): string {
  const near = nearest === undefined ? '' : ` Did you mean ${code(nearest)}?`;
  const at = seen === '' ? code(`/readiness ${word}`) : code(cut(seen, 80));
  return `Line ${line} was not understood at ${at}: ${PROBLEMS[problem]}.${near} Nothing was recorded. It is written:\n\n${forms.map((form) => `- ${code(form)}`).join('\n')}`;
}

/** Without the full stop that the sentence around it has. */
function prose(text: string): string {
  return forMarkdown(cut(text.replace(/[.\s]+$/, ''), 500));
}

function code(text: string): string {
  return forMarkdownCode(cut(text, 200));
}
