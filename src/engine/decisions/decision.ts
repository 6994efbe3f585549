import * as z from 'zod';

/** Decisions by command, as stored in the ledger. A body is JSON and is parsed with these schemas. */

const login = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'a lower-cased login');
const sha = z.string().regex(/^[0-9a-f]{40,64}$/, 'a full commit id');
const control = z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'a control id');
const code = z.string().regex(/^[A-Z]{2}-\d{1,3}$/, 'a code of the catalog');
const words = z.string().min(1).max(2_000);
const part = z.string().min(1).max(100);

/** The place of a command: a comment or a review, and its line. The two kinds have separate ids. */
const commandRef = z.strictObject({
  kind: z.enum(['comment', 'review']),
  id: z.int().positive(),
  line: z.int().positive(),
  url: z.url({ protocol: /^https?$/ }).max(500),
});
export type CommandRef = z.infer<typeof commandRef>;

const file = z.strictObject({ path: z.string().min(1), mode: z.string(), blob: z.string().regex(/^[0-9a-f]{7,64}$/) });
export type CoveredFile = z.infer<typeof file>;

const head = {
  /** Lower-cased login of the author of the command. */
  by: login,
  /** The id of that account: a login can be given up and taken by somebody else. Old entries have none. */
  byId: z.int().positive().optional(),
  /** When the comment was written, by GitHub's clock. */
  at: z.iso.datetime({ offset: true }),
  comment: commandRef,
  pullRequest: z.int().positive(),
  /** The commit that the person reviewed. */
  headSha: sha,
};
/** The requested terms, repeated in the grant so that they cannot change afterwards. */
const requested = { code, askedBy: login, reason: words };

export const decisionSchema = z.discriminatedUnion('verb', [
  z.strictObject({
    verb: z.literal('sign-off'),
    ...head,
    control,
    covered: z.array(file).min(1),
    note: z.string().max(2_000).optional(),
    condition: z.strictObject({ what: words, due: z.iso.date(), owner: login }).optional(),
  }),
  z.strictObject({ verb: z.literal('decline'), ...head, control, reason: words }),
  z.strictObject({ verb: z.literal('withdraw'), ...head, control }),
  z.strictObject({
    verb: z.literal('accept'),
    ...head,
    /** A code, `role:<role>`, or `definitions`. */
    subject: z.string().regex(/^([A-Z]{2}-\d{1,3}|role:[a-z-]{1,40}|definitions)$/),
    reason: words,
    /** The role in whose name it was accepted. */
    onBehalf: z.string().max(60),
    /** The files that the acceptance covers, at that commit. */
    covered: z.array(file),
  }),
  z.strictObject({ verb: z.literal('waive'), ...head, code, until: z.iso.date(), reason: words }),
  z.strictObject({ verb: z.literal('not-applicable'), ...head, code, part: part.optional(), reason: words }),
  z.strictObject({
    verb: z.literal('grant'),
    ...head,
    ...requested,
    of: z.enum(['waive', 'not-applicable']),
    /** The end of a waiver; it holds to 24:00 UTC of that day. */
    until: z.iso.date().optional(),
    part: part.optional(),
    ask: commandRef,
  }),
  z.strictObject({ verb: z.literal('revoke'), ...head, code }),
  z.strictObject({ verb: z.literal('hold'), ...head, reason: words }),
  z.strictObject({ verb: z.literal('release'), ...head, holds: z.array(commandRef).min(1) }),
  z.strictObject({ verb: z.literal('retire'), ...head, reason: words }),
]);
export type Decision = z.infer<typeof decisionSchema>;
export type DecisionOf<V extends Decision['verb']> = Extract<Decision, { verb: V }>;

/** The edit or deletion of a comment with commands. It only ever tightens. */
export const tamperingSchema = z.strictObject({
  comment: z.strictObject({ kind: z.enum(['comment', 'review']), id: z.int().positive() }),
  how: z.enum(['edited', 'deleted']),
  by: z.string().min(1).max(100),
  at: z.iso.datetime({ offset: true }),
  pullRequest: z.int().positive(),
});
export type Tampering = z.infer<typeof tamperingSchema>;

/** The identity of a decision: one line of one comment, however often it is processed. */
export function decisionKey({ kind, id, line }: CommandRef): string {
  return `${kind}:${id}:${line}`;
}
