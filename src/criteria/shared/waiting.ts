import { addDays, parseInstant } from '../../domain/dates.ts';
import { type StallSign, stallSign } from '../../domain/stall-sign.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { ControlRecord } from '../../evidence/schema/records.ts';

/** Days after which something that is open is a sign. */
const LONG = 30;

/** Signs that are there now, and the moments (ms) at which time alone would make one. */
export interface Waiting {
  signs: StallSign[];
  due: number[];
}

/** What has been in the way for more than thirty days, escalated or not: escalation alone has moved nothing. */
export function longBlocked(plan: Located<SectionValue<'change-plan'>>, now: number): Waiting {
  const open = (plan.value.blockers ?? []).flatMap(({ what, since, state }, index) =>
    state === 'open' ? [{ what, since, place: plan.at('blockers', index) }] : [],
  );
  return oldest(open, now, (late, first) =>
    stallSign(
      'long-blocked',
      ['CA-2'],
      late.map(({ place }) => place),
      { what: first.what, since: first.since, more: late.length - 1 },
    ),
  );
}

/** Controls that were declined, or approved under a condition, more than thirty days ago and are still open. */
export function pendingControls(records: RecordSet<ControlRecord>, now: number): Waiting {
  const open = records.items.flatMap(({ record }) => {
    const { control, decision, date, conditions = [] } = record.value;
    const isOpen = decision === 'declined' || conditions.some(({ done }) => done !== true);
    return isOpen ? [{ what: control, since: date, place: record.at('date') }] : [];
  });
  return oldest(open, now, (late, first) =>
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

function oldest(open: Open[], now: number, sign: (late: Open[], first: Open) => StallSign): Waiting {
  const dated = open.flatMap((one) => {
    const from = parseInstant(one.since);
    return from === undefined ? [] : [{ ...one, due: addDays(from, LONG + 1) }];
  });
  const late = dated.filter(({ due }) => due <= now).sort((a, b) => a.due - b.due);
  const [first] = late;
  return {
    signs: first === undefined ? [] : [sign(late, first)],
    due: dated.flatMap(({ due }) => (due > now ? [due] : [])),
  };
}
