import { schemaComment } from '../../domain/schema-address.ts';
import type { SectionName } from '../../evidence/schema/index.ts';
import type { ScaffoldOptions } from './options.ts';

/** A starter section, with possible entries as comments; empty keys are empty lists. */
interface Start {
  is: string;
  body: (options: ScaffoldOptions) => string;
}

const STARTS: Record<Exclude<SectionName, 'pilot'>, Start> = {
  evals: {
    is: 'the eval suite of every release',
    body: ({ evalResults }) => `\
# The eval tool's own result file (promptfoo, Inspect, DeepEval, lm-eval, JUnit, CTRF, JSON or CSV). After a run on the
# code that is promoted: pilot-readiness eval-stamp
results: ${evalResults ?? 'evals/results.json'}
# The lowest share of cases passed, for each class; the product owner decides. For example:
#   { happy: 0.95, edge: 0.85, adversarial: 1, exception: 0.9, high-risk: 1 }
thresholds: {}
`,
  },
  guardrails: {
    is: 'how it is stopped',
    body: () => `\
kill-switch:
  how: TODO      # a workflow started by hand (.github/workflows/stop.yml), flag:<key>, or policy:<path>
  who: []        # at least two people: ["@ravi", "@lea"]
  effect: TODO   # what happens to the work while it is off
`,
  },
  metrics: {
    is: 'before, now, the stop line, the number that decides',
    body: () => `\
# There are no numbers yet: an empty list counts as missing.

# How it was before the pilot: cycle-time, error-rate, rework-rate and cost-per-unit. For example:
#   - { metric: cycle-time, value: 46.2, unit: min, n: 410, from: 2026-07-01, to: 2026-08-28, source: ticket log }
baselines: []

# How it works: accuracy on real cases, exception-rate, and uptime or latency. Rows are read from a CSV or JSON file:
#   - id: accuracy
#     type: proportion
#     unit: "1"
#     good: higher
#     observations: { file: readiness/observations/cases.csv, at: opened_at, value: correct }
process: []

# What it changes: revenue, cost, time, error or risk. Use and satisfaction do not count. Same form as above.
outcome: []

# When the pilot is stopped. For example:
#   - { metric: error-rate, op: gte, threshold: 0.12, window: 14d, action: stop routing, decider: "@ravi" }
kill-criteria: []

# The one number that decides, set before the window in which it is measured. For example:
# success-trigger: { metric: cycle-time, op: lte, threshold: 36, window: 28d, min-n: 100, decision-by: 2026-12-10 }
`,
  },
  'operating-model': {
    is: 'who does the daily work',
    body: () => `\
raci: []    # { activity, r: ["@handle"], a: "@handle" }
tiers: []   # { tier: 1, contact: "@handle", hours, response-minutes, hand-up }
sla: []     # { name, availability, response-minutes, owner }
# on-call: { people: ["@handle"], schedule: https://…, coverage: … }
# staffing: { funded-fte: …, tickets-per-month: …, handling-minutes: … }
`,
  },
  workflow: {
    is: 'where it sits and what it may decide',
    body: () => `\
# embedded-in: { system: ticket-system, kind: ticketing }
decisions: []   # { id, action, reads: [], writes: [], trigger, handoff-to, risk: low|medium|high, mode: auto|confirm|human-only }
`,
  },
  integration: {
    is: 'the real systems it is connected to',
    body: () => `\
systems: []   # { id, mode: live|export|mock|csv, environment, owner, verified-on, proof: { run: https://… } }
# exit-items: { apis: { status: open }, sso: …, logging: …, audit-trail: …, backups: …, disaster-recovery: … }
`,
  },
  'data-sources': {
    is: 'live data and the plan for invalid rows',
    body: () => `\
sources: []              # { id, owner, system, refresh, volume, pii: none|personal|special-category, known-gaps: [], checks: [] }
exception-protocol: []   # { class: missing|late|malformed|…, action: reject|quarantine|fallback|human, owner, within, message }
`,
  },
  cohorts: {
    is: 'where it was tried',
    body: () => `\
cohorts: []   # { id, site, team, manager, started-on, ended-on, n, raw: readiness/observations/….csv }
`,
  },
  economics: {
    is: 'what it costs and returns at full scale',
    body: () => `\
currency: TODO   # USD, EUR …
costs: []        # { class: integration|change-management|licenses|support|cloud|…, amount, unit, basis, source }
volumes: []      # { name: pilot|target|beyond, units, benefit }
benefits: []     # { metric, amount, basis }
`,
  },
  'change-plan': {
    is: 'the people whose work changes',
    body: () => `\
managers: []    # { person, role: co-designer|informed|sponsor, contributions: [{ on, link }] }
champions: []   # { person, cohort }
training: []    # { wave, on, go-live, eligible, attended, covers: [exceptions, override] }
comms: []       # { on, owner, to, effects: [targets, headcount, roles] }
`,
  },
  roadmap: {
    is: 'what comes after what, and on which condition',
    body: () => `\
items: []   # { id, after: [], owner, date, entry: [criterion ids] }
`,
  },
};

/** The body of a section, for its own file or indented in the manifest. */
export function sectionBody(name: SectionName, options: ScaffoldOptions): string {
  return name === 'pilot' ? '' : STARTS[name].body(options);
}

/** A section as a file of its own. */
export function sectionFile(name: SectionName, options: ScaffoldOptions): { is: string; text: string } {
  const is = name === 'pilot' ? '' : STARTS[name].is;
  return { is, text: `${schemaComment(name)}\n${sectionBody(name, options)}` };
}
