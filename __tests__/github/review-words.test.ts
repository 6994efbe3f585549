import { describe, expect, test } from '@jest/globals';
import { readStatements } from '../../src/github/facts/reviews.ts';
import { cpuMs } from '../support/harness/cpu-time.ts';

describe('lines of a review', () => {
  test('speak when they stand on their own', () => {
    expect(
      readStatements(
        'Read it.\r\n/readiness sign-off privacy looks fine\r\n/readiness APPROVE Security\n/readiness signoff dpia @ABCDEF1 ok\n' +
          '/readiness decline legal because no contract\n/readiness withdraw legal\n/readiness accept BK-2 because it was late\n' +
          '/readiness accept role:sponsor because yes',
      ),
    ).toEqual([
      { verb: 'sign-off', control: 'privacy', note: 'looks fine' },
      { verb: 'sign-off', control: 'security', note: '' },
      { verb: 'sign-off', control: 'dpia', at: 'abcdef1', note: 'ok' },
      { verb: 'decline', control: 'legal', because: 'no contract' },
      { verb: 'withdraw', control: 'legal' },
      { verb: 'accept', subject: 'BK-2', because: 'it was late' },
      { verb: 'accept', subject: 'role:sponsor', because: 'yes' },
    ]);
  });

  test.each([
    ['a quote', '> /readiness sign-off privacy'],
    ['a fence', '```\n/readiness sign-off privacy\n```'],
    ['a longer fence', '````md\n```\n/readiness sign-off privacy\n````'],
    ['a fence of tildes', '~~~ x\n/readiness sign-off privacy'],
    ['indented code', '    /readiness sign-off privacy'],
    ['two blanks before it', '  /readiness sign-off privacy'],
    ['a tab', '\t/readiness sign-off privacy'],
    ['inline code', '`/readiness sign-off privacy`'],
    ['a list', '- /readiness sign-off privacy'],
    ['a hidden comment', '<!--\n/readiness sign-off privacy\n-->'],
    ['a hidden line', '<!-- x --> <!--\n/readiness sign-off privacy'],
    ['other words before it', 'I would /readiness sign-off privacy'],
    ['a condition', '/readiness sign-off privacy if the contract is signed by 2027-01-01'],
    ['a condition behind the commit', '/readiness sign-off privacy @abcdef1 if the contract is signed by 2027-01-01'],
    ['a condition in other words', '/readiness sign-off privacy provided that the contract is signed'],
    ['no control', '/readiness sign-off'],
    ['an accept without a reason', '/readiness accept BK-2'],
    ['nothing', ''],
    ['null', null],
  ])('do not speak in %s', (_, body) => {
    expect(readStatements(body)).toEqual([]);
  });

  test('speak again after a fence or a hidden comment', () => {
    expect(readStatements('```\nx\n```\n/readiness withdraw a')).toHaveLength(1);
    expect(readStatements('<!-- x -->\n<!--\ny\n-->\n/readiness withdraw a')).toHaveLength(1);
  });

  test('a hostile body ends soon', () => {
    const ms = cpuMs(() => {
      readStatements(`/readiness sign-off ${'a '.repeat(200_000)}`);
      readStatements('`'.repeat(300_000));
      readStatements('<!--'.repeat(100_000));
      readStatements(`/readiness${' '.repeat(200_000)}x`);
    });
    expect(ms).toBeLessThan(2_000);
  });
});
