import type { FactSource } from '../../../src/core/ports.ts';
import { githubFacts } from '../../../src/evidence/github/index.ts';
import { type ThrowawayRepository, throwawayRepository } from '../throwaway-repository.ts';
import { access, NAME } from './ask.ts';
import { type FakeGitHub, fakeGitHub } from './fake-github.ts';
import { serve } from './serve-repository.ts';

const ACCOUNTS = { 'ravi@acme.example': 'Ravi', 'mira@acme.example': 'mira', 'noreply@github.com': 'web-flow' };
export const COVERS = ['docs/privacy.md', 'readiness/workflow.yaml'];
export const SIGN = '/readiness sign-off privacy';

/** A pull request #9 of a served repository, with reviews as they are added. */
export interface Stage {
  fake: FakeGitHub;
  repo: ThrowawayRepository;
  sha: string;
  facts: FactSource;
  review: (by: string, state: string, body?: string, more?: object) => void;
}

export function stage(): Stage {
  const repo = throwawayRepository();
  repo.commit('start', { 'src/z.ts': '' }, { author: 'Mira <mira@acme.example>' });
  repo.commit('docs', { 'docs/privacy.md': 'one' });
  const sha = repo.commit('work', { 'readiness/workflow.yaml': 'a: 1\n', 'src/x.ts': '1' });
  const fake = fakeGitHub();
  serve(fake, repo, { accounts: ACCOUNTS });
  const reviews: object[] = [];
  fake.on('/repos/acme/pilot/pulls/9/reviews', () => ({ json: reviews }));
  pull(fake, 9, { merged_at: null, head: sha });
  const review: Stage['review'] = (by, state, body = '', more = {}) => {
    const id = reviews.length + 1;
    const at = `2026-11-${String(id).padStart(2, '0')}T10:00:00Z`;
    reviews.push({
      id,
      user: { login: by, type: 'User' },
      state,
      body,
      submitted_at: at,
      commit_id: sha,
      html_url: `https://github.example/acme/pilot/pull/9#pullrequestreview-${id}`,
      ...more,
    });
  };
  const facts = githubFacts(access(fake), { ...NAME, sha, pullRequest: 9, defaultBranch: 'main' });
  return { fake, repo, sha, facts, review };
}

export function pull(
  fake: FakeGitHub,
  number: number,
  more: { merged_at: string | null; head: string; user?: string },
  files: string[] = [],
): void {
  const side = (ref: string, sha: string): object => ({ ref, sha, repo: null });
  fake.on(`/repos/acme/pilot/pulls/${number}`, {
    number,
    state: 'open',
    merged_at: more.merged_at,
    user: { login: more.user ?? 'Ravi', type: 'User' },
    head: side('x', more.head),
    base: side('main', more.head),
    changed_files: files.length,
    commits: 1,
  });
  fake.on(
    `/repos/acme/pilot/pulls/${number}/files`,
    files.map((filename) => ({ filename })),
  );
}
