import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SECTION_KINDS, type SectionKind } from '../../src/domain/document.ts';
import { discoverDocuments, parseDocument, resolveLink, slugify } from '../../src/formats/documents/index.ts';
import { cpuMs } from '../support/harness/cpu-time.ts';

const parse = (text: string) => parseDocument('docs/runbook.md', text);
const titles = (text: string) => parse(text).sections.map((section) => section.title);
const blankWords = (text: string) => parse(text).blanks.map((blank) => blank.words);
const section = (text: string, title: string) => parse(text).sections.find((found) => found.title === title);

describe('sections', () => {
  test('headings in comments, fences and quotes do not count; the unclosed fence is told', () => {
    const text = '# A\n<!-- \n## Hidden\n-->\n```bash\n# not this\n```\n> ## Quoted\n\n## Real\n```\n## inside';
    expect(titles(text)).toEqual(['A', 'Real']);
    expect(parse(text).warnings).toEqual([
      { line: 11, text: 'Code fence is never closed; what follows is read as code.' },
    ]);
  });

  test('a comment never closed hides the rest and is told; one inside a code span or fence is code', () => {
    expect(titles('# A\n<!-- oops\n## Gone')).toEqual(['A']);
    expect(parse('# A\n<!-- oops\n## Gone').warnings[0]?.line).toBe(2);
    expect(titles('# A\n`<!--` starts it\n## B\n```html\n<!--\n```\n## C')).toEqual(['A', 'B', 'C']);
  });

  test('banner lines are no headings, box titles neither', () => {
    expect(titles('# +-----+\n# | Box |\n# =======\n## Rollback\n\ntext')).toEqual(['Rollback']);
  });

  test('front matter is no heading; byte order mark and CRLF are tolerated', () => {
    const document = parse(
      '\uFEFF---\r\nowner: "@ana"\r\nlast_reviewed_on: 2026-01-02\r\n---\r\n# Title\r\n\r\n## Rollback\r\ntext\r\n',
    );
    expect(document.frontMatter).toEqual({ owner: '@ana', last_reviewed_on: '2026-01-02' });
    expect(document.sections.map(({ title, line, endLine }) => [title, line, endLine])).toEqual([
      ['Title', 5, 9],
      ['Rollback', 7, 9],
    ]);
    expect(document.labels[0]).toEqual({ line: 2, label: 'owner', value: '@ana' });
  });

  test('front matter that is no YAML is read line by line and told', () => {
    const document = parse('---\nowner: "{{ x }}\nteam: a\n---\n# T');
    expect(document.frontMatter.team).toBe('a');
    expect(document.warnings[0]?.text).toContain('not valid YAML');
  });

  test('code spans cross lines, and lines keep their numbers', () => {
    const document = parse('# T\n\nRun `kubectl annotate app x\n--overwrite` now\nand [see](a.md).\n');
    expect(document.sections[0]?.commands).toEqual([{ line: 3, text: 'kubectl annotate app x --overwrite' }]);
    expect(document.links[0]).toEqual({ line: 5, text: 'see', target: 'a.md', path: 'docs/a.md' });
  });

  test('bold lines alone are sections, and so are labeled values', () => {
    const text =
      '# Svc\n\n**Owner:** @ana\n**Status**: live\n\n## P1: Down\n\n**Escalation**:\n- page x\n- page y\n\n**Diagnosis**\nLook.\n';
    expect(parse(text).sections.map(({ title, kinds, line, endLine }) => [title, kinds, line, endLine])).toEqual([
      ['Svc', [], 1, 14],
      ['Owner', ['owner'], 3, 3],
      ['P1: Down', ['diagnosis'], 6, 14],
      ['Escalation', ['escalation'], 8, 11],
      ['Diagnosis', ['diagnosis'], 12, 14],
    ]);
  });

  test('rows and list items under the title are labels and sections', () => {
    const document = parse(
      '# Svc\n\n| Field | Value |\n|---|---|\n| Owner | @ana |\n\n- Escalation: page @bo\n\nTerm\n: meaning\n',
    );
    expect(document.labels.map(({ label, value }) => [label, value])).toEqual([
      ['Field', 'Value'],
      ['Owner', '@ana'],
      ['Escalation', 'page @bo'],
      ['Term', 'meaning'],
    ]);
    expect(document.sections.map(({ title, words }) => [title, words])).toEqual([
      ['Svc', expect.any(Number)],
      ['Owner', 1],
      ['Escalation', 2],
    ]);
  });

  test('several labels on one line are told apart', () => {
    expect(parse('# T\n**Owner:** @ana | **Tier:** 1').labels).toEqual([
      { line: 2, label: 'Owner', value: '@ana' },
      { line: 2, label: 'Tier', value: '1' },
    ]);
  });

  test('a parent holds what its children hold', () => {
    const found = section(
      '# T\n## Rollback\n### Fast\nRun this now please.\n```sh\nmake rollback\n```\n### Slow\n1. [Go](x.md)\n## B\n',
      'Rollback',
    );
    expect(found).toMatchObject({ endLine: 9, words: 5, items: [{ text: 'Go', ordered: true }] });
    expect(found?.commands).toEqual([{ line: 6, text: 'make rollback' }]);
    expect(found?.links).toHaveLength(1);
  });

  test('a labeled line over a rule is no heading', () => {
    expect(titles('# T\n**Owner:** @ana\n**Reviewed:** x\n---\n## B\n')).toEqual(['T', 'Owner', 'B']);
  });
});

describe('what a heading is about', () => {
  const cases: [string, SectionKind[]][] = [
    ['3. 🔁 Roll-back procedure', ['procedure', 'rollback']],
    ['§ 2 — Verification', ['verification']],
    ['Step 4: Verify', ['verification']],
    ['P1 — Service down (15 min SLA)', ['service-level', 'diagnosis']],
    ['Alert: KafkaLag', ['diagnosis']],
    ['When NOT to roll back', ['rollback', 'trigger']],
    ['Exit criteria', ['trigger', 'verification']],
    ['Emergency contacts', ['owner', 'escalation']],
    ['Second line troubleshooting', ['escalation', 'diagnosis']],
    ['Feature enablement and rollback', ['rollback', 'kill-switch']],
    ['Restore drill cadence', ['backup', 'drill', 'review']],
    ['Day 2 operations', ['day-2']],
    ['Routine tasks', ['day-2']],
    ['Regular maintenance', ['day-2']],
    ['Betriebsaufgaben', ['day-2']],
    ['Known issues', ['workarounds']],
    ['Human-only cases', ['workarounds']],
    ['Limitations', ['workarounds']],
    ['Backout plan', ['rollback']],
    ['Quand utiliser', ['trigger']],
    ["Procédure d'escalade", ['escalation', 'procedure']],
    ['Retour arrière', ['rollback']],
    ['Verificação pós-mitigação', ['mitigation', 'verification']],
    ['Sintomas observados', ['diagnosis']],
    ['Responsabilidades', ['owner']],
    ['Plan de reversión', ['rollback']],
    ['Bekannte Einschränkungen', ['workarounds']],
    ['Eskalation und Bereitschaft', ['escalation']],
    ['Notabschaltung', ['kill-switch']],
    ['Purple elephants', []],
  ];
  test.each(cases)('%s', (heading, kinds) => {
    const found = parse(`# T\n## ${heading}\ntext`).sections[1]?.kinds ?? [];
    expect(found).toEqual(SECTION_KINDS.filter((kind) => kinds.includes(kind)));
  });

  test('a title only says rollback or kill switch', () => {
    expect(parse('# Rollback and escalation guide\n## Steps\n').sections[0]?.kinds).toEqual(['rollback']);
    expect(parse('# Rollback\n# Escalation\n').sections.map((found) => found.kinds)).toEqual([
      ['rollback'],
      ['escalation'],
    ]);
  });

  test.each([
    ['en', '## Rollback steps\n## Known issues'],
    ['fr', "## Procédure d'escalade\n## Retour arrière\n## Déclencheur"],
    ['de', '## Eskalation\n## Wiederherstellung\n## Auslöser'],
    ['es', '## Reversión\n## Guardia\n## Disparadores'],
    ['pt', '## Gatilhos\n## Escalonamento\n## Mitigação'],
    [undefined, '## ロールバック\n## Zażółć'],
  ])('guesses %s', (language, text) => {
    expect(parse(text).language).toBe(language);
  });
});

describe('blanks', () => {
  test.each([
    ['## Owner\n[Your team contact]', '[Your team contact]'],
    ['**Owner:** [Somebody]', '[Somebody]'],
    ['- Phone: <number>', '<number>'],
    ['# {ServiceName} runbook', '{ServiceName}'],
    ['Ask {+reviewer name+} first.', '{+reviewer name+}'],
    ['**Reviewer:** reviewer name', 'reviewer name'],
    ['The limit is TBD until June.', 'TBD'],
    ['- TODO: write this', 'TODO'],
    ['**Owner:** TBC (ask Bo)', 'TBC (ask Bo)'],
    ['The scope is to be defined.', 'to be defined'],
    ['## A\n_(e.g. The *Sharks* team)_', '(e.g. The Sharks team)'],
    ['## A\n\n_\n', '_'],
    ['**Owner:** ?', '?'],
    ['1. Step 1\n2. Step 2', 'Step 1'],
    ['- Prerequisite 2', 'Prerequisite 2'],
    ['**Severity**: Critical / High / Medium', 'Critical / High / Medium'],
    ['**Automatic**: Yes / No (can it)', 'Yes / No (can it)'],
    ['Stage: alpha|beta|stable', 'alpha|beta|stable'],
    ['Placeholder for the rollback plan.', 'Placeholder for the rollback plan.'],
    ['## Data\n[More Information Needed]', '[More Information Needed]'],
    ['**Propietario:** por definir', 'por definir'],
    ['**Contact :** à compléter', 'à compléter'],
    ['**Responsável:** a preencher', 'a preencher'],
    ['**Verantwortlich:** auszufüllen', 'auszufüllen'],
    ['**Właściciel:** do uzupełnienia', 'do uzupełnienia'],
    ['**Last reviewed:** yyyy-mm-dd', 'yyyy-mm-dd'],
    ['Owner: jane.doe', 'jane.doe'],
    ['Call @your-team when in doubt.', '@your-team'],
    ['- Incident ID:\n- Severity: high', 'Incident ID:'],
    ['**Name:** \n\n## Next', 'Name:'],
    ['## A\n> What business need is met?\n\n## B', 'What business need is met?'],
    ['**Decision maker**: Who authorizes rollback', 'Who authorizes rollback'],
    ['**Owner:** <!-- fill in -->', 'Owner:'],
    ['| Area | Approver | Date |\n|--|--|--|\n| Security | | |', 'Security'],
    ['| Role | Contact |\n|--|--|\n| Primary | [Backup contact] |', '[Backup contact]'],
    ['| Role | Contact | After |\n|--|--|--|\n| Primary | | 15 min |', 'Primary | Contact:'],
    ['---\nowner: TBD\n---\n# T', 'TBD'],
    ['---\nowner:\n---\n# T', 'owner:'],
  ])('%j', (text, words) => {
    expect(blankWords(text)).toContain(words);
  });

  test.each([
    ['Run `kubectl get <pod>` for <pod> again.'],
    ['```sh\nhelm rollback {release}\n```\nThe {release} comes from the list.'],
    ['See [the contact list](contacts.md) and [owner][o].\n\n[o]: owners.md'],
    ['- [ ] Rollback completed\n- [x] Tested'],
    ['Tagged [Deprecated], quoted «stop [...] now», note[^1].'],
    ['Name the file YYYY-MM-DD-incident.'],
    ['{{ site.owner }} {% include x %} <%= owner %> ${OWNER}'],
    ['1. Step 1\n   ```sh\n   make stop\n   ```'],
    ['Make updates:\n\n- one\n- two'],
    ['- Update:\n  - one'],
    ['**Trigger:** When the error rate passes 5 %'],
    ['**Automatic:** Yes'],
    ['## A\n> What is met?\n\nOrders are reconciled.'],
    ['> Always tell the customers first.'],
    ['| Symptom | Roll back? |\n|--|--|\n| White screen | Yes |'],
    ['Open kubernetes/<service>/deployment.yaml and http://x/{group}/status.'],
    ['<details>\n<summary>More</summary>\n\nText here.\n</details>'],
    ['<Tabs>\n\ntext\n\n</Tabs>'],
    ['**Causes**:\n\n**If it is down**:\n- restart'],
    ['Todo el equipo responde.'],
    ['Latency < 5 s and errors > 1 %.'],
    ['Add it to the TODO list.'],
  ])('%j has none', (text) => {
    expect(blankWords(text)).toEqual([]);
  });

  test('a parameter is a blank in a title and after a label all the same', () => {
    const code = '```sh\nrestart <service>\n```\n';
    expect(blankWords(`# Runbook of <service>\n${code}`)).toEqual(['<service>']);
    expect(blankWords(`**Service:** <service>\n\n${code}`)).toEqual(['<service>']);
  });

  test('blanks know the sections around them and their own label, not the title', () => {
    expect(parse('# Rollback\n## Escalation\n### Second\nAsk [your lead].').blanks[0]?.kinds).toEqual(['escalation']);
    expect(parse('# T\n## Team\n- On-call: TBD').blanks[0]?.kinds).toEqual(['owner', 'escalation']);
  });

  test('blank words do not count as words', () => {
    expect(section('# T\n## Owner\nAsk [your team contact] now.', 'Owner')?.words).toBe(2);
  });
});

describe('templates', () => {
  test('half blank with two blanks is a template, one blank alone is not, one stub is', () => {
    expect(parse('# T\n## Owner\nTBD\n## Rollback\nTBD').isTemplate).toBe(true);
    expect(parse('# T\n## Owner\nTBD').isTemplate).toBe(false);
    expect(parse('Placeholder for the runbook.').isTemplate).toBe(true);
    expect(parse('# Runbook\nComing soon').isTemplate).toBe(true);
  });

  test('empty leaves raise the score without making a template', () => {
    expect(parse('# T\n## A\n## B\n')).toMatchObject({ templateScore: 1, isTemplate: false });
  });
});

describe('substance', () => {
  test.each([
    ['See the [guide](g.md).', true],
    ['<https://wiki/x>', true],
    ['Please refer to docs/rollback.md for details.', true],
    ['- [Deploy](d.md) - Deployment procedures\n- [Trouble](t.md)', true],
    ['The rollback is documented in [the wiki](https://wiki).', true],
    ['Stop the worker, then see [the guide](g.md). The queue drains by itself.', false],
    ['```sh\nmake rollback\n```\nSee [x](y.md).', false],
    ['Stop it.', false],
  ])('%j pointer: %s', (text, pointer) => {
    expect(section(`# T\n## Rollback\n${text}`, 'Rollback')?.pointerOnly).toBe(pointer);
  });

  test.each([
    ['NotApplicable', ''],
    ['N/A — the service stores no data', 'the service stores no data'],
    ['Not applicable because it is stateless.', 'it is stateless.'],
    ['None.', ''],
    ['Entfällt, weil kein Zustand besteht', 'kein Zustand besteht'],
    ['None of the services has needed it.', undefined],
    ['No', undefined],
  ])('%j', (text, reason) => {
    expect(section(`# T\n## Backup\n${text}`, 'Backup')?.notApplicable?.reason).toBe(reason);
  });

  test('commands: prompts, comments, continued lines, unlabeled fences and spans', () => {
    const text =
      '# T\n```bash\n# comment\n$ kubectl get \\\n  pods\noutput\n```\n```\nSome output\ngit revert HEAD\n```\n```json\n{"a": 1}\n```\n```sql\nUPDATE flags SET on = false;\n```\nUse `make rollback`, not `Deployment` nor `./stop.sh`.\n';
    expect(parse(text).sections[0]?.commands).toEqual([
      { line: 4, text: 'kubectl get pods' },
      { line: 10, text: 'git revert HEAD' },
      { line: 16, text: 'UPDATE flags SET on = false;' },
      { line: 18, text: 'make rollback' },
      { line: 18, text: './stop.sh' },
    ]);
  });

  test('mentions are paths, files, tags, targets and names in code, each once and at most 500', () => {
    const text =
      '# T\nSee `.github/workflows/x.yml`, deploy/prod/ and v1.2.3, and/or docs/x.md, docs/x.md.\n`make stop`\n[a](../b.md)\n```sh\nkubectl rollout undo deployment/api\n```\n';
    const words = parse(text).mentions.map((mention) => mention.text);
    expect(words).toEqual(
      expect.arrayContaining([
        '.github/workflows/x.yml',
        'deploy/prod/',
        'v1.2.3',
        'docs/x.md',
        'make stop',
        'b.md',
        'deployment/api',
      ]),
    );
    expect(words).not.toContain('and/or');
    expect(new Set(words).size).toBe(words.length);
    expect(parse(Array.from({ length: 900 }, (_, i) => `a/f${i}.md`).join(' ')).mentions).toHaveLength(500);
  });
});

describe('review dates', () => {
  test.each([
    [
      '---\nlast_reviewed_on: 2026-03-01\nreview_in: 6 months\n---\n# T',
      { on: '2026-03-01', reviewInDays: 180, line: 2 },
    ],
    ['# T\n**Last Updated**: 2025-10-10', { on: '2025-10-10', label: 'last updated' }],
    ['# T\n_Last reviewed: 10 October 2025_', { on: '2025-10-10' }],
    ['# T\n| Last review | 2025-10-10 |\n|--|--|\n', { on: '2025-10-10' }],
    ['# T\nOwner: x · Last reviewed on October 3rd, 2025 · v2', { on: '2025-10-03' }],
    [
      '# T\n**Last Review**: 2025-10-10\n**Next Review**: 2025-11-10',
      { on: '2025-10-10', due: '2025-11-10', reviewInDays: 31 },
    ],
    ['# T\nLast verified against main@1a2b3c4d5e', { commit: '1a2b3c4d5e' }],
    ['# T\n## Last verified\n2025-10-10', { on: '2025-10-10' }],
    ['# T\nÚltima revisão: 03 de março de 2025', { on: '2025-03-03' }],
    ['# T\nÚltima actualización: 2025-03-04', { on: '2025-03-04' }],
    ['# T\nDernière mise à jour : 1er août 2025', { on: '2025-08-01' }],
    ['# T\nZuletzt überprüft am 05.03.2025', { on: '2025-03-05' }],
    ['# T\nLast reviewed: 25/12/2025', { on: '2025-12-25' }],
    ['# T\nLast updated: 2025-01-01\nLast reviewed: 2024-01-01', { on: '2024-01-01' }],
  ])('%j', (text, expected) => {
    expect(parse(text).review).toMatchObject(expected);
  });

  test.each([
    ['# T\nThe incident of 2025-10-10 was bad.'],
    ['# T\nLast reviewed: someday'],
    ['# T\nLast updated by Ana after the long incident that began on 2024-05-01'],
    ['# T\nLast reviewed: 2025-13-40'],
    ['# T\n```\nLast updated: 2025-01-01\n```'],
  ])('%j has no review date', (text) => {
    expect(parse(text).review).toBeUndefined();
  });

  test('day and month that cannot be told apart are refused with a warning', () => {
    const document = parse('# T\nLast reviewed: 10/11/2025');
    expect(document.review).toBeUndefined();
    expect(document.warnings).toEqual([{ line: 2, text: expect.stringContaining('10/11/2025') }]);
  });
});

describe('links', () => {
  test.each([
    ['docs/a.md', 'b.md', { path: 'docs/b.md' }],
    ['docs/a.md', './b.md#top', { path: 'docs/b.md', anchor: 'top' }],
    ['docs/a.md', '../README.md?plain=1#L3', { path: 'README.md', anchor: 'L3' }],
    ['docs/a.md', '/x/y%20z.md', { path: 'x/y z.md' }],
    ['docs/a.md', '#steps', { path: 'docs/a.md', anchor: 'steps' }],
    ['docs/a.md', '../../x.md', {}],
    ['docs/a.md', 'runbooks/', { path: 'docs/runbooks' }],
    ['a.md', 'https://x.org/a.md', {}],
    ['a.md', 'mailto:a@b.c', {}],
    ['a.md', '//host/x', {}],
    ['a.md', '%E0%A4%A.md', { path: '%E0%A4%A.md' }],
    ['a.md', '', {}],
  ])('%s → %s', (from, target, expected) => {
    expect(resolveLink(from, target)).toEqual(expected);
  });

  test('anchors are those of GitHub, repeated ones numbered', () => {
    expect(slugify('Roll back `api` & verify (v1.2)!')).toBe('roll-back-api--verify-v12');
    expect(slugify('Última revisão_x')).toBe('última-revisão_x');
    expect(parse('# A\n## B\n## B\n### B\n<a id="own"></a>\n').anchors).toEqual(['a', 'b', 'b-1', 'b-2', 'own']);
  });

  test('inline, reference, automatic and bare links are found, images are not', () => {
    const text =
      '[a](x.md "t") [b][r] [c] <https://e.org> https://f.org/x. ![i](i.png) [![k](k.png)](l.md)\n\n[r]: y.md\n[c]: z.md\n';
    expect(parse(text).links.map((link) => link.target)).toEqual([
      'x.md',
      'y.md',
      'z.md',
      'https://e.org',
      'https://f.org/x',
      'l.md',
    ]);
  });
});

describe('discovery', () => {
  test('runbooks: conventional names first, folders of others skipped', () => {
    const paths = [
      'packages/x/RUNBOOK.md',
      'docs/runbooks/payments.md',
      'docs/Runbook.md',
      'docs/on-call.md',
      'RUNBOOK.md',
      'docs/runbooks/README.md',
      'runbooks/_template.md',
      'docs/runbooks/rollback.md',
      'node_modules/x/RUNBOOK.md',
      '.claude/skills/runbook.md',
      'skills/runbook/SKILL.md',
      'docs/plans/runbook.md',
      'docs/incidents/2026-01-01-runbook.md',
      'docs/run-book-template.md',
      'docs/disaster-recovery.md',
      'docs/draft.md',
      'docs/runbook.adoc',
      'src/runbook.ts',
      'docs/ops/payments_runbook.md',
    ];
    expect(discoverDocuments('runbook', paths)).toEqual([
      'RUNBOOK.md',
      'docs/Runbook.md',
      'docs/runbooks/README.md',
      'docs/ops/payments_runbook.md',
      'docs/runbooks/payments.md',
      'docs/on-call.md',
      'docs/disaster-recovery.md',
      'packages/x/RUNBOOK.md',
      'docs/runbook.adoc',
    ]);
  });

  test('rollback plans', () => {
    const paths = [
      'lib/rollback/README.md',
      'src/rollback.md',
      'docs/rollout.md',
      'docs/db-rollback-notes.md',
      'docs/back-out.md',
      'docs/runbooks/rollback.md',
      'ROLLBACK.md',
      'docs/rollback-plan.md',
      'templates/rollback.md',
    ];
    expect(discoverDocuments('rollback', paths)).toEqual([
      'ROLLBACK.md',
      'docs/back-out.md',
      'docs/rollback-plan.md',
      'docs/runbooks/rollback.md',
      'docs/db-rollback-notes.md',
      'src/rollback.md',
    ]);
  });

  test('nothing there', () => {
    expect(discoverDocuments('runbook', [])).toEqual([]);
  });
});

describe('hostile input', () => {
  const repeated = (text: string, length: number) => text.repeat(Math.ceil(length / text.length));
  const cases: [string, string][] = [
    ['fence never closed', `\`\`\`\n${repeated('x\n', 200_000)}`],
    ['50,000 backticks', repeated('`', 50_000)],
    ['backtick runs of every length', Array.from({ length: 1000 }, (_, i) => '`'.repeat(i)).join(' ')],
    ['20,000 list marks in a line', repeated('- ', 40_000)],
    ['lists nested 1,000 deep', Array.from({ length: 1000 }, (_, i) => `${'  '.repeat(i)}- a`).join('\n')],
    ['20,000 nested list lines', repeated('- a\n  - b\n', 200_000)],
    ['1 MB of brackets', repeated('[', 1_000_000)],
    ['1 MB of link starts', repeated('[](', 1_000_000)],
    ['brackets, one a line', repeated('[\n', 200_000)],
    ['deep quotes', `${repeated('> ', 40_000)}x`],
    ['quotes of ten levels', repeated(`${'> '.repeat(10)}x\n`, 200_000)],
    ['comments never closed', repeated('<!--', 1_000_000)],
    ['angles', repeated('<name> ', 1_000_000)],
    ['empty table', `| a | b |\n|--|--|\n${repeated('| x |  |\n', 200_000)}`],
    ['headings', repeated('# Owner\n', 200_000)],
    ['labels', repeated('**Owner:** TBD\n\n', 200_000)],
    ['front matter', `---\n${repeated('a: b\n', 60_000)}---\n`],
    ['open flow in front matter', `---\na: ${'['.repeat(5_000)}\n---\n`],
    ['long gaps', repeated(`a${' '.repeat(7_900)}b | **c**\n`, 1_000_000)],
    ['gaps in code', `\`\`\`sh\n${repeated(`'a${' '.repeat(7_900)}\\\n`, 1_000_000)}`],
    ['anchors', repeated(`${'<a id=x>'.repeat(900)}\n`, 1_000_000)],
    ['digits and dots', repeated('1.', 1_000_000)],
    ['paths', repeated('a/b/', 1_000_000)],
  ];
  test('a value that begins like a question and never ends like one takes no time', () => {
    // Words with optional blanks between them could be cut in more ways than there are atoms.
    const text = `# Rollback\n\n**Data source**: Where ${'${{ x }}'.repeat(20)}${'snapshot_auto_route'.repeat(6)},  s\n`;
    expect(cpuMs(() => parse(text))).toBeLessThan(1_000);
    const long = `# Rollback\n\n**Decision maker**: Who ${'a'.repeat(280)},  s\n`;
    expect(cpuMs(() => parse(long))).toBeLessThan(1_000);
  });

  test.each(cases)('%s', (_name, text) => {
    const ms = cpuMs(() => expect(parse(text).path).toBe('docs/runbook.md'));
    expect(ms).toBeLessThan(5_000);
  });

  test('more than 1 MB and long lines are cut and told', () => {
    expect(parse(repeated('word\n', 1_100_000)).warnings[0]?.text).toContain('1048576');
    expect(parse('x'.repeat(9_000)).warnings).toEqual([{ line: 1, text: expect.stringContaining('8000') }]);
  });

  test('keys named like object members are plain keys', () => {
    const document = parse('---\n__proto__: a\nconstructor: b\n---\n# constructor\n[x][__proto__] [constructor]\n');
    expect(Object.keys(document.frontMatter)).toEqual(['__proto__', 'constructor']);
    expect(document.links).toEqual([]);
  });

  test('never throws, and places are lines of the text', () => {
    const piece = fc.constantFrom(
      '# ',
      '## Owner',
      '\n',
      '\n\n',
      '`',
      '```',
      '~~~',
      '[',
      '](',
      ')',
      '<',
      '>',
      '<!--',
      '-->',
      '**',
      '_',
      '- ',
      '1. ',
      '|',
      '|--|',
      '---\n',
      'a: b',
      '{',
      '}',
      'TBD',
      'x y',
      '> ',
      '  ',
      'Last reviewed: 2025-01-02',
      '\\',
      '\t',
      'é',
      '😀',
      '\ud800',
    );
    const text = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (written) => {
        const document = parse(written);
        const last = written.replace(/\r\n?/g, '\n').split('\n').length;
        const places = [
          ...document.sections,
          ...document.blanks,
          ...document.links,
          ...document.labels,
          ...document.warnings,
        ];
        for (const { line } of places) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(last);
        }
        for (const { line, endLine } of document.sections) expect(endLine).toBeGreaterThanOrEqual(line);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string(), fc.string(), (from, target) => {
        expect(() => resolveLink(from, target)).not.toThrow();
        expect(() => slugify(target)).not.toThrow();
        expect(discoverDocuments('rollback', [from, target]).length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 300 },
    );
  });
});
