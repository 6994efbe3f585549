import { execFileSync } from 'node:child_process';
import type { FakeGitHub, Reply } from './fake-github.ts';
import type { ThrowawayRepository } from './throwaway-repository.ts';

export interface Served {
  name?: string;
  /** Accounts by mail address. */
  accounts?: Record<string, string>;
  /** Trees with more entries are truncated. */
  mostEntries?: number;
}

/** Serves the objects and history of a git repository like GitHub, computed by git for each request. */
export function serve(fake: FakeGitHub, repo: ThrowawayRepository, options: Served = {}): void {
  const { name = 'acme/pilot', accounts = {}, mostEntries = 100_000 } = options;
  const missing: Reply = { status: 404, json: { message: 'Not Found' } };
  const git = (...args: string[]): string | undefined => {
    try {
      return repo.git(...args);
    } catch {
      return undefined;
    }
  };
  const at = `/repos/${name}`;
  fake.on(at, { default_branch: 'main', owner: { login: name.split('/')[0], type: 'Organization' } });
  fake.on(`${at}/branches/:branch`, ({ groups: [branch] }) => {
    const sha = git('rev-parse', '--verify', '--quiet', `refs/heads/${branch}`);
    return sha === undefined ? missing : { json: { commit: { sha } } };
  });
  fake.on(`${at}/git/trees/:id`, ({ groups: [id], query }) => {
    const recursive = query.has('recursive');
    const out = git('ls-tree', '-z', '-l', '--full-tree', ...(recursive ? ['-r', '-t'] : []), String(id));
    if (out === undefined) return missing;
    const tree = out
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => {
        const [info = '', path = ''] = line.split('\t');
        const [mode = '', type = '', sha = '', size = '-'] = info.split(/ +/);
        return { path, mode, type, sha, ...(size === '-' ? {} : { size: Number(size) }) };
      });
    return { json: { sha: id, tree: tree.slice(0, mostEntries), truncated: tree.length > mostEntries } };
  });
  fake.on(`${at}/git/blobs/:id`, ({ groups: [id] }) => {
    if (git('cat-file', '-t', String(id)) !== 'blob') return missing;
    const bytes = execFileSync('git', ['cat-file', 'blob', String(id)], { cwd: repo.dir });
    return { json: { sha: id, size: bytes.length, encoding: 'base64', content: bytes.toString('base64') } };
  });
  const account = (mail: string): unknown => (accounts[mail] === undefined ? null : { login: accounts[mail] });
  const commitOf = (record: string): unknown => {
    const [sha, tree, parents = '', an, ae = '', ad, cn, ce = '', cd, message] = record.split('\x1f');
    return {
      sha,
      commit: {
        author: { name: an, email: ae, date: new Date(ad ?? '').toISOString() },
        committer: { name: cn, email: ce, date: new Date(cd ?? '').toISOString() },
        message,
        tree: { sha: tree },
        verification: { verified: ce === 'noreply@github.com' },
      },
      author: account(ae),
      committer: account(ce),
      parents: parents.split(' ').flatMap((parent) => (parent === '' ? [] : [{ sha: parent }])),
    };
  };
  const FORMAT = '--format=%H%x1f%T%x1f%P%x1f%an%x1f%ae%x1f%aI%x1f%cn%x1f%ce%x1f%cI%x1f%B%x1e';
  const log = (...args: string[]): unknown[] | undefined =>
    git('log', FORMAT, ...args)
      ?.split('\x1e')
      .map((record) => record.replace(/^\n/, ''))
      .filter((record) => record !== '')
      .map(commitOf);
  fake.on(`${at}/commits`, ({ query }) => {
    const path = query.get('path');
    // Like GitHub: the simplified history of a path.
    const list = log(query.get('sha') ?? 'main', '--', ...(path === null ? [] : [path]));
    return list === undefined ? missing : { json: list };
  });
  fake.on(`${at}/commits/:ref`, ({ groups: [ref] }) => {
    const list = log('-1', String(ref), '--');
    return list?.[0] === undefined
      ? { status: 422, json: { message: `No commit found for SHA: ${ref}` } }
      : { json: list[0] };
  });
  fake.on(`${at}/commits/:sha/pulls`, []);
  fake.on(`${at}/compare/:range`, ({ groups: [range = ''] }) => {
    const [base = '', head = ''] = range.split('...');
    const sha = git('merge-base', base, head);
    return sha === undefined ? missing : { json: { merge_base_commit: { sha } } };
  });
}
