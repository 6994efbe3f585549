import { defined } from '../domain/defined.ts';
import type { Tampering } from '../engine/decisions/decision.ts';
import { type CommandLine, readCommands } from './language/command-lines.ts';

/**
 * GitHub writes the two times of a new comment separately and in whole seconds, so they may differ by this many
 * milliseconds without an edit. An edit within that time has its own event, which voids what was recorded.
 */
const SAME_WRITE_MS = 2000;

/** A comment or review of a webhook event. Its texts are untrusted. */
export interface CommentEvent {
  action: 'created' | 'edited' | 'deleted';
  kind: 'comment' | 'review';
  id: number;
  /** Undefined when it is not on a pull request of the repository. */
  pullRequest?: number;
  body: string;
  /** Its text before the edit, where the event contains it. */
  before?: string;
  /** Undefined for a deleted account. */
  author?: { login: string; type: string; id?: number | undefined };
  /** The account that triggered the event. */
  sender?: { login: string };
  /** An App wrote it, possibly on behalf of a person. */
  viaApp: boolean;
  createdAt: string;
  /** When it was last changed; equal to `createdAt` when it was not. */
  updatedAt: string;
  /** When the event was received: edits and deletions carry no time of their own. */
  seenAt: string;
}

/** How a comment event is processed. */
export type CommentClass =
  | { kind: 'nothing'; because: string }
  | { kind: 'commands'; by: string; byId?: number; at: string; lines: CommandLine[] }
  /** Goes into the ledger. `reply` when a person added a command to an edited comment and expects an answer. */
  | { kind: 'tampered'; tampering: Tampering; reply: boolean }
  | { kind: 'edited-before-processed'; by: string };

/**
 * Classifies a comment event. Commands count only in new, unedited comments by a person on a pull request of this
 * repository. An edit or a deletion is recorded when the comment held commands, or when decisions depend on it
 * (`isRecorded`).
 */
export function classifyComment(event: CommentEvent, isRecorded: boolean): CommentClass {
  const { action, pullRequest, body } = event;
  if (pullRequest === undefined) return { kind: 'nothing', because: 'it is not on a pull request of this repository' };
  const lines = readCommands(body);
  if (action !== 'created') return tamperedWith(event, pullRequest, lines.length > 0, isRecorded);
  const author = person(event);
  if (author === undefined) return { kind: 'nothing', because: 'commands of bots are ignored' };
  if (lines.length === 0) return { kind: 'nothing', because: 'it holds no command' };
  const apart = Math.abs(Date.parse(event.updatedAt) - Date.parse(event.createdAt));
  if (event.updatedAt !== event.createdAt && !(apart <= SAME_WRITE_MS))
    return { kind: 'edited-before-processed', by: author };
  return { kind: 'commands', by: author, ...defined({ byId: event.author?.id }), at: event.createdAt, lines };
}

function tamperedWith(
  event: CommentEvent,
  pullRequest: number,
  hasCommand: boolean,
  isRecorded: boolean,
): CommentClass {
  const { action, kind, id, before, body, sender, seenAt } = event;
  if (action === 'edited' && before === body) return { kind: 'nothing', because: 'its text did not change' };
  const hadCommand = hasCommand || (before !== undefined && readCommands(before).length > 0);
  if (!hadCommand && !isRecorded) return { kind: 'nothing', because: 'it held no command' };
  const tampering: Tampering = {
    comment: { kind, id },
    how: action === 'deleted' ? 'deleted' : 'edited',
    by: sender?.login.toLowerCase() ?? 'unknown',
    at: seenAt,
    pullRequest,
  };
  return { kind: 'tampered', tampering, reply: action === 'edited' && hasCommand && person(event) !== undefined };
}

/** The lower-cased login of the author, if it is a person and no App wrote on their behalf. */
function person({ author, viaApp }: CommentEvent): string | undefined {
  if (author === undefined || viaApp || author.type !== 'User' || /\[bot\]$/i.test(author.login)) return undefined;
  return author.login.toLowerCase();
}
