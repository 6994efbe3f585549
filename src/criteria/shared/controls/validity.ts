import { addDays, day, daysBetween, endOfDay, parseInstant } from '../../../domain/dates.ts';
import { type Finding, stale, unmet } from '../../../domain/finding.ts';
import type { Place } from '../../../domain/observation.ts';
import type { Tree } from '../../../domain/tree.ts';
import type { CheckContext, Found } from '../../../engine/criterion.ts';
import type { RecordSet } from '../../../engine/inputs.ts';
import type { ControlRecord } from '../../../evidence/schema/records.ts';
import { type ControlCase, controlCases, namedApprover, withoutOwnSigner } from './cases.ts';

export interface ControlDays {
  validDays: number;
  accessReviewDays: number;
}

/** The controls in question, for a check that has seen the records and the tree. */
export function casesOf(
  seen: { controls: Found<RecordSet<ControlRecord>>; tree: Found<Tree> },
  context: Pick<CheckContext<ControlDays>, 'profile' | 'policy' | 'params'>,
): ControlCase[] {
  return controlCases(context.profile, context.policy, seen.controls.value, seen.tree.value, daysFor(context.params));
}

/** How long a signature of a control is good. */
export function daysFor(params: ControlDays): (control: string) => number {
  return (control) => (control === 'access-review' ? params.accessReviewDays : params.validDays);
}

/** Who may sign a control, or that nobody was named yet. */
export function whoCan(one: ControlCase): string {
  return one.approvers.length > 0
    ? one.approvers.join(' or ')
    : `somebody (nobody is named yet: add controls.${one.control}.approvers to the policy)`;
}

/** That a control has no sign-off; facts may still show one. */
export function unsigned(one: ControlCase, folder: string): Finding {
  const path = one.record?.path ?? `${folder}/${one.control}.yaml`;
  const [document] = one.artifacts;
  return unmet(
    `${one.control} is not signed: ${one.record ? `nobody approved what ${path} says` : `there is no ${path}`}`,
    // Where people read before they sign comes first.
    [...(document ? [{ path: document.path }] : []), { path }],
    {
      part: one.control,
      cause: `unsigned:${one.control}`,
      facts: 'can-overturn',
      actors: [`control:${one.control}`],
      remedy: signing(one),
    },
  );
}

/** What an approver does to sign: first read, then approve. */
export function signing(one: ControlCase): string {
  const [document] = one.artifacts;
  const read = document ? `read ${document.path}, then ` : '';
  return `Have ${whoCan(one)} ${read}write \`/readiness sign-off ${one.control}\` in an approving review (with the App, a comment counts too); or commit a record by \`pilot-readiness sign-off ${one.control}\`.`;
}

/** The files of the records that there are. */
export function recordPlaces(cases: ControlCase[]): Place[] {
  return cases.flatMap((one) => (one.record ? [{ path: one.record.path }] : []));
}

/** What speaks against a record from the files alone. */
export function recordState(one: ControlCase, now: number): Finding[] {
  if (one.approvers.length === 0)
    return [
      unmet(
        `${one.control}: nobody may sign it yet`,
        one.record ? one.record.located.at('approver') : { path: '.github/pilot-readiness.yml' },
        {
          part: one.control,
          cause: `no-approvers:${one.control}`,
          actors: ['repository-admin'],
          remedy: `Add \`controls.${one.control}.approvers\` to the policy.`,
        },
      ),
    ];
  if (one.record === undefined) return [];
  const { value, at } = one.record.located;
  const extra = { part: one.control, actors: [`control:${one.control}` as const] };
  if (value.decision === 'declined')
    return [unmet(`${one.control}: ${value.approver} declined on ${value.date}`, at('decision'), extra)];
  const signed = parseInstant(value.date);
  if (signed === undefined || signed > now)
    return [unmet(`${one.control}: signed on ${value.date}, which lies in the future`, at('date'), extra)];
  const end = recordEnd(one) ?? 0;
  if (now >= end)
    return [
      stale(
        `${one.control}: signed on ${value.date}, ${daysBetween(signed, now)} days ago; it ended on ${day(end - 1)}`,
        at('date'),
        {
          ...extra,
          facts: 'can-overturn',
          cause: `stale-signoff:${one.control}`,
          remedy: `Have ${whoCan(one)} sign ${one.control} again.`,
        },
      ),
    ];
  if (namedApprover(one.approvers, value.approver) === 'no')
    return [
      unmet(`${one.control}: ${value.approver} may not sign it; who can: ${one.approvers.join(', ')}`, at('approver'), {
        ...extra,
        facts: 'can-overturn',
      }),
    ];
  return [];
}

/** When a record ends: so many days after it was signed, or on the day it names itself. */
export function recordEnd(one: ControlCase): number | undefined {
  if (one.record === undefined) return undefined;
  const { date, expires } = one.record.located.value;
  const own = expires === undefined ? undefined : endOfDay(expires);
  return Math.min(endOf(date, one.validDays), own ?? Number.POSITIVE_INFINITY);
}

/** When a signature ends that is good for so many days. */
export function endOf(signedAt: string, validDays: number): number {
  const signed = parseInstant(signedAt.slice(0, 10)) ?? 0;
  return addDays(signed, validDays + 1);
}

/** Controls whose signer, by the records, already holds another one. */
export function sharedSigners(cases: ControlCase[]): Finding[] {
  const bySigner = new Map(
    cases.flatMap((one) =>
      one.record
        ? [[one.control, [one.record.located.value.approver.replace(/^@/, '').toLowerCase()]] as [string, string[]]]
        : [],
    ),
  );
  return withoutOwnSigner(bySigner).map((control) => {
    const record = cases.find((one) => one.control === control)?.record;
    return unmet(
      `${control}: ${record?.located.value.approver ?? 'its approver'} already holds another control of this promotion`,
      record?.located.at('approver') ?? [],
      {
        part: control,
        facts: 'can-overturn',
        actors: [`control:${control}`],
        remedy: `Have another approver sign ${control}: one person holds one control.`,
      },
    );
  });
}
