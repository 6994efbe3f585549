import { addDays, daysBetween, parseInstant } from '../../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../../domain/finding.ts';
import type { Located, RecordSet } from '../../../engine/inputs.ts';
import type { HandoffRecord } from '../../../evidence/schema/records.ts';

/** A test in which somebody took over, with the instants of its two ends. */
export interface HandoffTest {
  path: string;
  record: Located<HandoffRecord>;
  start: number;
  end: number;
}

const HOW =
  'Have somebody who did not build it take over with the documentation alone, builders away, and write it down as readiness/handoff/<date>.yaml (see /readiness explain HT-1).';

/** The newest test by its own clock that had begun by then; records that cannot be read stand open before all others. */
export function latestTest(
  records: RecordSet<HandoffRecord>,
  by = Number.POSITIVE_INFINITY,
): { test: HandoffTest } | { open: Finding[] } {
  if (records.broken.length > 0)
    return {
      open: records.broken.map(({ path, faults }) =>
        unmet(
          `The record ${path} cannot be read: ${faults[0]?.key ?? ''} ${faults[0]?.problem ?? 'is not valid'}`,
          { path, line: faults[0]?.line ?? 1 },
          { cause: `invalid:${path}`, remedy: faults[0]?.remedy ?? 'Mend the file.' },
        ),
      ),
    };
  const [newest] = testsOf(records).filter(({ start }) => start <= by);
  if (newest !== undefined) return { test: newest };
  return {
    open: [
      unmet(
        'Nobody has tried to take it over yet',
        { path: records.folder },
        { remedy: HOW, cause: 'no-handoff-test' },
      ),
    ],
  };
}

/** All tests that can be read, newest first. */
export function testsOf(records: RecordSet<HandoffRecord>): HandoffTest[] {
  return records.items
    .flatMap(({ path, record }) => {
      const [start, end] = [parseInstant(record.value.startedAt), parseInstant(record.value.endedAt)];
      return start === undefined || end === undefined ? [] : [{ path, record, start, end }];
    })
    .sort((a, b) => b.start - a.start || (a.path < b.path ? 1 : -1));
}

/** Whether the test passed, and lately. */
export function judgeOutcome({ path, record, end }: HandoffTest, withinDays: number, now: number): Finding {
  if (end > now)
    return unmet(`The test ${path} ends on ${record.value.endedAt}, which has not come yet`, record.at('endedAt'), {
      remedy: 'A test that is planned proves nothing: hold it, then write down what happened.',
    });
  if (record.value.result !== 'pass')
    return unmet(`The newest test, ${path}, failed`, record.at('result'), {
      remedy: 'Mend what stopped the tester, then have somebody else who did not build it try again.',
    });
  const age = daysBetween(end, now);
  if (age > withinDays)
    return stale(`The newest test is ${age} days old; ${withinDays} at most`, record.at('endedAt'), { remedy: HOW });
  return met(`${record.value.tester} took over on ${record.value.endedAt.slice(0, 10)}`, record.at('result'), {
    until: addDays(end, withinDays + 1),
  });
}

/** Whether the tester was done within so many minutes of one session, by the two instants. */
export function judgeDuration({ path, record, start, end }: HandoffTest, mostMinutes: number, now: number): Finding {
  const places = [record.at('startedAt'), record.at('endedAt')];
  const minutes = (end - start) / 60_000;
  if (end > now) return judgeOutcome({ path, record, start, end }, 0, now);
  if (minutes <= 0)
    return unmet(`The test ends (${record.value.endedAt}) before it begins (${record.value.startedAt})`, places, {
      remedy: 'Write both instants as they were, with their time zone.',
    });
  const shown = Math.round(minutes * 10) / 10;
  if (minutes >= mostMinutes)
    return unmet(`Taking over took ${shown} minutes; it has to be less than ${mostMinutes}`, places, {
      remedy: 'Shorten the way: mend the documentation where the tester lost time, then test again in one session.',
    });
  return met(`Taking over took ${shown} minutes, by the clock of the record`, places);
}
