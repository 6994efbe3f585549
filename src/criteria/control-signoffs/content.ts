import { type Finding, unmet } from '../../domain/finding.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { ControlRecord } from '../../evidence/schema/records.ts';

const THREATS = ['prompt-injection', 'data-leakage', 'excessive-agency', 'supplier-change'] as const;

/** Controls whose record says something that the other files say too; a signature alone says nothing to compare. */
const SAYS: Record<string, string> = {
  'threat-model': 'which threats it treats (`treats:`)',
  'records-retention': 'how long records are kept (`retention-days:`)',
  'access-review': 'who was reviewed (`people:`, `production-access:`)',
};

/** Where the content of the control records contradicts, or leaves out, what the other files say. */
export function contentGaps(
  controls: RecordSet<ControlRecord>,
  data: Located<SectionValue<'data-sources'>>,
  integration: Located<SectionValue<'integration'>>,
): Finding[] {
  const record = (control: string) => controls.items.find((item) => item.record.value.control === control)?.record;
  const findings: Finding[] = Object.entries(SAYS)
    .filter(([control]) => record(control) === undefined)
    .map(([control, what]) =>
      unmet(
        `No record says ${what.replace(/ \(.*/, '')}: ${control}`,
        { path: `${controls.folder}/${control}.yaml` },
        { part: control, remedy: `Write ${controls.folder}/${control}.yaml; besides the signature it says ${what}.` },
      ),
    );

  const threats = record('threat-model');
  if (threats) {
    const missing = THREATS.filter((threat) => !threats.value.treats?.includes(threat));
    if (missing.length > 0) {
      findings.push(
        unmet(`The threat model does not treat ${missing.join(', ')}`, threats.at('treats'), {
          part: 'threat-model',
          remedy: 'Treat each of them in the threat model and list it under `treats:`.',
        }),
      );
    }
  }

  const dpia = record('dpia') ?? record('privacy');
  const classes = [...new Set((data.value.sources ?? []).map((source) => source.pii))].filter(
    (name) => name !== 'none',
  );
  const uncovered = classes.filter((name) => !dpia?.value.dataClasses?.includes(name));
  if (uncovered.length > 0) {
    findings.push(
      unmet(
        `The data sources hold ${uncovered.join(' and ')} data, which the impact assessment does not list`,
        [data.at('sources'), ...(dpia ? [dpia.at('dataClasses')] : [])],
        { part: 'dpia', remedy: 'List the data classes under `data-classes:` in the record once they were assessed.' },
      ),
    );
  }

  const retention = record('records-retention');
  const log = integration.value.auditLog?.retentionDays;
  if (retention && log !== undefined && retention.value.retentionDays !== log) {
    findings.push(
      unmet(
        `The audit log is kept for ${log} days; records retention says ${retention.value.retentionDays ?? 'nothing'}`,
        [retention.at('retentionDays'), integration.at('auditLog', 'retentionDays')],
        { part: 'records-retention' },
      ),
    );
  }

  const access = record('access-review');
  if (access) {
    const reviewed = (access.value.people ?? []).map(parsePerson);
    const unreviewed = (access.value.productionAccess ?? []).filter(
      (who) => !reviewed.some((person) => samePerson(person, parsePerson(who))),
    );
    if (access.value.productionAccess === undefined) {
      findings.push(
        unmet('The access review does not say who has production access', access.at('productionAccess'), {
          part: 'access-review',
          remedy: 'List them under `production-access:` and those reviewed under `people:`.',
        }),
      );
    } else if (unreviewed.length > 0) {
      findings.push(
        unmet(`${unreviewed.join(', ')} have production access and were not reviewed`, access.at('people'), {
          part: 'access-review',
        }),
      );
    }
  }

  const vendors = record('vendor-risk');
  const external = (integration.value.systems ?? []).filter((system) => system.external);
  const unassessed = external.filter((system) => !vendors?.value.systems?.includes(system.id));
  if (unassessed.length > 0) {
    findings.push(
      unmet(`No vendor record covers ${unassessed.map((system) => system.id).join(', ')}`, integration.at('systems'), {
        part: 'vendor-risk',
        remedy: 'Assess each external system and list it under `systems:` in the vendor-risk record.',
      }),
    );
  }
  return findings;
}
