import { type Finding, met, quote, unknown, unmet } from '../../../domain/finding.ts';
import type { Place } from '../../../domain/observation.ts';
import type { Approval, Approvals } from '../../../engine/fact-requests.ts';
import { againstApproval, bestApproval, type ControlCase, withoutOwnSigner } from './cases.ts';
import { counting, inTime } from './counting.ts';
import { endOf, recordEnd, recordPlaces, recordState, sharedSigners, unsigned, whoCan } from './validity.ts';

/** Whether each record names an approver of the policy, is in time, and no person holds two controls. */
export function judgeSigners(cases: ControlCase[], folder: string, now: number): Finding | Finding[] {
  const ends = cases.flatMap((one) => recordEnd(one) ?? []);
  const all = [
    ...cases.flatMap((one) => recordState(one, now)),
    ...sharedSigners(cases),
    ...cases.filter((one) => one.record === undefined).map((one) => unsigned(one, folder)),
  ];
  return all.length > 0
    ? all
    : met(
        'Each record is approved, in time, by somebody the policy names',
        recordPlaces(cases),
        ends.length > 0 ? { until: Math.min(...ends) } : {},
      );
}

/** Whether GitHub shows for each control an independent approver in time, each control a person of its own. */
export function confirmSigners(
  cases: ControlCase[],
  answers: Approvals[],
  folder: string,
  now: number,
): Finding | Finding[] {
  const findings: Finding[] = [];
  const signers = new Map<string, string[]>();
  const ends: number[] = [];
  const plain: string[] = [];
  for (const one of cases) {
    const answer = answers.find((candidate) => candidate.control === one.control);
    const place = { path: one.record?.path ?? `${folder}/${one.control}.yaml` };
    if (answer?.declined) {
      findings.push(declined(one, answer.declined, place));
      continue;
    }
    const good = counting(one, answer, now);
    const best = bestApproval({ control: one.control, approvals: inTime(one, answer, now) }, one.list);
    if (good.length > 0) {
      signers.set(one.control, [...new Set(good.map((approval) => approval.by.toLowerCase()))]);
      const unsaid = good.every((approval) => approval.plain) ? good[0] : undefined;
      if (unsaid) plain.push(`@${unsaid.by}'s approval counts as ${one.control}`);
      ends.push(Math.max(...good.map((approval) => endOf(approval.at, one.validDays))));
    } else findings.push(best === undefined ? unsigned(one, folder) : doesNotCount(one, best, place));
  }
  findings.push(...withoutOwnSigner(signers).map((control) => heldTwice(control, signers.get(control) ?? [], folder)));
  return findings.length > 0
    ? findings
    : met(
        [`${cases.length} controls are signed by independent approvers, each by a person of its own`, ...plain].join(
          '; ',
        ),
        [],
        ends.length > 0 ? { until: Math.min(...ends) } : {},
      );
}

function declined(
  one: ControlCase,
  { by, at, reason, source }: NonNullable<Approvals['declined']>,
  place: Place,
): Finding {
  return unmet(`${one.control}: declined by @${by} on ${at.slice(0, 10)}: ${quote(reason)}`, place, {
    part: one.control,
    // One by command also closes the gate by itself: people see it once.
    ...(source === 'ledger' ? { cause: `declined:${one.control}` } : {}),
    actors: [`control:${one.control}`],
  });
}

function doesNotCount(one: ControlCase, best: Approval, place: Place): Finding {
  const against = againstApproval(best);
  const say = `${one.control}: ${against?.because ?? 'it does not count'}`;
  const extra = {
    part: one.control,
    actors: [`control:${one.control}` as const],
    remedy: `Have ${whoCan(one)} sign ${one.control}.`,
  };
  return against?.unknown ? unknown(say, place, { ...extra, resolvableBy: 'github' }) : unmet(say, place, extra);
}

function heldTwice(control: string, who: string[], folder: string): Finding {
  return unmet(
    `${control}: signed only by ${who.map((one) => `@${one}`).join(', ')}, who already holds another control of this promotion`,
    { path: `${folder}/${control}.yaml` },
    {
      part: control,
      actors: [`control:${control}`],
      remedy: `Have another approver sign ${control}: one person holds one control.`,
    },
  );
}
