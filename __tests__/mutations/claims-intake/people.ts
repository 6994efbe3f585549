import { type Break, mergedLate, signature, swap } from '../break.ts';

const PILOT = 'readiness/pilot.yaml';
const PLAN = 'readiness/change-plan.yaml';
const MODEL = 'readiness/operating-model.yaml';
const ADOPTION = 'readiness/observations/adoption.csv';
const SECURITY = 'readiness/controls/security.yaml';

/** People, controls and the change of work. */
const breaks: Break[] = [
  {
    code: 'AO-1',
    how: 'nobody rules on risk',
    change: { [PILOT]: swap('governance: "@henrik-dahl"', 'governance: TBD') },
  },
  {
    code: 'AO-2',
    how: 'the product owner is an engineer',
    change: { [PILOT]: swap('function: business, head of motor claims', 'function: engineering') },
  },
  {
    code: 'AO-3',
    how: 'the production owner works for the vendor',
    change: { [PILOT]: swap(/(claims service\n {4}employer: ).*/, '$1Modelworks') },
  },
  {
    code: 'AO-4',
    how: 'the sponsor never accepted',
    github: { acceptance: (answer, { subject }) => (subject === 'role:sponsor' ? { accepted: false } : answer) },
  },
  { code: 'AO-5', how: 'the sponsor was named in October', github: mergedLate('owners.sponsor') },
  {
    code: 'AO-6',
    how: 'the product owner has no deputy',
    change: { [PILOT]: swap('    deputy: "@eero-laine"\n', '') },
    also: { codes: ['RB-4'], because: 'the runbook names the deputy, who is then nobody' },
  },
  {
    code: 'AO-7',
    how: 'the roles were confirmed in March',
    change: { [PILOT]: swap('owners-confirmed-on: 2026-11-02', 'owners-confirmed-on: 2026-03-02') },
  },
  {
    code: 'CA-1',
    how: 'one manager was only informed',
    change: { [PLAN]: swap('"@karen-juhl", role: co-designer', '"@karen-juhl", role: informed') },
  },
  {
    code: 'CA-2',
    how: 'Bergen has no champion',
    change: { [PLAN]: swap(/.*"@tuva-moe", cohort: bergen.*\n/, '') },
    also: { codes: ['CA-6'], because: 'the rows still mark three champions' },
  },
  {
    code: 'CA-3',
    how: 'Turku was not trained to overrule it',
    change: { [PLAN]: swap(/(wave: Turku.*covers: \[use, exceptions), override/, '$1') },
  },
  {
    code: 'CA-4',
    how: 'nobody spoke of headcount',
    change: { [PLAN]: swap('[targets, headcount, roles]', '[targets, roles]') },
  },
  {
    code: 'CA-5',
    how: 'no manager gains when the outcome does',
    change: {
      [PLAN]: (text) =>
        text.replace(', kpi: error-rate }', ' }').replace('metric: error-rate, kpi', 'metric: accuracy, kpi'),
    },
  },
  {
    code: 'CA-6',
    how: 'only the champions use it in November',
    change: { [ADOPTION]: (text) => text.replace(/(2026-11-.*,no),yes/g, '$1,no') },
  },
  { code: 'CS-1', how: 'there is nothing to sign for legal', change: { 'docs/controls/legal.md': null } },
  { code: 'CS-2', how: 'who signed legal may not', github: signature('legal', { eligible: false }) },
  {
    code: 'CS-3',
    how: 'the legal review was rewritten after it was signed',
    change: { 'docs/controls/legal.md': (text) => `${text}\nLetters are now written by the service.\n` },
  },
  {
    code: 'CS-4',
    how: 'the signature of legal was withdrawn',
    github: signature('legal', { withdrawn: true }),
    also: { codes: ['CS-2'], because: 'who withdrew is no signer either' },
  },
  { code: 'CS-5', how: 'a condition is overdue', change: { [SECURITY]: swap('due: 2027-01-31', 'due: 2026-10-31') } },
  {
    code: 'CS-6',
    how: 'the assessment forgets what the data holds',
    change: { 'readiness/controls/dpia.yaml': swap(', special-category]', ']') },
  },
  {
    code: 'CS-7',
    how: 'a record links nowhere',
    change: { [SECURITY]: swap('evidence: [docs/controls/security.md]', 'evidence: [docs/controls/pen-test.md]') },
  },
  {
    code: 'SM-1',
    how: 'two people answer for the release',
    change: { [MODEL]: swap(/(activity: release.*)a: "@jonas-brekke"/, '$1a: ["@jonas-brekke", "@tor-vik"]') },
  },
  {
    code: 'SM-2',
    how: 'nobody knows when tier 2 is there',
    change: { [MODEL]: swap('hours: "daily 07:00-20:00"', 'hours: tbd') },
  },
  {
    code: 'SM-3',
    how: 'nobody is on call at weekends',
    change: { [MODEL]: swap('coverage: daily', 'coverage: Mon-Fri') },
  },
  {
    code: 'SM-4',
    how: 'somebody of tier 1 built it',
    change: { [PILOT]: swap('pilot-team: [', 'pilot-team: ["@bo-lund", ') },
  },
  {
    code: 'SM-5',
    how: 'no promise names both sides',
    change: { [MODEL]: swap('    parties: [Nordlys Insurance, Modelworks]\n', '') },
  },
  {
    code: 'SM-6',
    how: 'a third of the hours is funded',
    change: { [MODEL]: swap('funded-fte: 1', 'funded-fte: 0.3') },
  },
];

export default breaks;
