import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import type { ParsedDocument, SectionKind } from '../../src/domain/document.ts';
import { parseDocument } from '../../src/formats/documents/index.ts';
import { unless } from '../support/harness/skipped.ts';

const folder = fileURLToPath(new URL('../../../shared/samples/docs/', import.meta.url));

const read = (name: string): ParsedDocument => parseDocument(name, readFileSync(`${folder}${name}`, 'utf8'));
const sectionsOf = (document: ParsedDocument, kind: SectionKind) =>
  document.sections.filter((section) => section.kinds.includes(kind));
const titled = (document: ParsedDocument, title: string) =>
  document.sections.find((section) => section.title.startsWith(title));

const FILES = {
  kafka: 'rb01-ft-kafka-lagcheck.md',
  incident: 'rb02-cisagov-downtime-incident.md',
  kill: 'rb03-chat-lucek-full-kill.md',
  blankRunbook: 'rb04-skelton-thatcher.md',
  agent: 'rb05-2389-agent-runbook.md',
  stub: 'rb06-dimo-devices-api.md',
  drilled: 'bk01-adamastorx-rollback.md',
  tags: 'bk02-mri-fieldops-rollback.md',
  blankRollback: 'bk03-kiro-rollback.md',
  feature: 'bk04-iceframe-rollback.md',
};

unless(!existsSync(folder), `no samples in ../shared`).describe('ten real documents', () => {
  test.each([FILES.kafka, FILES.incident, FILES.kill, FILES.drilled, FILES.tags])('%s has no blank at all', (name) => {
    const document = read(name);
    expect(document.blanks).toEqual([]);
    expect(document.isTemplate).toBe(false);
    expect(document.warnings).toEqual([]);
  });

  test.each([FILES.blankRunbook, FILES.blankRollback])('%s is a template', (name) => {
    const document = read(name);
    expect(document.isTemplate).toBe(true);
    expect(document.templateScore).toBeGreaterThanOrEqual(0.5);
  });

  test.each([FILES.stub, FILES.feature, FILES.agent])('%s is no template', (name) => {
    expect(read(name).isTemplate).toBe(false);
  });

  test('headings inside comments do not count, and a bare link is a pointer', () => {
    const document = read(FILES.kafka);
    expect(document.sections).toHaveLength(23);
    expect(titled(document, 'First Line')?.pointerOnly).toBe(true);
    expect(titled(document, 'Failover Details')?.pointerOnly).toBe(false);
    expect(titled(document, 'Second Line')?.kinds).toEqual(['escalation', 'diagnosis']);
    expect(titled(document, 'Data Recovery Process')?.notApplicable).toEqual({ reason: '' });
    expect(titled(document, 'Rollback Process')?.words).toBe(1);
  });

  test('the ladder of the incident page is there, with items below their heading', () => {
    const document = read(FILES.incident);
    expect(sectionsOf(document, 'communication')[0]?.items.length).toBeGreaterThan(20);
    expect(sectionsOf(document, 'escalation')[0]?.words).toBeGreaterThan(15);
  });

  test('the kill switch page names its workflow, verifies and restores', () => {
    const document = read(FILES.kill);
    expect(document.sections[0]?.kinds).toEqual(['kill-switch']);
    expect(document.mentions.map((mention) => mention.text)).toContain('full-kill.yml');
    expect(document.links.find((link) => link.text === 'maintenance')?.path).toBe('maintenance.md');
    expect(document.sections[0]?.commands.map((command) => command.text)).toEqual([
      'gcloud compute security-policies rules delete 1 --security-policy=chat-api-policy',
    ]);
  });

  test('every leaf of the empty runbook is blank, its owner too', () => {
    const document = read(FILES.blankRunbook);
    expect(document.blanks.length).toBeGreaterThanOrEqual(49);
    expect(document.blanks.filter((blank) => blank.words === '_')).toHaveLength(5);
    expect(document.blanks.some((blank) => blank.kinds.includes('owner'))).toBe(true);
    expect(titled(document, 'Service owner')?.words).toBe(0);
  });

  test('the three blank contacts are found where they stand, comments in code are no headings', () => {
    const document = read(FILES.agent);
    expect(document.blanks.map(({ line, words }) => [line, words])).toEqual([
      [51, '[Your team contact]'],
      [52, '[Backup contact]'],
      [53, '[Lead contact]'],
    ]);
    for (const blank of document.blanks) expect(blank.kinds).toEqual(expect.arrayContaining(['owner', 'escalation']));
    expect(document.review).toMatchObject({ on: '2025-10-10', due: '2025-11-10', reviewInDays: 31, line: 790 });
    expect(sectionsOf(document, 'rollback')[0]?.commands.length).toBeGreaterThan(2);
    expect(sectionsOf(document, 'day-2').map((section) => section.title)).toContain('Daily Operations');
    expect(titled(document, 'Common Issues')?.pointerOnly).toBe(true);
  });

  test('the stub keeps its two commands', () => {
    const document = read(FILES.stub);
    expect(sectionsOf(document, 'diagnosis')[0]?.commands.map((command) => command.line)).toEqual([6, 9]);
    expect(sectionsOf(document, 'owner')).toEqual([]);
  });

  test('the drilled rollback has steps, a drill and anchors of its repository', () => {
    const document = read(FILES.drilled);
    expect(sectionsOf(document, 'drill')[0]?.title).toContain('Real timing');
    expect(sectionsOf(document, 'procedure')[0]?.items.filter((item) => item.ordered)).toHaveLength(4);
    const mentions = document.mentions.map((mention) => mention.text);
    expect(mentions).toEqual(expect.arrayContaining(['docs/runbooks/canary.md', 'kubernetes/api/rollout.yaml']));
    expect(titled(document, "What this doesn't cover")?.kinds).toEqual(['workarounds']);
  });

  test('the tag-based rollback has a decision table, verification and what comes after', () => {
    const kinds = read(FILES.tags).sections.flatMap((section) => section.kinds);
    expect(kinds).toEqual(expect.arrayContaining(['trigger', 'verification', 'post-incident', 'rollback']));
  });

  test('unpicked options, bare counters and titles in brackets are blanks without any marks', () => {
    const words = read(FILES.blankRollback).blanks.map((blank) => blank.words);
    expect(words).toEqual(
      expect.arrayContaining([
        '[Trigger Name]',
        'Critical / High / Medium',
        'Who authorizes rollback',
        'Step 1',
        'Risk 2',
      ]),
    );
  });

  test('the library page has no operational sections besides its name', () => {
    const document = read(FILES.feature);
    expect(document.sections.flatMap((section) => section.kinds)).toEqual(['rollback', 'rollback']);
    expect(document.sections[0]?.commands).toEqual([]);
  });
});
