import { type CoverChange, coverDifference } from '../criteria/shared/controls/cover-difference.ts';
import { unavailableRefusal } from './people.ts';
import type { Refusal } from './receipt.ts';
import type { Call } from './tools.ts';

/** No push may have arrived so long (ms) before a command that opens something. */
export const QUIET = 60_000;
/** Long enough that nobody makes another commit whose id begins alike. */
const SHORT = 12;

/** What a command is about, as far as the window needs it: the files, and the line that names its commit. */
export interface Sighted {
  /** A control or a code whose covered files are compared when the head moved. */
  subject?: string;
  /** The line to send, given a short commit id. Only a sign-off can name its commit. */
  line?: (short: string) => string;
  /** A commit that the person named. */
  at?: string;
}

/**
 * The commit that a person looked at when they wrote what opens something, or why that cannot be told. Without a commit
 * that they name it is the head: that of the last published report, nothing pushed in the minute before, not moved since.
 */
export async function sightedCommit(call: Call, about: Sighted = {}): Promise<{ sha: string } | Refusal> {
  const { tools } = call;
  if (call.review !== undefined) return reviewed(call, about);
  if (!tools.headAtArrival.known) return unavailableRefusal(tools.headAtArrival);
  const head = tools.headAtArrival.value;
  const line = about.line === undefined ? {} : { line: about.line(head.slice(0, SHORT)) };
  if (about.at !== undefined) return named(about.at, [head, tools.lastReportedHead], line.line ?? '');
  const reported = tools.lastReportedHead;
  if (reported === undefined) return { because: 'not-reported', ...line };
  if (reported !== head) return moved(call, about, reported, head);
  const push = await tools.lastPush();
  if (!push.known) return unavailableRefusal(push);
  const quiet = push.value === undefined ? Number.POSITIVE_INFINITY : Date.parse(call.at) - Date.parse(push.value);
  if (!(quiet >= QUIET)) return { because: 'just-pushed', at: push.value ?? '', ...line };
  const now = await tools.headNow();
  if (!now.known) return unavailableRefusal(now);
  return now.value === head ? { sha: head } : moved(call, about, head, now.value);
}

/** The commit that is written beside what closes something: closing never waits for a quiet minute. */
export async function headOf({ tools, review }: Call): Promise<{ sha: string } | Refusal> {
  if (review?.commit !== undefined) return { sha: review.commit };
  if (tools.headAtArrival.known) return { sha: tools.headAtArrival.value };
  const now = await tools.headNow();
  return now.known ? { sha: now.value } : unavailableRefusal(now);
}

function reviewed({ review }: Call, { at, line }: Sighted): { sha: string } | Refusal {
  const commit = review?.commit;
  if (commit === undefined) return { because: 'could-not-look', what: 'the commit that was reviewed, which is gone' };
  if (at === undefined || commit.startsWith(at)) return { sha: commit };
  return { because: 'another-commit', given: at, line: line?.(commit.slice(0, SHORT)) ?? '' };
}

function named(at: string, known: (string | undefined)[], line: string): { sha: string } | Refusal {
  const found = [...new Set(known)].filter((sha) => sha?.startsWith(at));
  // Two commits that begin alike: which one was looked at nobody can tell.
  return found.length === 1 && found[0] !== undefined
    ? { sha: found[0] }
    : { because: 'another-commit', given: at, line };
}

async function moved(call: Call, about: Sighted, from: string, to: string): Promise<Refusal> {
  const line = about.line === undefined ? {} : { line: about.line(to.slice(0, SHORT)) };
  return { because: 'head-moved', from, to, changed: await changes(call, about.subject, from, to), ...line };
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
