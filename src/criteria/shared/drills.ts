import { addDays, day, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import { defineMessages } from '../../domain/message.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Precondition } from '../../engine/criterion.ts';
import type { Ancestry, RunFact } from '../../engine/fact-answers.ts';
import { ancestry, workflowRun } from '../../engine/fact-requests.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { DrillRecord } from '../../evidence/schema/records.ts';
import { unnamedPeople } from './people/known-people.ts';
import { dated, validUntil } from './shape-checks.ts';

type DrillKind = DrillRecord['kind'];
interface Drill {
  path: string;
  record: Located<DrillRecord>;
}

/** What a drill is measured against. */
export interface DrillDemand {
  kind: DrillKind;
  withinDays: number;
  /** The longest time allowed; undefined when none is declared. */
  limitSeconds?: number | undefined;
  /** The key that declares the limit. */
  limitAt: string;
  tree: Tree;
  now: number;
}

const RECORD_DRILL =
  'Run the drill once, outside production, and record it as a file in readiness/drills/: date, kind: {kind}, environment, driver, steps with what was observed, seconds, result, evidence (address of the workflow run).';

const messages = defineMessages({
  unreadableDrill: { summary: 'The drill record {path} cannot be read: {problem}', remedy: '{remedy}' },
  noDrill: {
    summary: 'There is no record of a {kind} drill',
    remedy: RECORD_DRILL,
  },
  drillOnlyPlanned: {
    summary: 'There is no record of a {kind} drill; {words:quote} is a plan, not a result',
    remedy: RECORD_DRILL,
  },
  drillPassed: 'The {kind} drill of {date} passed in {seconds} s; the limit is {limit} s',
  drillFailed: {
    summary: 'The newest {kind} drill, {path}, failed',
    remedy: 'Fix what failed, repeat the drill and record it as a new file in readiness/drills/.',
  },
  drillWithoutLimit: {
    summary: 'The {kind} drill took {seconds} s, but no time limit is declared',
    remedy: 'Declare the longest acceptable time in {limitAt}.',
  },
  drillTooSlow: {
    summary: 'The {kind} drill took {seconds} s; the declared limit is {limit} s',
    remedy: 'Make it faster and repeat the drill, or declare a longer time in {limitAt} if that is acceptable.',
  },
  evidenceNotRun: {
    summary: 'The evidence {evidence:quote 90} is not the address of a workflow run and cannot be verified',
    remedy: 'Enter the address of the workflow run (…/actions/runs/123), or commit its log and name the file.',
  },
  evidenceIsRecord: {
    summary: 'The drill record {path} names itself as evidence',
    remedy: 'Commit the log of the drill and name it, or enter the address of the workflow run.',
  },
  evidenceMissing: {
    summary: 'The evidence {evidence:quote} is not in the repository',
    remedy: 'Commit the log of the drill and name it, or enter the address of the workflow run.',
  },
  drillNotCommitted: { summary: 'The drill record {path} is not committed yet', remedy: 'Commit {path}.' },
  changedAfterDrill: {
    summary: '{what} changed after the drill of {date} was recorded',
    remedy: 'Repeat the drill with the current version and add a new record beside {path}.',
  },
  drillRunNotFound: {
    summary: 'The workflow run named as evidence cannot be found: {evidence:quote 90}',
    remedy: 'Enter the address of the run of a drill that ended successfully.',
  },
  drillRunTooOld: {
    summary: 'The workflow run named as evidence ended on {ended}, before the drill of {date}',
    remedy: 'Enter the address of the run of this drill.',
  },
  drillRunNotSuccessful: {
    summary: 'The workflow run named as evidence did not succeed (conclusion: {conclusion:quote})',
    remedy: 'Enter the address of the run of a drill that ended successfully.',
  },
});

/** The newest drill of a kind by its own date. */
export function latestDrill(records: Observation<RecordSet<DrillRecord>>, kind: DrillKind): Drill | undefined {
  if (records.state !== 'seen') return undefined;
  return records.value.items
    .filter(({ record }) => record.value.kind === kind)
    .sort((a, b) => (`${a.record.value.date} ${a.path}` < `${b.record.value.date} ${b.path}` ? 1 : -1))[0];
}

/**
 * Whether the newest drill of that kind passed, in time, and is recent enough, from the files alone. `announced` is a drill
 * that a document only promises.
 */
export function judgeDrill(
  records: Observation<RecordSet<DrillRecord>>,
  demand: DrillDemand,
  announced?: { words: string; place: Place },
): Finding[] {
  const { kind, withinDays, limitSeconds: limit, now } = demand;
  const unreadable = records.state === 'seen' ? records.value.broken.flatMap(judgeUnreadable) : [];
  if (unreadable.length > 0) return unreadable;
  const drill = latestDrill(records, kind);
  if (drill === undefined) {
    const extra = { cause: `drill:${kind}` };
    if (announced) return [unmet(messages.drillOnlyPlanned({ kind, words: announced.words }), announced.place, extra)];
    const place = records.state === 'seen' ? { path: records.value.folder } : 'place' in records ? records.place : [];
    return [unmet(messages.noDrill({ kind }), place, extra)];
  }
  const { at, value } = drill.record;
  const { date, seconds } = value;
  const found = [
    ...judgeResult(drill, demand),
    ...unnamedPeople([{ what: 'The driver of the drill', written: value.driver, place: at('driver') }], true),
    ...judgeEvidence(drill, demand.tree),
    ...dated(date, now, { what: `The newest ${kind} drill`, place: at('date') }, withinDays),
  ];
  if (found.length > 0 || limit === undefined) return found;
  return [
    met(messages.drillPassed({ kind, date, seconds, limit }), at('result'), { until: validUntil(date, withinDays) }),
  ];
}

function judgeUnreadable({ path, faults }: RecordSet<DrillRecord>['broken'][number]): Finding[] {
  return faults.slice(0, 1).map(({ line, key, problem, remedy }) => {
    const words = { path, problem: key === '' ? problem : `${key} ${problem}`, remedy };
    return unmet(messages.unreadableDrill(words), { path, line }, { cause: `invalid:${path}` });
  });
}

function judgeResult({ path, record }: Drill, { kind, limitSeconds: limit, limitAt }: DrillDemand): Finding[] {
  const { result, seconds } = record.value;
  const at = record.at('seconds');
  const found = result === 'pass' ? [] : [unmet(messages.drillFailed({ kind, path }), record.at('result'))];
  if (limit === undefined) return [...found, unmet(messages.drillWithoutLimit({ kind, seconds, limitAt }), at)];
  if (seconds > limit) return [...found, unmet(messages.drillTooSlow({ kind, seconds, limit, limitAt }), at)];
  return found;
}

function judgeEvidence({ path, record }: Drill, tree: Tree): Finding[] {
  const { evidence } = record.value;
  const place = record.at('evidence');
  if (isAddress(evidence)) return isRun(evidence) ? [] : [unmet(messages.evidenceNotRun({ evidence }), place)];
  if (evidence === path) return [unmet(messages.evidenceIsRecord({ path }), place)];
  return tree.has(evidence) ? [] : [unmet(messages.evidenceMissing({ evidence }), place)];
}

/**
 * A drill that was recorded after the last change of what it tried, and whose run succeeded; holds where there is no drill.
 * `what` begins a sentence: `The plan or the pipeline`. Requests `ancestry` and `workflow-run`.
 */
export function provenDrill(drill: Drill | undefined, tried: string[], what: string): Precondition {
  if (drill === undefined) return { decisive: false, findings: [], requests: [], objections: () => [] };
  const { evidence } = drill.record.value;
  return {
    decisive: false,
    findings: [],
    requests: [
      ancestry([drill.path], tried, { substantive: true }),
      ...(isAddress(evidence) ? [workflowRun(evidence)] : []),
    ],
    objections: ([order, run]) => drillObjections(drill, order as Ancestry, run as RunFact | undefined, what),
  };
}

/** What history and GitHub add about a drill that is in order by the files. */
function drillObjections({ path, record }: Drill, order: Ancestry, run: RunFact | undefined, what: string): Finding[] {
  const { date, evidence } = record.value;
  const place = record.at('evidence');
  const found: Finding[] = [];
  if (order.relation === 'neither' || (order.a === undefined && order.relation === 'b-newer'))
    found.push(unmet(messages.drillNotCommitted({ path }), { path }));
  else if (order.relation === 'b-newer' || order.relation === 'diverged')
    found.push(stale(messages.changedAfterDrill({ what, date, path }), record.at('date')));
  if (run === undefined) return found;
  if (!run.found) return [...found, unmet(messages.drillRunNotFound({ evidence }), place)];
  const { conclusion = 'none', at = '' } = run;
  if (conclusion !== 'success') return [...found, unmet(messages.drillRunNotSuccessful({ conclusion }), place)];
  const [ended, held] = [parseInstant(at), parseInstant(date)];
  // The day of the drill may have begun a day earlier than in UTC.
  if (ended === undefined || held === undefined || ended >= addDays(held, -1)) return found;
  return [...found, unmet(messages.drillRunTooOld({ ended: day(ended), date }), place)];
}

function isAddress(evidence: string): boolean {
  return /^https?:\/\//.test(evidence);
}

function isRun(evidence: string): boolean {
  return /^https?:\/\/[^/]+\/[\w.-]+\/[\w.-]+\/actions\/runs\/\d+/.test(evidence);
}
