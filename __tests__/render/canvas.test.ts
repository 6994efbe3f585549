import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/domain/report.ts';
import { renderCanvas } from '../../src/render/html/canvas/index.ts';
import { render } from '../../src/render/model/formats.ts';
import { check, criterion, report } from '../support/builders/report.ts';
import { sampleCanvasReports } from '../support/fixtures/canvas-reports.ts';

const all = Object.entries(sampleCanvasReports);
const of = (name: string): Report => sampleCanvasReports[name] as Report;
const SERVER = 'https://github.com/acme/triage/blob/a1b2c3d/';
const links = ({ path }: { path: string }) => `${SERVER}${path}`;
/** Tags of the page with their attributes; text is escaped, so that every `<` begins a tag of ours. */
const tags = (html: string) =>
  [...html.replace(/<style>[\s\S]*?<\/style>/, '').matchAll(/<(\/?[a-z][a-z0-9]*)([^>]*)>/g)].map(([, name, rest]) => ({
    name: name ?? '',
    attributes: rest ?? '',
  }));
/** What a person reads, one piece a line. */
const words = (html: string) =>
  html
    .replace(/<style>[\s\S]*?<\/style>|<title>[\s\S]*?<\/title>/g, '')
    .replace(/<[^>]*>/g, '\n')
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const answer = (report: Report) => /<h1><bdi>(.*?)<\/bdi><\/h1>/.exec(renderCanvas(report))?.[1];

describe('the page for sponsors loads nothing and lets nothing in', () => {
  const ELEMENTS =
    'html head meta title style body svg defs symbol path use main header section footer div h1 h2 p ol ul li span bdi a table thead tbody tr th td'.split(
      ' ',
    );

  test.each(all)('%s is made of our elements alone, all of them closed', (_name, report) => {
    const html = renderCanvas(report, { links });
    const found = tags(html);
    for (const { name, attributes } of found) {
      expect(ELEMENTS).toContain(name.replace('/', ''));
      expect(attributes).not.toMatch(/\s(style|src|on[a-z]+|srcset|formaction|action)\s*=/i);
    }
    const open = (name: string) => found.filter((one) => one.name === name).length;
    for (const element of ELEMENTS.filter((one) => one !== 'meta'))
      expect([element, open(`/${element}`) + selfClosed(found, element)]).toEqual([element, open(element)]);
    expect(html).not.toContain('<!--');
    expect(html.match(/</g)?.length).toBe(found.length + 1 + 2);
  });

  const selfClosed = (found: { name: string; attributes: string }[], element: string) =>
    found.filter((one) => one.name === element && one.attributes.endsWith('/')).length;

  test.each(all)('%s names no address but those of the evidence', (_name, report) => {
    expect(renderCanvas(report).match(/href="[^#][^"]*"/g) ?? []).toEqual([]);
    const targets = [...renderCanvas(report, { links }).matchAll(/(?:href|url|content)[=(]"?(https?:[^")]*)/g)];
    for (const [, target] of targets)
      expect(target).toMatch(/^https:\/\/github\.com\/acme\/triage\/blob\/a1b2c3d\/(docs|evals|readiness)\//);
    expect(renderCanvas(report)).not.toMatch(/url\(|@import|@font-face/);
  });

  test('the content policy allows the one style sheet and nothing else', () => {
    const html = renderCanvas(of('hostile'));
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(html).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">`,
    );
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style>'));
  });

  test('an address that is none is no link, and a quote cannot leave it', () => {
    const javascript = renderCanvas(of('notReady'), { links: () => 'javascript:alert(1)' });
    expect(javascript).not.toMatch(/<a |javascript:/);
    const quoted = renderCanvas(of('notReady'), { links: () => `https://x.example/"onclick='a'<b>` });
    expect(quoted).toContain('<a href="https://x.example/%22onclick=%27a%27%3Cb%3E" rel="noreferrer">');
  });

  test.each(all)('%s has no control, bidi or invisible character', (_name, report) => {
    expect(renderCanvas(report, { links })).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/,
    );
  });
});

describe('it answers first', () => {
  test('whether it can go live, and who it waits for', () => {
    expect(answer(of('ready'))).toBe('Yes. Everything that is required is verified.');
    expect(answer(of('notReady'))).toBe(
      'Not yet. It is waiting for the author of the change and the privacy approvers.',
    );
    expect(answer(of('wholePilot'))).toBe(
      'Not yet. It is waiting for the product owner, the author of the change, the sponsor and 1 other.',
    );
    expect(answer(of('undetermined'))).toBe(
      'Not known yet. It is waiting for an answer from GitHub and the full history.',
    );
    expect(answer(of('empty'))).toBe('Not known. Nothing is required here, so nothing is verified.');
    expect(answer(of('closed'))).toBe('Not yet. It is waiting for @dana, the privacy approvers, @ravi and 1 other.');
  });

  test('only a ready report answers yes, and never without what limits it', () => {
    for (const [name, one] of all)
      expect([name, answer(one)?.startsWith('Yes.')]).toEqual([name, one.verdict === 'ready']);
    expect(words(renderCanvas(of('observe')))).toContain('Observe only: nothing is blocked before February 1, 2027.');
    expect(words(renderCanvas(of('preview')))).toContain('Preview: nobody has requested yet that this goes live.');
    const plain = { ...of('ready'), subject: { ...of('ready').subject, commit: null } };
    expect(words(renderCanvas(plain)).join('\n')).toMatch(/files outside a commit/);
    expect(words(renderCanvas(of('ready'))).join('\n')).toMatch(/Valid until December 1, 2026 unless/);
    expect(words(renderCanvas(of('notReady'))).join('\n')).not.toMatch(/Valid until/);
  });

  test('the four questions come before everything else, and one that is not required is never a no', () => {
    const html = renderCanvas(of('wholePilot'));
    expect(html.indexOf('Four key questions')).toBeLessThan(html.indexOf('What comes next'));
    const answers = (name: string) =>
      [
        ...(/class="four">.*?<\/ul>/.exec(renderCanvas(of(name)))?.[0] ?? '').matchAll(/class="state"><bdi>([^<]*)/g),
      ].map((m) => m[1]);
    expect(answers('wholePilot')).toEqual(['Yes', 'Yes', 'No', 'Not verified']);
    expect(answers('notReady')).toEqual(Array(4).fill('Not required'));
  });
});

test('shows owners, decisions and cohorts; nothing where that could not be read', () => {
  const lines = words(renderCanvas(of('wholePilot')));
  const at = lines.indexOf('The pilot');
  expect(lines.slice(at - 1, at + 7)).toEqual([
    'Ticket triage, since June 1, 2026',
    'The pilot',
    'Owners',
    'product owner @ravi-desai · production owner @jonas-weber · governance owner @dana-okonkwo · sponsor @ines-okafor',
    'Decisions',
    '3 of 9 decisions automated, 2 confirmed by a person, 4 by people only',
    'Tested',
    'in 4 cohorts: Graz, second line · Lyon, billing · Porto, returns · Rotterdam, freight',
  ]);
  expect(words(renderCanvas(of('ready')))).not.toContain('The pilot');
  expect(words(renderCanvas(of('full'))).find((line) => line.startsWith('in 30 cohorts'))?.length).toBeLessThan(270);
});

describe('it is one page', () => {
  const rows = (html: string) => html.match(/<li|<tr/g)?.length ?? 0;

  test.each(all)('%s keeps within its rows', (_name, report) => {
    const html = renderCanvas(report);
    expect(rows(html)).toBeLessThanOrEqual(4 + 3 + 2 * 9 + 2 + 3 + 3 + 6 + 3);
    expect(words(html).join(' ').length).toBeLessThan(9000);
  });

  test('what does not fit is counted', () => {
    expect(words(renderCanvas(of('huge')))).toEqual(
      expect.arrayContaining(['and 591 more', 'and 16 more', 'and 231 more']),
    );
    const many = report(
      Array.from({ length: 40 }, (_, i) => criterion(`c${i}`, `Criterion ${i}`, 'technical', [check(`C-${i}`, 'x')])),
    );
    expect(words(renderCanvas(many))).toContain('and 31 more');
  });

  test('each metric is shown once, the decisive one first, with its current state', () => {
    const lines = words(renderCanvas(of('wholePilot')));
    const at = lines.indexOf('Minutes from opened to the right queue');
    expect(lines.slice(at, at + 5)).toEqual([
      'Minutes from opened to the right queue',
      '46.2 min',
      'at most 36 min',
      'above 50 min',
      '31.4 min',
    ]);
    const tones = [...renderCanvas(of('wholePilot')).matchAll(/<tr class="(\w+)">/g)].map((match) => match[1]);
    expect(tones).toEqual(['good', 'open', 'bad']);
    expect(words(renderCanvas(of('full')))).toContain('and 49 more');
    expect(words(renderCanvas(of('notReady')))).not.toContain('Key metrics');
  });

  test('what is required comes before advice', () => {
    const board = renderCanvas(of('notReady')).split('Technical half')[1] ?? '';
    expect(board.indexOf('The suite that guards')).toBeLessThan(board.indexOf('Seen, alerted'));
  });

  test('facts that one look would settle are one thing', () => {
    const lines = words(renderCanvas(of('undetermined')));
    expect(lines).toContain('3 checks could not be verified');
    expect(lines.filter((line) => /could not be verified/.test(line))).toHaveLength(2);
  });
});

describe('it is written for people who do not program', () => {
  test.each(['wholePilot', 'wholePilotReady', 'notReady', 'ready', 'waived', 'closed', 'undetermined', 'observe'])(
    '%s shows no code of a check',
    (name) => {
      expect(words(renderCanvas(of(name))).join('\n')).not.toMatch(/\b[A-Z]{2}-\d/);
    },
  );

  test('it shows when, which state and with which policy', () => {
    expect(words(renderCanvas(of('notReady'))).at(-1)).toBe(
      'Evaluated November 20, 2026, 14:02 UTC · acme/triage, pull request 12 · commit a1b2c3d · policy: minimal, the five artifacts and their owners (.github/pilot-readiness.yml at 9f8e7d6) · pilot-readiness 0.1.0',
    );
  });

  test('it is a format that can be requested by name', () => {
    const options = { width: 80, color: false, verify: '', offlineOk: false };
    expect(render(of('ready'), 'canvas', options)).toBe(renderCanvas(of('ready')));
  });
});
