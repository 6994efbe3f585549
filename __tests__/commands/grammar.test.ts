import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCommands } from '../../src/commands/language/command-lines.ts';
import { isUnderstood, type NotUnderstood, parseCommand } from '../../src/commands/language/grammar.ts';
import { FORMS, type ParsedCommand, VERBS } from '../../src/commands/language/verbs.ts';
import { cpuMs } from '../support/harness/cpu-time.ts';

function read(text: string): ParsedCommand | NotUnderstood {
  const [line] = readCommands(`/readiness ${text}`);
  if (line === undefined) throw new Error('no command');
  return parseCommand(line);
}

describe('what a line says', () => {
  test.each<[string, ParsedCommand]>([
    ['', { verb: 'check' }],
    ['check please', { verb: 'check' }],
    ['help', { verb: 'help' }],
    ['explain rb-1', { verb: 'explain', wanted: 'rb-1' }],
    ['sign-off privacy', { verb: 'sign-off', control: 'privacy', note: '' }],
    ['signoff Privacy looked at it', { verb: 'sign-off', control: 'privacy', note: 'looked at it' }],
    ['approve privacy.', { verb: 'sign-off', control: 'privacy', note: '' }],
    ['sign-off privacy @ABCDEF123456 fine', { verb: 'sign-off', control: 'privacy', at: 'abcdef123456', note: 'fine' }],
    [
      'sign-off privacy if @ravi gets the contract signed by 2027-01-15',
      {
        verb: 'sign-off',
        control: 'privacy',
        note: '',
        condition: { what: '@ravi gets the contract signed', by: '2027-01-15', owner: 'ravi' },
      },
    ],
    [
      'sign-off privacy @abcdef123456 if it is stored by us by 2027-01-15.',
      {
        verb: 'sign-off',
        control: 'privacy',
        at: 'abcdef123456',
        note: '',
        condition: { what: 'it is stored by us', by: '2027-01-15' },
      },
    ],
    ['decline legal because no contract', { verb: 'decline', control: 'legal', because: 'no contract' }],
    ['decline legal no contract', { verb: 'decline', control: 'legal', because: 'no contract' }],
    ['decline legal', { verb: 'decline', control: 'legal', because: 'no reason was given' }],
    ['decline\u00a0legal\u00a0because\u00a0no', { verb: 'decline', control: 'legal', because: 'no' }],
    ['withdraw legal', { verb: 'withdraw', control: 'legal' }],
    ['accept bk-2 because it was late', { verb: 'accept', subject: 'BK-2', because: 'it was late' }],
    ['accept role:Sponsor because yes', { verb: 'accept', subject: 'role:sponsor', because: 'yes' }],
    [
      'waive rb-7 until 2027-01-31 because being agreed',
      { verb: 'waive', code: 'RB-7', until: '2027-01-31', because: 'being agreed' },
    ],
    ['not-applicable BK-1 because no rework', { verb: 'not-applicable', code: 'BK-1', because: 'no rework' }],
    [
      'not-applicable BK-1 rework-rate because no rework',
      { verb: 'not-applicable', code: 'BK-1', part: 'rework-rate', because: 'no rework' },
    ],
    ['grant RB-7', { verb: 'grant', code: 'RB-7' }],
    ['grant RB-7 from @Ravi', { verb: 'grant', code: 'RB-7', from: 'ravi' }],
    ['revoke RB-7', { verb: 'revoke', code: 'RB-7' }],
    ['hold because the vendor is down', { verb: 'hold', because: 'the vendor is down' }],
    ['hold', { verb: 'hold', because: 'no reason was given' }],
    ['release', { verb: 'release' }],
    ['retire because it is over', { verb: 'retire', because: 'it is over' }],
  ])('%j', (text, said) => {
    expect(read(text)).toEqual(said);
  });
});

describe('what is not exactly one of the forms is not understood', () => {
  test.each<[string, NotUnderstood['problem'], string]>([
    ['sing-off privacy', 'unknown-verb', 'sing-off'],
    ['__proto__', 'unknown-verb', '__proto__'],
    ['constructor', 'unknown-verb', 'constructor'],
    ['sign-off', 'no-subject', ''],
    ['sign-off <control>', 'no-subject', '<control>'],
    ['sign-off ../../etc', 'no-subject', '../../etc'],
    ['sign-off privacy if the contract is signed', 'condition', 'if the contract is signed'],
    ['sign-off privacy if the contract is signed by March', 'not-a-date', 'March'],
    ['sign-off privacy if the contract is signed by 2027-02-30', 'not-a-date', '2027-02-30'],
    ['sign-off privacy but only for Europe', 'condition', 'but only for Europe'],
    ['sign-off privacy not yet', 'condition', 'not yet'],
    ['sign-off privacy fine, provided the vendor agrees', 'condition', 'fine, provided the vendor agrees'],
    ['sign-off privacy unless something changes', 'condition', 'unless something changes'],
    [
      'sign-off privacy fine if the vendor agrees by 2027-01-01',
      'condition',
      'fine if the vendor agrees by 2027-01-01',
    ],
    ['accept BK-2', 'no-reason', ''],
    ['accept BK-2 because', 'no-reason', 'because'],
    ['accept privacy because yes', 'no-subject', 'privacy because yes'],
    ['waive RB-7 because later', 'no-date', 'because later'],
    ['waive RB-7 until 31.01.2027 because later', 'not-a-date', '31.01.2027'],
    ['waive RB-7 until 2027-02-29 because later', 'not-a-date', '2027-02-29'],
    ['waive RB-7 until 2027-01-31', 'no-reason', ''],
    ['waive everything until 2027-01-31 because later', 'no-subject', 'everything until 2027-01-31 because later'],
    ['not-applicable BK-1', 'no-reason', ''],
    ['grant RB-7 until 2030-01-01', 'left-over', 'until 2030-01-01'],
    ['grant', 'no-subject', ''],
    ['retire', 'no-reason', ''],
    [`sign-off privacy ${'x'.repeat(3000)}`, 'too-long', `privacy ${'x'.repeat(32)}`],
  ])('%j', (text, problem, seen) => {
    expect(read(text)).toMatchObject({ problem, seen, line: 1 });
  });

  test('the nearest verb is named, and the forms that are allowed', () => {
    expect(read('sing-off privacy')).toMatchObject({ nearest: 'sign-off', forms: ['/readiness help'] });
    expect(read('waive')).toMatchObject({ forms: FORMS.waive.forms });
    expect(read('xyzzyxyzzy')).not.toHaveProperty('nearest');
  });
});

describe('the forms', () => {
  const filled: [RegExp, string][] = [
    [/<control>/, 'privacy'],
    [/<criterion or code>|<code>/, 'RB-7'],
    [/<part>/, 'rework-rate'],
    [/<commit>/, 'a1b2c3d4e5f6'],
    [/<requester>/, 'ravi'],
    [/<condition>/, 'the contract is signed'],
    [/<date>/, '2027-01-31'],
    [/<reason>/, 'it is being agreed'],
    [/\[note\]/, 'looked at it'],
  ];

  test.each(VERBS.flatMap((verb) => FORMS[verb].forms.map((form) => [verb, form] as const)))(
    '%s: %s is understood',
    (verb, form) => {
      const line = filled.reduce((text, [mark, word]) => text.replace(mark, word), form);
      const [command] = readCommands(line);
      expect(command && parseCommand(command)).toMatchObject({ verb });
    },
  );

  test('no word stands for two verbs', () => {
    const words = VERBS.flatMap((verb) => [verb, ...FORMS[verb].aliases]);
    expect(new Set(words).size).toBe(words.length);
  });
});

test('hostile lines are read at once and never throw', () => {
  const ms = cpuMs(() => {
    for (const text of [
      `sign-off privacy if ${'by '.repeat(20_000)}`,
      `waive RB-7 until ${' '.repeat(60_000)}x`,
      `grant ${'RB-7 from '.repeat(5_000)}`,
    ])
      expect(isUnderstood(read(text))).toBe(false);
    fc.assert(
      fc.property(fc.constantFrom(...VERBS), fc.string({ unit: 'binary', maxLength: 300 }), (verb, rest) => {
        const said = parseCommand({ verb, rest, line: 1 });
        expect('verb' in said ? said.verb : said.word).toBe(verb);
      }),
    );
  });
  expect(ms).toBeLessThan(20_000);
});
