import { endOfDay } from '../../domain/dates.ts';
import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Precondition } from '../../engine/criterion.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Cohorts } from '../../evidence/schema/cohorts.ts';
import { type DataSources, EXCEPTION_CLASSES } from '../../evidence/schema/data-sources.ts';
import { textOf } from '../shared/documents/section-span.ts';
import { judgeOrder, since } from '../shared/order.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { decidedByFiles } from '../shared/preconditions.ts';
import { filled } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

export type ProtocolRow = NonNullable<DataSources['exceptionProtocol']>[number];

const TIME_LIMIT = /\d+(\.\d+)?\s*(s|sec|secs|seconds?|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)\b/i;

/** An exception protocol must exist. Until then this is one task, whatever the check looks for in it. */
export function decidedProtocol(sources: Located<DataSources>): Precondition {
  const isDecided = (sources.value.exceptionProtocol ?? []).length > 0;
  const missing = unmet(messages.noProtocol({ classes: EXCEPTION_CLASSES }), sources.at('exceptionProtocol'), {
    cause: 'no-exception-protocol',
  });
  return decidedByFiles(isDecided ? [] : [missing], { decisive: true });
}

/** Whether each class of bad data has an action, an owner, a time limit and a message, and the runbook links to them. */
export function judgeProtocol(sources: Located<DataSources>, runbook: Observation<DocumentSet>): Finding[] {
  const rows = sources.value.exceptionProtocol ?? [];
  const place = sources.at('exceptionProtocol');
  const found = [
    ...EXCEPTION_CLASSES.filter((name) => !rows.some((row) => row.class === name)).map((name) =>
      unmet(messages.classMissing({ class: name }), place, { part: name }),
    ),
    ...rows.flatMap((row, index): Finding[] => {
      const { class: part, within, message } = row;
      const at = (key: keyof ProtocolRow) => sources.at('exceptionProtocol', index, key);
      return [
        ...(rows.findIndex((other) => other.class === part) === index
          ? []
          : [unmet(messages.classTwice({ class: part }), at('class'), { part })]),
        ...(TIME_LIMIT.test(within)
          ? []
          : [unmet(messages.noTimeLimit({ class: part, within }), at('within'), { part })]),
        ...filled(message, { what: `The message of the class ${part}`, place: at('message'), part }),
      ];
    }),
    ...judgeLink(sources, runbook),
  ];
  return found.length > 0 ? found : [met(messages.protocolComplete({ count: EXCEPTION_CLASSES.length }), place)];
}

/** The runbook must link to the protocol, because whoever is on call reads the runbook first. */
function judgeLink(sources: Located<DataSources>, runbook: Observation<DocumentSet>): Finding[] {
  const place = sources.at('exceptionProtocol');
  const { path } = place;
  if (runbook.state !== 'seen') {
    const missing = runbook.state === 'unavailable' ? 'docs/runbook.md' : runbook.place.path;
    return [unmet(messages.noRunbook({ path }), place, { cause: `absent:${missing}` })];
  }
  const { document, linked } = runbook.value;
  const isLinked = [document, ...Object.values(linked)].some(
    (page) =>
      page.links.some((link) => link.path === path) ||
      textOf(page).some(({ text }) => text.includes(path) || /\bexception[- ]protocol\b/i.test(text)),
  );
  return isLinked ? [] : [unmet(messages.runbookWithoutProtocol({ path }), { ...runbook.value.place, line: 1 })];
}

/** The people who carry out each row. */
export function protocolOwners(sources: Located<DataSources>): NamedPerson[] {
  return (sources.value.exceptionProtocol ?? []).map((row, index) => ({
    what: `The owner of the class ${row.class}`,
    written: row.owner,
    place: sources.at('exceptionProtocol', index, 'owner'),
    part: row.class,
  }));
}

/** Whether the protocol was decided before the second cohort began, or accepted late. */
export function protocolObjections(
  sources: Located<DataSources>,
  cohorts: Observation<Located<Cohorts>>,
  history: ValueHistory,
  acceptance: Observation<Acceptance>,
): Finding[] {
  const second = secondCohort(cohorts);
  if (second === undefined) return [];
  const timing = judgeOrder({
    what: 'The exception protocol',
    moment: `the second cohort began on ${second}`,
    introduced: since(history, decidedActions, decidedActions(sources.value.exceptionProtocol)),
    end: endOfDay(second) ?? 0,
    acceptance,
    place: sources.at('exceptionProtocol'),
    remedy: 'Have the sponsor comment `/readiness accept DR-6 because <reason>`; it is always displayed.',
  });
  return timing.outcome === 'met' && !timing.accepted ? [] : [timing];
}

/** What a later edit may not change without counting as a new protocol; wording and owners may change. */
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

/** The day on which the second cohort began; undefined while there is only one. */
function secondCohort(cohorts: Observation<Located<Cohorts>>): string | undefined {
  if (cohorts.state !== 'seen') return undefined;
  return cohorts.value.value.cohorts.map(({ startedOn }) => startedOn).sort()[1];
}
