import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { catalog } from '../src/criteria/index.ts';
import { covered } from '../src/domain/cover.ts';
import type { Tree } from '../src/domain/tree.ts';
import type { FactKind, FactRequest } from '../src/engine/fact-requests.ts';
import { prepare, requestsOf } from '../src/engine/run-check.ts';
import { resolveInputs } from '../src/evidence/resolve.ts';
import { openWorktree } from '../src/git/worktree.ts';
import { policyFromDisk } from './policy-from-disk.ts';

const SAMIR = { name: 'Samir Haddad', mail: 'samir@acme-support.example', handle: 'samir-haddad' };
const SIGNERS: Record<string, { by: string; at: string }> = {
  security: { by: 'tomas-lindqvist', at: '2026-11-09T08:12:00Z' },
  privacy: { by: 'hanne-vik', at: '2026-11-09T10:47:00Z' },
};
const MERGED = '2026-08-28T09:30:00Z';

/** What GitHub would answer to each question about the example; the files and their ids are those of today. */
export async function exampleFacts(dir: string): Promise<{ ask: { kind: FactKind; args: object }; answer: unknown }[]> {
  const worktree = await openWorktree(dir, {});
  const now = Date.parse('2026-11-20T23:59:59Z');
  const policy = await policyFromDisk(worktree, catalog, now);
  const rules = (id: string) => policy.criteria[id]?.params ?? {};
  const requests = catalog.flatMap((criterion) => Object.values(criterion.inputs(rules(criterion.id))));
  const evidence = await resolveInputs(worktree.files, requests, policy.evidence);
  const prepared = catalog.map((criterion) =>
    prepare(criterion, evidence, rules(criterion.id), { profile: policy.profile, now, policy }),
  );
  const tree = await worktree.files.tree();
  if (tree.state !== 'seen') throw new Error('the example has no tree');
  const facts = [];
  for (const request of requestsOf(prepared)) {
    const { kind, ...args } = request;
    const answer = await answerTo(request, dir, tree.value);
    if (answer !== undefined) facts.push({ ask: { kind, args }, answer });
  }
  return facts;
}

async function answerTo(ask: FactRequest, dir: string, tree: Tree): Promise<unknown> {
  switch (ask.kind) {
    case 'people':
      return ask.who.map((who) => ({ who, exists: true, kind: 'user', suspended: false, humans: 1, member: true }));
    case 'approvals':
      return ask.controls.map(({ control, covers }) => ({ control, approvals: [approval(control, covers, tree)] }));
    case 'value-history':
      return {
        path: ask.path,
        pointer: ask.pointer,
        values: [
          {
            value: await valueAt(dir, ask),
            commit: '0d4e8c1b5a6f7d8e9c0b1a2f3d4e5c6b7a8f9e0d',
            declaredAt: MERGED,
            mergedAt: MERGED,
            author: SAMIR,
          },
        ],
      };
    case 'authorship':
      return {
        commits: Array.from({ length: 6 }, (_none, index) => ({
          commit: String(index).repeat(40),
          author: SAMIR,
          committer: SAMIR,
          coAuthors: [],
          declaredAt: `2026-10-0${index + 1}T10:00:00Z`,
          paths: ['src/triage.py'],
        })),
      };
    case 'required-check':
      return { required: true, boundToApp: true, source: 'ruleset production' };
    case 'releases':
      return {
        releases: [
          { tag: 'v0.9.1', commit: '1'.repeat(40), at: '2026-10-12T09:00:00Z' },
          { tag: 'v0.9.2', commit: '2'.repeat(40), at: '2026-11-03T09:00:00Z' },
        ],
        deployments: [],
      };
    case 'newest-run':
    case 'workflow-run':
      return { found: true, conclusion: 'success', headSha: '2'.repeat(40), at: '2026-10-28T18:20:00Z' };
    case 'acceptance':
      return { accepted: false };
    case 'last-promotion':
      return {};
    default:
      return undefined;
  }
}

function approval(control: string, covers: string[], tree: Tree) {
  const signer = SIGNERS[control] ?? { by: 'nobody', at: MERGED };
  const list = covered(tree, covers).map(({ path, mode, blob }) => ({ path, mode, blob }));
  return {
    ...signer,
    source: 'record-pull-request',
    commit: '5be1d0c2a7f94e3b8c6d1a2f3e4b5c6d7e8f9a0b',
    covered: list,
    eligible: true,
    authored: [],
    human: true,
    withdrawn: false,
  };
}

async function valueAt(dir: string, { path, pointer }: { path: string; pointer: string }): Promise<unknown> {
  let value: unknown = parse(await readFile(join(dir, path), 'utf8'));
  for (const key of pointer.split('.')) value = (value as Record<string, unknown> | undefined)?.[key];
  return value ?? null;
}
