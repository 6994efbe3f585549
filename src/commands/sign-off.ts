import { withoutOwnSigner } from '../criteria/shared/controls/cases.ts';
import { endOf } from '../criteria/shared/controls/validity.ts';
import { endOfDay } from '../domain/dates.ts';
import { defined } from '../domain/defined.ts';
import { LINK_MODE } from '../domain/tree.ts';
import type { DecisionOf } from '../engine/decisions/decision.ts';
import { resolveCommit } from './commit.ts';
import { defineCommand, type Outcome, refused } from './define.ts';
import { controlOf, isRefusal, notAmong, unavailableRefusal } from './eligibility.ts';
import type { ParsedCommandOf } from './language/verbs.ts';
import { openControls, signersWith } from './signers.ts';
import type { Call, ControlRow } from './tools.ts';

type SignOff = ParsedCommandOf<'sign-off'>;

export default defineCommand({
  verb: 'sign-off',
  who: 'approvers of that control who neither opened the pull request nor wrote the files it covers; each control of a promotion needs its own person',
  does: 'signs the control for the current files, with a condition if one is given; the answer lists what was signed, until when, and what makes it stale',
  instead:
    'Approve the pull request with the line `/readiness sign-off <control>` in the review: that counts here too.',
  subject: ({ control }) => control,
  run: signOff,
});

async function signOff(command: SignOff, call: Call): Promise<Outcome> {
  const { control, at, note, condition } = command;
  const no = (refusal: Parameters<typeof refused>[2]): Outcome => refused('sign-off', control, refusal);
  const { tools, by, review } = call;
  const row = controlOf(call, control);
  if (isRefusal(row)) return no(row);
  if (review !== undefined && condition !== undefined) return no({ because: 'needs-comment' });
  if (review !== undefined && review.state !== 'APPROVED') return no({ because: 'not-approving' });
  if (!tools.pullRequest.isOpen) return no({ because: 'pull-request-closed' });
  if (condition !== undefined) {
    const end = endOfDay(condition.by) ?? 0;
    const latest = endOf(call.at, row.validDays);
    if (tools.now >= end || end > latest) {
      const day = new Date(latest - 1).toISOString().slice(0, 10);
      return no({
        because: 'invalid-expiry',
        given: condition.by,
        how: tools.now >= end ? 'past' : 'too-far',
        latest: day,
      });
    }
  }
  const notEligible = await notAmong(call, row.approvers, control, row.needsWrite);
  if (notEligible) return no(notEligible);
  if (tools.pullRequest.opener === by) return no({ because: 'opened-it', who: row.approvers });
  const line = (short: string): string => `/readiness sign-off ${control} @${short}`;
  const commit = await resolveCommit(call, { subject: control, line, ...defined({ at }) });
  if (isRefusal(commit)) return no(commit);
  const covered = await tools.coveredAt(control, commit.sha);
  if (!covered.known) return no(unavailableRefusal(covered));
  if (covered.value.length === 0) return no({ because: 'nothing-to-sign', control, covers: row.covers });
  const links = covered.value.flatMap(({ path, mode }) => (mode === LINK_MODE ? [path] : []));
  if (links.length > 0) return no({ because: 'covers-link', control, links });
  const wrote = await tools.wroteCovered(by, control, commit.sha);
  if (!wrote.known) return no(unavailableRefusal(wrote));
  if (wrote.value.length > 0) return no({ because: 'wrote-evidence', wrote: wrote.value, who: row.approvers });
  const signers = await signersWith(call);
  if (!signers.known) return no(unavailableRefusal(signers));
  const holds = heldTwice(signers.value, control, by);
  if (holds.length > 0) return no({ because: 'holds-another', control, holds, who: row.approvers });
  if (review !== undefined) return { kind: 'counts-as-review', verb: 'sign-off', subject: control };
  const decision: DecisionOf<'sign-off'> = {
    verb: 'sign-off',
    by,
    at: call.at,
    comment: call.comment,
    pullRequest: tools.pullRequest.number,
    headSha: commit.sha,
    control,
    covered: covered.value,
    ...(note === '' ? {} : { note }),
    ...(condition === undefined
      ? {}
      : {
          condition: {
            what: condition.what,
            due: condition.by,
            owner: condition.owner ?? tools.pullRequest.opener ?? by,
          },
        }),
  };
  return { kind: 'recorded', decision, signed: notesOf(call, row, signers.value) };
}

/** The controls this person holds, when one more signature would leave a control without its own person. */
function heldTwice(signers: Map<string, string[]>, control: string, by: string): string[] {
  const before = withoutOwnSigner(signers).length;
  const own = signers.get(control) ?? [];
  const after = new Map(signers).set(control, [...new Set([...own, by])]);
  if (withoutOwnSigner(after).length <= before) return [];
  return [...signers].flatMap(([held, who]) => (held !== control && who.includes(by) ? [held] : []));
}

function notesOf(call: Call, row: ControlRow, signers: Map<string, string[]>) {
  const own = signers.get(row.control) ?? [];
  const after = new Map(signers).set(row.control, [...new Set([...own, call.by])]);
  return { until: new Date(endOf(call.at, row.validDays)).toISOString(), open: openControls(call, after) };
}
