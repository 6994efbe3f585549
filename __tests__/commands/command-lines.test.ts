import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_CHARACTERS, MAX_CLOSING, MAX_COMMANDS, readCommands } from '../../src/commands/language/command-lines.ts';
import { cpuMs } from '../support/harness/cpu-time.ts';

const said = (...lines: string[]) => readCommands(lines.join('\n')).map(({ verb, rest }) => `${verb}|${rest}`);

describe('one line', () => {
  test.each<[string, string[]]>([
    ['/readiness', ['check|']],
    ['/readiness   ', ['check|']],
    ['/readiness\t', ['check|']],
    ['/readiness\u00a0', ['check|']],
    ['/Readiness Check', ['check|']],
    ['/readiness check', ['check|']],
    ['/readiness   sign-off\t privacy   looked at it  ', ['sign-off|privacy   looked at it']],
    ['/readiness\u00a0decline\u00a0privacy because no', ['decline|privacy because no']],
    ['/readiness EXPLAIN RB-1', ['explain|RB-1']],
    ['/readiness __proto__ x', ['__proto__|x']],
    ['/readiness decline privacy because a\u2028b', ['decline|privacy because a\u2028b']],
    ['/readinessx', []],
    ['/readiness-check', []],
    ['/readiness/check', []],
    ['/readiness:check', []],
    ['/readiness\u200b', []],
    ['\u200b/readiness', []],
    ['\ufeff/readiness', []],
    ['\u00a0/readiness', []],
    ['//readiness', []],
    ['/ readiness', []],
    ['please /readiness', []],
    ['`/readiness`', []],
    ['**/readiness**', []],
    ['> /readiness', []],
    ['>/readiness', []],
    ['>> /readiness', []],
    [' /readiness', []],
    ['    /readiness', []],
    ['\t/readiness', []],
    ['- /readiness', []],
    ['* /readiness', []],
    ['1. /readiness', []],
    ['- [ ] /readiness', []],
    ['| /readiness |', []],
    ['# /readiness', []],
    ['', []],
  ])('%j', (line, commands) => {
    expect(said(line)).toEqual(commands);
    expect(said('before', '', line, '', 'after')).toEqual(commands);
  });
});

describe('code, quotes and what is hidden do not speak', () => {
  test.each<[string, string[], string[]]>([
    ['a fence', ['```', '/readiness hold', '```', '/readiness check'], ['check|']],
    ['tildes', ['~~~', '/readiness hold', '~~~', '/readiness'], ['check|']],
    ['a fence with a language', ['```sh title="x"', '/readiness hold', '```', '/readiness'], ['check|']],
    ['tildes with backticks behind them', ['~~~ `x`', '/readiness hold', '~~~', '/readiness'], ['check|']],
    ['a longer closing fence', ['```', '/readiness hold', '``````', '/readiness'], ['check|']],
    ['a shorter closing fence', ['````', '```', '/readiness hold', '````', '/readiness'], ['check|']],
    ['a fence of the other kind inside', ['```', '~~~', '/readiness hold', '~~~', '```', '/readiness'], ['check|']],
    ['a fence closed with words behind it is open', ['```', '``` js', '/readiness hold', '```'], []],
    ['a fence closed with a no-break space is open', ['```', '```\u00a0', '/readiness hold'], []],
    ['a closing fence with spaces', ['```', '/readiness hold', '```  \t', '/readiness'], ['check|']],
    ['a fence three spaces in', ['   ```', '/readiness hold', '   ```', '/readiness'], ['check|']],
    ['a closing fence four spaces in is none', ['```', '    ```', '/readiness hold'], []],
    ['an opening fence four spaces in is none', ['    ```', '/readiness'], ['check|']],
    ['a fence that never ends', ['```', '/readiness hold', '', '/readiness'], []],
    ['a fence with a line separator behind it', ['```\u2028', '/readiness hold', '```'], []],
    ['code on one line with three marks is no fence', ['```x``` is code', '/readiness'], ['check|']],
    ['two marks are no fence', ['``', '/readiness'], ['check|']],
    ['a hidden comment', ['<!--', '/readiness hold', '-->', '/readiness'], ['check|']],
    ['a hidden comment that never ends', ['<!-- x', '/readiness hold', '/readiness'], []],
    ['a hidden comment on one line', ['<!-- /readiness hold -->', '/readiness'], ['check|']],
    ['one that ends where the next begins', ['<!--', '--> <!--', '/readiness hold', '-->', '/readiness'], []],
    ['a fence inside a hidden comment', ['<!--', '```', '-->', '/readiness'], ['check|']],
    ['two fences inside a hidden comment', ['<!--', '```', '```', '/readiness hold', '-->'], []],
    ['a hidden comment inside a fence', ['```', '<!--', '```', '/readiness'], ['check|']],
    ['preformatted text', ['<pre>', '/readiness hold', '', '/readiness hold', '</pre>', '/readiness'], ['check|']],
    [
      'a quote as an element',
      ['<BLOCKQUOTE cite="x">', '', '/readiness hold', '</blockquote>', '', '/readiness'],
      ['check|'],
    ],
    ['an element on one line', ['<code>x</code>', '/readiness'], ['check|']],
    ['an element that only begins alike', ['<prefix>', '', '/readiness'], ['check|']],
    ['a collapsed section', ['<details>', '', '/readiness hold', '', '</details>', '', '/readiness'], ['check|']],
    ['a quote and the reply', ['> /readiness hold', '> > x', '', '/readiness'], ['check|']],
  ])('%s', (_name, lines, commands) => {
    expect(said(...lines)).toEqual(commands);
    expect(readCommands(lines.join('\r\n')).map(({ verb, rest }) => `${verb}|${rest}`)).toEqual(commands);
    expect(readCommands(lines.join('\r')).map(({ verb, rest }) => `${verb}|${rest}`)).toEqual(commands);
  });
});

describe('the whole comment', () => {
  test('lines are counted from one, whatever ends them', () => {
    expect(readCommands('a\r\n/readiness\rb\n\n/readiness help\r\n')).toEqual([
      { verb: 'check', rest: '', line: 2 },
      { verb: 'help', rest: '', line: 5 },
    ]);
  });

  test('ten commands are read, in their order, and a last one stands for the rest', () => {
    const commands = readCommands(Array.from({ length: 30 }, (_, index) => `/readiness c${index}`).join('\n'));
    expect(commands.map(({ verb }) => verb)).toEqual(Array.from({ length: 11 }, (_, index) => `c${index}`));
    expect(commands.map(({ unread }) => unread)).toEqual([...Array(10).fill(undefined), 'too-many']);
  });

  test.each(['hold because no', 'decline privacy because no', 'withdraw privacy', 'revoke RB-7', 'reject privacy'])(
    'none that closes the gate is lost after ten: %s',
    (command) => {
      const many = '/readiness release\n'.repeat(30);
      const commands = readCommands(`${many}/readiness ${command}\n${many}/readiness ${command}`);
      expect(commands).toHaveLength(12);
      expect(commands[10]).toMatchObject({ verb: command.split(' ')[0], line: 31 });
      expect(commands[11]).toMatchObject({ line: 11, unread: 'too-many' });
    },
  );

  test('a comment with nothing but commands that close the gate has a limit, too', () => {
    const body = Array.from({ length: 5_000 }, (_, index) => `/readiness decline c${index}`).join('\n');
    expect(readCommands(body)).toHaveLength(MAX_COMMANDS + MAX_CLOSING + 1);
  });

  test('of a comment that is cut, only what closes the gate is read, before and after the cut, and the cut is answered', () => {
    const line = '/readiness sign-off privacy if the review is done by 2027-01-01';
    const body = `${'x'.repeat(MAX_CHARACTERS - 28)}\n${line}`;
    const cut = { verb: 'check', rest: '', unread: 'cut' };
    expect(readCommands(body)).toEqual([{ ...cut, line: 1 }]);
    expect(readCommands(`/readiness release\n${body}`)).toEqual([{ ...cut, line: 2 }]);
    expect(readCommands(line.padEnd(MAX_CHARACTERS + 9, 'x'))).toEqual([{ ...cut, line: 1 }]);
    const hold = '/readiness hold because no';
    const late = { verb: 'hold', rest: 'because no', line: 3 };
    expect(readCommands(`${body}\n${hold}`)).toEqual([late, { ...cut, line: 1 }]);
    expect(readCommands(`${hold}\n${body}`)).toEqual([
      { ...late, line: 1 },
      { ...cut, line: 2 },
    ]);
  });

  test('what GitHub takes is never cut, whatever its letters', () => {
    const body = `${'\u{1f600}'.repeat(65_536 - 11)}\n/readiness`;
    expect(readCommands(body)).toEqual([{ verb: 'check', rest: '', line: 2 }]);
  });

  test.each<[string, string]>([
    ['nothing but letters', 'x'.repeat(1_000_000)],
    ['spaces', `/readiness ${' '.repeat(1_000_000)}`],
    ['no-break spaces', `/readiness${'\u00a0'.repeat(1_000_000)}x`],
    ['marks', '`'.repeat(1_000_000)],
    ['fences', '```\n'.repeat(250_000)],
    ['openings', '<!--'.repeat(250_000)],
    ['openings on lines', '<!--\n'.repeat(200_000)],
    ['elements', '<pre\n'.repeat(200_000)],
    ['commands', '/readiness\n'.repeat(90_000)],
    ['returns', '\r'.repeat(1_000_000)],
    ['emphasis', '*a '.repeat(400_000)],
    ['brackets', '['.repeat(1_000_000)],
    ['links', '[a](b'.repeat(200_000)],
    ['nested brackets', '[a'.repeat(30_000) + ']'.repeat(30_000)],
    ['table rows', `a|b\n-|-\n${'a|b\n'.repeat(250_000)}`],
    ['formulas', 'a $b\n/readiness hold\nc$ '.repeat(40_000)],
    ['quotes', '> '.repeat(500_000)],
  ])('a megabyte of %s is read at once', (_name, body) => {
    const ms = cpuMs(() => expect(readCommands(`${body}\n/readiness`).length).toBeLessThanOrEqual(11));
    expect(ms).toBeLessThan(2_000);
  });

  test('never throws, and gives only what stood at the start of a line', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '/readiness',
        ' ',
        '\n',
        '\r\n',
        '```',
        '~~~~',
        '<!--',
        '-->',
        '> ',
        '<pre>',
        '</pre>',
        '\t',
        'x',
      ),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const body = pieces.join('');
        const lines = body.split(/\r\n|\r|\n/);
        for (const { verb, rest, line } of readCommands(body)) {
          const written = lines[line - 1] ?? '';
          expect(written.toLowerCase().startsWith('/readiness')).toBe(true);
          expect(verb === 'check' || written.toLowerCase().includes(verb)).toBe(true);
          expect(written.includes(rest)).toBe(true);
          expect(/\s/.test(verb)).toBe(false);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
