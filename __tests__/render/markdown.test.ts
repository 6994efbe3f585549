import { describe, expect, test } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import type { Report, ReportPlace } from '../../src/domain/report.ts';
import { MARKDOWN_BUDGET, renderMarkdown } from '../../src/render/markdown/report.ts';
import { utf8Length } from '../../src/render/model/text.ts';
import { sampleReports } from '../support/fixtures/reports.ts';

const links = (place: ReportPlace) =>
  `https://github.com/acme/triage/blob/a1b2c3d/${place.path}${place.line === undefined ? '' : `#L${place.line}`}`;
/** Close to what GitHub does: tables, HTML allowed, bare addresses become links. */
const github = new MarkdownIt({ html: true, linkify: true }).enable(['table', 'strikethrough', 'linkify']);
github.linkify.set({ fuzzyLink: false, fuzzyEmail: true });
const html = (text: string) => github.render(text);
const withoutCode = (text: string) => text.replace(/<code>[^<]*<\/code>/g, '');

describe('markdown', () => {
  test.each(Object.entries(sampleReports))('%s stays within the budget and keeps its verdict', (_name, report) => {
    for (const options of [{}, { links }]) {
      const text = renderMarkdown(report, options);
      expect(utf8Length(text)).toBeLessThanOrEqual(MARKDOWN_BUDGET);
      expect(text).toMatch(/^### (✅|⛔|⚠️) \S/u);
      expect(text).toMatch(/<sub>Evaluated .*<\/sub>\n$/);
      expect(text.match(/^<details>/gm) ?? []).toHaveLength((text.match(/^<\/details>$/gm) ?? []).length);
    }
  });

  test('a huge report uses its room, names what it left out and still shows its waivers', () => {
    const text = renderMarkdown(sampleReports.huge as Report, { links });
    expect(utf8Length(text)).toBeGreaterThan(MARKDOWN_BUDGET * 0.8);
    expect(text).toMatch(/\nand \d+ more\n/);
    expect(text).toMatch(/Shortened to fit: what else is left/);
    expect(text).toMatch(/<summary>Accepted, waived, lowered or switched off/);
    expect(text.match(/^\| \d+ \|/gm)).toHaveLength(5);
  });

  test('the four questions come before what is missing, when they are required', () => {
    const text = renderMarkdown(sampleReports.questioned as Report);
    expect(text).toContain(
      '| Key question | Answer |\n|-|-|\n| Is one person accountable for the result, with a target? | yes |',
    );
    expect(text.indexOf('| Key question |')).toBeLessThan(text.indexOf('Next step'));
    expect(renderMarkdown(sampleReports.notReady as Report)).not.toContain('Key question');
  });

  test('details are Markdown inside: an empty line after each summary', () => {
    for (const report of Object.values(sampleReports))
      expect(renderMarkdown(report)).not.toMatch(/<\/summary>(?!\n\n)/);
  });

  test('a table keeps four columns whatever its cells contain', () => {
    const rows = html(renderMarkdown(sampleReports.hostile as Report, { links })).match(/<tr>[\s\S]*?<\/tr>/g) ?? [];
    expect(rows).toHaveLength(6);
    for (const row of rows) expect(row.match(/<t[dh][ >]/g)).toHaveLength(4);
  });

  test('text of the repository makes no element, link, image or heading', () => {
    const page = html(renderMarkdown(sampleReports.hostile as Report));
    const elements = new Set([...page.matchAll(/<\/?([a-z0-9]+)/g)].map((match) => match[1]));
    for (const element of ['a', 'img', 'script', 'em', 's', 'pre', 'h1', 'h2', 'blockquote', 'ol'])
      expect([element, elements.has(element)]).toEqual([element, false]);
    expect(page.match(/<h3>/g)).toHaveLength(1);
    expect(page).not.toContain('<!--');
    expect(page.match(/<details>/g)).toHaveLength(page.match(/<\/details>/g)?.length ?? 0);
  });

  test('with links, every link has a given address', () => {
    const page = html(renderMarkdown(sampleReports.hostile as Report, { links }));
    const targets = [...page.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(targets.length).toBeGreaterThan(0);
    for (const target of targets) expect(target).toMatch(/^https:\/\/github\.com\/acme\/triage\/blob\/a1b2c3d\/docs/);
    expect(page).not.toMatch(/javascript:alert\(1\)"/);
  });

  test('a link target that is no web address is not made one', () => {
    const text = renderMarkdown(sampleReports.notReady as Report, { links: () => 'javascript:alert(1)' });
    expect(text).not.toContain('javascript:');
    expect(text).toContain('(`docs/rollback.md:14`)');
  });

  test('nobody is mentioned and no issue is referred to outside code', () => {
    const page = withoutCode(html(renderMarkdown(sampleReports.hostile as Report, { links }))).replace(
      /href="[^"]*"/g,
      '',
    );
    expect(page).not.toMatch(/@[a-z0-9]/i);
    expect(page).not.toMatch(/#\d/);
    expect(page).not.toMatch(/GH-\d/);
    expect(page).not.toMatch(/www\.|:\/\//);
    expect(page).not.toMatch(/:(?!\d+:)[+\w-]+:/);
  });

  test('no control or bidi character is left', () => {
    expect(renderMarkdown(sampleReports.hostile as Report, { links })).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/,
    );
  });

  test('only an enforced promotion is shown as blocked', () => {
    expect(renderMarkdown(sampleReports.notReady as Report)).toMatch(/^### ⛔/);
    expect(renderMarkdown(sampleReports.observe as Report)).toMatch(/^### ⚠️ Observe only, not ready/);
    expect(renderMarkdown(sampleReports.undetermined as Report)).toMatch(/^### ⚠️ Undetermined/);
    expect(renderMarkdown(sampleReports.ready as Report)).toMatch(/^### ✅/);
  });
});
