import { type Finding, unmet } from '../../domain/finding.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { ControlRecord } from '../../evidence/schema/records.ts';
import { messages } from './messages.ts';

const THREATS = ['prompt-injection', 'data-leakage', 'excessive-agency', 'supplier-change'] as const;

/** Controls whose record has content that the other files have too; a signature alone has nothing to compare. */
const WITH_CONTENT = {
  'threat-model': messages.threatsNotRecorded,
  'records-retention': messages.retentionNotRecorded,
  'access-review': messages.accessReviewNotRecorded,
};

/** Where the content of the control records contradicts the other files, or leaves something out. */
export function contentGaps(
  controls: RecordSet<ControlRecord>,
  data: Located<SectionValue<'data-sources'>>,
  integration: Located<SectionValue<'integration'>>,
): Finding[] {
  const record = (control: string) => controls.items.find((item) => item.record.value.control === control)?.record;
  const findings: Finding[] = Object.entries(WITH_CONTENT).flatMap(([control, notRecorded]) => {
    const path = `${controls.folder}/${control}.yaml`;
    return record(control) === undefined ? [unmet(notRecorded({ path }), { path }, { part: control })] : [];
  });

  const threats = record('threat-model');
  const missing = THREATS.filter((threat) => !threats?.value.treats?.includes(threat));
  if (threats && missing.length > 0)
    findings.push(
      unmet(messages.threatsNotTreated({ threats: missing }), threats.at('treats'), { part: 'threat-model' }),
    );

  const dpia = record('dpia') ?? record('privacy');
  const classes = [...new Set((data.value.sources ?? []).map((source) => source.pii))].filter(
    (name) => name !== 'none' && !dpia?.value.dataClasses?.includes(name),
  );
  if (classes.length > 0) {
    const places = [data.at('sources'), ...(dpia ? [dpia.at('dataClasses')] : [])];
    findings.push(unmet(messages.dataClassesNotAssessed({ classes }), places, { part: 'dpia' }));
  }

  const retention = record('records-retention');
  const logDays = integration.value.auditLog?.retentionDays;
  if (retention && logDays !== undefined && retention.value.retentionDays !== logDays) {
    const recordDays = retention.value.retentionDays;
    findings.push(
      unmet(
        recordDays === undefined
          ? messages.retentionNotStated({ logDays })
          : messages.retentionDiffers({ logDays, recordDays }),
        [retention.at('retentionDays'), integration.at('auditLog', 'retentionDays')],
        { part: 'records-retention' },
      ),
    );
  }

  const access = record('access-review');
  if (access) {
    const { productionAccess } = access.value;
    const reviewed = (access.value.people ?? []).map(parsePerson);
    const people = (productionAccess ?? []).filter((who) => !reviewed.some((one) => samePerson(one, parsePerson(who))));
    if (productionAccess === undefined)
      findings.push(
        unmet(messages.productionAccessNotListed(), access.at('productionAccess'), { part: 'access-review' }),
      );
    else if (people.length > 0)
      findings.push(unmet(messages.accessNotReviewed({ people }), access.at('people'), { part: 'access-review' }));
  }

  const assessed = record('vendor-risk')?.value.systems ?? [];
  const systems = (integration.value.systems ?? []).filter(({ external, id }) => external && !assessed.includes(id));
  if (systems.length > 0)
    findings.push(
      unmet(messages.systemsNotAssessed({ systems: systems.map(({ id }) => id) }), integration.at('systems'), {
        part: 'vendor-risk',
      }),
    );
  return findings;
}
