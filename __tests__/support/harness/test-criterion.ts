import { appendFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Profile } from '../../../src/domain/levels.ts';
import { type Observation, seen, unavailable } from '../../../src/domain/observation.ts';
import type { ReportCheck } from '../../../src/domain/report.ts';
import { assess } from '../../../src/engine/assess.ts';
import type { Criterion } from '../../../src/engine/criterion.ts';
import { type FactKind, type FactRequest, factKey } from '../../../src/engine/fact-requests.ts';
import { type PolicyLayer, policyFileSchema } from '../../../src/engine/policy/file.ts';
import { effectivePolicy } from '../../../src/engine/policy/merge.ts';
import type { FileSource } from '../../../src/engine/ports.ts';
import { resolveInputs } from '../../../src/evidence/resolve.ts';
import { readYaml } from '../../../src/formats/yaml/index.ts';
import { memoryFiles } from './memory-files.ts';

/** Answers by kind of ask: a value, an observation, or a function of the ask's arguments. */
export type Facts = Partial<Record<FactKind, unknown>>;

/** What differs from the whole pilot: text replaces a file, null removes it, a function edits it. */
export type Change = Record<string, string | null | ((text: string) => string)>;

export interface Case {
  name: string;
  change?: Change;
  facts?: Facts;
  profile?: Profile;
  now?: string;
  /** The id of the message that the check ends with. */
  message?: string;
  /** Words the summary must have besides: a figure, a name. */
  says?: RegExp;
  /** `path:line` that must be among the places. */
  at?: string;
}

export interface CriterionCases {
  /** Evidence in which every check of the criterion is met under `profile`. */
  files: Record<string, string>;
  facts: Facts;
  profile: Profile;
  now: string;
  /** Policy file text; the built-in profile when left out. */
  policy?: string;
  /** Checks that the files alone prove in the whole pilot, so that their facts are not needed. */
  settled?: string[];
  /** Cases per check code and expected outcome. Each check needs at least one unmet case; met and unknown run by themselves too. */
  cases: Record<string, Partial<Record<'met' | 'unmet' | 'stale' | 'unknown' | 'not-applicable', Case[]>>>;
}

async function judge(criterion: Criterion, all: CriterionCases, one: Case, source?: FileSource) {
  const files = { ...all.files };
  for (const [path, change] of Object.entries(one.change ?? {})) {
    if (change === null) delete files[path];
    else if (typeof change === 'string') files[path] = change;
    else {
      const before = files[path] ?? '';
      files[path] = change(before);
      if (files[path] === before) throw new Error(`the case "${one.name}" does not change ${path}`);
    }
  }
  const now = Date.parse(one.now ?? all.now);
  const profile = one.profile ?? all.profile;
  const text = all.policy ?? `version: 1\nprofile: ${profile}\n`;
  const read = readYaml(policyFileSchema([criterion]), '.github/pilot-readiness.yml', new TextEncoder().encode(text));
  if (read.value === undefined || read.faults.length > 0) throw new Error(JSON.stringify(read.faults));
  const layer: PolicyLayer = { path: '.github/pilot-readiness.yml', file: { ...read.value, profile }, at: read.at };
  const { policy, faults } = effectivePolicy([criterion], layer, { now });
  expect(faults).toEqual([]);
  const facts = { ...all.facts, ...one.facts };
  const report = await assess({
    catalog: [criterion],
    policy,
    subject: {
      repository: 'acme/triage',
      commit: 'c0ffee'.padEnd(40, '0'),
      dirty: false,
      promotion: { is: true, because: [] },
      notes: [],
    },
    now,
    read: (requests) => resolveInputs(source ?? memoryFiles(files), requests, policy.evidence),
    facts: { answer: async (asks) => new Map(asks.map((ask) => [factKey(ask), answerTo(ask, facts)])) },
    toolVersion: 'test',
  });
  return report.criteria[0]?.checks ?? [];
}

function answerTo(ask: FactRequest, facts: Facts): Observation<unknown> {
  if (!(ask.kind in facts)) return unavailable(`no answer for ${ask.kind}`, 'github');
  const given = facts[ask.kind];
  const value = typeof given === 'function' ? given(ask) : given;
  if (
    typeof value === 'object' &&
    value !== null &&
    'state' in value &&
    ['seen', 'unavailable'].includes(String(value.state))
  ) {
    return value as Observation<unknown>;
  }
  return seen(value, { path: '' });
}

/** With RECORD_MESSAGES, what each case ends with, one JSON line a case: for rewriting expectations. */
function record(id: string, code: string, outcome: string, one: Case, { message, summary }: ReportCheck): void {
  const path = process.env.RECORD_MESSAGES;
  if (path) appendFileSync(path, `${JSON.stringify({ id, code, outcome, name: one.name, message, summary })}\n`);
}

function find(checks: ReportCheck[], code: string): ReportCheck {
  const check = checks.find((one) => one.code === code);
  if (check === undefined) throw new Error(`${code} is not in the report: is it in the profile?`);
  return check;
}

/**
 * The one harness of criteria: the whole pilot meets every check; each check has an unmet case; each is unknown when
 * the files cannot be looked at, and when any fact it asks for is unavailable.
 */
export function testCriterion(criterion: Criterion, all: CriterionCases): void {
  const codes = criterion.checks.map((check) => check.code);
  const evaluated = new Map<Case, Promise<ReportCheck[]>>();
  const checksOf = (one: Case): Promise<ReportCheck[]> => {
    const checks = evaluated.get(one) ?? judge(criterion, all, one);
    evaluated.set(one, checks);
    return checks;
  };
  describe(criterion.id, () => {
    test('has cases for its checks and for no others', () => {
      expect(Object.keys(all.cases).sort()).toEqual([...codes].sort());
      for (const code of codes) expect([code, all.cases[code]?.unmet?.length ?? 0]).not.toEqual([code, 0]);
    });

    test('the whole pilot meets every check', async () => {
      const checks = await judge(criterion, all, { name: 'whole' });
      expect(checks.map((check) => [check.code, check.outcome, check.outcome === 'met' ? '' : check.summary])).toEqual(
        checks.map((check) => [check.code, 'met', '']),
      );
    });

    test('nothing is met when the files cannot be looked at', async () => {
      const blind: FileSource = {
        tree: async () => unavailable('the tree could not be read', 'retry'),
        files: async () => new Map(),
      };
      const checks = await judge(criterion, all, { name: 'blind' }, blind);
      expect(checks.map((check) => check.outcome)).toEqual(checks.map(() => 'unknown'));
    });

    for (const check of criterion.checks.filter((one) => one.facts.length > 0)) {
      test(`${check.code} without its facts (${check.facts.join(', ')})`, async () => {
        const checks = await judge(criterion, { ...all, facts: {} }, { name: 'no facts' });
        const expected = all.settled?.includes(check.code) ? 'met' : 'unknown';
        expect(find(checks, check.code).outcome).toBe(expected);
      });
    }

    for (const [code, outcomes] of Object.entries(all.cases)) {
      for (const [outcome, cases] of Object.entries(outcomes)) {
        for (const one of cases) {
          test(`${code} ${outcome}: ${one.name}`, async () => {
            const check = find(await checksOf(one), code);
            expect({ outcome: check.outcome, summary: check.summary }).toEqual({ outcome, summary: check.summary });
            record(criterion.id, code, outcome, one, check);
            if (one.message)
              expect({ message: check.message, summary: check.summary }).toEqual({
                message: one.message,
                summary: check.summary,
              });
            if (one.says) expect(check.summary).toMatch(one.says);
            if (one.at) expect(check.places.map((place) => `${place.path}:${place.line ?? ''}`)).toContain(one.at);
            if (outcome !== 'met' && outcome !== 'not-applicable') expect(check.remedy ?? '').not.toBe('');
          });
        }
      }
    }

    test('the wording of its messages', async () => {
      const every = Object.values(all.cases).flatMap((outcomes) => Object.values(outcomes).flat());
      const reports = [await judge(criterion, all, { name: 'whole' }), ...(await Promise.all(every.map(checksOf)))];
      const worded = new Map<string, string>();
      for (const check of reports.flat())
        for (const { message, summary } of [check, ...(check.findings ?? [])])
          if (message !== undefined && !worded.has(message)) worded.set(message, summary);
      expect([...worded].sort().map(([message, summary]) => `${message}: ${summary}`)).toMatchSnapshot();
    });
  });
}
