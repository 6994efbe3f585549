import { parse } from 'yaml';
import criterion from '../../src/criteria/workflow-and-autonomy/index.ts';
import {
  AUDIT,
  type AuditCells,
  auditFile,
  auditRows,
  connectedFacts,
  connectedPilot,
  entry,
  INTEGRATION,
  NOW,
  RAN,
  RESULTS,
  results,
  SOURCES,
  stamp,
  swap,
  WORKFLOW,
  without,
} from '../support/fixtures/connected-pilot.ts';
import { type Change, testCriterion } from '../support/harness/test-criterion.ts';

const reason = 'an agent reads each ticket again';
const edit = (from: string | RegExp, to: string): Change => ({ [WORKFLOW]: swap(from, to) });
const audit = (change: (row: AuditCells, index: number) => Partial<AuditCells>): Change => ({
  [AUDIT]: auditFile(auditRows(change)),
});
const ran = (failed: string[], more: object = {}): Change => ({
  [RESULTS]: results(failed),
  [`${RESULTS}.provenance.json`]: stamp(results(failed), more),
});
/** The digest of the code in a stamp. */
const SAME_CODE = (JSON.parse(stamp('')) as { treeHash: string }).treeHash;
const elsewhere = { treeHash: 'f'.repeat(64) };
/** The map, with a label whose risk is declared lower than its description implies, and a reason. */
const MAP = (connectedPilot[WORKFLOW] ?? '')
  .replace('risk: low', `risk: low\n    lower-risk-reason: ${reason}`)
  .replace('attach a language label', 'recommend a language label');
const map = (text: string): unknown => (parse(text) as { decisions: unknown }).decisions;
const committed = (on: string, text = MAP) => ({
  'value-history': ({ path, pointer }: { path: string; pointer: string }) => ({
    path,
    pointer,
    values: [entry(map(text), on)],
  }),
});
/** Who accepts: only these accounts. */
const acceptedBy = (...names: string[]) => ({
  acceptance: ({ who }: { who: string[] }) => {
    const by = who.find((one) => names.includes(one));
    return by === undefined ? { accepted: false } : { accepted: true, by, at: '2026-11-18T09:00:00Z' };
  },
});
/** A routing that is declared as low risk, with its reason. */
const harmless = (reason: string): Change => edit('risk: medium', `risk: low\n    lower-risk-reason: ${reason}`);
const CHECKED: Change = {
  [WORKFLOW]: (text) =>
    text
      .replace('test: route-needs-confirmation', 'test: "check:unit tests@github-actions"')
      .replace('test: refund-is-refused', 'test: "check:unit tests@github-actions"'),
};

testCriterion(criterion, {
  profile: 'standard',
  now: NOW,
  files: { ...connectedPilot, [WORKFLOW]: MAP, ...ranElsewhere() },
  facts: {
    ...connectedFacts,
    ...acceptedBy('dana', 'mo', 'greta'),
    ...committed('2026-10-10'),
    'changed-since': { ancestor: true, commit: RAN, changed: [] },
    'check-run': { found: true, conclusion: 'success', app: 'github-actions' },
  },
  cases: {
    'WA-1': {
      unmet: [
        { name: 'no workflow', change: { [WORKFLOW]: null }, message: 'missing' },
        { name: 'no decisions', change: { [WORKFLOW]: 'decisions: []\n' }, message: 'no-decisions' },
        {
          name: 'no responsibilities',
          change: { 'readiness/operating-model.yaml': 'raci: []\n' },
          message: 'no-responsibilities',
        },
        { name: 'no operating model', change: { 'readiness/operating-model.yaml': null }, message: 'missing' },
        {
          name: 'fields left out',
          change: edit(/ {4}writes: \[billing\]\n {4}trigger.*\n/, ''),
          message: 'incomplete-decision',
          says: /refund .* writes, trigger/,
        },
        {
          name: 'a placeholder',
          change: edit('wrong-output: billing reverses it', 'wrong-output: TBD'),
          message: 'incomplete-decision',
          says: /wrong-output/,
        },
        {
          name: 'reads nothing',
          change: edit('reads: [customers]', 'reads: []'),
          message: 'incomplete-decision',
          says: / reads$/,
        },
        {
          name: 'an unknown source',
          change: edit('reads: [customers]', 'reads: [crystal-ball]'),
          message: 'unknown-system',
          says: /reads "crystal-ball"/,
        },
        {
          name: 'an unknown system',
          change: edit('writes: [billing]', 'writes: [ledger]'),
          message: 'unknown-system',
          says: /writes "ledger"/,
        },
        {
          name: 'handed to an outsider',
          change: edit('handoff-to: "@lea"', 'handoff-to: "@stranger"'),
          message: 'not-responsible',
          says: /"@stranger".* handoff-to of refund/,
        },
        {
          name: 'overridden by a role word',
          change: edit('override-by: "@lea"', 'override-by: on-call engineer'),
          message: 'not-responsible',
          says: /override-by of refund/,
        },
        { name: 'twice the same', change: edit('id: refund', 'id: route-ticket'), message: 'duplicate-decision' },
        { name: 'sources that cannot be read', change: { [SOURCES]: 'sources: [{ id: x }]\n' }, message: 'invalid' },
      ],
      met: [{ name: 'a decision that writes nothing', change: edit('writes: [billing]', 'writes: []') }],
    },
    'WA-2': {
      unmet: [
        {
          name: 'medium risk by itself',
          change: edit('mode: confirm', 'mode: auto'),
          message: 'acts-too-freely',
          says: /^route-ticket .* medium .* auto/,
        },
        {
          name: 'high risk once confirmed',
          change: edit('mode: human-only', 'mode: confirm'),
          message: 'acts-too-freely',
          says: /^refund .* confirm/,
        },
        {
          name: 'high risk by itself',
          change: edit('mode: human-only', 'mode: auto'),
          message: 'acts-too-freely',
          says: /^refund .* auto/,
        },
        { name: 'no decisions', change: { [WORKFLOW]: 'steps: []\n' }, message: 'no-decisions' },
      ],
      met: [{ name: 'stricter than it must be', change: edit('mode: auto', 'mode: human-only') }],
    },
    'WA-3': {
      unmet: [
        {
          name: 'pays at medium risk',
          change: edit('risk: high', 'risk: medium'),
          message: 'risk-too-low',
          says: /"pay"/,
        },
        {
          name: 'a word in the id',
          change: edit('id: route-ticket', 'id: delete_ticket'),
          message: 'risk-too-low',
          says: /"delete"/,
        },
        {
          name: 'approves spend in some words',
          change: edit('route the ticket to a queue', 'approves of every new invoice'),
          message: 'risk-too-low',
          says: /"approves of every new invoice"/,
        },
        {
          name: 'routes at low risk',
          change: edit('risk: medium', 'risk: low'),
          message: 'risk-too-low',
          says: /"route" .* medium/,
        },
        {
          name: 'a placeholder as the reason',
          change: harmless('TBD'),
          message: 'risk-too-low',
          says: /"route" .* medium/,
        },
        { name: 'a reason that is not accepted', facts: acceptedBy('dana'), message: 'lower-risk-not-accepted' },
        {
          name: 'a reason that only the author accepts',
          change: harmless(reason),
          facts: acceptedBy('dana', 'mo'),
          message: 'lower-risk-not-accepted',
        },
      ],
      met: [
        {
          name: 'a reason the governance owner accepted',
          change: harmless(reason),
          message: 'lower-risks-accepted',
          says: /^@greta/,
        },
        { name: 'nothing is lowered', change: edit('recommend a language', 'attach a language'), facts: acceptedBy() },
        {
          name: 'a noun is no verb',
          change: edit('recommend a language label', 'label payments and committees'),
          facts: acceptedBy(),
        },
      ],
    },
    'WA-4': {
      unmet: [
        {
          name: 'nowhere enforced',
          change: edit('    enforced-at: src/gate.ts\n', ''),
          message: 'not-enforced',
        },
        {
          name: 'enforced in a file that is gone',
          change: edit('src/gate.ts', 'src/gone.ts'),
          message: 'no-such-file',
        },
        { name: 'no test', change: edit('    test: refund-is-refused\n', ''), message: 'no-test', says: /^refund:/ },
        {
          name: 'a test that did not run',
          change: edit('test: refund-is-refused', 'test: refund-is-imagined'),
          message: 'test-not-proven',
          says: /"refund-is-imagined"/,
        },
        {
          name: 'a test that failed',
          change: ran(['refund-is-refused'], elsewhere),
          message: 'test-not-proven',
          says: /"refund-is-refused".* evals\/results\.json .*fail/,
        },
        { name: 'no results', change: { [RESULTS]: null }, message: 'test-not-proven' },
        {
          name: 'results changed after their stamp',
          change: { [RESULTS]: (text) => `${text} ` },
          message: 'changed-after-stamp',
        },
        {
          name: 'results without a stamp',
          change: { [`${RESULTS}.provenance.json`]: null },
          message: 'no-provenance',
        },
        {
          name: 'the code changed since',
          facts: { 'changed-since': { ancestor: true, commit: RAN, changed: ['src/gate.ts'] } },
          message: 'older-than-code',
          says: /src\/gate\.ts/,
        },
        {
          name: 'a check without its app',
          change: edit('test: refund-is-refused', 'test: "check:unit tests"'),
          message: 'check-not-bound',
        },
        {
          name: 'a check that failed',
          change: CHECKED,
          facts: { 'check-run': { found: true, conclusion: 'failure' } },
          message: 'check-not-successful',
          says: /failure/,
        },
        {
          name: 'a check that did not run',
          change: CHECKED,
          facts: { 'check-run': { found: false } },
          message: 'check-not-run',
        },
        { name: 'no decisions', change: { [WORKFLOW]: 'steps: []\n' }, message: 'no-decisions' },
      ],
      met: [
        {
          name: 'bound by the digest of the code',
          change: ran([]),
          facts: { 'changed-since': { state: 'unavailable', reason: 'x', resolvableBy: 'github' } },
        },
        {
          name: 'checks pinned to their app',
          change: { ...CHECKED, [RESULTS]: null, [`${RESULTS}.provenance.json`]: null, 'readiness/evals.yaml': null },
        },
        {
          name: 'everything acts by itself',
          change: {
            [WORKFLOW]: (text) => text.replace('mode: confirm', 'mode: auto').replace('mode: human-only', 'mode: auto'),
          },
        },
        {
          name: 'in regulated the run that made the results',
          profile: 'regulated',
          facts: {
            'workflow-run': ({ covers }: { covers: { globs: string[] } }) => ({
              ...{ found: true, conclusion: 'success', headSha: RAN, at: '2026-11-15T10:00:00Z' },
              workflow: '.github/workflows/evals.yml',
              treeHash: covers.globs.includes('src/**') ? SAME_CODE : undefined,
            }),
          },
        },
      ],
    },
    'WA-5': {
      unmet: [
        { name: 'no sample', change: { [INTEGRATION]: swap(/audit-log.*\n/, '') }, message: 'no-audit-sample' },
        {
          name: 'too little',
          change: { [AUDIT]: auditFile(auditRows().slice(0, 100)) },
          message: 'sample-too-small',
          says: /100 rows over 7 days/,
        },
        {
          name: 'medium risk without a confirmation',
          change: audit((_, i) => (i === 1 ? { confirmed: '' } : {})),
          message: 'limit-exceeded',
          says: /line 3: route-ticket by "service"/,
          at: `${AUDIT}:3`,
        },
        {
          name: 'confirmed by the service itself',
          change: audit((_, i) => (i === 1 ? { confirmed: 'triage' } : {})),
          message: 'limit-exceeded',
        },
        {
          name: 'confirmed by a yes',
          change: audit((_, i) => (i === 1 ? { confirmed: 'yes' } : {})),
          message: 'limit-exceeded',
        },
        {
          name: 'high risk by the service',
          change: audit((_, i) => (i === 2 ? { actor: 'triage-bot', confirmed: '@lea' } : {})),
          message: 'limit-exceeded',
          says: /refund by "triage-bot"/,
        },
        {
          name: 'high risk by a bot account',
          change: audit((_, i) => (i === 2 ? { actor: '@helper[bot]' } : {})),
          message: 'limit-exceeded',
          says: /"@helper\[bot\]"/,
        },
        {
          name: 'rows that hide their risk',
          change: audit((_, i) => (i === 2 ? { risk: 'low', mode: 'auto', actor: 'service' } : {})),
          message: 'invalid-rows',
          says: /"low".* high for refund/,
        },
      ],
      stale: [{ name: 'an old sample', now: '2027-03-01T12:00:00Z', message: 'sample-too-old', says: /90/ }],
      met: [
        {
          name: 'what was refused was not done',
          change: audit((_, i) => (i === 2 ? { actor: 'service', outcome: 'refused' } : {})),
        },
        {
          name: 'a person who routes by hand',
          change: audit((row) => (row.decision === 'route-ticket' ? { actor: '@kim', confirmed: '' } : {})),
        },
        {
          name: 'few days and many rows',
          change: { [AUDIT]: auditFile(auditRows().map((row) => ({ ...row, at: '2026-11-18T10:00:00Z' }))) },
        },
      ],
    },
    'WA-6': {
      unmet: [
        { name: 'not described', change: edit(/wrong-output:\n( {2}.*\n){5}/, ''), message: 'no-wrong-output' },
        {
          name: 'a placeholder for what is learned',
          change: edit(/learn: .*/, 'learn: TBD'),
          message: 'blank',
          says: /learn.*"TBD"/,
        },
        { name: 'a role decides', change: edit('rules: "@lea"', 'rules: SRE'), message: 'names-nobody' },
        { name: 'the one who decides has left', facts: { people: without('lea') }, message: 'unknown-account' },
        {
          name: 'overrides are not logged',
          change: { [AUDIT]: swap('override', 'note') },
          message: 'missing-columns',
          says: /overrode/,
        },
        { name: 'no log', change: { [INTEGRATION]: swap(/audit-log.*\n/, '') }, message: 'no-audit-sample' },
      ],
      met: [{ name: "rows with faults are another check's", change: audit((_, i) => (i === 1 ? { actor: '' } : {})) }],
    },
    'WA-7': {
      unmet: [
        { name: 'not described', change: edit(/embedded-in.*\n/, ''), message: 'not-embedded' },
        { name: 'a side tool', change: edit('kind: ticketing', 'kind: side-tool'), message: 'side-tool' },
        {
          name: 'an unknown system',
          change: edit('system: tickets', 'system: desk'),
          message: 'system-not-connected',
          says: /"desk"/,
        },
        {
          name: 'not live',
          change: { [INTEGRATION]: swap('mode: live, interface', 'mode: export, interface') },
          message: 'system-not-live',
        },
        {
          name: 'nothing happens there',
          change: {
            [INTEGRATION]: swap('production-config', '  - { id: desk, mode: live }\nproduction-config'),
            ...edit('system: tickets', 'system: desk'),
          },
          message: 'system-not-used',
          says: /desk/,
        },
      ],
    },
    'WA-8': {
      unmet: [
        { name: 'no approval', change: edit(/approved-by.*\n/, ''), message: 'co-designer-missing' },
        { name: 'no manager', change: edit('["@dana", "@mo"]', '["@dana"]'), message: 'co-designer-missing' },
        {
          name: 'a manager who was only informed',
          change: edit('["@dana", "@mo"]', '["@dana", "@nils"]'),
          message: 'co-designer-missing',
        },
        {
          name: 'the workflow owner is the only designer',
          change: { 'readiness/change-plan.yaml': swap('@mo', '@dana') },
          message: 'no-co-designer',
        },
        {
          name: 'not the workflow owner',
          change: edit('["@dana", "@mo"]', '["@mo"]'),
          message: 'owner-missing',
          says: /@dana/,
        },
        { name: 'no day', change: edit(/approved-on.*\n/, ''), message: 'not-stated' },
        { name: 'a day to come', change: edit('2026-10-20', '2027-10-20'), message: 'future-date' },
        { name: 'names in a file only', facts: acceptedBy('greta'), message: 'not-accepted', says: /@dana and @mo/ },
        { name: 'the manager did not accept', facts: acceptedBy('dana'), message: 'not-accepted', says: /^@mo / },
        {
          name: 'another map was committed',
          facts: committed('2026-10-10', 'decisions: []'),
          message: 'map-not-committed',
        },
      ],
      stale: [
        { name: 'long ago', now: '2027-05-01T12:00:00Z', message: 'too-old', says: /180/ },
        {
          name: 'changed after the approval',
          facts: committed('2026-11-19'),
          message: 'map-changed',
        },
      ],
    },
  },
});

/** Stamped on another tree, so that history has to show that nothing changed since. */
function ranElsewhere(): Record<string, string> {
  return { [`${RESULTS}.provenance.json`]: stamp(results(), elsewhere) };
}
