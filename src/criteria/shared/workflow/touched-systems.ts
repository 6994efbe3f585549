import { type Statement, summaryOf } from '../../../domain/message.ts';
import type { Observation, Place } from '../../../domain/observation.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { DataSources } from '../../../evidence/schema/data-sources.ts';
import type { Workflow } from '../../../evidence/schema/workflow.ts';
import { messages } from './messages.ts';

/** A system that a decision of the workflow reads, writes or is started by. */
export interface Touched {
  /** The system's id; undefined when a trigger names nothing that is listed. */
  id: string | undefined;
  /** What the system is to the workflow, as it follows its name in a sentence: `read by route-ticket`. */
  how: string;
  place: Place;
}

/** A trigger that names no system: a schedule or a person. */
const OF_ITSELF =
  /^\W*(schedule|scheduled|timer|cron|every|daily|hourly|weekly|manual|manually|by hand|person|people)\b/i;

/** Every system of the workflow: the one in which it happens, then those of its decisions. */
export function touchedSystems(
  workflow: Located<Workflow>,
  sources: Observation<Located<DataSources>>,
  listed: string[],
): Touched[] {
  const { embeddedIn } = workflow.value;
  const touched = touchedByDecisions(workflow, sources, listed);
  if (embeddedIn === undefined) return touched;
  const place = workflow.at('embeddedIn', 'system');
  return [{ id: embeddedIn.system, how: summaryOf(messages.embedding()), place }, ...touched];
}

/** The systems of the decisions, in their order. A data source counts as the system it comes from. */
export function touchedByDecisions(
  workflow: Located<Workflow>,
  sources: Observation<Located<DataSources>>,
  listed: string[],
): Touched[] {
  const systems = systemsBySource(sources);
  const systemOf = (id: string): string => systems.get(id) ?? id;
  return (workflow.value.decisions ?? []).flatMap((decision, index): Touched[] => {
    const words = { decision: decision.id };
    const each = (key: 'reads' | 'writes', how: Statement): Touched[] =>
      (decision[key] ?? []).map((id, at) => ({
        id: systemOf(id),
        how: summaryOf(how),
        place: workflow.at('decisions', index, key, at),
      }));
    const triggers = triggersOf(decision.trigger, [...listed, ...systems.keys()]).map((id) => ({
      id: id === undefined ? undefined : systemOf(id),
      how: summaryOf(messages.starting(words)),
      place: workflow.at('decisions', index, 'trigger'),
    }));
    return [...each('reads', messages.read(words)), ...each('writes', messages.written(words)), ...triggers];
  });
}

/** The known ids that a trigger names; none for a schedule or a person, `undefined` when it names nothing known. */
function triggersOf(trigger: string | undefined, known: string[]): (string | undefined)[] {
  if (trigger === undefined) return [];
  const words = new Set(trigger.toLowerCase().match(/[a-z0-9][a-z0-9_.-]*[a-z0-9]|[a-z0-9]/g) ?? []);
  const named = [...new Set(known)].filter((id) => words.has(id));
  if (named.length > 0) return named;
  return OF_ITSELF.test(trigger) ? [] : [undefined];
}

function systemsBySource(sources: Observation<Located<DataSources>>): Map<string, string> {
  const list = sources.state === 'seen' ? (sources.value.value.sources ?? []) : [];
  return new Map(list.map(({ id, system }) => [id, system]));
}
