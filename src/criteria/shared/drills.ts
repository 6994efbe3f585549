import { addDays, day, daysBetween, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, quote, stale, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Ancestry, FactRequest, RunFact } from '../../engine/fact-requests.ts';
import { ancestry, workflowRun } from '../../engine/fact-requests.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { DrillRecord } from '../../evidence/schema/records.ts';

type DrillKind = DrillRecord['kind'];
interface Drill {
  path: string;
  record: Located<DrillRecord>;
}

/** What a drill is measured against. */
export interface DrillDemand {
  kind: DrillKind;
  withinDays: number;
  /** Longest time allowed; undefined when nobody declared one. */
  limitSeconds?: number;
  /** Where a limit is declared, in words. */
  limitAt: string;
  tree: Tree;
  now: number;
}

/** The newest drill of a kind by its own date. */
export function latestDrill(records: Observation<RecordSet<DrillRecord>>, kind: DrillKind): Drill | undefined {
  if (records.state !== 'seen') return undefined;
  return records.value.items
    .filter(({ record }) => record.value.kind === kind)
    .sort((a, b) => (`${a.record.value.date} ${a.path}` < `${b.record.value.date} ${b.path}` ? 1 : -1))[0];
}

/** Whether the newest drill of that kind passed, in time, and not too long ago; from the files alone. */
export function judgeDrill(
  records: Observation<RecordSet<DrillRecord>>,
  demand: DrillDemand,
  claim?: Place & { words: string },
): Finding[] {
  const words = demand.kind === 'kill-switch' ? 'stop' : demand.kind;
  const remedy = `Try the ${words} once (not in production) and write it down as a file of readiness/drills/: date, kind: ${demand.kind}, environment, driver, steps with what was observed, seconds, result, evidence (address of the workflow run).`;
  const broken = records.state === 'seen' ? records.value.broken : [];
  const unreadable = broken.flatMap(({ path, faults }) =>
    unmet(
      `The drill record ${path} cannot be read: ${faults[0]?.problem ?? 'it is not valid'}`,
      { path, line: faults[0]?.line ?? 1 },
      {
        cause: `invalid:${path}`,
        remedy: faults[0]?.remedy ?? 'Mend the file.',
      },
    ),
  );
  if (unreadable.length > 0) return unreadable;
  const drill = latestDrill(records, demand.kind);
  if (drill === undefined) {
    const said =
      claim === undefined
        ? ''
        : `; ${claim.path}:${claim.line} says ${quote(claim.words)}, which is a plan, not a result`;
    const place: Place =
      claim ??
      (records.state === 'seen'
        ? { path: records.value.folder }
        : records.state === 'unavailable'
          ? { path: '' }
          : records.place);
    return [
      unmet(
        `No record of a ${words} that was tried${said}`,
        { path: place.path, ...(place.line === undefined ? {} : { line: place.line }) },
        { remedy, cause: `drill:${demand.kind}` },
      ),
    ];
  }
  const faults = [...faultsOf(drill, demand, remedy), ...ageOf(drill, demand, remedy)];
  if (faults.length > 0) return faults;
  const { date, seconds } = drill.record.value;
  const until = endOfDay(day(addDays(parseInstant(date) ?? demand.now, demand.withinDays)));
  return [
    met(
      `${words} tried on ${date}: passed in ${seconds} s, limit ${demand.limitSeconds} s`,
      drill.record.at('result'),
      until === undefined ? {} : { until },
    ),
  ];
}

function faultsOf({ path, record }: Drill, demand: DrillDemand, remedy: string): Finding[] {
  const { result, seconds, evidence, driver } = record.value;
  const found: Finding[] = [];
  if (result !== 'pass')
    found.push(
      unmet(`The newest ${demand.kind} drill, ${path}, failed`, record.at('result'), {
        remedy: `Repair what failed, then try again. ${remedy}`,
      }),
    );
  if (demand.limitSeconds === undefined) {
    found.push(
      unmet(`The drill took ${seconds} s, but no limit is declared to compare it with`, record.at('seconds'), {
        remedy: `Declare the longest time you accept: ${demand.limitAt}.`,
      }),
    );
  } else if (seconds > demand.limitSeconds) {
    found.push(
      unmet(`The drill took ${seconds} s, the declared limit is ${demand.limitSeconds} s`, record.at('seconds'), {
        remedy: `Make it faster and try again, or declare a longer time where it is true (${demand.limitAt}).`,
      }),
    );
  }
  if (parsePerson(driver).placeholder)
    found.push(
      unmet(`The driver of the drill, ${quote(driver)}, is no person`, record.at('driver'), {
        remedy: 'Name the account of who did it.',
      }),
    );
  if (isAddress(evidence) && !isRun(evidence)) {
    found.push(
      unmet(
        `The evidence ${quote(evidence, 90)} is not a workflow run and cannot be confirmed`,
        record.at('evidence'),
        { remedy: 'Give the address of the workflow run (…/actions/runs/123), or commit its log and name the file.' },
      ),
    );
  } else if (!isAddress(evidence) && (evidence === path || !demand.tree.has(evidence))) {
    found.push(
      unmet(
        `The evidence ${quote(evidence)} is ${evidence === path ? 'the record itself' : 'not in the repository'}`,
        record.at('evidence'),
        { remedy: 'Commit the log of the drill and name it, or give the address of the workflow run.' },
      ),
    );
  }
  return found;
}

function ageOf({ path, record }: Drill, demand: DrillDemand, remedy: string): Finding[] {
  const at = parseInstant(record.value.date);
  if (at === undefined || at > demand.now)
    return [
      unmet(`The drill ${path} is dated ${record.value.date}, which has not come yet`, record.at('date'), {
        remedy: `A drill that is planned proves nothing. ${remedy}`,
      }),
    ];
  const age = daysBetween(at, demand.now);
  if (age <= demand.withinDays) return [];
  return [
    stale(
      `The newest ${demand.kind} drill is ${age} days old (${record.value.date}); ${demand.withinDays} at most`,
      record.at('date'),
      { remedy },
    ),
  ];
}

/** Asks which changed last, the drill's record or what it tried. */
export function drillOrder(drill: Drill, tried: string[]): FactRequest<'ancestry'> {
  return ancestry([drill.path], tried, { substantive: true });
}

/** Asks for the run a drill names; a drill proven by a file has none, so the order is asked again, which costs nothing. */
export function drillRun(drill: Drill, tried: string[]): FactRequest<'ancestry'> | FactRequest<'workflow-run'> {
  return isAddress(drill.record.value.evidence) ? workflowRun(drill.record.value.evidence) : drillOrder(drill, tried);
}

/** What history and GitHub say of a drill that the files found in order. */
export function confirmDrill(
  { path, record }: Drill,
  order: Ancestry,
  run: Ancestry | RunFact,
  what: string,
): Finding[] {
  const found: Finding[] = [];
  if (order.relation === 'neither' || (order.a === undefined && order.relation === 'b-newer')) {
    found.push(unmet(`The drill record ${path} is not committed yet`, { path }, { remedy: `Commit ${path}.` }));
  } else if (order.relation === 'b-newer' || order.relation === 'diverged') {
    found.push(
      stale(`${what} changed after the drill of ${record.value.date} was recorded`, record.at('date'), {
        remedy: `Try it again as it is now and add a new record beside ${path}.`,
      }),
    );
  }
  if ('found' in run && !(run.found && run.conclusion === 'success')) {
    const ended = run.found ? `ended ${quote(run.conclusion ?? 'without a conclusion')}` : 'cannot be found';
    found.push(
      unmet(`The run given as evidence ${ended}`, record.at('evidence'), {
        remedy: 'Name the run of a drill that ended successfully.',
      }),
    );
  }
  return found;
}

function isAddress(evidence: string): boolean {
  return /^https?:\/\//.test(evidence);
}

function isRun(evidence: string): boolean {
  return /^https?:\/\/[^/]+\/[\w.-]+\/[\w.-]+\/actions\/runs\/\d+/.test(evidence);
}
