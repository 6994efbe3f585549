import { describe, expect, test } from '@jest/globals';
import * as reads from '../../src/engine/inputs.ts';
import type { FileSource, ParsedFiles } from '../../src/engine/ports.ts';
import { resolveInputs } from '../../src/evidence/resolve.ts';
import { memoryParsed } from '../../src/github/index.ts';
import { filesOf, judge } from '../support/fixtures/ready-examples/files.ts';
import { CLAIMS_INTAKE, SUPPORT_TRIAGE } from '../support/fixtures/ready-examples/worlds.ts';
import { frozenFiles } from '../support/harness/frozen-files.ts';
import { memoryFiles } from '../support/harness/memory-files.ts';

const PATHS = { root: 'readiness', runbook: [], rollback: [] };
const from = (files: Record<string, string>, parsed: ParsedFiles): FileSource => ({ ...memoryFiles(files), parsed });

describe('what was made of files before', () => {
  test.each([
    ['support-triage', SUPPORT_TRIAGE, 'minimal'],
    ['claims-intake', CLAIMS_INTAKE, 'standard'],
    ['claims-intake', CLAIMS_INTAKE, 'regulated'],
  ] as const)('gives the same report of %s, and no evaluation changes it', async (name, world, profile) => {
    const example = filesOf(name);
    const parsed = frozenFiles();
    const nothing: ParsedFiles = { get: () => undefined, set: () => undefined };
    const alone = await judge({ world, example, profile, parsed: nothing });
    const first = await judge({ world, example, profile, parsed });
    const before = parsed.hits();
    const second = await judge({ world, example, profile, parsed });
    expect(first).toEqual(alone);
    expect(second).toEqual(alone);
    expect(parsed.hits() - before).toBeGreaterThan(8);
  });

  test('equal bytes under another path keep their own place', async () => {
    const parsed = memoryParsed(1 << 20);
    const text = 'version: 1\nname: [\n';
    const at = async (path: string): Promise<unknown> => {
      const request = reads.section('pilot');
      return (await resolveInputs(from({ [path]: text }, parsed), [request], PATHS)).get(request);
    };
    expect(await at('readiness/pilot.yaml')).toMatchObject({
      state: 'invalid',
      place: { path: 'readiness/pilot.yaml' },
    });
    expect(await at('readiness/pilot.yml')).toMatchObject({ state: 'invalid', place: { path: 'readiness/pilot.yml' } });
  });

  test('changed bytes under the same path are read anew', async () => {
    const parsed = memoryParsed(1 << 20);
    const request = reads.document('runbook');
    const title = async (text: string): Promise<unknown> => {
      const answer = (await resolveInputs(from({ 'docs/runbook.md': text }, parsed), [request], PATHS)).get(request);
      return answer.state === 'seen' ? JSON.stringify(answer.value) : answer.state;
    };
    const before = await title('# Runbook of yesterday\n');
    expect(before).toContain('yesterday');
    expect(await title('# Runbook of today\n')).not.toContain('yesterday');
    expect(await title('# Runbook of yesterday\n')).toBe(before);
  });

  test('up to so many bytes of files, and what was used longest ago goes first', () => {
    const parsed = memoryParsed(10);
    parsed.set('a', 1, 4);
    parsed.set('b', 2, 4);
    expect(parsed.get('a')).toBe(1);
    parsed.set('c', 3, 4);
    expect([parsed.get('a'), parsed.get('b'), parsed.get('c')]).toEqual([1, undefined, 3]);
    parsed.set('d', 4, 11);
    expect(parsed.get('d')).toBeUndefined();
    parsed.set('a', 5, 6);
    expect([parsed.get('a'), parsed.get('c')]).toEqual([5, 3]);
  });
});
