import { endOfDay } from '../../domain/dates.ts';
import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Cohorts } from '../../evidence/schema/cohorts.ts';
import { type DataSources, EXCEPTION_CLASSES } from '../../evidence/schema/data-sources.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { textOf } from '../shared/documents/section-span.ts';
import { judgeOrder, since } from '../shared/order.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';

const TIME_LIMIT = /\d+(\.\d+)?\s*(s|sec|secs|seconds?|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)\b/i;
const CLASS_WORDS: Record<(typeof EXCEPTION_CLASSES)[number], string> = {
  missing: 'data that is missing',
  late: 'data that comes late',
  malformed: 'data that cannot be read',
  'schema-change': 'data whose form has changed',
  'out-of-distribution': 'data unlike any seen before',
  contradictory: 'data that contradicts itself',
};

/** Whether for every kind of bad data it is settled what happens, who does it, by when, and what people are told. */
export function judgeProtocol(sources: Located<DataSources>, runbook: Observation<DocumentSet>): Finding[] {
  const rows = sources.value.exceptionProtocol ?? [];
  if (rows.length === 0)
    return [
      unmet('Nothing is settled for data that the system cannot use', sources.at('exceptionProtocol'), {
        cause: 'no-exception-protocol',
        remedy: `Add exception-protocol to readiness/data-sources.yaml: for ${EXCEPTION_CLASSES.join(', ')} each action, owner, within, message.`,
      }),
    ];
  const missing = EXCEPTION_CLASSES.filter((name) => !rows.some((row) => row.class === name)).map((name) =>
    unmet(`Nothing is settled for ${CLASS_WORDS[name]}`, sources.at('exceptionProtocol'), {
      part: name,
      remedy: `Add class: ${name} with action (reject, quarantine, fallback or human), owner, within and message.`,
    }),
  );
  const faults = rows.flatMap((row, index): Finding[] => {
    const found: Finding[] = [];
    const say = (problem: string, key: string, remedy: string): void => {
      found.push(unmet(problem, sources.at('exceptionProtocol', index, key), { part: row.class, remedy }));
    };
    if (rows.findIndex((other) => other.class === row.class) !== index)
      say(`${row.class} is settled twice`, 'class', 'Keep one row for each class.');
    if (!TIME_LIMIT.test(row.within))
      say(
        `${row.class}: ${quote(row.within)} is no time limit`,
        'within',
        'Write a number and a unit: 30 min, 4 h, 1 day.',
      );
    if (isBlankText(row.message))
      say(`${row.class}: nothing says what people are told`, 'message', 'Write the sentence that a user would read.');
    return found;
  });
  const found = [...missing, ...faults, ...unmentioned(sources, runbook)];
  return found.length > 0
    ? found
    : [
        met(
          'Each of six kinds of bad data has an action, an owner, a time limit and a message',
          sources.at('exceptionProtocol'),
        ),
      ];
}

/** The runbook has to lead to the protocol: whoever is on call reads that first. */
function unmentioned(sources: Located<DataSources>, runbook: Observation<DocumentSet>): Finding[] {
  const remedy = `Link ${sources.at('exceptionProtocol').path} from the runbook, where it speaks of bad data.`;
  if (runbook.state !== 'seen')
    return [
      unmet('There is no runbook that leads to the exception protocol', sources.at('exceptionProtocol'), {
        cause: `absent:${runbook.state === 'unavailable' ? 'docs/runbook.md' : runbook.place.path}`,
        remedy,
      }),
    ];
  const { document, linked, place } = runbook.value;
  const { path } = sources.at('exceptionProtocol');
  const pages = [document, ...Object.values(linked)];
  const leads = pages.some(
    (page) =>
      page.links.some((link) => link.path === path) ||
      textOf(page).some(({ text }) => text.includes(path) || /\bexception[- ]protocol\b/i.test(text)),
  );
  return leads ? [] : [unmet('The runbook does not lead to the exception protocol', { ...place, line: 1 }, { remedy })];
}

/** Who carries out each row. */
export function protocolOwners(sources: Located<DataSources>): NamedPerson[] {
  return (sources.value.exceptionProtocol ?? []).map((row, index) => ({
    what: `The owner of ${row.class}`,
    written: row.owner,
    place: sources.at('exceptionProtocol', index, 'owner'),
    part: row.class,
  }));
}

/** Whether it was settled before the second cohort began, or accepted late; undefined while there is one cohort only. */
export function judgeTiming(
  sources: Located<DataSources>,
  cohorts: Observation<Located<Cohorts>>,
  history: ValueHistory,
  acceptance: Observation<Acceptance>,
): Finding | undefined {
  const second = secondCohort(cohorts);
  if (second === undefined) return undefined;
  return judgeOrder({
    what: 'The exception protocol',
    moment: `the second cohort began on ${second}`,
    introduced: since(history, decidedActions, decidedActions(sources.value.exceptionProtocol)),
    end: endOfDay(second) ?? 0,
    acceptance,
    place: sources.at('exceptionProtocol'),
    remedy: 'Have the sponsor comment `/readiness accept DR-6 because <reason>`; it is always displayed.',
  });
}

/** What a later edit may not touch without counting as a new protocol; wording and owners may change. */
function decidedActions(value: unknown): unknown {
  if (!Array.isArray(value)) return undefined;
  return value
    .flatMap((row: unknown) => {
      if (typeof row !== 'object' || row === null) return [];
      const { class: name, action } = row as { class?: unknown; action?: unknown };
      return [`${String(name)}: ${String(action)}`];
    })
    .sort();
}

/** The day on which the second cohort began; undefined while there is one only. */
function secondCohort(cohorts: Observation<Located<Cohorts>>): string | undefined {
  if (cohorts.state !== 'seen') return undefined;
  return cohorts.value.value.cohorts.map(({ startedOn }) => startedOn).sort()[1];
}
