import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { touchedByDecisions } from '../shared/workflow/touched-systems.ts';
import { messages } from './messages.ts';

/** Whether the work happens inside a live system of record, and not in a tool beside it. */
export function judgeEmbedding(
  workflow: Located<Workflow>,
  integration: Located<Integration>,
  sources: Observation<Located<DataSources>>,
): Finding {
  const { embeddedIn } = workflow.value;
  const place = workflow.at('embeddedIn');
  if (embeddedIn === undefined) return unmet(messages.notEmbedded(), place);
  const { system, kind } = embeddedIn;
  if (kind === 'side-tool') return unmet(messages.sideTool({ system }), place);
  const systems = integration.value.systems ?? [];
  const listed = systems.find(({ id }) => id === system);
  if (listed === undefined) return unmet(messages.systemNotConnected({ system }), place);
  const { name = system, mode } = listed;
  if (mode !== 'live') {
    const places = [place, integration.at('systems', systems.indexOf(listed), 'mode')];
    return unmet(messages.systemNotLive({ name, mode, system }), places);
  }
  const ids = systems.map(({ id }) => id);
  const isUsed = touchedByDecisions(workflow, sources, ids).some(({ id }) => id === system);
  return isUsed ? met(messages.embedded({ name }), place) : unmet(messages.systemNotUsed({ name }), place);
}
