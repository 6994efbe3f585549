import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, met, notVerified, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import { type Objective, objectivesOf } from '../shared/slo/objective.ts';
import { messages } from './messages.ts';

type Alert = NonNullable<Objective['slo']['alert']>;

export interface AlertEvidence {
  metrics: Located<Metrics>;
  model: Located<OperatingModel>;
  files: Named;
  tree: Tree;
  runbook: Observation<DocumentSet>;
  /** Owner and name, to recognize links into this repository. */
  repository: string;
}

/** Whether somebody on call is alerted when an objective is missed, with a link to the runbook. */
export function judgeAlerts(evidence: AlertEvidence): Finding[] {
  const all = objectivesOf(evidence.metrics);
  if (all.length === 0)
    return [unmet(messages.nothingToAlertOn(), evidence.metrics.at('slos'), { cause: 'no-objectives' })];
  const found = all.flatMap((objective) =>
    alertFaults(objective, evidence).map((one) => ({ ...one, part: objective.slo.id })),
  );
  if (found.length > 0) return found;
  const people = [...new Set(all.flatMap(({ slo }) => slo.alert?.routesTo ?? []))];
  const places = all.map(({ place }) => place);
  return [met(messages.alertsRouted({ people }), places)];
}

function alertFaults({ slo: { id, alert }, at, place: own }: Objective, evidence: AlertEvidence): Finding[] {
  if (alert === undefined) return [unmet(messages.noAlert({ id }), own)];
  const { file, routesTo: to, runbook } = alert;
  const place = at('alert');
  const text = evidence.files.text(file);
  if (text.state === 'unavailable') return [notVerified(text.reason, text.resolvableBy, place)];
  const link = runbookFault(id, runbook, evidence);
  return [
    ...(text.state === 'seen'
      ? ruleFaults(id, alert, text.value, place)
      : [unmet(messages.noAlertFile({ id, file }), place, { cause: `absent:${file}` })]),
    ...(isOnCall(to, evidence.model.value) ? [] : [unmet(messages.notOnCall({ id, to }), place)]),
    ...(link === undefined ? [] : [unmet(link, place)]),
  ];
}

function ruleFaults(id: string, { file, runbook }: Alert, text: string, place: Place): Finding[] {
  const places = [place, { path: file }];
  if (!plainWords(text).includes(plainWords(id))) return [unmet(messages.ruleNotNamed({ id, file }), places)];
  const path = runbook.replace(/^https?:\/\/[^/]+\/[^/]+\/[^/]+\/blob\/[^/]+\//, '');
  return text.includes(path) ? [] : [unmet(messages.ruleWithoutRunbook({ file, runbook }), places)];
}

/** Rules write answers-in-time as `answers_in_time` or `AnswersInTime`. */
function plainWords(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

function isOnCall(written: string, { onCall, tiers = [] }: OperatingModel): boolean {
  if (onCall !== undefined && onCall.schedule === written) return true;
  const first = tiers.filter(({ tier }) => tier === 1).flatMap(({ contact, people = [] }) => [contact, ...people]);
  return [...(onCall?.people ?? []), ...first].some((one) => samePerson(parsePerson(one), parsePerson(written)));
}

/** What is wrong with a link to the runbook; undefined when it leads to a file and heading of this repository. */
function runbookFault(id: string, link: string, { tree, runbook, repository }: AlertEvidence): Statement | undefined {
  const words = { id, runbook: link };
  const address = /^https?:\/\/[^/]+\/([^/]+\/[^/]+)\/blob\/[^/]+\/(.+)$/.exec(link);
  const isElsewhere =
    address === null ? /^[a-z][a-z0-9+.-]*:/i.test(link) : address[1]?.toLowerCase() !== repository.toLowerCase();
  if (isElsewhere) return messages.runbookOutside(words);
  const [path = '', anchor] = (address?.[2] ?? link).replace(/^\.?\//, '').split('#');
  if (tree.get(path) === undefined) return messages.noRunbook(words);
  if (!anchor || runbook.state !== 'seen') return undefined;
  const document = [runbook.value.document, ...Object.values(runbook.value.linked)].find((one) => one.path === path);
  return document === undefined || document.anchors.includes(anchor) ? undefined : messages.noRunbookHeading(words);
}
