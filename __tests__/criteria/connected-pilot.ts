import { createHash } from 'node:crypto';
import { evalTreeHash } from '../../src/core/evals/covers.ts';
import { makeTree } from '../../src/core/tree.ts';
import { blobId } from './memory-files.ts';
import type { Facts } from './test-criterion.ts';

/** A pilot with its workflow, systems and data: what the criteria about connection and autonomy are tried on. */

export const NOW = '2026-11-20T12:00:00Z';
export const INTEGRATION = 'readiness/integration.yaml';
export const WORKFLOW = 'readiness/workflow.yaml';
export const SOURCES = 'readiness/data-sources.yaml';
export const AUDIT = 'readiness/observations/audit.csv';
export const RESULTS = 'evals/results.json';
const DAY = 86_400_000;
export const dayOf = (offset: number): string => new Date(Date.parse(NOW) + offset * DAY).toISOString().slice(0, 10);
export const RUN = 'https://github.com/acme/triage/actions/runs/77';

const pilot = `name: Support triage
started-on: 2026-09-01
owners:
  product: "@dana"
  production: "@ravi"
  governance: "@greta"
  sponsor: "@ines"
`;

const workflow = `embedded-in: { system: tickets, kind: ticketing }
approved-by: ["@dana", "@mo"]
approved-on: 2026-10-20
wrong-output:
  detect: agents press «wrong queue»; a tenth of all routes is read again
  rules: "@lea"
  correct: the ticket goes back to the first queue and is routed by hand
  notify: the customer hears of it within a day
  learn: every case becomes a case of the suite on Friday
decisions:
  - id: label-ticket
    action: attach a language label
    reads: [ticket-texts]
    writes: [tickets]
    trigger: "tickets: a new ticket arrives"
    handoff-to: "@acme/agents"
    risk: low
    mode: auto
    override-by: "@acme/agents"
    wrong-output: an agent changes the label
  - id: route-ticket
    action: route the ticket to a queue
    reads: [ticket-texts, customers]
    writes: [tickets]
    trigger: "tickets: a new ticket arrives"
    handoff-to: "@acme/agents"
    risk: medium
    mode: confirm
    override-by: "@acme/agents"
    wrong-output: an agent moves it to another queue
    enforced-at: src/gate.ts
    test: route-needs-confirmation
  - id: refund
    action: pay a refund
    reads: [customers]
    writes: [billing]
    trigger: person asks for it
    handoff-to: "@lea"
    risk: high
    mode: human-only
    override-by: "@lea"
    wrong-output: billing reverses it
    enforced-at: src/gate.ts
    test: refund-is-refused
`;

const integration = `systems:
  - { id: tickets, name: Ticket system, mode: live, interface: REST, environment: production, owner: "@ravi", proof: { run: "${RUN}" }, verified-on: 2026-10-05, rate-limit-per-minute: 300 }
  - { id: crm, mode: live, environment: production, proof: { path: config/production.yaml }, verified-on: 2026-10-05, rate-limit-per-minute: 120, legacy: true }
  - { id: billing, mode: live, environment: production, proof: { pr: 31 }, verified-on: 2026-10-05, rate-limit-per-minute: 60 }
production-config: [config/production.yaml, config/production.env]
exit-items:
  apis: { status: done, proof: { run: "${RUN}" } }
  sso: { status: done, proof: { path: config/sso.yaml } }
  logging: { status: done, proof: { pr: 31 } }
  audit-trail: { status: done, proof: { test: audit-row-written } }
  backups: { status: done, proof: { record: readiness/drills/2026-10-10-restore.yaml } }
  disaster-recovery: { status: done, proof: { record: readiness/drills/2026-10-12-recovery.yaml } }
sign-in: { provider: Acme Entra, config: config/sso.yaml, tested-on: 2026-10-06, local-accounts: false, shared-keys: false }
audit-log: { sample: ${AUDIT}, retention-days: 400 }
restore: { tested-on: 2026-10-10, rpo-minutes: 5, rto-minutes: 40, rpo-target: 15, rto-target: 60, proof: { run: "${RUN}", record: readiness/drills/2026-10-10-restore.yaml } }
disaster-recovery: { drill: readiness/drills/2026-10-12-recovery.yaml }
volume-test: { on: 2026-10-15, per-minute: 55, minutes: 45, target: 50, proof: { run: "${RUN}" } }
`;

const sources = `sources:
  - id: ticket-texts
    owner: "@ravi"
    system: tickets
    refresh: each ticket as it arrives
    real-time: true
    volume: 900 tickets a day
    pii: personal
    known-gaps: [attachments are not read]
    manual-steps: [{ step: copy new queues by hand, state: closed, issue: "#12" }]
    checks: [{ id: texts-complete, what: every ticket has a text, workflow: .github/workflows/quality.yml, observations: readiness/observations/dq.csv }]
    lateness: { objective: 15 min, alert: ops/alerts.yaml }
  - id: customers
    owner: "@acme/agents"
    system: crm
    refresh: every night
    volume: 40000 customers
    pii: personal
    known-gaps: none
    known-gaps-reason: the table is complete by its own constraints
    checks: [{ id: customers-known, what: every ticket has a customer, workflow: .github/workflows/quality.yml, observations: readiness/observations/dq.csv }]
quality-target: 0.97
uncurated-proof: { selection: consecutive, n: 200, file: readiness/observations/uncurated.csv, sha256: UNCURATED, curated-sha256: ${'c'.repeat(64)}, pass-rate: 0.98 }
volume-run: { from: ${dayOf(-20)}, to: ${dayOf(-7)}, per-day: 900, target: 900, log: readiness/observations/volume.csv, interventions: 0, proof: { run: "${RUN}" } }
exception-protocol:
  - { class: missing, action: human, owner: "@lea", within: 1 hour, message: we are looking at it, test: missing-goes-to-people }
  - { class: late, action: fallback, owner: "@lea", within: 30 min, message: an agent sorts it, test: late-falls-back }
  - { class: malformed, action: quarantine, owner: "@lea", within: 1 day, message: please send it again }
  - { class: schema-change, action: reject, owner: "@ravi", within: 4 h, message: we are looking at it }
  - { class: out-of-distribution, action: human, owner: "@lea", within: 1 hour, message: an agent reads it }
  - { class: contradictory, action: human, owner: "@lea", within: 1 hour, message: an agent reads it }
`;

const operatingModel = `raci:
  - { activity: run, r: ["@ravi"], a: "@ravi" }
  - { activity: rule on wrong output, r: ["@acme/agents"], a: "@lea" }
`;

const changePlan = `managers:
  - { person: "@mo", role: co-designer }
  - { person: "@nils", role: informed }
`;

const retention = `control: records-retention
subject: [{ path: docs/retention.md, blob: ${'a1'.repeat(20)} }]
decision: approved
approver: "@lars"
date: 2026-10-01
retention-days: 400
`;

const drill = (kind: string, date: string, seconds: number): string => `date: ${date}
kind: ${kind}
environment: staging
driver: "@ravi"
steps: [{ action: start it, expected: it works, observed: it worked }]
seconds: ${seconds}
result: pass
evidence: ${RUN}
`;

export interface AuditCells {
  at: string;
  actor: string;
  decision: string;
  risk: string;
  mode: string;
  override: string;
  outcome: string;
  confirmed: string;
}

/** 15 days of 15 decisions a day: labels by the service, routes confirmed by agents, refunds by people. */
export function auditRows(edit: (row: AuditCells, index: number) => Partial<AuditCells> = () => ({})): AuditCells[] {
  return Array.from({ length: 15 * 15 }, (_, index): AuditCells => {
    const at = `${dayOf(Math.floor(index / 15) - 16)}T09:${String(index % 15).padStart(2, '0')}:00Z`;
    const kinds: Omit<AuditCells, 'at' | 'override'>[] = [
      { actor: 'service', decision: 'label-ticket', risk: 'low', mode: 'auto', outcome: 'labelled', confirmed: '' },
      {
        actor: 'service',
        decision: 'route-ticket',
        risk: 'medium',
        mode: 'confirm',
        outcome: 'routed',
        confirmed: '@kim',
      },
      { actor: '@lea', decision: 'refund', risk: 'high', mode: 'human-only', outcome: 'paid', confirmed: '' },
    ];
    const row = { at, override: index % 9 === 0 ? 'yes' : 'no', ...(kinds[index % 3] as (typeof kinds)[number]) };
    return { ...row, ...edit(row, index) };
  });
}

export function auditFile(rows = auditRows()): string {
  return [
    'time,actor,input ref,model version,Decision ID,risk_tier,mode,override,outcome,confirmed_by',
    ...rows.map((r, index) =>
      [r.at, r.actor, `t-${index}`, 'large-3', r.decision, r.risk, r.mode, r.override, r.outcome, r.confirmed].join(
        ',',
      ),
    ),
    '',
  ].join('\n');
}

const TESTS = [
  'route-needs-confirmation',
  'refund-is-refused',
  'audit-row-written',
  'missing-goes-to-people',
  'late-falls-back',
  'edge-1',
  'edge-2',
];

/** Results of the suite, in which every test passed but those named. */
export function results(failed: string[] = []): string {
  return JSON.stringify({
    run: { at: '2026-11-15T10:00:00Z' },
    results: TESTS.map((id) => ({ id, verdict: failed.includes(id) ? 'fail' : 'pass', tags: ['happy'] })),
  });
}

const evals = `covers: ["src/**"]
results:
  file: ${RESULTS}
  mapping: { cases: "$.results[*]", id: id, pass: verdict, tags: tags, run-at: run.at }
thresholds: { happy: 0.95 }
`;

const code: Record<string, string> = { 'src/gate.ts': 'export const gate = 1;\n' };
export const RAN = 'ab'.repeat(20);

/** What a stamp of these results says, on the code of this pilot. */
export function stamp(text: string, more: object = {}): string {
  const entries = Object.entries(code).map(([path, content]) => ({
    path,
    mode: '100644',
    blob: blobId(new TextEncoder().encode(content)),
  }));
  const treeHash = evalTreeHash(makeTree(entries), { globs: ['src/**'], except: [] });
  const sha256 = createHash('sha256').update(text).digest('hex');
  return JSON.stringify({ commit: RAN, dirty: false, treeHash, sha256, runId: '4711', cases: TESTS.length, ...more });
}

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

const uncurated = ['at,case,passed']
  .concat(
    Array.from(
      { length: 200 },
      (_, index) => `${dayOf(-30 + Math.floor(index / 20))},u-${index},${index < 4 ? 'no' : 'yes'}`,
    ),
  )
  .concat('')
  .join('\n');
const quality = ['at,source,check,environment,passed,rows']
  .concat(
    Array.from({ length: 12 }, (_, index) => [
      `${dayOf(index - 12)},ticket-texts,texts-complete,production,890,900`,
      `${dayOf(index - 12)},customers,customers-known,production,899,900`,
    ]).flat(),
  )
  .concat('')
  .join('\n');
const volume = ['day,processed,interventions']
  .concat(Array.from({ length: 14 }, (_, index) => `${dayOf(index - 20)},${900 + index * 3},0`))
  .concat('')
  .join('\n');

export const connectedPilot: Record<string, string> = {
  'readiness/pilot.yaml': pilot,
  [WORKFLOW]: workflow,
  [INTEGRATION]: integration,
  [SOURCES]: sources.replace('UNCURATED', sha256Of(uncurated)),
  'readiness/operating-model.yaml': operatingModel,
  'readiness/change-plan.yaml': changePlan,
  'readiness/evals.yaml': evals,
  'readiness/controls/records-retention.yaml': retention,
  'readiness/drills/2026-10-10-restore.yaml': drill('restore', '2026-10-10', 2400),
  'readiness/drills/2026-10-12-recovery.yaml': drill('disaster-recovery', '2026-10-12', 3000),
  'readiness/drills/2026-10-20-fallback.yaml': drill('fallback', '2026-10-20', 900),
  [AUDIT]: auditFile(),
  'readiness/observations/uncurated.csv': uncurated,
  'readiness/observations/dq.csv': quality,
  'readiness/observations/volume.csv': volume,
  [RESULTS]: results(),
  [`${RESULTS}.provenance.json`]: stamp(results()),
  'config/production.yaml': 'tickets: { url: https://tickets.acme.example }\nmocks: { enabled: false }\n',
  'config/production.env': 'USE_MOCK_CRM=false # true on laptops\nLOG_LEVEL=info\n',
  'config/sso.yaml': 'issuer: https://login.acme.example\n',
  'ops/alerts.yaml': 'alerts: [{ name: ticket-texts late, after: 15m }]\n',
  'docs/retention.md': 'Kept for 400 days.\n',
  'docs/runbook.md':
    '# Support triage\n\n## Bad rows\n\nFollow the [exception protocol](../readiness/data-sources.yaml).\n',
  '.github/workflows/quality.yml':
    'name: Quality\non: { schedule: [{ cron: "0 5 * * *" }] }\njobs: { check: { runs-on: x, steps: [{ run: ./check.sh }] } }\n',
  ...code,
};

const author = { name: 'Dana', mail: 'dana@acme.example', handle: 'dana' };
/** One value of a file's history, merged on that day. */
export const entry = (value: unknown, on: string) => ({
  value,
  commit: RAN,
  declaredAt: `${on}T09:00:00Z`,
  mergedAt: `${on}T10:00:00Z`,
  author,
});
const everyone = ({ who }: { who: string[] }) =>
  who.map((one) => ({
    who: one,
    exists: true,
    kind: one.includes('/') ? 'team' : 'user',
    suspended: false,
    humans: 1,
    member: true,
  }));
/** Everybody is there but this one. */
export const without =
  (gone: string) =>
  ({ who }: { who: string[] }) =>
    everyone({ who }).map((one) => (one.who === gone ? { ...one, exists: false } : one));
/** Every link leads to a closed issue; a pull request among them was merged. */
export const issuesClosed = ({ links }: { links: string[] }) =>
  Object.fromEntries(
    links.map((link) => [
      link,
      { state: 'closed', closedAt: '2026-10-01T00:00:00Z', mergedAt: '2026-10-01T00:00:00Z' },
    ]),
  );

export const connectedFacts: Facts = {
  people: everyone,
  issues: issuesClosed,
  'workflow-run': { found: true, conclusion: 'success', at: '2026-11-20T05:00:00Z' },
  ancestry: { a: RAN, b: RAN, relation: 'a-newer' },
  history: ({ paths }: { paths: string[] }) =>
    paths.map((path) => ({
      path,
      versions: [
        { commit: RAN, blob: RAN, declaredAt: '2026-10-01T09:00:00Z', mergedAt: '2026-10-01T10:00:00Z', author },
      ],
    })),
  acceptance: { accepted: true, by: 'greta', at: '2026-11-18T09:00:00Z' },
};

/** Replaces text that must be there. */
export const swap =
  (from: string | RegExp, to: string) =>
  (text: string): string =>
    text.replace(from, to);
