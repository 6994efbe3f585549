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
const elsewhere = { treeHash: 'f'.repeat(64) };
/** The map, with a label that is declared as less risky than its words say, and a reason. */
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
/** A routing that is declared as harmless, with its reason. */
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
        { name: 'no workflow', change: { [WORKFLOW]: null }, says: /Missing/ },
        { name: 'no decisions', change: { [WORKFLOW]: 'decisions: []\n' }, says: /names no decision/ },
        {
          name: 'no responsibilities',
          change: { 'readiness/operating-model.yaml': 'raci: []\n' },
          says: /No responsibilities/,
        },
        { name: 'no operating model', change: { 'readiness/operating-model.yaml': null }, says: /Missing/ },
        {
          name: 'fields left out',
          change: edit(/ {4}writes: \[billing\]\n {4}trigger.*\n/, ''),
          says: /refund does not say writes, trigger/,
        },
        {
          name: 'a placeholder',
          change: edit('wrong-output: billing reverses it', 'wrong-output: TBD'),
          says: /does not say wrong-output/,
        },
        { name: 'reads nothing', change: edit('reads: [customers]', 'reads: []'), says: /does not say reads/ },
        {
          name: 'a source nobody knows',
          change: edit('reads: [customers]', 'reads: [crystal-ball]'),
          says: /reads "crystal-ball", which is neither/,
        },
        {
          name: 'a system nobody knows',
          change: edit('writes: [billing]', 'writes: [ledger]'),
          says: /writes "ledger"/,
        },
        {
          name: 'handed to an outsider',
          change: edit('handoff-to: "@lea"', 'handoff-to: "@stranger"'),
          says: /"@stranger", who takes over refund/,
        },
        {
          name: 'overridden by a role word',
          change: edit('override-by: "@lea"', 'override-by: on-call engineer'),
          says: /may override refund, has no responsibility/,
        },
        { name: 'twice the same', change: edit('id: refund', 'id: route-ticket'), says: /stands there twice/ },
        { name: 'sources that cannot be read', change: { [SOURCES]: 'sources: [{ id: x }]\n' }, says: /sources\[0\]/ },
      ],
      met: [{ name: 'a decision that writes nothing', change: edit('writes: [billing]', 'writes: []') }],
    },
    'WA-2': {
      unmet: [
        {
          name: 'medium risk by itself',
          change: edit('mode: confirm', 'mode: auto'),
          says: /route-ticket is of medium risk and acts by itself/,
        },
        {
          name: 'high risk once confirmed',
          change: edit('mode: human-only', 'mode: confirm'),
          says: /at high risk only a person acts/,
        },
        { name: 'high risk by itself', change: edit('mode: human-only', 'mode: auto'), says: /refund/ },
        { name: 'no decisions', change: { [WORKFLOW]: 'steps: []\n' }, says: /names no decision/ },
      ],
      met: [{ name: 'stricter than it must be', change: edit('mode: auto', 'mode: human-only') }],
    },
    'WA-3': {
      unmet: [
        { name: 'pays at medium risk', change: edit('risk: high', 'risk: medium'), says: /"pay" means high/ },
        {
          name: 'the id tells as well',
          change: edit('id: route-ticket', 'id: delete_ticket'),
          says: /"delete" means high/,
        },
        {
          name: 'approves spend in some words',
          change: edit('route the ticket to a queue', 'approves of every new invoice'),
          says: /"approves of every new invoice" means high/,
        },
        { name: 'routes at low risk', change: edit('risk: medium', 'risk: low'), says: /"route" means medium/ },
        { name: 'a reason that is none', change: harmless('TBD'), says: /"route" means medium/ },
        { name: 'a reason nobody accepted', facts: acceptedBy('dana'), says: /has not accepted/ },
        {
          name: 'a reason that only the author accepts',
          change: harmless(reason),
          facts: acceptedBy('dana', 'mo'),
          says: /has not accepted/,
        },
      ],
      met: [
        { name: 'a reason the governance owner accepted', change: harmless(reason), says: /accepted by @greta/ },
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
          says: /nothing says where the code/,
        },
        {
          name: 'enforced in a file that is gone',
          change: edit('src/gate.ts', 'src/gone.ts'),
          says: /not in the repository/,
        },
        { name: 'no test', change: edit('    test: refund-is-refused\n', ''), says: /refund: no test/ },
        {
          name: 'a test nobody ran',
          change: edit('test: refund-is-refused', 'test: refund-is-imagined'),
          says: /stands in no results/,
        },
        { name: 'a test that failed', change: ran(['refund-is-refused'], elsewhere), says: /failed in evals/ },
        { name: 'no results', change: { [RESULTS]: null }, says: /stands in no results/ },
        {
          name: 'results changed after their stamp',
          change: { [RESULTS]: (text) => `${text} ` },
          says: /changed after it was stamped/,
        },
        {
          name: 'results without a stamp',
          change: { [`${RESULTS}.provenance.json`]: null },
          says: /does not say which code/,
        },
        {
          name: 'the code changed since',
          facts: { 'changed-since': { ancestor: true, commit: RAN, changed: ['src/gate.ts'] } },
          says: /src\/gate.ts/,
        },
        {
          name: 'a check without its app',
          change: edit('test: refund-is-refused', 'test: "check:unit tests"'),
          says: /not bound to the app/,
        },
        {
          name: 'a check that failed',
          change: CHECKED,
          facts: { 'check-run': { found: true, conclusion: 'failure' } },
          says: /ended "failure"/,
        },
        {
          name: 'a check that did not run',
          change: CHECKED,
          facts: { 'check-run': { found: false } },
          says: /did not run/,
        },
        { name: 'no decisions', change: { [WORKFLOW]: 'steps: []\n' }, says: /names no decision/ },
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
          facts: { 'workflow-run': { found: true, conclusion: 'success', headSha: RAN } },
        },
      ],
    },
    'WA-5': {
      unmet: [
        { name: 'no sample', change: { [INTEGRATION]: swap(/audit-log.*\n/, '') }, says: /No sample/ },
        { name: 'too little', change: { [AUDIT]: auditFile(auditRows().slice(0, 100)) }, says: /100 rows over 7 days/ },
        {
          name: 'medium risk without a confirmation',
          change: audit((_, i) => (i === 1 ? { confirmed: '' } : {})),
          says: /line 3: route-ticket by "service", confirmed by nobody/,
          at: `${AUDIT}:3`,
        },
        {
          name: 'confirmed by the service itself',
          change: audit((_, i) => (i === 1 ? { confirmed: 'triage' } : {})),
          says: /confirmed by nobody/,
        },
        {
          name: 'confirmed by a yes',
          change: audit((_, i) => (i === 1 ? { confirmed: 'yes' } : {})),
          says: /confirmed by nobody/,
        },
        {
          name: 'high risk by the service',
          change: audit((_, i) => (i === 2 ? { actor: 'triage-bot', confirmed: '@lea' } : {})),
          says: /refund by "triage-bot", only people may/,
        },
        {
          name: 'high risk by a bot account',
          change: audit((_, i) => (i === 2 ? { actor: '@helper[bot]' } : {})),
          says: /only people may/,
        },
        {
          name: 'rows that hide their risk',
          change: audit((_, i) => (i === 2 ? { risk: 'low', mode: 'auto', actor: 'service' } : {})),
          says: /the workflow says high/,
        },
      ],
      stale: [{ name: 'an old sample', now: '2027-03-01T12:00:00Z', says: /90 at most/ }],
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
        { name: 'nothing is said', change: edit(/wrong-output:\n( {2}.*\n){5}/, ''), says: /when an output is wrong/ },
        { name: 'nobody learns', change: edit(/learn: .*/, 'learn: TBD'), says: /does not happen again/ },
        { name: 'a role rules', change: edit('rules: "@lea"', 'rules: SRE'), says: /names nobody/ },
        { name: 'who ruled has left', facts: { people: without('lea') }, says: /does not exist/ },
        {
          name: 'overrides are not logged',
          change: { [AUDIT]: swap('override', 'note') },
          says: /whether a person overrode it/,
        },
        { name: 'no log', change: { [INTEGRATION]: swap(/audit-log.*\n/, '') }, says: /No sample/ },
      ],
      met: [{ name: "rows with faults are another check's", change: audit((_, i) => (i === 1 ? { actor: '' } : {})) }],
    },
    'WA-7': {
      unmet: [
        { name: 'nothing is said', change: edit(/embedded-in.*\n/, ''), says: /in which system the work happens/ },
        { name: 'a side tool', change: edit('kind: ticketing', 'kind: side-tool'), says: /beside the work/ },
        { name: 'a system nobody knows', change: edit('system: tickets', 'system: desk'), says: /"desk"/ },
        {
          name: 'not live',
          change: { [INTEGRATION]: swap('mode: live, interface', 'mode: export, interface') },
          says: /not connected live/,
        },
        {
          name: 'nothing happens there',
          change: {
            [INTEGRATION]: swap('production-config', '  - { id: desk, mode: live }\nproduction-config'),
            ...edit('system: tickets', 'system: desk'),
          },
          says: /No decision reads or writes desk/,
        },
      ],
    },
    'WA-8': {
      unmet: [
        { name: 'nobody approved', change: edit(/approved-by.*\n/, ''), says: /No manager|workflow owner/ },
        { name: 'no manager', change: edit('["@dana", "@mo"]', '["@dana"]'), says: /No manager who helped/ },
        {
          name: 'a manager who was only told',
          change: edit('["@dana", "@mo"]', '["@dana", "@nils"]'),
          says: /No manager who helped/,
        },
        {
          name: 'the workflow owner is the only designer',
          change: { 'readiness/change-plan.yaml': swap('@mo', '@dana') },
          says: /No manager besides/,
        },
        {
          name: 'not the workflow owner',
          change: edit('["@dana", "@mo"]', '["@mo"]'),
          says: /The workflow owner, @dana/,
        },
        { name: 'no day', change: edit(/approved-on.*\n/, ''), says: /when the map was approved/ },
        { name: 'a day to come', change: edit('2026-10-20', '2027-10-20'), says: /not come yet/ },
        { name: 'names in a file only', facts: acceptedBy('greta'), says: /@dana and @mo did not approve/ },
        { name: 'the manager said nothing', facts: acceptedBy('dana'), says: /@mo did not approve/ },
        {
          name: 'another map was committed',
          facts: committed('2026-10-10', 'decisions: []'),
          says: /not committed as it stands/,
        },
      ],
      stale: [
        { name: 'long ago', now: '2027-05-01T12:00:00Z', says: /180 at most/ },
        {
          name: 'changed after the approval',
          facts: committed('2026-11-19'),
          says: /changed after they were approved/,
        },
      ],
    },
  },
});

/** Stamped on another tree, so that history has to tell that nothing changed since. */
function ranElsewhere(): Record<string, string> {
  return { [`${RESULTS}.provenance.json`]: stamp(results(), elsewhere) };
}
