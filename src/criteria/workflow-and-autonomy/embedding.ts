import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { touchedByDecisions } from '../shared/workflow/touched-systems.ts';

/** Whether the work happens inside a live system of record, and not in a tool beside it that people may use or leave. */
export function judgeEmbedding(
  workflow: Located<Workflow>,
  integration: Located<Integration>,
  sources: Observation<Located<DataSources>>,
): Finding[] {
  const { embeddedIn } = workflow.value;
  const place = workflow.at('embeddedIn');
  const move = 'Bring it into the system in which the work is done: ticketing, CRM, approval, routing or ERP.';
  if (embeddedIn === undefined)
    return [
      unmet('Nothing says in which system the work happens', place, {
        remedy: `Add embedded-in: { system, kind } to readiness/workflow.yaml. ${move}`,
      }),
    ];
  const { system, kind } = embeddedIn;
  if (kind === 'side-tool')
    return [unmet(`It is a tool beside the work (${system}), used by whoever likes to`, place, { remedy: move })];
  const systems = integration.value.systems ?? [];
  const listed = systems.find(({ id }) => id === system);
  if (listed === undefined)
    return [
      unmet(`${quote(system)}, in which the work happens, is not among the connected systems`, place, {
        remedy: `Add ${system} under systems in readiness/integration.yaml, or use the id that stands there.`,
      }),
    ];
  if (listed.mode !== 'live')
    return [
      unmet(
        `${listed.name ?? system}, in which the work happens, is not connected live (mode: ${listed.mode})`,
        [place, integration.at('systems', systems.indexOf(listed), 'mode')],
        { remedy: `Connect ${system} live.` },
      ),
    ];
  const used = touchedByDecisions(
    workflow,
    sources,
    systems.map(({ id }) => id),
  ).some(({ id }) => id === system);
  if (!used)
    return [
      unmet(`No decision reads or writes ${listed.name ?? system}, in which the work is said to happen`, place, {
        remedy: `${move} Then say in each decision what it reads and writes there.`,
      }),
    ];
  return [met(`It works inside ${listed.name ?? system}, live`, place)];
}
