import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, met, notVerified, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import { type Objective, objectivesOf } from '../shared/slo/objective.ts';

export interface AlertEvidence {
  metrics: Located<Metrics>;
  model: Located<OperatingModel>;
  files: Named;
  tree: Tree;
  runbook: Observation<DocumentSet>;
  /** Owner and name, to know links into this repository. */
  repository: string;
}

/** Whether somebody on call hears of each objective that is missed, and is sent to the runbook. */
export function judgeAlerts(evidence: AlertEvidence): Finding[] {
  const all = objectivesOf(evidence.metrics);
  if (all.length === 0)
    return [
      unmet('No objective is declared, so nobody can be called when one is missed', evidence.metrics.at('slos'), {
        remedy: 'Declare objectives under slos in readiness/metrics.yaml, each with its alert.',
        cause: 'no-objectives',
      }),
    ];
  const found = all.flatMap((objective) =>
    alertFaults(objective, evidence).map((one) => ({ ...one, part: objective.slo.id })),
  );
  if (found.length > 0) return found;
  const heard = [...new Set(all.flatMap(({ slo }) => slo.alert?.routesTo ?? []))];
  return [
    met(
      `${heard.join(', ')} hears of every objective that is missed`,
      all.map(({ place }) => place),
    ),
  ];
}

function alertFaults(objective: Objective, evidence: AlertEvidence): Finding[] {
  const { slo, at } = objective;
  const { alert } = slo;
  if (alert === undefined)
    return [
      unmet(`Nobody is called when ${slo.id} is missed`, objective.place, {
        remedy: `Add alert to ${slo.id}: { file: alerts/triage.yaml, routes-to: "@ravi", runbook: docs/runbook.md#latency }.`,
      }),
    ];
  const place = at('alert');
  const text = evidence.files.text(alert.file);
  if (text.state === 'unavailable') return [notVerified(text.reason, text.resolvableBy, place)];
  const found: Finding[] = [];
  if (text.state !== 'seen')
    found.push(
      unmet(`The alert of ${slo.id}, ${quote(alert.file)}, is not in the repository`, place, {
        remedy: `Commit the alert rule as ${alert.file}, or name the file that holds it.`,
        cause: `absent:${alert.file}`,
      }),
    );
  else found.push(...ruleFaults(slo.id, alert, text.value, place));
  if (!isOnCall(alert.routesTo, evidence.model.value))
    found.push(
      unmet(`The alert of ${slo.id} goes to ${quote(alert.routesTo)}, who is not on call`, place, {
        remedy: 'Route it to somebody of on-call.people, to the contact of tier 1, or to the schedule of the rotation.',
      }),
    );
  const dead = deadRunbook(alert.runbook, evidence);
  if (dead !== undefined)
    found.push(
      unmet(`The alert of ${slo.id} sends its reader to ${quote(alert.runbook)}, ${dead}`, place, {
        remedy: 'Link the runbook of this repository: its path with the heading, such as docs/runbook.md#latency.',
      }),
    );
  return found;
}

function ruleFaults(
  id: string,
  alert: NonNullable<Objective['slo']['alert']>,
  text: string,
  place: Objective['place'],
): Finding[] {
  const words = plainWords(text);
  if (!words.includes(plainWords(id)))
    return [
      unmet(`${alert.file} does not speak of ${id}`, [place, { path: alert.file }], {
        remedy: `Name the rule (or a label of it) ${id}, so that everybody finds it.`,
      }),
    ];
  const path = alert.runbook.replace(/^https?:\/\/[^/]+\/[^/]+\/[^/]+\/blob\/[^/]+\//, '');
  if (text.includes(path)) return [];
  return [
    unmet(`${alert.file} does not hold the link to ${quote(alert.runbook)}`, [place, { path: alert.file }], {
      remedy: 'Write the link into the rule, where who is called reads it (runbook_url).',
    }),
  ];
}

/** `answers_in_time` and `AnswersInTime` are how rules write answers-in-time. */
function plainWords(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

function isOnCall(written: string, { onCall, tiers = [] }: OperatingModel): boolean {
  if (onCall !== undefined && onCall.schedule === written) return true;
  const first = tiers.filter(({ tier }) => tier === 1).flatMap(({ contact, people = [] }) => [contact, ...people]);
  return [...(onCall?.people ?? []), ...first].some((one) => samePerson(parsePerson(one), parsePerson(written)));
}

/** Why a link to the runbook leads nowhere; undefined when it leads to a file and heading of this repository. */
function deadRunbook(link: string, { tree, runbook, repository }: AlertEvidence): string | undefined {
  const address = /^https?:\/\/[^/]+\/([^/]+\/[^/]+)\/blob\/[^/]+\/(.+)$/.exec(link);
  if (address === null && /^[a-z][a-z0-9+.-]*:/i.test(link)) return 'which is not in this repository';
  if (address !== null && address[1]?.toLowerCase() !== repository.toLowerCase()) return 'which is another repository';
  const [path = '', anchor] = (address?.[2] ?? link).replace(/^\.?\//, '').split('#');
  if (tree.get(path) === undefined) return 'which is not there';
  if (anchor === undefined || anchor === '' || runbook.state !== 'seen') return undefined;
  const document = [runbook.value.document, ...Object.values(runbook.value.linked)].find((one) => one.path === path);
  return document === undefined || document.anchors.includes(anchor) ? undefined : 'and no heading has that name';
}
