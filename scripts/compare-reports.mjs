// node scripts/compare-reports.mjs BEFORE AFTER: evaluates the three examples with two bundles of the command line (paths
// of dist/cli.js in two checkouts) under each profile and compares the reports. Words are left out, because they may be
// rewritten, and renamed keys and values are mapped to the new names. Everything else has to be equal: codes, levels,
// outcomes, places, actors, causes, waivers, times, figures, evidence. Of a check's details the order is left out, and so
// is what is met beside something that could not be verified: facts overrule it now.
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [before, after] = process.argv.slice(2).map((path) => resolve(path));
if (!before || !after) {
  console.error('Usage: node scripts/compare-reports.mjs BEFORE/dist/cli.js AFTER/dist/cli.js');
  process.exit(3);
}
const root = fileURLToPath(new URL('..', import.meta.url));
const EXAMPLES = ['support-triage', 'stalled-pilot', 'claims-intake'];
const PROFILES = ['minimal', 'standard', 'regulated'];
const DATES = { 'support-triage': '2026-11-20', 'stalled-pilot': '2026-11-20', 'claims-intake': '2026-11-20' };
/** Keys that hold words, or that one of the two versions does not have. */
const LEFT_OUT = new Set([
  'summary',
  'title',
  'remedy',
  'accepted',
  'message',
  'limits',
  'decisive',
  'tool',
  'notes',
  'subtitle',
]);
const ALIASES = new Set(['wakeAt', 'settles', 'stands', 'standsAt', 'organisation', 'organisational']);
const RENAMED = {
  wakeAt: 'nextChangeAt',
  settles: 'resolvableBy',
  stands: 'held',
  standsAt: 'heldAt',
  organisation: 'organization',
  organisational: 'organizational',
  'organisation-owner': 'organization-owner',
};

/** The report with today's names and without words; aliases of a new report are dropped. */
function normalized(value, isOld) {
  if (Array.isArray(value)) return value.map((one) => normalized(one, isOld));
  if (typeof value === 'string') return RENAMED[value] ?? value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries('code' in value ? withoutDetailOrder(value) : value)
    .filter(([key]) => !LEFT_OUT.has(key) && (isOld || !ALIASES.has(key)))
    .map(([key, inner]) => [RENAMED[key] ?? key, normalized(inner, isOld)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutDetailOrder({ findings, ...check }) {
  const kept = (findings ?? [])
    .filter(({ outcome }) => check.outcome !== 'unknown' || outcome !== 'met')
    .map(({ outcome, cause, places, actors, exception }) => JSON.stringify([outcome, cause, places, actors, exception]))
    .sort();
  return kept.length > 1 ? { ...check, findings: kept } : check;
}

function reportOf(cli, example, profile) {
  const dir = join(root, 'examples', example);
  const words = ['check', dir, '--profile', profile, '--as-of', DATES[example], '--format', 'json', '--offline-ok'];
  try {
    return JSON.parse(execFileSync(process.execPath, [cli, ...words], { encoding: 'utf8', maxBuffer: 1 << 28 }));
  } catch (error) {
    if (error.stdout) return JSON.parse(error.stdout);
    throw error;
  }
}

/** Paths at which two values differ. */
function differences(a, b, path = '') {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  const isTree = (value) => typeof value === 'object' && value !== null;
  if (!isTree(a) || !isTree(b)) return [`${path}: ${JSON.stringify(a)} → ${JSON.stringify(b)}`];
  const name = (value, key) => (value[key] && typeof value[key] === 'object' && value[key].code) || key;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    differences(a[key], b[key], `${path}/${name(a, key) ?? key}`),
  );
}

let total = 0;
for (const example of EXAMPLES)
  for (const profile of PROFILES) {
    const found = differences(
      normalized(reportOf(before, example, profile), true),
      normalized(reportOf(after, example, profile), false),
    );
    total += found.length;
    console.log(`${example} ${profile}: ${found.length === 0 ? 'equal' : `${found.length} differences`}`);
    for (const one of found.slice(0, 40)) console.log(`  ${one}`);
  }
process.exit(total === 0 ? 0 : 1);
