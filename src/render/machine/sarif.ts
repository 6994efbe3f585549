import { digest } from '../../domain/cover.ts';
import type { Closure, Report, ReportCheck, ReportCriterion, ReportPlace } from '../../domain/report.ts';
import { closureTasks } from '../model/closures.ts';
import { definitionTasks } from '../model/definitions.ts';
import { cut, plain } from '../model/text.ts';
import { outcomeWords, peopleWords, upperFirst, withPeriod } from '../model/words.ts';

/** The limits of code scanning for one run and for one result. */
const MAX_RESULTS = 25_000;
const MAX_LOCATIONS = 100;
const CONVENTIONAL_POLICY = '.github/pilot-readiness.yml';
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

type Level = 'error' | 'warning' | 'note';
const ORDER: Level[] = ['error', 'warning', 'note'];

interface Rule {
  id: string;
  name: string;
  title: string;
  full: string;
  help: string;
  level: Level;
  tags: string[];
}

interface Result {
  ruleId: string;
  level: Level;
  text: string;
  places: ReportPlace[];
  /** Where the rule belongs: `runbook/RB-1`. */
  qualifiedName: string;
  /** What makes two results the same one. */
  identity: string;
  properties: Record<string, unknown>;
}

/** SARIF 2.1.0 for code scanning: a rule per check, a result per check that is not met, out of date or not verified. */
export function renderSarif(report: Report): string {
  const checks = report.criteria.flatMap((criterion) =>
    criterion.checks.filter(({ level }) => level !== 'off').map((check) => ({ criterion, check })),
  );
  const closures = closuresOf(report);
  const definitions = definitionsOf(report);
  const rules = [
    ...checks.map(({ criterion, check }) => ruleOf(criterion, check)),
    ...closures.rules,
    ...definitions.rules,
  ];
  const index = new Map(rules.map(({ id }, at) => [id, at]));
  const results = [
    ...definitions.results,
    ...closures.results,
    ...checks.flatMap(({ criterion, check }) => resultOf(criterion, check, report)),
  ]
    .sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level))
    .slice(0, MAX_RESULTS);
  const { commit, repository } = report.subject;
  const run = {
    tool: {
      driver: {
        name: 'pilot-readiness',
        semanticVersion: plain(report.tool.version),
        rules: rules.map(ruleJson),
      },
    },
    automationDetails: { id: 'pilot-readiness/' },
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository' } } },
    invocations: [{ executionSuccessful: true, endTimeUtc: report.evaluatedAt }],
    columnKind: 'utf16CodeUnits',
    properties: {
      verdict: report.verdict,
      mode: report.mode,
      profile: report.policy.profile,
      repository: plain(repository),
      ...(commit !== null && { commit }),
    },
    results: results.map((result) => resultJson(result, index.get(result.ruleId) ?? 0)),
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

function ruleJson({ id, name, title, full, help, level, tags }: Rule) {
  return {
    id,
    name: name.split('-').map(upperFirst).join(''),
    shortDescription: { text: message(title) },
    fullDescription: { text: message(full) },
    help: { text: message(help) },
    defaultConfiguration: { level },
    properties: { tags: ['pilot-readiness', ...tags] },
  };
}

function resultJson({ ruleId, level, text, places, qualifiedName, identity, properties }: Result, ruleIndex: number) {
  const fingerprint = digest(identity).slice(0, 32);
  const logicalLocations = [{ name: ruleId, fullyQualifiedName: qualifiedName }];
  return {
    ruleId,
    ruleIndex,
    level,
    message: { text: message(text) },
    locations: places.map(({ path, line = 1, column }, at) => ({
      physicalLocation: {
        artifactLocation: { uri: uriOf(path), uriBaseId: '%SRCROOT%' },
        region: { startLine: line, ...(column && { startColumn: column }) },
      },
      ...(at === 0 && { logicalLocations }),
    })),
    // The second key is the only one that code scanning compares.
    partialFingerprints: { 'pilotReadiness/v1': fingerprint, primaryLocationLineHash: `${fingerprint}:1` },
    properties,
  };
}

function ruleOf({ id, half, title }: ReportCriterion, check: ReportCheck): Rule {
  return {
    id: check.code,
    name: id,
    title: check.title,
    full: `${title}: ${check.title}`,
    help: check.remedy ?? check.title,
    level: check.level === 'blocking' ? 'error' : 'warning',
    tags: [half, id],
  };
}

function resultOf(criterion: ReportCriterion, check: ReportCheck, report: Report): Result[] {
  const level = levelOf(check);
  if (level === undefined) return [];
  const { code, summary, remedy = '', actors, outcome, cause = '' } = check;
  const named = check.places.filter(({ path }) => path !== '').slice(0, MAX_LOCATIONS);
  const places = named.length > 0 ? named : [policyPlace(check, report)];
  const who = actors.length > 0 ? `Who can act: ${peopleWords(actors)}.` : '';
  const text = [withPeriod(summary), ...(outcome === 'unknown' ? [] : [withPeriod(remedy), who])];
  return [
    {
      ruleId: code,
      level,
      text: text.filter(Boolean).join(' '),
      places,
      qualifiedName: `${criterion.id}/${code}`,
      // Without the line: the finding stays the same when lines are added above it.
      identity: `${code}\n${places[0]?.path ?? ''}\n${cause}`,
      properties: { outcome: outcomeWords(outcome), blocking: check.level === 'blocking' },
    },
  ];
}

const CLOSED: Record<Closure['kind'], [id: string, title: string, help: string]> = {
  hold: ['held', 'This pilot is on hold', 'Resolve the reason, then have the hold released.'],
  decline: [
    'declined',
    'A control was declined',
    'Resolve the reason, then have the same person sign off or withdraw.',
  ],
  condition: [
    'condition-overdue',
    'A condition of a sign-off is overdue',
    'Fulfill the condition, then have the control signed off without it.',
  ],
};

/** What closes the gate by command: one rule for each kind that occurs, one result for each closure. */
function closuresOf(report: Report): { rules: Rule[]; results: Result[] } {
  const closures = closureTasks(report);
  const kinds = [...new Set(closures.map(({ closure }) => closure.kind))];
  return {
    rules: kinds.map((kind) => {
      const [id, title, help] = CLOSED[kind];
      return { id, name: id, title, full: title, help, level: 'error', tags: ['organizational'] };
    }),
    results: closures.map(({ closure: { kind, control = '', by, at, link }, task }) => {
      const [id] = CLOSED[kind];
      return {
        ruleId: id,
        level: 'error',
        text: `${withPeriod(task.title)} ${withPeriod(task.nextStep)} Who can act: ${peopleWords(task.who)}.`,
        places: [{ path: policyPath(report) }],
        qualifiedName: control === '' ? id : `${id}/${plain(control)}`,
        identity: `${id}\n${control}\n${by}\n${at}`,
        properties: { outcome: 'closed by command', blocking: true, ...(link && { link: plain(link) }) },
      };
    }),
  };
}

/** What the promotion asks less of: one rule where there is any, one result for each group of people who may accept it. */
function definitionsOf(report: Report): { rules: Rule[]; results: Result[] } {
  const tasks = definitionTasks(report);
  const id = 'definitions';
  const title = 'The promotion asks less than before';
  const help = 'Have the person named for it accept the change, or restore what was asked.';
  return {
    rules:
      tasks.length === 0 ? [] : [{ id, name: id, title, full: title, help, level: 'error', tags: ['organizational'] }],
    results: tasks.map((task) => ({
      ruleId: id,
      level: task.outcome === 'unknown' ? 'warning' : 'error',
      text: `${withPeriod(task.title)} ${withPeriod(task.nextStep)} Who can act: ${peopleWords(task.who)}.`,
      places: [{ path: policyPath(report) }],
      qualifiedName: id,
      identity: `${id}\n${task.title}`,
      properties: { outcome: task.outcome, blocking: true },
    })),
  };
}

function levelOf({ level, outcome }: ReportCheck): Level | undefined {
  const blocks = level === 'blocking';
  if (outcome === 'unmet' || outcome === 'stale') return blocks ? 'error' : 'warning';
  if (outcome === 'unknown') return blocks ? 'warning' : 'note';
  return undefined;
}

/** An upload needs a place for each result: the line of the policy that requires it, or the policy's usual path. */
function policyPlace(check: ReportCheck, report: Report): ReportPlace {
  const layer = report.policy.layers.find(({ path }) => path === check.rule.path);
  return layer !== undefined && layer.repository === undefined ? check.rule : { path: policyPath(report) };
}

function policyPath(report: Report): string {
  return report.policy.layers.findLast(({ repository }) => repository === undefined)?.path ?? CONVENTIONAL_POLICY;
}

/** A path below the root as a relative URI reference: each segment percent-encoded, no scheme, no parent folders. */
function uriOf(path: string): string {
  return path
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
    .map(encodeURIComponent)
    .join('/');
}

/** SARIF reads `[words](address)` in a message as a link. */
function message(text: string): string {
  return cut(plain(text), 2000).replace(/\]\(/g, '] (');
}
