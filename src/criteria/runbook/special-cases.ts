import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { mentions, sectionsAbout, textOf } from '../shared/documents/section-span.ts';
import { messages } from './messages.ts';

const HUMAN_ONLY =
  /\b(human[- ]only|humans? only|only (a )?(humans?|persons?|people)|people (only|decide)|never automat\w*|by hand only|nur (von )?menschen|uniquement (par )?(un )?humain|solo (una )?persona)/i;
const WORKAROUND = /\bwork-?arounds?\b|contournement|umgehung|soluciones? alternativas?/i;

/** Workarounds and human-only cases, compared with the declared high-risk decisions and exception classes. */
export function judgeCases(
  set: DocumentSet,
  workflow: Observation<Located<Workflow>>,
  dataSources: Observation<Located<DataSources>>,
): Finding[] {
  const { path } = set.document;
  const top = { ...set.place, line: 1 };
  const pages = [set.document, ...Object.values(set.linked)];
  const lines = pages.flatMap(textOf);
  const hasWorkarounds = pages.some(
    (page) =>
      sectionsAbout(page, ['workarounds']).some((section) => section.words > 0 && !HUMAN_ONLY.test(section.title)) ||
      textOf(page).some(({ text }) => WORKAROUND.test(text) && text.split(/\s+/).length > 3),
  );
  const hasHumanOnly = lines.some(({ text }) => HUMAN_ONLY.test(text));
  const decisions = findHighRisk(workflow);
  const classes = findExceptionClasses(dataSources);
  const missing = (cases: Case[], message: (words: { id: string; path: string }) => Statement): Finding[] =>
    cases
      .filter(({ id }) => !lines.some(({ text }) => mentions(text, id)))
      .map(({ id, place }) => unmet(message({ id, path }), [place, top], { part: id }));
  const found = [
    ...(hasWorkarounds ? [] : [unmet(messages.noWorkarounds({ path }), top, { part: 'workarounds' })]),
    ...(hasHumanOnly ? [] : [unmet(messages.noHumanOnlyCases({ path }), top, { part: 'human-only' })]),
    ...missing(decisions, messages.missingDecision),
    ...missing(classes, messages.missingExceptionClass),
  ];
  if (found.length > 0) return found;
  const compared = {
    decisions:
      workflow.state === 'seen' ? messages.comparedDecisions({ count: decisions.length }) : messages.noDecisions(),
    classes: dataSources.state === 'seen' ? messages.comparedClasses({ count: classes.length }) : messages.noClasses(),
  };
  return [met(messages.casesListed(compared), set.place)];
}

interface Case {
  id: string;
  place: Place;
}

function findHighRisk(workflow: Observation<Located<Workflow>>): Case[] {
  if (workflow.state !== 'seen') return [];
  const { value, at } = workflow.value;
  return (value.decisions ?? []).flatMap(({ id, risk }, index) =>
    risk === 'high' ? [{ id, place: at('decisions', index, 'id') }] : [],
  );
}

function findExceptionClasses(sources: Observation<Located<DataSources>>): Case[] {
  if (sources.state !== 'seen') return [];
  const { value, at } = sources.value;
  return (value.exceptionProtocol ?? []).map((row, index) => ({
    id: row.class,
    place: at('exceptionProtocol', index, 'class'),
  }));
}
