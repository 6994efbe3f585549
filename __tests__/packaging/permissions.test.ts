import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';
import { parse } from 'yaml';
import { catalog } from '../../src/criteria/index.ts';
import { PROFILES } from '../../src/domain/levels.ts';
import { factKindsOf } from '../../src/engine/criterion.ts';
import type { FactKind } from '../../src/engine/fact-requests.ts';
import { effectivePolicy } from '../../src/engine/policy/merge.ts';
import { prepare } from '../../src/engine/run-check.ts';
import { resolveInputs } from '../../src/evidence/resolve.ts';
import { openWorktree } from '../../src/git/worktree.ts';
import { allNeeds, DECLINABLE, EVENT_PERMISSION, FACT_NEEDS, OWN_NEEDS } from '../../src/github/client/permissions.ts';
import { AUTOMATIC, everyEvent, makesTheAppAct } from '../support/fixtures/every-event.ts';
import { textsOfCases } from '../support/harness/texts-of-cases.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = parse(read('app.yml')) as {
  public: boolean;
  hook_attributes: { url: string };
  default_permissions: Record<string, string>;
  default_events: string[];
};
const { permissions, events } = allNeeds();
const NOW = Date.parse('2026-11-20T12:00:00Z');
const parseSource = (source: string): unknown => parseSync(source, { syntax: 'typescript', target: 'es2022' });

/** "Pull requests: read" in the requests of the evidence → `pull_requests`. */
const MANIFEST_NAME: Record<string, string> = { 'commit statuses': 'statuses' };

/** The permissions that a text names; `Issues: read and Pull requests: read` names two. */
function permissionsIn(text: string): [name: string, access: string][] {
  return [...text.matchAll(/\b([A-Z][a-z]+(?: [a-z]+)?): (read|write)\b/g)].map(([, label = '', access = '']) => {
    const name = label.toLowerCase();
    return [MANIFEST_NAME[name] ?? name.replaceAll(' ', '_'), access];
  });
}

/** Every file of the room that asks GitHub, relative to the root. */
function githubFiles(): string[] {
  return readdirSync(join(root, 'src/github'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/github/${file}`);
}

function namedPermissions(): [file: string, name: string, access: string][] {
  return githubFiles().flatMap((file) =>
    [...read(file).matchAll(/['`][^'`\n]*['`]/g)].flatMap(([text]) =>
      permissionsIn(text).map(([name, access]): [string, string, string] => [file, name, access]),
    ),
  );
}

describe('app.yml', () => {
  test('asks for exactly the permissions that something needs', () => {
    expect(manifest.default_permissions).toEqual(permissions);
  });

  test('subscribes to exactly the events that something waits for', () => {
    expect([...manifest.default_events].sort()).toEqual(events);
    expect(new Set(manifest.default_events).size).toBe(manifest.default_events.length);
  });

  test('may subscribe to each of them', () => {
    expect(Object.keys(EVENT_PERMISSION).sort()).toEqual(events);
    for (const event of manifest.default_events)
      expect([event, manifest.default_permissions[EVENT_PERMISSION[event] ?? ''] ?? 'none']).not.toEqual([
        event,
        'none',
      ]);
  });

  test('writes only what it says in public: never files, never settings', () => {
    const written = Object.entries(manifest.default_permissions).filter(([, access]) => access !== 'read');
    expect(written.sort()).toEqual([
      ['checks', 'write'],
      ['pull_requests', 'write'],
      ['statuses', 'write'],
    ]);
  });

  test('says with each permission why it is asked', () => {
    const lines = read('app.yml').split('\n');
    for (const name of Object.keys(manifest.default_permissions)) {
      const at = lines.findIndex((line) => line.startsWith(`  ${name}: `));
      expect([name, lines[at - 1]]).toEqual([name, expect.stringMatching(/^ {2}# .{20}/)]);
    }
  });

  test('sends webhooks where the App listens', () => {
    const path = new URL(manifest.hook_attributes.url).pathname;
    expect(read('src/app/server.ts')).toContain(`'${path}'`);
  });
});

describe('what the sources do', () => {
  test('no request that the App can make names a permission that is not asked', () => {
    const mine = reachedFrom('src/app.ts');
    const [own, others] = [true, false].map((isMine) =>
      namedPermissions().filter(([file]) => mine.has(file) === isMine),
    );
    expect(own?.length).toBeGreaterThan(25);
    const ungranted = (list: typeof own): typeof own =>
      list?.filter(([, name, access]) => ![access, 'write'].includes(manifest.default_permissions[name] ?? ''));
    expect(ungranted(own)).toEqual([]);
    // `doctor` alone asks for more, with the token of a person who has it: one that the App made would be found above.
    expect(ungranted(others)).toEqual([['src/github/recognition/rulesets.ts', 'administration', 'write']]);
    expect([...reachedFrom('src/cli/doctor.ts')]).toContain('src/github/recognition/rulesets.ts');
  });

  test('each kind of ask has the permissions of the requests that answer it', () => {
    const cases = textsOfCases('src/github/facts/facts.ts', read, parseSource);
    expect([...cases.keys()].sort()).toEqual(Object.keys(FACT_NEEDS).sort());
    for (const [kind, need] of Object.entries(FACT_NEEDS)) {
      const named = [...(cases.get(kind) ?? [])].flatMap((text) => permissionsIn(text).map(([name]) => name));
      expect([kind, named.filter((name) => !(name in need.permissions))]).toEqual([kind, []]);
    }
    const named = (kind: string): string => [...(cases.get(kind) ?? [])].join();
    expect(named('releases')).toContain('Deployments: read');
    expect(named('workflow-run')).toContain('Actions: read');
    expect(named('people')).toContain('Members: read');
  });

  test('no kind of ask claims a permission that no request of the evidence names', () => {
    const named = new Set(namedPermissions().map(([, name]) => name));
    const claimed = new Set(Object.values(FACT_NEEDS).flatMap((need) => Object.keys(need.permissions)));
    expect([...claimed].filter((name) => !named.has(name))).toEqual([]);
  });

  test('every request of the evidence says which permission it takes', () => {
    for (const file of githubFiles()) {
      const text = read(file);
      const routes = text.match(/route: 'GET /g) ?? [];
      const said = text.match(/\bpermission(: (?!string)|,? \})/g) ?? [];
      expect([file, said.length >= routes.length]).toEqual([file, true]);
    }
  });

  test('each write of the sources has its permission, and no other writes exist', () => {
    const wanted: Record<string, string> = {
      'POST /app/installations/{installation_id}/access_tokens': '',
      // Queries only: nothing is written through GraphQL.
      'POST /graphql': '',
      'POST /app/hook/deliveries/{delivery_id}/attempts': '',
      'POST /repos/{owner}/{repo}/check-runs': 'checks',
      'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': 'checks',
      'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': 'pull_requests',
      'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': 'pull_requests',
      'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': 'pull_requests',
      'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': 'pull_requests',
      'POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions': 'pull_requests',
      'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers': 'pull_requests',
    };
    const writes = sources('src').flatMap((path) =>
      [...read(path).matchAll(/['"`]((?:POST|PUT|PATCH|DELETE) \/[^'"`]+)['"`]/g)].map(([, route = '']) => route),
    );
    expect(writes.length).toBeGreaterThan(4);
    for (const route of new Set(writes)) {
      const permission = wanted[route];
      expect([route, permission === undefined ? 'not known here' : permission]).not.toEqual([route, 'not known here']);
      if (permission) expect([route, manifest.default_permissions[permission]]).toEqual([route, 'write']);
    }
  });

  test('the App subscribes to every event that it reacts to', () => {
    const reacted = everyEvent().filter((name) => makesTheAppAct(name));
    expect(reacted.length).toBeGreaterThan(8);
    expect(reacted.filter((name) => !manifest.default_events.includes(name) && !AUTOMATIC.has(name))).toEqual([]);
  });
});

describe('what each criterion may request', () => {
  test('is declared for every fact that a check names, and every declared fact is named', () => {
    for (const criterion of catalog) {
      const named = criterion.checks.flatMap(({ facts, optionalFacts }) => [...facts, ...optionalFacts]);
      expect([criterion.id, [...new Set(named)].sort()]).toEqual([criterion.id, Object.keys(criterion.facts).sort()]);
    }
  });

  test('holds what the examples really request, under every profile', async () => {
    let requested = 0;
    for (const example of ['support-triage', 'stalled-pilot']) {
      const { files } = await openWorktree(join(root, 'examples', example), {});
      const { policy } = effectivePolicy(catalog, undefined, { now: NOW });
      const rules = (id: string): Record<string, unknown> => policy.criteria[id]?.params ?? {};
      const inputs = catalog.flatMap((criterion) => Object.values(criterion.inputs(rules(criterion.id))));
      const evidence = await resolveInputs(files, inputs, policy.evidence);
      for (const criterion of catalog)
        for (const profile of PROFILES) {
          const context = { profile, now: NOW, policy };
          const { requests, preconditions } = prepare(criterion, evidence, rules(criterion.id), context);
          const expected = (kind: FactKind, kinds: FactKind[]): void => {
            requested += 1;
            expect([criterion.id, kinds]).toEqual([criterion.id, expect.arrayContaining([kind])]);
          };
          for (const [fact, request] of Object.entries(requests))
            for (const { kind } of [request ?? []].flat())
              expected(kind, [criterion.facts[fact] ?? []].flat() as FactKind[]);
          for (const check of criterion.checks)
            for (const { kind } of (preconditions[check.code] ?? []).flatMap((one) => one.requests))
              expected(kind, factKindsOf(criterion, check));
        }
    }
    expect(requested).toBeGreaterThan(100);
  });
});

describe('what may be left out', () => {
  test('is only read, and by nothing that the App does itself but noticing changed protection', () => {
    for (const permission of DECLINABLE) {
      const users = Object.entries(OWN_NEEDS).filter(([, need]) => permission in need.permissions);
      expect([permission, users.map(([name]) => name).filter((name) => name !== 'notice-protection')]).toEqual([
        permission,
        [],
      ]);
      expect([permission, manifest.default_permissions[permission]]).toEqual([permission, 'read']);
    }
  });
});

/** The files that run when this one does: everything it imports, except for types alone. */
function reachedFrom(path: string, reached = new Set<string>()): Set<string> {
  if (reached.has(path)) return reached;
  reached.add(path);
  const text = read(path).replace(/^(?:import|export) type [^;]*;/gm, '');
  for (const [, target = ''] of text.matchAll(/(?:\bfrom |\bimport\(|^import )'(\.[^']+\.ts)'/gm))
    reachedFrom(join(path, '..', target), reached);
  return reached;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? sources(`${folder}/${one.name}`) : one.name.endsWith('.ts') ? [`${folder}/${one.name}`] : [],
  );
}
