import type { Report } from '../../src/core/report.ts';
import { check, criterion, report } from './build.ts';

/** A pilot whose every text tries to speak in our voice, to link, to ping, to hide or to run something. */

const ATTACKS = [
  '\u001b[2J\u001b[31mready\u001b[0m \u009b1A\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007',
  '\u202eydaer\u202c \u2066x\u2069 a\u200bb\u200fc\u061cd\ufeffe \u{e0041}\u{e0042}',
  '<img src=x onerror=alert(1)><script>alert(1)</script><!-- pilot-readiness:v1 --></details>',
  '@everyone @acme/security &#64;everyone #12 acme/other#34 GH-56',
  '[click](javascript:alert(1)) ![x](https://evil.example/p.png) ](javascript:alert(2) [r]: https://evil.example',
  'https://evil.example/login www.evil.example <https://evil.example> mail@evil.example',
  '::error file=x::forged\n::set-output name=verdict::ready\r\n%0A::stop-commands::x',
  '`code` ``` ~~~ **bold** __b__ ~~no~~ :white_check_mark: $x$ | a | b |\n| - | - |\n### ✅ Ready',
  'null\u0000byte \u0007bell \u007fdel \ud800lone tab\there\u2028line\u0085next',
];
const all = ATTACKS.join(' ');

const attacked = ATTACKS.map((attack, index) =>
  check(`X-${index}`, attack, {
    outcome: 'unmet',
    summary: attack,
    remedy: attack,
    cause: attack,
    places: [{ path: `docs/${attack}.md`, line: 3, column: 5 }],
    actors: [attack, `control:${attack}`],
    rule: { path: attack, line: 1 },
    findings: [
      { outcome: 'unmet', actors: [attack], cause: attack, summary: attack, places: [] },
      {
        outcome: 'unmet',
        actors: [attack],
        summary: `second ${attack}`,
        places: [{ path: `docs/${attack}.md`, line: 9 }],
        remedy: attack,
      },
    ],
  }),
);

export const hostile: Report = report(
  [
    criterion('hostile-one', all, 'technical', attacked),
    criterion('hostile-two', '- # > 1. title', 'organisational', [
      check('X-20', all, { outcome: 'unknown', settles: 'github', summary: all }),
      check('X-21', all, { outcome: 'unknown', settles: 'history', summary: all }),
      check('X-22', all, { outcome: 'unknown', settles: 'retry', summary: all }),
      check('X-23', all, { level: 'advisory', outcome: 'unmet', summary: all, remedy: all }),
      check('X-24', all, {
        outcome: 'waived',
        summary: all,
        waiver: { by: all, askedBy: all, on: all, until: all, reason: all, applied: true, because: all },
      }),
    ]),
    criterion('hostile-three', all, 'organisational', [check('X-30', all, { until: '2027-01-01T00:00:00.000Z' })]),
  ],
  {
    subject: {
      repository: all,
      commit: '\u001b[31mabc',
      base: all,
      dirty: true,
      promotion: { is: true, because: [all] },
    },
    policy: {
      profile: 'minimal',
      rule: { path: all, line: 2 },
      digest: all,
      layers: [{ path: all, commit: all }],
      lowered: [{ what: all, from: all, to: all, place: { path: all, line: 2 } }],
    },
    validUntil: '2027-01-01T00:00:00.000Z',
    notes: [all],
    tool: { version: all },
  },
);
