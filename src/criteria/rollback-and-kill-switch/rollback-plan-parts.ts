import type { DocumentSet, ParsedDocument } from '../../domain/document.ts';
import { type Finding, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { type Person, parsePerson } from '../../domain/people/person.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Guardrails } from '../../evidence/schema/guardrails.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { messages, ROLLBACK_EXAMPLES } from './messages.ts';
import {
  covers,
  findAuthority,
  findSteps,
  findTriggers,
  findVerification,
  hasNumber,
  namesMetric,
  readMinutes,
  states,
  statesDuration,
} from './rollback-plan.ts';

type Rollback = NonNullable<Guardrails['rollback']>;

const TARGET =
  /\b(targets?|known[- ]good|last[- ]good|(previous|earlier) (good |known )*(release|version|tag|image|deployment|build|commit|prompt|model)|last (green |good )?(release|tag|version))\b/i;
const DATA =
  /\b(data(bases?|sets?)?|schemas?|migrations?|stateful|stateless|state (of|is|stays|remains)|daten(bank)?|données|datos|dados)\b/i;
const WHEN_NOT =
  /\bwhen not\b|\b(do|does|is|should|must|can) not (be )?(use|roll|cover|revers)|\b(don|doesn|isn|can)['’]t (use|roll|cover|be)|\bnever roll|\binstead of (a )?roll|forward[- ]fix|irreversible|anti-?patterns?|cannot be rolled/i;
const COMMUNICATION =
  /\b(tells?|announce\w*|notif(y|ies)|inform\w*|communicat\w*|post (it )?(in|to)|status page|benachrichtig\w*|prévenir|avisar|comunica\w*)\b/i;

interface PlanContext {
  guardrails: Observation<Located<Guardrails>>;
  metrics: Observation<Located<Metrics>>;
  /** The small plan needs only trigger, authority, steps and verification. */
  isSmall: boolean;
}

/** The parts that a rollback plan lacks, one finding each. */
export function judgePlanParts(set: DocumentSet, context: PlanContext): Finding[] {
  return [
    ...judgeTrigger(set, context),
    ...judgeAuthority(set, context.guardrails),
    ...judgeSteps(set),
    ...judgeStatements(set, context),
  ];
}

function judgeStatements(set: DocumentSet, { guardrails, isSmall }: PlanContext): Finding[] {
  const plan = set.document;
  const verification = {
    part: 'verification',
    message: messages.noVerification,
    isStated: findVerification(plan).length > 0,
  };
  const isTimed = readRollback(guardrails).limitMinutes !== undefined || statesDuration(plan);
  const further = [
    { part: 'target', message: messages.noTarget, isStated: states(plan, TARGET) },
    { part: 'time', message: messages.noDuration, isStated: isTimed },
    { part: 'data', message: messages.noData, isStated: states(plan, DATA, ['backup']) },
    { part: 'when-not', message: messages.noExclusions, isStated: states(plan, WHEN_NOT) },
    {
      part: 'communication',
      message: messages.noCommunication,
      isStated: states(plan, COMMUNICATION, ['communication']),
    },
  ];
  return [verification, ...(isSmall ? [] : further)]
    .filter(({ isStated }) => !isStated)
    .map(({ part, message }) => unmet(message({ path: plan.path }), { ...set.place, line: 1 }, { part }));
}

/** Who may decide on a rollback: as declared, otherwise as the plan states. */
export function findDeciders(plan: ParsedDocument, guardrails: Observation<Located<Guardrails>>): Person[] {
  const { decider } = readRollback(guardrails);
  const people = decider === undefined ? findAuthority(plan).people : [parsePerson(decider)];
  return people.filter((person) => !person.placeholder && (person.handle !== undefined || person.team !== undefined));
}

/** How long a rollback may take, in seconds: as declared, otherwise as the plan promises. */
export function readLimit(plan: ParsedDocument, guardrails: Observation<Located<Guardrails>>): number | undefined {
  const minutes = readRollback(guardrails).limitMinutes ?? readMinutes(plan);
  return minutes === undefined ? undefined : minutes * 60;
}

const COVERED = [
  { id: 'model', words: /\bmodels?\b/i },
  { id: 'prompt', words: /\bprompts?\b/i },
  {
    id: 'retrieval-index',
    words: /\b(retrieval|vector|embeddings?|search)[- ]?(index|store|db|database)?\b|\bindex(es)?\b/i,
  },
  { id: 'configuration', words: /\bconfig(uration)?s?\b|\bsettings?\b/i },
] as const;

/** What the plan does not roll back, although it changes the behavior of the service. */
export function judgeCoverage(set: DocumentSet, guardrails: Observation<Located<Guardrails>>): Finding[] {
  const { path } = set.document;
  const { covers: declared = [], notUsed = [] } = readRollback(guardrails);
  return COVERED.filter(
    ({ id, words }) => !notUsed.includes(id) && !declared.includes(id) && !covers(set.document, words),
  ).map(({ id }) => {
    const words = { path, id, what: id.replace('-', ' '), example: ROLLBACK_EXAMPLES[id] };
    return unmet(messages.notCovered(words), { ...set.place, line: 1 }, { part: id });
  });
}

function readRollback(guardrails: Observation<Located<Guardrails>>): Rollback {
  return (guardrails.state === 'seen' ? guardrails.value.value.rollback : undefined) ?? {};
}

function judgeTrigger(set: DocumentSet, { guardrails, metrics, isSmall }: PlanContext): Finding[] {
  const { path } = set.document;
  const lines = findTriggers(set.document);
  const [first] = lines;
  if (first === undefined) return [unmet(messages.noTrigger({ path }), { ...set.place, line: 1 }, { part: 'trigger' })];
  const { line, text } = first;
  const place = { ...set.place, line };
  if (!hasNumber(lines))
    return [unmet(messages.triggerWithoutNumber({ path, line, trigger: text }), place, { part: 'trigger' })];
  if (isSmall) return [];
  const ids = listMetrics(metrics);
  const { triggerMetric } = readRollback(guardrails);
  if (triggerMetric === undefined ? namesMetric(lines, ids) : ids.includes(triggerMetric)) return [];
  const words = { path, line, trigger: triggerMetric ?? text };
  const message =
    ids.length === 0
      ? messages.triggerWithoutMetrics(words)
      : messages.triggerWithoutMetric({ ...words, metrics: ids.slice(0, 8) });
  return [unmet(message, place, { part: 'trigger-metric' })];
}

function judgeAuthority(set: DocumentSet, guardrails: Observation<Located<Guardrails>>): Finding[] {
  const { path } = set.document;
  if (findDeciders(set.document, guardrails).length > 0) return [];
  const { decider } = readRollback(guardrails);
  const [first] = findAuthority(set.document).lines;
  const at =
    decider !== undefined && guardrails.state === 'seen'
      ? guardrails.value.at('rollback', 'decider')
      : { ...set.place, line: first?.line ?? 1 };
  const words = decider ?? first?.text;
  const message =
    words === undefined
      ? messages.noDecider({ path })
      : messages.deciderWithoutAccount({ path, at: at.path, line: at.line ?? 1, words });
  return [unmet(message, at, { part: 'authority' })];
}

function judgeSteps(set: DocumentSet): Finding[] {
  const { path } = set.document;
  const [first, second] = findSteps(set.document);
  if (second !== undefined) return [];
  const message = first === undefined ? messages.noSteps({ path }) : messages.oneStep({ path, step: first.text });
  return [unmet(message, { ...set.place, line: first?.line ?? 1 }, { part: 'steps' })];
}

function listMetrics(metrics: Observation<Located<Metrics>>): string[] {
  if (metrics.state !== 'seen') return [];
  const { baselines = [], process = [], outcome = [], leading = [], slos = [] } = metrics.value.value;
  const ids = [
    ...baselines.map(({ metric }) => metric),
    ...[process, outcome, leading, slos].flat().map(({ id }) => id),
  ];
  return [...new Set(ids)];
}
