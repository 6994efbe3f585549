import { type CoverChange, coverDifference } from '../criteria/shared/controls/cover-difference.ts';
import { defined } from '../domain/defined.ts';
import { unavailableRefusal } from './eligibility.ts';
import { namesCommit } from './language/verbs.ts';
import type { Refusal } from './receipt.ts';
import type { Call } from './tools.ts';

/** Milliseconds without a push that a command needs before it when it opens the gate. */
export const QUIET_MS = 60_000;
/** Long enough that no second commit can be made whose id begins alike. */
const SHORT_ID = 12;

/** What a command is about, as far as its commit depends on it. */
export interface CommitOptions {
  /** A control or a code whose covered files are compared when the head moved. */
  subject?: string;
  /** The line to send, given a short commit id. Only a sign-off can name its commit. */
  line?: (short: string) => string;
  /** A commit that the person named. */
  at?: string;
}

/**
 * The commit that a command which opens the gate applies to, or why it cannot be known. That is the reviewed commit of a
 * review, or the commit that the person named; else the head, if it is the one of the last published report, nothing was
 * pushed in the minute before, and it has not moved since.
 */
export async function resolveCommit(call: Call, about: CommitOptions = {}): Promise<{ sha: string } | Refusal> {
  const { tools } = call;
  if (call.review !== undefined) return reviewedCommit(call, about);
  if (!tools.headAtArrival.known) return unavailableRefusal(tools.headAtArrival);
  const head = tools.headAtArrival.value;
  const line = about.line === undefined ? {} : { line: about.line(head.slice(0, SHORT_ID)) };
  if (about.at !== undefined) return namedCommit(about.at, [head, tools.lastReportedHead], line.line ?? '');
  const reported = tools.lastReportedHead;
  if (reported === undefined) return { because: 'not-reported', ...line };
  if (reported !== head) return headMoved(call, about, reported, head);
  const push = await tools.lastPush();
  if (!push.known) return unavailableRefusal(push);
  const quietMs = push.value === undefined ? Number.POSITIVE_INFINITY : Date.parse(call.at) - Date.parse(push.value);
  if (!(quietMs >= QUIET_MS)) return { because: 'just-pushed', at: push.value ?? '', ...line };
  const now = await tools.headNow();
  if (!now.known) return unavailableRefusal(now);
  return now.value === head ? { sha: head } : headMoved(call, about, head, now.value);
}

/** The commit that a command which closes the gate applies to: it never waits for a quiet minute. */
export async function resolveHead({ tools, review }: Call): Promise<{ sha: string } | Refusal> {
  if (review?.commit !== undefined) return { sha: review.commit };
  if (tools.headAtArrival.known) return { sha: tools.headAtArrival.value };
  const now = await tools.headNow();
  return now.known ? { sha: now.value } : unavailableRefusal(now);
}

function reviewedCommit({ review }: Call, { at, line }: CommitOptions): { sha: string } | Refusal {
  const commit = review?.commit;
  if (commit === undefined) return { because: 'not-verified', what: 'the reviewed commit, which no longer exists' };
  if (at === undefined || namesCommit(at, commit)) return { sha: commit };
  return { because: 'another-commit', given: at, line: line?.(commit.slice(0, SHORT_ID)) ?? '' };
}

function namedCommit(at: string, known: (string | undefined)[], line: string): { sha: string } | Refusal {
  const found = [...new Set(known)].filter((sha) => namesCommit(at, sha));
  // Two commits that begin alike: it is not known which one was reviewed.
  return found.length === 1 && found[0] !== undefined
    ? { sha: found[0] }
    : { because: 'another-commit', given: at, line };
}

async function headMoved(call: Call, about: CommitOptions, from: string, to: string): Promise<Refusal> {
  const line = about.line?.(to.slice(0, SHORT_ID));
  return {
    because: 'head-moved',
    from,
    to,
    changed: await changes(call, about.subject, from, to),
    ...defined({ line }),
  };
}

async function changes(
  { tools }: Call,
  subject: string | undefined,
  from: string,
  to: string,
): Promise<CoverChange[] | 'unknown'> {
  if (subject === undefined) return 'unknown';
  const [before, after] = await Promise.all([tools.coveredAt(subject, from), tools.coveredAt(subject, to)]);
  return before.known && after.known ? coverDifference(before.value, after.value) : 'unknown';
}
