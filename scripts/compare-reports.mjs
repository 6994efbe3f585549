// node scripts/compare-reports.mjs BEFORE AFTER: evaluates the three examples with two bundles of the command line (paths
// of dist/cli.js in two checkouts) under each profile, offline and on the recorded facts where an example has them, and
// compares the reports. Words are left out, because they may be rewritten; renamed keys and values are mapped to the new
// names. What is compared for each check: code, level, outcome, places, actors, causes, waivers, times, figures, parts.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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
  const entries = Object.entries(value)
    .filter(([key]) => !LEFT_OUT.has(key) && (isOld || !ALIASES.has(key)))
    .map(([key, inner]) => [RENAMED[key] ?? key, normalized(inner, isOld)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function reportOf(cli, example, profile, facts) {
  const dir = join(root, 'examples', example);
  const words = ['check', dir, '--profile', profile, '--as-of', DATES[example], '--format', 'json', '--offline-ok'];
  try {
    const more = facts ? ['--facts', facts] : [];
    return JSON.parse(
      execFileSync(process.execPath, [cli, ...words, ...more], { encoding: 'utf8', maxBuffer: 1 << 28 }),
    );
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
    const recorded = join(root, 'examples', example, 'facts.json');
    for (const facts of existsSync(recorded) ? [undefined, recorded] : [undefined]) {
      const found = differences(
        normalized(reportOf(before, example, profile, facts), true),
        normalized(reportOf(after, example, profile, facts), false),
      );
      total += found.length;
      console.log(
        `${example} ${profile}${facts ? ' with facts' : ''}: ${found.length === 0 ? 'equal' : `${found.length} differences`}`,
      );
      for (const one of found.slice(0, 40)) console.log(`  ${one}`);
    }
  }
process.exit(total === 0 ? 0 : 1);
