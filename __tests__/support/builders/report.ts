import { REPORT_SCHEMA, type Report, type ReportCheck, type ReportCriterion } from '../../../src/domain/report.ts';

/** Builders of reports for renderers: what a test leaves out has a default. Counts follow from the checks. */

const POLICY = '.github/pilot-readiness.yml';

export function check(code: string, title: string, over: Partial<ReportCheck> = {}): ReportCheck {
  return {
    code,
    title,
    level: 'blocking',
    outcome: 'met',
    summary: `${title}: yes`,
    places: [],
    actors: ['author'],
    rule: { path: POLICY, line: 2 },
    ...over,
  };
}

/** A check that only GitHub can answer, as a laptop without a token sees it. */
export function needsGitHub(code: string, title: string, over: Partial<ReportCheck> = {}): ReportCheck {
  return check(code, title, {
    outcome: 'unknown',
    resolvableBy: 'github',
    summary: 'Not verified: no GitHub token was given',
    remedy: 'Ask one of the approvers to sign.',
    ...over,
  });
}

export function criterion(
  id: string,
  title: string,
  half: ReportCriterion['half'],
  checks: ReportCheck[],
): ReportCriterion {
  const blocking = checks.filter((one) => one.level === 'blocking');
  const has = (...outcomes: ReportCheck['outcome'][]) => blocking.some((one) => outcomes.includes(one.outcome));
  const status =
    blocking.length === 0 ? 'not-asked' : has('unmet', 'stale') ? 'unmet' : has('unknown') ? 'unknown' : 'met';
  return { id, title, half, status, checks };
}

export function report(criteria: ReportCriterion[], over: Partial<Report> = {}): Report {
  const blocking = (half?: ReportCriterion['half']) =>
    criteria
      .filter((one) => half === undefined || one.half === half)
      .flatMap((one) => one.checks.filter((each) => each.level === 'blocking'));
  const count = (outcome: ReportCheck['outcome']) => blocking().filter((one) => one.outcome === outcome).length;
  return {
    schema: REPORT_SCHEMA,
    verdict: verdictOf(blocking()),
    mode: 'enforce',
    subject: {
      repository: 'acme/triage',
      commit: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
      base: '0f1e2d3c4b5a69788796a5b4c3d2e1f001234567',
      pullRequest: 12,
      dirty: false,
      promotion: { is: true, because: ['label promote-to-production'] },
    },
    policy: {
      profile: 'minimal',
      rule: { path: POLICY, line: 2 },
      digest: 'd'.repeat(64),
      layers: [{ path: POLICY, commit: '9f8e7d6c5b4a' }],
      lowered: [],
    },
    evaluatedAt: '2026-11-20T14:02:00.000Z',
    validUntil: null,
    nextChangeAt: over.validUntil ?? null,
    halves: { technical: verdictOf(blocking('technical')), organizational: verdictOf(blocking('organizational')) },
    questions: { ownership: 'not-asked', data: 'not-asked', buyIn: 'not-asked', metrics: 'not-asked' },
    summary: {
      met: count('met'),
      unmet: count('unmet'),
      stale: count('stale'),
      unknown: count('unknown'),
      waived: count('waived'),
      notApplicable: count('not-applicable'),
    },
    criteria,
    evidence: [],
    evidenceDigest: 'e'.repeat(64),
    notes: [],
    tool: { version: '0.1.0' },
    ...over,
  };
}

function verdictOf(checks: ReportCheck[]): Report['verdict'] {
  const has = (...outcomes: ReportCheck['outcome'][]) => checks.some((one) => outcomes.includes(one.outcome));
  if (has('unmet', 'stale')) return 'not-ready';
  if (has('unknown')) return 'undetermined';
  return has('met', 'waived') ? 'ready' : 'undetermined';
}
