import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { Report } from '../../src/domain/report.ts';
import { renderSarif } from '../../src/render/machine/sarif.ts';
import { check, criterion, report } from '../support/builders/report.ts';
import { sampleReports } from '../support/fixtures/reports.ts';

const LEVELS = ['error', 'warning', 'note'];
const run = (one: Report | undefined) => JSON.parse(renderSarif(one as Report)).runs[0];

/** The part of SARIF 2.1.0 that a report uses, without anything else. */
const text = z.strictObject({ text: z.string().min(1) });
const level = z.enum(['error', 'warning', 'note']);
const rule = z.strictObject({
  id: z.string().min(1),
  name: z.string().regex(/^[A-Z]\w*$/),
  shortDescription: text,
  fullDescription: text,
  help: text,
  defaultConfiguration: z.strictObject({ level }),
  properties: z.strictObject({ tags: z.array(z.string()) }),
});
const location = z.strictObject({
  physicalLocation: z.strictObject({
    artifactLocation: z.strictObject({ uri: z.string(), uriBaseId: z.literal('%SRCROOT%') }),
    region: z.strictObject({ startLine: z.int().positive(), startColumn: z.int().positive().optional() }),
  }),
  logicalLocations: z
    .array(z.strictObject({ name: z.string(), fullyQualifiedName: z.string() }))
    .length(1)
    .optional(),
});
const result = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.int().nonnegative(),
  level,
  message: text,
  locations: z.array(location).min(1).max(100),
  partialFingerprints: z.strictObject({ 'pilotReadiness/v1': z.string(), primaryLocationLineHash: z.string() }),
  properties: z.strictObject({ outcome: z.string(), blocking: z.boolean(), link: z.url().optional() }),
});
const log = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z
    .array(
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({ name: z.string(), semanticVersion: z.string(), rules: z.array(rule) }),
        }),
        automationDetails: z.strictObject({ id: z.string() }),
        originalUriBaseIds: z.strictObject({ '%SRCROOT%': z.strictObject({ description: text }) }),
        invocations: z.array(z.strictObject({ executionSuccessful: z.boolean(), endTimeUtc: z.iso.datetime() })),
        columnKind: z.literal('utf16CodeUnits'),
        properties: z.record(z.string(), z.string()),
        results: z.array(result).max(25_000),
      }),
    )
    .length(1),
});

interface Spot {
  physicalLocation: { artifactLocation: { uri: string; uriBaseId: string }; region: { startLine: number } };
}
const isPlace = ({ physicalLocation: { artifactLocation, region } }: Spot) =>
  artifactLocation.uriBaseId === '%SRCROOT%' &&
  /^[\w.!~*'()%-][\w.!~*'()%/-]*$/.test(artifactLocation.uri) &&
  region.startLine >= 1;

describe('sarif', () => {
  test.each(Object.entries(sampleReports))('%s has the shape of SARIF 2.1.0', (_name, one) => {
    const printed = JSON.parse(renderSarif(one));
    // `toEqual` takes ten seconds for the largest report.
    expect(isDeepStrictEqual(log.parse(printed), printed)).toBe(true);
  });

  test.each(Object.entries(sampleReports))('%s has what an upload requires', (_name, one) => {
    const log = JSON.parse(renderSarif(one));
    expect(log).toMatchObject({ version: '2.1.0', $schema: expect.stringContaining('sarif-schema-2.1.0') });
    expect(log.runs).toHaveLength(1);
    const { tool, results } = log.runs[0];
    expect(tool.driver.name).toBe('pilot-readiness');
    expect(results.length).toBeLessThanOrEqual(25_000);
    for (const rule of tool.driver.rules) {
      expect(rule).toMatchObject({
        id: expect.any(String),
        shortDescription: { text: expect.stringMatching(/\S/) },
        fullDescription: { text: expect.stringMatching(/\S/) },
        help: { text: expect.stringMatching(/\S/) },
      });
    }
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(LEVELS).toContain(result.level);
      expect(result.message.text).toMatch(/\S/);
      expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{32}:1$/);
      expect(result.locations.length).toBeGreaterThanOrEqual(1);
      expect(result.locations.length).toBeLessThanOrEqual(100);
      expect(result.locations.filter((location: Spot) => !isPlace(location))).toEqual([]);
    }
  });

  test('levels follow level and outcome; what passes, is waived or off is no result', () => {
    const one = report([
      criterion('a', 'A', 'technical', [
        check('A-1', 'note', { level: 'advisory', outcome: 'unknown' }),
        check('A-2', 'warning', { level: 'advisory', outcome: 'unmet' }),
        check('A-3', 'warning', { outcome: 'unknown' }),
        check('A-4', 'error', { outcome: 'stale' }),
        check('A-5', 'error', { outcome: 'unmet' }),
        check('A-6', 'none', { outcome: 'waived' }),
        check('A-7', 'none'),
        check('A-8', 'none', { level: 'off', outcome: 'not-applicable' }),
      ]),
    ]);
    const { results, tool } = run(one);
    expect(results.map((result: { ruleId: string; level: string }) => [result.ruleId, result.level])).toEqual([
      ['A-4', 'error'],
      ['A-5', 'error'],
      ['A-2', 'warning'],
      ['A-3', 'warning'],
      ['A-1', 'note'],
    ]);
    expect(tool.driver.rules).toHaveLength(7);
  });

  test('what closes the gate by command is an error with its reason, beside the results of the checks', () => {
    const { results, tool } = run(sampleReports.closed);
    const levels = results.map((result: { ruleId: string; level: string }) => [result.ruleId, result.level]);
    expect(levels).toEqual([
      ['held', 'error'],
      ['declined', 'error'],
      ['condition-overdue', 'error'],
      ['CS-2', 'error'],
    ]);
    expect(tool.driver.rules.slice(-3).map((rule: { id: string }) => rule.id)).toEqual([
      'held',
      'declined',
      'condition-overdue',
    ]);
    expect(results[0].message.text).toBe(
      'On hold by @dana since November 18, 2026: the outage of Tuesday is not understood yet. Resolve the reason. Then @dana, or another approver who took no part in this pull request, comments `/readiness release`. Who can act: @dana.',
    );
    expect(results[0].properties.link).toBe('https://github.com/acme/triage/pull/12#issuecomment-1');
    expect(run(sampleReports.ready).tool.driver.rules.map((rule: { id: string }) => rule.id)).not.toContain('held');
  });

  test('a finding that moved to another line keeps its fingerprint', () => {
    const at = (line: number, path = 'a.md') =>
      run(
        report([criterion('a', 'A', 'technical', [check('A-1', 'x', { outcome: 'unmet', places: [{ path, line }] })])]),
      ).results[0].partialFingerprints;
    expect(at(3)).toEqual(at(30));
    expect(at(3)).not.toEqual(at(3, 'b.md'));
  });

  test('paths are percent-encoded below the root, and a result without a place points at the policy', () => {
    const places = [{ path: '../a b/%2e/ü#?.md', line: 2, column: 4 }];
    const one = report([
      criterion('a', 'A', 'technical', [
        check('A-1', 'x', { outcome: 'unmet', places }),
        check('A-2', 'x', { outcome: 'unmet' }),
        check('A-3', 'x', { outcome: 'unmet', rule: { path: 'profile minimal' } }),
      ]),
    ]);
    const spots = run(one).results.map((result: { locations: unknown[] }) => result.locations[0]);
    expect(spots).toMatchObject([
      {
        physicalLocation: {
          artifactLocation: { uri: 'a%20b/%252e/%C3%BC%23%3F.md' },
          region: { startLine: 2, startColumn: 4 },
        },
      },
      { physicalLocation: { artifactLocation: { uri: '.github/pilot-readiness.yml' }, region: { startLine: 2 } } },
      { physicalLocation: { artifactLocation: { uri: '.github/pilot-readiness.yml' }, region: { startLine: 1 } } },
    ]);
  });

  test('a message carries no link and no control character', () => {
    for (const { message } of run(sampleReports.hostile).results) {
      expect(message.text).not.toContain('](');
      expect(message.text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
    }
  });
});
