import { addDays, parseInstant } from '../../domain/dates.ts';
import { type StallSign, stallSign } from '../../domain/stall-sign.ts';
import type { StallSigns } from '../../engine/criterion.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { ControlRecord } from '../../evidence/schema/records.ts';

/** Days for which something may be open before it is a sign. */
const MAX_OPEN_DAYS = 30;

/** Blockers that have been open for more than thirty days, escalated or not: an escalated blocker still blocks. */
export function longBlocked(plan: Located<SectionValue<'change-plan'>>, now: number): StallSigns {
  const open = (plan.value.blockers ?? []).flatMap(({ what, since, state }, index) =>
    state === 'open' ? [{ what, since, place: plan.at('blockers', index) }] : [],
  );
  return signOf(open, now, (late, first) =>
    stallSign(
      'long-blocked',
      ['CA-2'],
      late.map(({ place }) => place),
      { what: first.what, since: first.since, more: late.length - 1 },
    ),
  );
}

/** Controls declined, or approved under a condition, more than thirty days ago that are still open. */
export function pendingControls(records: RecordSet<ControlRecord>, now: number): StallSigns {
  const open = records.items.flatMap(({ record }) => {
    const { control, decision, date, conditions = [] } = record.value;
    const isOpen = decision === 'declined' || conditions.some(({ done }) => done !== true);
    return isOpen ? [{ what: control, since: date, place: record.at('date') }] : [];
  });
  return signOf(open, now, (late, first) =>
    stallSign(
      'control-pending',
      ['CS-5'],
      late.map(({ place }) => place),
      { control: first.what, since: first.since, more: late.length - 1 },
    ),
  );
}

interface Open {
  what: string;
  since: string;
  place: StallSign['places'][number];
}

function signOf(open: Open[], now: number, sign: (late: Open[], first: Open) => StallSign): StallSigns {
  const dated = open.flatMap((one) => {
    const from = parseInstant(one.since);
    return from === undefined ? [] : [{ ...one, due: addDays(from, MAX_OPEN_DAYS + 1) }];
  });
  const late = dated.filter(({ due }) => due <= now).sort((a, b) => a.due - b.due);
  const [first] = late;
  return {
    signs: first === undefined ? [] : [sign(late, first)],
    due: dated.flatMap(({ due }) => (due > now ? [due] : [])),
  };
}
