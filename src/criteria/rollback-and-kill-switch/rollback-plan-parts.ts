import type { DocumentSet, ParsedDocument } from '../../domain/document.ts';
import { type Finding, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { type Person, parsePerson } from '../../domain/people/person.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Guardrails } from '../../evidence/schema/guardrails.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import {
  authorityIn,
  covers,
  declaredMinutes,
  lineSaying,
  metricNamed,
  statesTime,
  stepsOf,
  triggerLines,
  verificationLines,
  withNumber,
} from './rollback-plan.ts';

type Rollback = NonNullable<Guardrails['rollback']>;

/** What a larger plan must say besides trigger, authority, steps and verification. */
const FURTHER: {
  id: string;
  missing: string;
  heading: string;
  example: string;
  says: (plan: ParsedDocument, rollback: Rollback) => boolean;
}[] = [
  {
    id: 'target',
    missing: 'to which version to go back',
    heading: 'Target',
    example: 'the last tag whose evals passed: `git tag --list "v*" --sort=-v:refname`',
    says: (plan) =>
      lineSaying(
        plan,
        /\b(targets?|known[- ]good|last[- ]good|(previous|earlier) (good |known )*(release|version|tag|image|deployment|build|commit|prompt|model)|last (green |good )?(release|tag|version))\b/i,
      ) !== undefined,
  },
  {
    id: 'time',
    missing: 'how long it takes',
    heading: 'How long it takes',
    example: 'about 10 minutes from the decision to the verified old version',
    says: (plan, rollback) => rollback.limitMinutes !== undefined || statesTime(plan),
  },
  {
    id: 'data',
    missing: 'what happens to data and state written meanwhile',
    heading: 'Data',
    example: 'answers written since the release stay; tickets in the queue are sorted again',
    says: (plan) =>
      lineSaying(
        plan,
        /\b(data(bases?|sets?)?|schemas?|migrations?|stateful|stateless|state (of|is|stays|remains)|daten(bank)?|données|datos|dados)\b/i,
        ['backup'],
      ) !== undefined,
  },
  {
    id: 'when-not',
    missing: 'when not to roll back',
    heading: 'When not to roll back',
    example: 'not when the ticket system itself is down: rolling back cannot help',
    says: (plan) =>
      lineSaying(
        plan,
        /\bwhen not\b|\b(do|does|is|should|must|can) not (be )?(use|roll|cover|revers)|\b(don|doesn|isn|can)['’]t (use|roll|cover|be)|\bnever roll|\binstead of (a )?roll|forward[- ]fix|irreversible|anti-?patterns?|cannot be rolled/i,
      ) !== undefined,
  },
  {
    id: 'communication',
    missing: 'whom to tell',
    heading: 'Communication',
    example: 'post in #triage-ops before and after; @dana tells the support desk',
    says: (plan) =>
      lineSaying(
        plan,
        /\b(tells?|announce\w*|notif(y|ies)|inform\w*|communicat\w*|post (it )?(in|to)|status page|benachrichtig\w*|prévenir|avisar|comunica\w*)\b/i,
        ['communication'],
      ) !== undefined,
  },
];

interface PlanContext {
  guardrails: Observation<Located<Guardrails>>;
  metrics: Observation<Located<Metrics>>;
  /** The small plan: trigger, authority, steps, verification. */
  small: boolean;
}

/** What a rollback plan does not say, one finding each. */
export function missingPlanParts(set: DocumentSet, context: PlanContext): Finding[] {
  const plan = set.document;
  const rollback = declaredRollback(context.guardrails);
  const further = context.small ? [] : FURTHER.filter((part) => !part.says(plan, rollback));
  return [
    ...triggerFindings(set, context),
    ...authorityFindings(set, context.guardrails),
    ...stepFindings(set),
    ...(verificationLines(plan).length > 0
      ? []
      : [
          missing(
            set,
            'verification',
            'how to tell that it worked',
            'Verification',
            '`make smoke` answers 200 and the error rate is below 2 % again',
          ),
        ]),
    ...further.map((part) => missing(set, part.id, part.missing, part.heading, part.example)),
  ];
}

/** Who may decide on a rollback: as declared, else as the plan says. */
export function deciders(plan: ParsedDocument, guardrails: Observation<Located<Guardrails>>): Person[] {
  const { decider } = declaredRollback(guardrails);
  const people = decider === undefined ? authorityIn(plan).people : [parsePerson(decider)];
  return people.filter((person) => !person.placeholder && (person.handle !== undefined || person.team !== undefined));
}

/** How long a rollback may take, in seconds: as declared, else as the plan promises. */
export function rollbackLimit(plan: ParsedDocument, guardrails: Observation<Located<Guardrails>>): number | undefined {
  const minutes = declaredRollback(guardrails).limitMinutes ?? declaredMinutes(plan)?.minutes;
  return minutes === undefined ? undefined : minutes * 60;
}

const COVERED = [
  { id: 'model', words: /\bmodels?\b/i, example: 'set `MODEL` in config/model.yaml to the version before' },
  { id: 'prompt', words: /\bprompts?\b/i, example: 'revert the last commit of `prompts/`' },
  {
    id: 'retrieval-index',
    words: /\b(retrieval|vector|embeddings?|search)[- ]?(index|store|db|database)?\b|\bindex(es)?\b/i,
    example: 'point the alias at the index before',
  },
  { id: 'configuration', words: /\bconfig(uration)?s?\b|\bsettings?\b/i, example: 'revert `config/`' },
] as const;

/** What the plan would leave as it is, though it changes the behavior of the service. */
export function uncovered(set: DocumentSet, guardrails: Observation<Located<Guardrails>>): Finding[] {
  const { covers: declared = [], notUsed = [] } = declaredRollback(guardrails);
  return COVERED.filter(
    ({ id, words }) => !notUsed.includes(id) && !declared.includes(id) && !covers(set.document, words),
  ).map(({ id, example }) =>
    unmet(
      `${set.document.path} does not say how the ${id.replace('-', ' ')} goes back`,
      { ...set.place, line: 1 },
      {
        part: id,
        remedy: `Add a step for it (for example: ${example}), or declare \`guardrails.rollback.not-used: [${id}]\` if the service has none.`,
      },
    ),
  );
}

function declaredRollback(guardrails: Observation<Located<Guardrails>>): Rollback {
  return (guardrails.state === 'seen' ? guardrails.value.value.rollback : undefined) ?? {};
}

function triggerFindings(set: DocumentSet, context: PlanContext): Finding[] {
  const { path } = set.document;
  const lines = triggerLines(set.document);
  const example = 'error rate above 4 % for 15 min';
  const first = lines[0];
  if (first === undefined) return [missing(set, 'trigger', 'when to roll back', 'Trigger', example)];
  const place = { ...set.place, line: first.line };
  if (withNumber(lines) === undefined) {
    return [
      unmet(`${path}:${first.line} the trigger ${quote(first.text)} has no number`, place, {
        part: 'trigger',
        remedy: `Add a number, for example "${example}".`,
      }),
    ];
  }
  if (context.small) return [];
  const ids = metricIds(context.metrics);
  const declared = declaredRollback(context.guardrails).triggerMetric;
  const named = declared === undefined ? metricNamed(lines, ids) : ids.find((id) => id === declared);
  if (named !== undefined) return [];
  const seen = declared === undefined ? quote(first.text) : quote(declared);
  const known = ids.length === 0 ? 'metrics.yaml declares none' : `known: ${ids.slice(0, 8).join(', ')}`;
  return [
    unmet(`${path}:${first.line} the trigger ${seen} names no metric that is measured (${known})`, place, {
      part: 'trigger-metric',
      remedy: `Use the id of a metric or SLO of readiness/metrics.yaml in the trigger, or name it as \`guardrails.rollback.trigger-metric\`.`,
    }),
  ];
}

function authorityFindings(set: DocumentSet, guardrails: Observation<Located<Guardrails>>): Finding[] {
  if (deciders(set.document, guardrails).length > 0) return [];
  const { decider } = declaredRollback(guardrails);
  const line = authorityIn(set.document).lines[0];
  const remedy = `Name the account of who decides: "Decision: @ravi or @lea" in ${set.document.path}, or \`guardrails.rollback.decider\`.`;
  const at =
    decider !== undefined && guardrails.state === 'seen'
      ? guardrails.value.at('rollback', 'decider')
      : { ...set.place, line: line?.line ?? 1 };
  const words = decider ?? line?.text;
  const summary =
    words === undefined
      ? `${set.document.path} does not say who decides on a rollback`
      : `${at.path}:${at.line ?? 1} ${quote(words)} names nobody with an account who decides on a rollback`;
  return [unmet(summary, at, { part: 'authority', remedy })];
}

function stepFindings(set: DocumentSet): Finding[] {
  const steps = stepsOf(set.document);
  if (steps.length > 1) return [];
  const saw = steps[0] === undefined ? '' : ` (only ${quote(steps[0].text)})`;
  return [
    unmet(
      `${set.document.path} has no two ordered steps that can be carried out${saw}`,
      { ...set.place, line: steps[0]?.line ?? 1 },
      {
        part: 'steps',
        remedy: `Write the steps of the rollback as a numbered list with the commands or workflows they run.`,
      },
    ),
  ];
}

function missing(set: DocumentSet, part: string, what: string, heading: string, example: string): Finding {
  const { path } = set.document;
  return unmet(
    `${path} does not say ${what}`,
    { ...set.place, line: 1 },
    {
      part,
      remedy: `Add the heading "## ${heading}" to ${path}, for example: ${example}.`,
    },
  );
}

function metricIds(metrics: Observation<Located<Metrics>>): string[] {
  if (metrics.state !== 'seen') return [];
  const { baselines = [], process = [], outcome = [], leading = [], slos = [] } = metrics.value.value;
  return [
    ...new Set([
      ...baselines.map(({ metric }) => metric),
      ...[...process, ...outcome, ...leading, ...slos].map(({ id }) => id),
    ]),
  ];
}
