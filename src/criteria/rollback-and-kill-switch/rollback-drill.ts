import type { DocumentSet } from '../../domain/document.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { Guardrails } from '../../evidence/schema/guardrails.ts';
import type { DrillRecord } from '../../evidence/schema/records.ts';
import { sectionsAbout, spanOf } from '../shared/documents/section-span.ts';
import { type DrillDemand, judgeDrill } from '../shared/drills.ts';
import { rollbackLimit } from './rollback-plan-parts.ts';

/** The newest rollback drill against the plan's own promise; a drill the plan merely announces is quoted as such. */
export function judgeRollbackDrill(
  set: DocumentSet,
  drills: Observation<RecordSet<DrillRecord>>,
  guardrails: Observation<Located<Guardrails>>,
  context: Pick<DrillDemand, 'tree' | 'now' | 'withinDays'>,
): Finding[] {
  const { document, place } = set;
  const limitSeconds = rollbackLimit(document, guardrails);
  const announced = sectionsAbout(document, ['drill']).flatMap((section) => {
    const span = spanOf(document, section);
    return [...span.lines, ...span.items];
  });
  const said = announced[0] ?? document.labels.find(({ label }) => /drill/i.test(label));
  const words = said && ('text' in said ? said.text : `${said.label}: ${said.value}`);
  return judgeDrill(
    drills,
    {
      ...context,
      kind: 'rollback',
      ...(limitSeconds === undefined ? {} : { limitSeconds }),
      limitAt: 'guardrails.rollback.limit-minutes, or "takes about 10 minutes" in the plan',
    },
    said && words !== undefined ? { path: place.path, line: said.line, words } : undefined,
  );
}
