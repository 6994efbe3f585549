import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { sectionsAbout, speaksOf, textOf } from '../shared/documents/section-span.ts';

const HUMAN_ONLY =
  /\b(human[- ]only|humans? only|only (a )?(humans?|persons?|people)|people (only|decide)|never automat\w*|by hand only|nur (von )?menschen|uniquement (par )?(un )?humain|solo (una )?persona)/i;
const WORKAROUND = /\bwork-?arounds?\b|contournement|umgehung|soluciones? alternativas?/i;

/** Workarounds and human-only cases, compared with the declared high-risk decisions and exception classes. */
export function missingCases(
  set: DocumentSet,
  workflow: Observation<Located<Workflow>>,
  dataSources: Observation<Located<DataSources>>,
): Finding[] {
  const { document } = set;
  const pages = [document, ...Object.values(set.linked)];
  const lines = pages.flatMap(textOf);
  const faults = [workflow, dataSources].flatMap((one) => (one.state === 'invalid' ? one.faults : []));
  if (faults.length > 0) {
    return faults.map((fault) =>
      unmet(
        `${fault.key} ${fault.problem}`,
        { path: fault.path, line: fault.line },
        { cause: `invalid:${fault.path}`, remedy: fault.remedy },
      ),
    );
  }
  const found: Finding[] = [];
  const workarounds = pages.some(
    (page) =>
      sectionsAbout(page, ['workarounds']).some((section) => section.words > 0 && !HUMAN_ONLY.test(section.title)) ||
      textOf(page).some(({ text }) => WORKAROUND.test(text) && text.split(/\s+/).length > 3),
  );
  if (!workarounds) {
    found.push(
      unmet(
        `${document.path} lists no known workarounds`,
        { ...set.place, line: 1 },
        {
          part: 'workarounds',
          remedy: `Add "## Known workarounds" to ${document.path}; write "none known on <date>" if that is so.`,
        },
      ),
    );
  }
  if (!lines.some(({ text }) => HUMAN_ONLY.test(text))) {
    found.push(
      unmet(
        `${document.path} does not say which cases only people decide`,
        { ...set.place, line: 1 },
        {
          part: 'human-only',
          remedy: `Add "## Human-only cases" to ${document.path}, for example: refund-approval: always decided by @dana, never by the service.`,
        },
      ),
    );
  }
  const decisions = highRisk(workflow);
  const classes = exceptionClasses(dataSources);
  for (const { id, what, place } of [...decisions, ...classes]) {
    if (lines.some(({ text }) => speaksOf(text, id))) continue;
    found.push(
      unmet(`The ${what} ${quote(id)} does not appear in ${document.path}`, [place, { ...set.place, line: 1 }], {
        part: id,
        remedy: `Say in ${document.path} what the person on call does about ${id}, using that word.`,
      }),
    );
  }
  if (found.length > 0) return found;
  return [
    met(
      `Workarounds and human-only cases are listed; ${compared(workflow, decisions.length, 'high-risk decisions', 'workflow.yaml')}, ${compared(dataSources, classes.length, 'exception classes', 'data-sources.yaml')}`,
      set.place,
    ),
  ];
}

interface Case {
  id: string;
  what: string;
  place: Place;
}

function highRisk(workflow: Observation<Located<Workflow>>): Case[] {
  if (workflow.state !== 'seen') return [];
  const { value, at } = workflow.value;
  return (value.decisions ?? []).flatMap(({ id, risk }, index) =>
    risk === 'high' ? [{ id, what: 'high-risk decision', place: at('decisions', index, 'id') }] : [],
  );
}

function exceptionClasses(sources: Observation<Located<DataSources>>): Case[] {
  if (sources.state !== 'seen') return [];
  const { value, at } = sources.value;
  return (value.exceptionProtocol ?? []).map((row, index) => ({
    id: row.class,
    what: 'exception class',
    place: at('exceptionProtocol', index, 'class'),
  }));
}

function compared(seen: Observation<unknown>, count: number, what: string, file: string): string {
  return seen.state === 'seen' ? `${count} ${what} of ${file} appear` : `${file} is not there to compare with`;
}
