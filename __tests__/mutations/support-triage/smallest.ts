import { type Break, mergedLate, nothingOfItsOwn, signature, swap } from '../break.ts';

const PILOT = 'readiness/pilot.yaml';
const METRICS = 'readiness/metrics.yaml';
const TICKETS = 'readiness/observations/tickets.csv';
const BOOK = 'docs/runbook.md';
const PLAN = 'docs/rollback.md';

/** The smallest pilot: one break for each check that blocks under minimal. */
const breaks: Break[] = [
  {
    code: 'AO-1',
    how: 'nobody rules on risk',
    change: { [PILOT]: swap('governance: "@mira-castellano"', 'governance: TBD') },
  },
  {
    code: 'BK-1',
    how: 'one of the four was never measured',
    change: { [METRICS]: swap(/ {2}- metric: rework-rate\n {4}value: 0.1[\s\S]*?(?= {2}- metric: cost-per-unit)/, '') },
  },
  {
    code: 'BK-4',
    how: 'one ticket in three is moved again',
    change: { [TICKETS]: (text) => text.replace(/^(T-\d+[05],.*?,.*?,.*?,.*?,.*?),no,/gm, '$1,yes,') },
  },
  { code: 'CS-1', how: 'there is nothing to sign for privacy', change: { 'docs/privacy.md': null } },
  { code: 'CS-2', how: 'who signed privacy may not', github: signature('privacy', { eligible: false }) },
  {
    code: 'CS-4',
    how: 'the signature of privacy was withdrawn',
    github: signature('privacy', { withdrawn: true }),
    also: { codes: ['CS-2'], because: 'who withdrew is no signer either' },
  },
  {
    code: 'EV-1',
    how: 'no case is marked as an edge case',
    change: { [PILOT]: swap('edge: { metadata: class, equals: edge }', 'edge: { metadata: class, equals: corner }') },
    also: { codes: ['EV-2'], because: 'a class without cases reaches no threshold' },
  },
  {
    code: 'EV-2',
    how: 'a prompt changed after the suite ran',
    change: { 'prompts/triage.md': (text) => `${text}\nBe brief.\n` },
  },
  {
    code: 'OM-1',
    how: 'satisfaction stands for an outcome',
    change: { [METRICS]: swap(/(id: rework-rate\n {4}title: .*\n {4}measures: )rework-rate/, '$1satisfaction') },
    also: { codes: ['BK-1'], because: 'the baseline then measures satisfaction too' },
  },
  {
    code: 'OM-2',
    how: 'the trigger was set inside its own window',
    github: mergedLate('success-trigger', '2026-11-15'),
  },
  {
    code: 'OM-3',
    how: 'the newest tickets take an hour',
    change: { [TICKETS]: (text) => text.replace(/^(T-\d+,2026-1[01].*?,.*?),[\d.]+/gm, '$1,45.0') },
  },
  {
    code: 'RB-1',
    how: 'the runbook names no dependencies',
    change: { [BOOK]: swap(/## Dependencies[\s\S]*?(?=## Monitoring)/, '') },
  },
  {
    code: 'RB-2',
    how: 'a command of the runbook does not exist',
    change: { [BOOK]: swap('run `make replay SINCE=...`', 'run `make again`') },
  },
  {
    code: 'RB-3',
    how: 'the owner is a blank',
    change: { [BOOK]: swap('@ravi-desai (service desk Rotterdam), deputy @lea-brandt', 'TBD') },
  },
  {
    code: 'RK-1',
    how: 'the trigger has no number',
    change: { [PLAN]: swap(/- error-rate[\s\S]*?no incident\./, '- error-rate is too high for too long.') },
  },
  {
    code: 'RK-2',
    how: 'the plan fits any service',
    change: { [PLAN]: nothingOfItsOwn },
  },
  {
    code: 'RK-6',
    how: 'one person alone may stop it',
    change: { [PILOT]: swap('who: ["@ravi-desai", "@lea-brandt"]', 'who: ["@ravi-desai"]') },
  },
];

export default breaks;
