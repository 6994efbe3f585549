import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/domain/report.ts';
import { renderCanvas } from '../../src/render/html/canvas/index.ts';
import { renderCheckRun } from '../../src/render/markdown/check-run.ts';
import { renderComment } from '../../src/render/markdown/comment.ts';
import { renderJobSummary, renderMarkdown } from '../../src/render/markdown/report.ts';
import { isBlocking } from '../../src/render/model/task.ts';
import { tasks } from '../../src/render/model/tasks.ts';
import { renderTerminal } from '../../src/render/terminal/report.ts';
import { sampleReports } from '../support/fixtures/reports.ts';
import { options } from '../support/harness/as-github.ts';

const terminal = (one: Report) => renderTerminal(one, { width: 1000, color: false, verify: 'settle', offlineOk: true });
const outputs = (one: Report): Record<string, string> => {
  const run = renderCheckRun(one, options);
  return {
    terminal: terminal(one),
    markdown: renderMarkdown(one),
    comment: renderComment(one, options),
    'comment of the Action': renderComment(one, { ...options, commands: 'action' }),
    'check run': [run.title, run.summary, run.text, JSON.stringify(run.annotations)].join('\n'),
    'job summary': renderJobSummary(one, options),
    canvas: renderCanvas(one),
  };
};
const small = Object.entries(sampleReports).filter(([name]) => name !== 'huge' && name !== 'hostile');

describe('every output of every report', () => {
  test.each(Object.entries(sampleReports))('%s prints values, never their absence', (_name, one) => {
    for (const [output, text] of Object.entries(outputs(one)))
      expect([output, /.{0,40}(?:\bundefined\b|\bNaN\b|\[object \w+\]).{0,40}/.exec(text)?.[0]]).toEqual([
        output,
        undefined,
      ]);
  });

  test.each(small)('%s shows each open task exactly once, with its codes', (_name, one) => {
    const toDo = terminal(one).split(/\n(?=You can fix here|Others have to act|Could not be verified|Requires )/);
    const lines = toDo.slice(1).join('\n').split('\n');
    const rows = renderComment(one, options)
      .split('<details><summary>What passed')[0]
      ?.split('\n')
      .filter((line) => /^\| \d+ \||^- \*\*/.test(line));
    const all = tasks(one).filter(isBlocking);
    expect(rows).toHaveLength(all.length);
    for (const { codes } of all.filter((task) => task.codes.length > 0)) {
      expect(lines.filter((line) => line.endsWith(`· ${codes.join(', ')}`))).toHaveLength(1);
      expect(rows?.filter((row) => row.includes(`\`${codes[0]}\``))).toHaveLength(1);
    }
  });

  test.each(small)('%s ends every paragraph and heading without a doubled or missing sign', (_name, one) => {
    for (const [output, text] of Object.entries(outputs(one)))
      if (output !== 'canvas')
        expect([output, /.{0,40}(?:\.\.(?!\.)|,\.|: ?\.|\( |\(\)| ,).{0,40}/.exec(text)?.[0]]).toEqual([
          output,
          undefined,
        ]);
  });
});

describe('the source of the outputs', () => {
  const root = join(import.meta.dirname, '../../src/render');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const source = Object.fromEntries(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]));

  test('escapes in the printers and nowhere else', () => {
    const escaping = files.filter((path) =>
      /\b(?:forTerminal|forMarkdown|forMarkdownCode|proseForMarkdown|forHtml)\(/.test(source[path] ?? ''),
    );
    expect(escaping.filter((path) => !path.endsWith('print-blocks.ts') && path !== join('model', 'text.ts'))).toEqual(
      [],
    );
  });

  test('uses the words of the glossary', () => {
    const avoided =
      /\b(?:mouths?|fold(?:s|ed|ing)?|told|tells?|telling|heard|hears?|said|spoken|utter\w*|voices?|mend(?:s|ed|ing)?|shelf|latch|hollow|wish(?:es)?|slacken\w*|sameness|judge(?:s|d)?|judgement|judging|stands?|standing|for ever|grave|whilst|organisation\w*|nobody who|settl(?:e|es|ed|ing))\b|[«»]/i;
    // Values of published formats and keys of the engine.
    const known =
      /'not judged'|'not-judged'|'judged'|'granted-in-policy'|'settles'|'stands'|'organisation\w*'|said: result/;
    const found = files.flatMap((path) =>
      (source[path] ?? '')
        .split('\n')
        .filter((line) => avoided.test(line) && !known.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});
