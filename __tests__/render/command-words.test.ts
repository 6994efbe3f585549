import { describe, expect, test } from '@jest/globals';
import { commandHelp } from '../../src/commands/index.ts';
import { readCommands } from '../../src/commands/language/command-lines.ts';
import { isUnderstood, parseCommand } from '../../src/commands/language/grammar.ts';
import type { ParsedCommand } from '../../src/commands/language/verbs.ts';
import { catalog } from '../../src/criteria/index.ts';
import type { Report } from '../../src/domain/report.ts';
import { explanationOf } from '../../src/engine/explanation.ts';
import { effectivePolicy } from '../../src/engine/policy/merge.ts';
import { renderCheckRun } from '../../src/render/markdown/check-run.ts';
import { renderCommandHelp } from '../../src/render/markdown/command-help.ts';
import { renderComment } from '../../src/render/markdown/comment.ts';
import { renderExplanation, renderExplanationForTerminal } from '../../src/render/markdown/explanation.ts';
import { renderReceipts } from '../../src/render/markdown/receipt.ts';
import { renderJobSummary, renderMarkdown } from '../../src/render/markdown/report.ts';
import { renderNotEvaluated, renderRetired } from '../../src/render/markdown/without-report.ts';
import { renderTerminal } from '../../src/render/terminal/report.ts';
import { check, criterion, report } from '../support/builders/report.ts';
import { sampleReceipts } from '../support/fixtures/receipts.ts';
import { sampleReports } from '../support/fixtures/reports.ts';
import { html, options } from '../support/harness/as-github.ts';

/** What people are asked to write has to be parsed when they write it. */

const FILLED: [RegExp, string][] = [
  [/<date>/g, '2027-01-31'],
  [/<code>|<criterion or code>/g, 'RB-7'],
  [/<control>/g, 'privacy'],
  [/<commit>/g, 'a1b2c3d'],
  [/<part>/g, 'rework'],
  [/<reason>|<condition>/g, 'it moves'],
  [/<requester>/g, 'ravi'],
  [/ \[note\]/g, ' thank you'],
];

/** The lines in code of a Markdown text that begin like a command, as GitHub shows them. */
function commandsOnGitHub(markdown: string): string[] {
  const page = html(markdown);
  const bare = page.replace(/<code>[^<]*<\/code>|href="[^"]*"/g, '');
  expect(/.{0,60}(?<![\w/])\/readiness(?![\w/.]).{0,60}/.exec(bare)?.[0]).toBeUndefined();
  return [...page.matchAll(/<code>([^<]*)<\/code>/g)]
    .map((found) => (found[1] ?? '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'))
    .filter((code) => code.startsWith('/readiness'));
}

/** At a terminal they are in backticks or quotes, and may be broken over two lines. */
function commandsAtTerminal(text: string): string[] {
  const line = text.replace(/\s+/g, ' ');
  return [...line.matchAll(/[`"](\/readiness[^`"]*)[`"]/g)].map((found) => found[1] ?? '');
}

function read(shown: string): ParsedCommand {
  const filled = FILLED.reduce((text, [sign, word]) => text.replace(sign, word), shown);
  expect([shown, /[<>[\]…]/.test(filled)]).toEqual([shown, false]);
  const commands = readCommands(filled);
  expect([shown, commands.length]).toEqual([shown, 1]);
  const parsed = parseCommand(commands[0] ?? { verb: '', rest: '', line: 0 });
  expect([shown, isUnderstood(parsed) ? 'understood' : parsed]).toEqual([shown, 'understood']);
  return parsed as ParsedCommand;
}

const renderers = (one: Report, commands: 'app' | 'action'): string[] => {
  const run = renderCheckRun(one, { ...options, commands });
  return [
    ...commandsOnGitHub(renderComment(one, { ...options, commands })),
    ...commandsOnGitHub(run.summary),
    ...commandsOnGitHub(run.text),
    ...commandsOnGitHub(renderJobSummary(one, { ...options, commands })),
    ...commandsOnGitHub(renderMarkdown(one)),
    ...commandsAtTerminal(renderTerminal(one, { width: 80, color: false, verify: '', offlineOk: false })),
  ];
};

describe('every command that people are asked to write can be parsed', () => {
  test.each(Object.entries(sampleReports))('in every output of the report %s', (_name, one) => {
    const codes = one.criteria.flatMap(({ checks }) => checks.map(({ code }) => code));
    const shown = renderers(one, 'app');
    expect(shown.length).toBeGreaterThan(0);
    for (const parsed of shown.map(read)) {
      if (parsed.verb === 'explain' && parsed.wanted !== '') expect(codes).toContain(parsed.wanted);
      if (parsed.verb === 'waive') expect(codes).toContain(parsed.code);
    }
  });

  test.each(Object.entries(sampleReports).filter(([, one]) => one.closures === undefined))(
    'without the App only what works there is offered: %s',
    (_name, one) => {
      for (const { verb } of renderers(one, 'action').map(read))
        expect(['check', 'explain', 'help', 'sign-off', 'accept', 'decline', 'withdraw']).toContain(verb);
    },
  );

  test('in every receipt, and in the help', () => {
    const verbs = new Set<string>();
    for (const receipt of sampleReceipts) {
      const text = renderReceipts([receipt], { serverUrl: 'https://github.com', repository: 'acme/triage' });
      expect(text).not.toBe('');
      for (const shown of commandsOnGitHub(text)) verbs.add(read(shown).verb);
    }
    expect([...verbs].sort()).toEqual(['explain', 'grant', 'release', 'revoke', 'sign-off', 'waive', 'withdraw']);
    const help = commandsOnGitHub(renderCommandHelp(commandHelp, { ledger: true })).map(read);
    expect(new Set(help.map(({ verb }) => verb)).size).toBe(commandHelp.length);
  });

  test('where nothing was evaluated', () => {
    for (const again of ['given-up', new Date('2026-11-20T14:07:00Z'), undefined] as const) {
      const run = renderNotEvaluated('502', 'enforce', { commands: 'app', ...(again ? { again } : {}) });
      expect(commandsOnGitHub(run.summary).map(read)).toEqual([{ verb: 'check' }]);
    }
    const retired = renderRetired({ by: 'dana', at: '2026-11-20T14:07:00Z', reason: 'it is over' });
    expect(commandsOnGitHub(retired.summary)).toEqual([]);
  });

  const { policy } = effectivePolicy(catalog, undefined, { now: Date.parse('2026-11-20') });
  test.each(catalog.flatMap((one) => one.checks.map((of) => [of.code, one, of] as const)))(
    'in the remedy and the way out of %s, in a table and in the answer to "why"',
    (code, of, { title, remedy, alternativeRemedy }) => {
      const open = [
        check(code, title, { outcome: 'unmet', remedy }),
        check(`${code}0`, title, { outcome: 'unmet', remedy: alternativeRemedy ?? remedy }),
      ];
      const one = report([criterion(of.id, of.title, of.half, open)]);
      const why = explanationOf({ catalog, policy, report: one, wanted: code });
      const shown = [
        ...renderers(one, 'app'),
        ...commandsOnGitHub(renderExplanation(why, { serverUrl: 'https://github.com' })),
        ...commandsAtTerminal(renderExplanationForTerminal(why, { width: 80, color: false })),
      ];
      for (const parsed of shown) read(parsed);
      expect(shown.length).toBeGreaterThan(0);
    },
  );
});
