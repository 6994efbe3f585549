import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { targetOf } from '../../../src/action/targets.ts';
import { readEvent } from '../../../src/app/events.ts';
import { classifyComment } from '../../../src/commands/classify-comment.ts';
import { readCommands } from '../../../src/commands/language/command-lines.ts';
import { parseCommand } from '../../../src/commands/language/grammar.ts';
import { catalog } from '../../../src/criteria/index.ts';
import { covered, matcher } from '../../../src/domain/cover.ts';
import { parsePerson } from '../../../src/domain/people/person.ts';
import { makeTree } from '../../../src/domain/tree.ts';
import { readMergeGroup } from '../../../src/engine/merge-queue.ts';
import { policyFileSchema } from '../../../src/engine/policy/file.ts';
import { coAuthors, identity, readMailmap } from '../../../src/evidence/history/identity.ts';
import { differsSemantically } from '../../../src/evidence/history/semantic-diff.ts';
import { recordedFacts } from '../../../src/evidence/recorded-facts.ts';
import { manifestSchema, RECORDS, SECTIONS } from '../../../src/evidence/schema/index.ts';
import { readCatalogInfo } from '../../../src/formats/catalog-info.ts';
import { ownersOf, readCodeOwners } from '../../../src/formats/codeowners.ts';
import { makeTargets, npmScripts } from '../../../src/formats/commands.ts';
import { discoverDocuments, parseDocument, resolveLink, slugify } from '../../../src/formats/documents/index.ts';
import { proposeMapping, readEvalResults, readProvenance } from '../../../src/formats/evals/index.ts';
import { readTable } from '../../../src/formats/table.ts';
import { readWorkflow } from '../../../src/formats/workflow-file.ts';
import { readYaml } from '../../../src/formats/yaml/index.ts';
import { pathChange } from '../../../src/git/git-log.ts';
import { readStatements } from '../../../src/github/facts/reviews.ts';
import {
  forHtml,
  forMarkdown,
  forMarkdownCode,
  forTerminal,
  forWorkflowCommand,
  linkTarget,
  proseForMarkdown,
  withinBytes,
} from '../../../src/render/model/text.ts';

/** Something that reads what others wrote, with real inputs to begin from. */
export interface Target {
  name: string;
  seeds: Uint8Array[];
  /** Another target that reads by the same code: to measure one of them is enough. */
  alike?: string;
  /** Reads it; may refuse in its result, and may not throw. What comes back is looked at. */
  read: (bytes: Uint8Array) => unknown;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Other than decoding, this keeps lone surrogates possible: pairs of bytes that are marked so become one. */
const text = (input: Uint8Array): string =>
  new TextDecoder()
    .decode(input)
    .replace(/\u0001([\s\S])/g, (_all, next: string) => String.fromCharCode(0xd800 + (next.charCodeAt(0) & 0x7ff)));

/** Every parser of what a repository, a person or GitHub may hand over. `root` is the folder of this project. */
export function fuzzTargets(root: string): Target[] {
  const file = (path: string): Uint8Array => new Uint8Array(readFileSync(join(root, path)));
  const folder = (path: string): string[] =>
    readdirSync(join(root, path), { withFileTypes: true }).flatMap((one) =>
      one.isFile() ? [join(path, one.name)] : [],
    );
  const pilot = 'examples/support-triage';
  const fixtures = folder('__tests__/formats/fixtures/evals');
  const samples = existsSync(join(root, '../shared/samples/docs')) ? folder('../shared/samples/docs').map(file) : [];
  const documents = [...folder(`${pilot}/docs`).map(file), ...samples];
  const yaml = (schema: Parameters<typeof readYaml>[0], seeds: Uint8Array[]): Omit<Target, 'name'> => ({
    seeds,
    read: (input) => readYaml(schema, 'readiness/file.yaml', input),
  });
  const evidence = [`${pilot}/readiness/pilot.yaml`, `${pilot}/readiness/metrics.yaml`].map(file);
  const records = [...folder(`${pilot}/readiness/controls`), ...folder(`${pilot}/readiness/drills`)].map(file);
  const payload = JSON.stringify({
    ...{ action: 'edited', installation: { id: 7 }, repository: { full_name: 'acme/pilot', id: 1, topics: ['pilot'] } },
    pull_request: { number: 9, state: 'open', head: { sha: 'a1'.repeat(20) }, base: { ref: 'main' } },
    comment: { id: 5, body: '/readiness sign-off privacy', user: { login: 'mira', type: 'User' } },
    ...{
      issue: { number: 9, pull_request: {} },
      changes: { body: { from: '/readiness' }, topics: { from: ['pilot'] } },
    },
    merge_group: { head_ref: 'refs/heads/gh-readonly-queue/main/pr-9-abc', head_sha: 'b2'.repeat(20) },
    ...{ ref: 'refs/heads/main', after: 'b2'.repeat(20), commits: [{ added: ['a'], modified: [], removed: [] }] },
  });
  const events = [
    'pull_request',
    'pull_request_review',
    'issue_comment',
    'push',
    'merge_group',
    'repository',
    'installation',
    'check_run',
  ];
  const comments = [
    '/readiness sign-off privacy @a1b2c3d4 if contract is signed by 2026-12-01 owner @ravi\n',
    'Read.\n\n> /readiness hold because no\n\n```\n/readiness retire because x\n```\n/readiness waive RB-7 until 2026-12-31 because agreed\n',
    '/readiness accept OM-2 because it was agreed\n/readiness grant RB-7\n/readiness explain CS-1\n/readiness help\n',
  ].map(bytes);
  return [
    {
      name: 'policy file',
      ...yaml(policyFileSchema(catalog), [file(`${pilot}/.github/pilot-readiness.yml`), bytes(POLICY)]),
    },
    { name: 'manifest', ...yaml(manifestSchema, evidence) },
    { name: 'metrics section', alike: 'policy file', ...yaml(SECTIONS.metrics, evidence) },
    {
      name: 'evals section',
      alike: 'policy file',
      ...yaml(SECTIONS.evals, [bytes('results: a.json\ncovers: ["src/**"]\nthresholds: { happy: 0.9 }\n')]),
    },
    { name: 'control record', ...yaml(RECORDS.controls, records) },
    { name: 'drill record', alike: 'policy file', ...yaml(RECORDS.drills, records) },
    { name: 'document', seeds: documents, read: (input) => parseDocument('docs/runbook.md', text(input)) },
    {
      name: 'links and names',
      seeds: [bytes('../a/b.md#Part One'), bytes('docs/runbook.md\nRUNBOOK.md\na/rollback-plan.md')],
      read: (input) => [
        resolveLink('docs/a.md', text(input)),
        slugify(text(input)),
        discoverDocuments('runbook', text(input).split('\n')),
      ],
    },
    ...fixtures.map(
      (path): Target => ({
        name: `eval results, ${path.split('/').at(-1)}`,
        seeds: [file(path)],
        read: (input) => readEvalResults(path, input),
      }),
    ),
    {
      name: 'eval results by a mapping',
      seeds: [file(`${pilot}/evals/results.json`), file('__tests__/formats/fixtures/evals/homemade.json')],
      read: (input) => [
        readEvalResults('x.json', input, { mapping: { cases: '$.results[*]', pass: 'passed', id: 'id' } }),
        proposeMapping(json(text(input))),
      ],
    },
    {
      name: 'provenance',
      seeds: [file(`${pilot}/evals/results.json.provenance.json`)],
      read: (input) => readProvenance('a.json', input),
    },
    {
      name: 'table, CSV',
      seeds: [file(`${pilot}/readiness/observations/tickets.csv`), bytes('a;b\n"1;2";3\n')],
      read: (input) => readTable('a.csv', input),
    },
    {
      name: 'table, JSON',
      seeds: [bytes('[{"at":"2026-11-20","value":3},{"at":"2026-11-21","value":null}]')],
      read: (input) => readTable('a.json', input),
    },
    {
      name: 'CODEOWNERS',
      seeds: [
        bytes('* @acme/all\n/readiness/controls/*.yaml @mira lea@acme.example # why\n[Section][2] @x\ndocs/\\#x @y\n'),
      ],
      read: (input) => {
        const owners = readCodeOwners('CODEOWNERS', text(input));
        return [owners, ownersOf(owners, 'readiness/controls/privacy.yaml')];
      },
    },
    {
      name: 'catalog-info',
      alike: 'policy file',
      seeds: [bytes('kind: Component\nmetadata: { name: x }\nspec: { lifecycle: production }\n---\nkind: API\n')],
      read: (input) => readCatalogInfo('catalog-info.yaml', input),
    },
    {
      name: 'workflow',
      alike: 'policy file',
      seeds: [
        bytes(
          'on: { push: { branches: [main] } }\njobs: { go: { environment: { name: production }, steps: [{ run: x }] } }\n',
        ),
      ],
      read: (input) => readWorkflow('.github/workflows/x.yml', input),
    },
    {
      name: 'Makefile and scripts',
      seeds: [file(`${pilot}/Makefile`), bytes('{"scripts":{"a":"b"}}')],
      read: (input) => [makeTargets(text(input)), npmScripts(text(input))],
    },
    { name: 'commands', seeds: comments, read: (input) => readCommands(text(input)).map(parseCommand) },
    {
      name: 'comments and reviews',
      seeds: comments,
      read: (input) => {
        const body = text(input);
        const at = '2026-11-20T12:00:00Z';
        const event = {
          action: 'created' as const,
          kind: 'comment' as const,
          id: 1,
          pullRequest: 9,
          body,
          author: { login: body.slice(0, 39), type: 'User' },
        };
        return [
          readStatements(body),
          classifyComment({ ...event, viaApp: false, createdAt: at, updatedAt: at, seenAt: at }, true),
        ];
      },
    },
    {
      name: 'webhooks',
      seeds: [bytes(payload)],
      read: (input) => events.map((name) => readEvent(name, json(text(input)), 4242)),
    },
    {
      name: 'events of a workflow',
      seeds: [bytes(payload)],
      read: (input) => {
        const whole = json(text(input));
        const object = typeof whole === 'object' && whole !== null ? (whole as Record<string, unknown>) : {};
        return [
          refusing(() => targetOf({ name: 'merge_group', payload: object })),
          refusing(() => targetOf({ name: 'issue_comment', payload: object })),
          readMergeGroup(object.merge_group),
        ];
      },
    },
    {
      name: 'recorded facts',
      seeds: [file('__tests__/fixtures/support-triage.facts.json').subarray(0, 20_000)],
      read: (input) => refusing(() => recordedFacts(json(text(input)))),
    },
    {
      name: 'people of git',
      seeds: [
        bytes('Fix\n\nCo-authored-by: Ravi <ravi@acme.example>\nCo-authored-by: x <1+mira@users.noreply.github.com>\n'),
        bytes('Ravi <ravi@acme.example> <old@acme.example>\n# x\n'),
      ],
      read: (input) => {
        const whole = text(input);
        return [
          coAuthors(whole),
          readMailmap(whole)(identity(whole.slice(0, 80), whole.slice(80, 160))),
          parsePerson(whole),
        ];
      },
    },
    {
      name: 'objects of git',
      seeds: [bytes('::100644 100644 100755 aaaa bbbb cccc MM')],
      read: (input) => [pathChange(text(input), 'a'), differsSemantically('a.md', input, input.slice(1))],
    },
    {
      name: 'globs',
      seeds: ['src/**/*.{ts,tsx}\nsrc/a/b.ts', '[a-c]*?.md\nabc.md', '{a,{b,c}}/**\na/b'].map(bytes),
      read: (input) => {
        const [glob = '', ...paths] = text(input).split('\n');
        return [
          paths.map(matcher([glob])),
          covered(makeTree(paths.map((path) => ({ path, mode: '100644', blob: 'b' }))), [glob]),
        ];
      },
    },
    {
      name: 'what is shown',
      seeds: [
        bytes('# **Hi** @all `x` | https://evil.example <b>&amp; ::error::'),
        bytes('https://github.com/a/b?x=(1)&y'),
      ],
      read: (input) => {
        const whole = text(input);
        const said = [
          forMarkdown(whole),
          forMarkdownCode(whole),
          proseForMarkdown(whole),
          forHtml(whole),
          forTerminal(whole),
        ];
        return [...said, forWorkflowCommand(whole, 'property'), linkTarget(whole), withinBytes(whole, 100)];
      },
    },
  ];
}

const POLICY = `version: 1
profile: standard
enforce-from: 2027-02-01
promotion: { labels: [a], branches: ["release/**"], paths: ["deploy/**"], catalog-lifecycle: production }
evidence: { root: readiness, runbook: [docs/runbook.md] }
criteria: { runbook: { reviewed-within-days: 90 }, control-signoffs: { checks: { CS-3: blocking } } }
controls: { security: { approvers: ["@acme/security"], covers: ["prompts/**"], valid-days: 180 } }
waivers: { approvers: ["@dana"], max-days: 90, granted: [{ check: RB-7, asked-by: "@ravi", by: "@dana", on: 2026-11-12, until: 2027-01-31, pr: 41, reason: x }] }
not-applicable: [{ check: BK-1, part: rework-rate, by: "@dana", reason: "nothing is reworked" }]
`;

function json(whole: string): unknown {
  try {
    return JSON.parse(whole);
  } catch {
    return whole;
  }
}

/** For readers whose contract is to throw an error of ours: any other kind is a defect. */
function refusing(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) throw error;
    return undefined;
  }
}
