import { digest } from '../../domain/cover.ts';
import type { Closure, Report, ReportCheck, ReportCriterion, ReportPlace } from '../../domain/report.ts';
import { closureTasks } from '../model/closures.ts';
import type { Task } from '../model/task.ts';
import { cut, plain } from '../model/text.ts';
import { actorWords, outcomeWords } from '../model/words.ts';

/** What code scanning takes of one run, and of one result. */
const MAX_RESULTS = 25_000;
const MAX_LOCATIONS = 100;
const CONVENTIONAL_POLICY = '.github/pilot-readiness.yml';
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

type Level = 'error' | 'warning' | 'note';
const ORDER: Level[] = ['error', 'warning', 'note'];

interface Spoken {
  criterion: ReportCriterion;
  check: ReportCheck;
}

/** SARIF 2.1.0 for code scanning: a rule per check, a result per check that is missing, out of date or not known. */
export function renderSarif(report: Report): string {
  const spoken = report.criteria.flatMap((criterion) =>
    criterion.checks.filter((check) => check.level !== 'off').map((check): Spoken => ({ criterion, check })),
  );
  const index = new Map(spoken.map(({ check }, at) => [check.code, at]));
  const closures = closuresOf(report, spoken.length);
  const results = [
    ...closures.results,
    ...spoken.flatMap((one) => resultOf(one, index.get(one.check.code) ?? 0, report)),
  ]
    .sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level))
    .slice(0, MAX_RESULTS);
  const { commit, repository } = report.subject;
  const run = {
    tool: {
      driver: {
        name: 'pilot-readiness',
        semanticVersion: plain(report.tool.version),
        rules: [...spoken.map(ruleOf), ...closures.rules],
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
      ...(commit === null ? {} : { commit }),
    },
    results,
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

function ruleOf({ criterion, check }: Spoken) {
  const title = message(check.title);
  return {
    id: check.code,
    name: pascal(criterion.id),
    shortDescription: { text: title },
    fullDescription: { text: message(`${criterion.title}: ${check.title}`) },
    help: { text: check.remedy === undefined ? title : message(check.remedy) },
    defaultConfiguration: { level: check.level === 'blocking' ? 'error' : 'warning' },
    properties: { tags: ['pilot-readiness', criterion.half, criterion.id] },
  };
}

function resultOf({ criterion, check }: Spoken, ruleIndex: number, report: Report) {
  const level = levelOf(check);
  if (level === undefined) return [];
  const places = check.places.filter((place) => place.path !== '').slice(0, MAX_LOCATIONS);
  const spots = places.length > 0 ? places : [fallback(check, report)];
  const who = check.actors.map(actorWords).join(', ');
  const text = [
    sentence(check.summary),
    check.remedy === undefined || check.outcome === 'unknown' ? '' : sentence(check.remedy),
    who === '' || check.outcome === 'unknown' ? '' : `Who can act: ${who}.`,
  ];
  // Without the line: text above the place may grow, and the finding is still the same one.
  const fingerprint = digest(`${check.code}\n${spots[0]?.path ?? ''}\n${check.cause ?? ''}`).slice(0, 32);
  return [
    {
      ruleId: check.code,
      ruleIndex,
      level,
      message: { text: message(text.filter(Boolean).join(' ')) },
      locations: spots.map((place, at) => ({
        physicalLocation: {
          artifactLocation: { uri: uriOf(place.path), uriBaseId: '%SRCROOT%' },
          region: { startLine: place.line ?? 1, ...(place.column === undefined ? {} : { startColumn: place.column }) },
        },
        ...(at > 0
          ? {}
          : { logicalLocations: [{ name: check.code, fullyQualifiedName: `${criterion.id}/${check.code}` }] }),
      })),
      // The second key is the only one that code scanning compares.
      partialFingerprints: { 'pilotReadiness/v1': fingerprint, primaryLocationLineHash: `${fingerprint}:1` },
      properties: { outcome: outcomeWords(check.outcome), blocking: check.level === 'blocking' },
    },
  ];
}

const CLOSED: Record<Closure['kind'], { id: string; title: string; help: string }> = {
  hold: {
    id: 'held',
    title: 'Somebody holds this pilot',
    help: 'Settle what it is held for, then have the hold released.',
  },
  decline: {
    id: 'declined',
    title: 'A control was declined',
    help: 'Settle the reason, then have the same person sign or withdraw.',
  },
  condition: {
    id: 'condition-overdue',
    title: 'A condition of a sign-off is overdue',
    help: 'Do what the condition asks, then have the control signed without it.',
  },
};

/** What closes the gate by command: one rule for each kind that occurs, one result for each closure. */
function closuresOf(report: Report, firstIndex: number) {
  const told = closureTasks(report);
  const kinds = [...new Set(told.map(({ closure }) => closure.kind))];
  return {
    rules: kinds.map((kind) => {
      const { id, title, help } = CLOSED[kind];
      return {
        id,
        name: pascal(id),
        shortDescription: { text: title },
        fullDescription: { text: title },
        help: { text: help },
        defaultConfiguration: { level: 'error' },
        properties: { tags: ['pilot-readiness', 'organizational'] },
      };
    }),
    results: told.map(({ closure, task }) => {
      const { kind, control, by, at, link } = closure;
      const { id } = CLOSED[kind];
      const fingerprint = digest(`${id}\n${control ?? ''}\n${by}\n${at}`).slice(0, 32);
      return {
        ruleId: id,
        ruleIndex: firstIndex + kinds.indexOf(kind),
        level: 'error' as const,
        message: { text: message(closureText(task)) },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: uriOf(policyPath(report)), uriBaseId: '%SRCROOT%' },
              region: { startLine: 1 },
            },
            logicalLocations: [
              { name: id, fullyQualifiedName: control === undefined ? id : `${id}/${plain(control)}` },
            ],
          },
        ],
        partialFingerprints: { 'pilotReadiness/v1': fingerprint, primaryLocationLineHash: `${fingerprint}:1` },
        properties: {
          outcome: 'closed by command',
          blocking: true,
          ...(link === undefined ? {} : { link: plain(link) }),
        },
      };
    }),
  };
}

function closureText({ title, nextStep, who }: Task): string {
  return `${sentence(title)} ${sentence(nextStep)} Who can act: ${who.map(actorWords).join(', ')}.`;
}

function levelOf(check: ReportCheck): Level | undefined {
  const blocks = check.level === 'blocking';
  if (check.outcome === 'unmet' || check.outcome === 'stale') return blocks ? 'error' : 'warning';
  if (check.outcome === 'unknown') return blocks ? 'warning' : 'note';
  return undefined;
}

/** An upload needs a place for each result: the line of the policy that asks for it, else the policy's usual path. */
function fallback(check: ReportCheck, report: Report): ReportPlace {
  const layer = report.policy.layers.find((one) => one.path === check.rule.path);
  if (layer !== undefined && layer.repository === undefined) return check.rule;
  return { path: policyPath(report) };
}

function policyPath(report: Report): string {
  return report.policy.layers.findLast(({ repository }) => repository === undefined)?.path ?? CONVENTIONAL_POLICY;
}

/** A path below the root as a relative URI reference: each segment percent-encoded, no scheme, no way out. */
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

function sentence(text: string): string {
  const line = plain(text);
  return /[.?…]$/.test(line) || line === '' ? line : `${line}.`;
}

function pascal(id: string): string {
  return id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
