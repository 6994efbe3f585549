import { describe, expect, test } from '@jest/globals';
import { readEvent } from '../../src/app/events.ts';
import type { PullRequestUpdate } from '../../src/store/inbox.ts';
import type { Route } from '../../src/store/route.ts';

const APP = 4242;
const [A, B] = ['a'.repeat(40), 'b'.repeat(40)];
const about = {
  repository: { id: 5, name: 'triage', full_name: 'acme/triage', default_branch: 'main', topics: [] },
  installation: { id: 7, account: { login: 'acme' } },
  organization: { login: 'acme' },
};
const pull = { number: 3, state: 'open', head: { sha: A }, base: { ref: 'production' } };
const seen: PullRequestUpdate = { kind: 'pull', pullRequest: 3, sha: A, baseRef: 'production' };
const onPull: Route = { to: 'pulls', numbers: [3] };
const comment = (body: string, more: object = {}, issue: object = { number: 3, pull_request: {} }): object => ({
  action: 'created',
  comment: { id: 8, body, user: { login: 'mira', type: 'User' }, ...more },
  issue,
});
const run = (action: string, app: number, external = ''): object => ({
  action,
  check_run: { head_sha: A, external_id: external, app: { id: app } },
});
const pushed = (ref: string, modified: string[], more: object = {}): object => ({
  ref: `refs/heads/${ref}`,
  after: B,
  commits: [{ added: [], modified, removed: [] }],
  ...more,
});

const asked: PullRequestUpdate = { kind: 'rerequested', pullRequest: 3 };
const pendingComment = (
  action: 'created' | 'edited' | 'deleted',
  published: object | '',
  kind: 'comment' | 'review' = 'comment',
): PullRequestUpdate => ({
  kind: 'comment',
  pendingComment: {
    pullRequest: 3,
    kind,
    commentId: 8,
    action,
    edit: published === '' ? '' : JSON.stringify(published),
  },
});

describe('whom an event concerns', () => {
  test.each<[string, string, object, Route[]]>([
    ['a pull request', 'pull_request', { action: 'labeled', pull_request: pull }, [onPull]],
    [
      'a pull request that moved frees those with its former head',
      'pull_request',
      { action: 'synchronize', before: B, pull_request: pull },
      [onPull, { to: 'head', sha: B }],
    ],
    [
      'a closed one frees those with its head',
      'pull_request',
      { action: 'closed', pull_request: pull },
      [{ to: 'head', sha: A }],
    ],
    ['a review', 'pull_request_review', { action: 'submitted', pull_request: pull }, [onPull]],
    ['a command: it is answered first', 'issue_comment', comment('thanks\n/readiness'), []],
    ['a closed issue', 'issues', { action: 'closed' }, [{ to: 'promotions' }]],
    ['an opened issue', 'issues', { action: 'opened' }, []],
    ['a check of another App', 'check_run', run('completed', 1), [{ to: 'head', sha: A }]],
    ['a check of another App that begins', 'check_run', run('created', 1), []],
    ['the echo of our own check', 'check_run', run('completed', APP), []],
    ['our own check asked again', 'check_run', run('rerequested', APP), [{ to: 'head', sha: A }]],
    ['a button of our own check', 'check_run', run('requested_action', APP), [{ to: 'head', sha: A }]],
    [
      'the check of a merge group asked again',
      'check_run',
      run('rerequested', APP, '3:group:x'),
      [{ to: 'group', pullRequest: 3, sha: A }],
    ],
    [
      'our suite asked again',
      'check_suite',
      { action: 'rerequested', check_suite: { head_sha: A, app: { id: APP } } },
      [{ to: 'head', sha: A }],
    ],
    [
      'another suite asked again',
      'check_suite',
      { action: 'rerequested', check_suite: { head_sha: A, app: { id: 1 } } },
      [],
    ],
    ['a commit status', 'status', { sha: A }, [{ to: 'head', sha: A }]],
    [
      'a merge group',
      'merge_group',
      {
        action: 'checks_requested',
        merge_group: { head_ref: `refs/heads/gh-readonly-queue/release/1/pr-3-${B}`, head_sha: A },
      },
      [{ to: 'group', pullRequest: 3, sha: A }],
    ],
    ['a merge group that is gone', 'merge_group', { action: 'destroyed', merge_group: {} }, []],
    [
      'a merge group that is not understood',
      'merge_group',
      { action: 'checks_requested', merge_group: { head_ref: 'refs/heads/x', head_sha: A } },
      [],
    ],
    ['a push of the policy', 'push', pushed('main', ['.github/pilot-readiness.yml']), [{ to: 'repository' }]],
    ['a forced push', 'push', pushed('main', [], { forced: true }), [{ to: 'repository' }]],
    ['a push whose files are not told', 'push', pushed('main', [], { commits: [] }), [{ to: 'repository' }]],
    ['a push of evidence', 'push', pushed('main', ['docs/runbook.md']), [{ to: 'promotions' }]],
    ['a push to another branch', 'push', pushed('production', []), [{ to: 'promotions', base: 'production' }]],
    ['a deleted branch', 'push', pushed('production', [], { deleted: true }), []],
    ['a tag', 'push', { ref: 'refs/tags/v1', after: A }, []],
    [
      'a queue that shows itself by pushes',
      'push',
      pushed(`gh-readonly-queue/main/pr-3-${A}`, []),
      [{ to: 'group', pullRequest: 3, sha: B }],
    ],
    ['other topics', 'repository', { action: 'edited', changes: {} }, [{ to: 'repository' }]],
    ['an archived repository', 'repository', { action: 'archived' }, []],
    ['other properties', 'custom_property_values', {}, [{ to: 'repository' }]],
    ['a member of a team', 'membership', {}, [{ to: 'account', login: 'acme' }]],
    ['a team', 'team', {}, [{ to: 'account', login: 'acme' }]],
    ['a member of the organization', 'organization', { action: 'member_removed' }, [{ to: 'account', login: 'acme' }]],
    ['a collaborator', 'member', {}, [{ to: 'promotions' }]],
    ['protection of a branch', 'branch_protection_rule', {}, [{ to: 'repository' }]],
    ['a ruleset of the repository', 'repository_ruleset', {}, [{ to: 'repository' }]],
    [
      'a ruleset of the organization',
      'repository_ruleset',
      { repository: undefined },
      [{ to: 'pilots', login: 'acme' }],
    ],
    ['a deployment', 'deployment_status', {}, [{ to: 'promotions' }]],
    [
      'the App is installed',
      'installation',
      { action: 'created', repositories: [{ full_name: 'acme/x' }, { full_name: '../x' }] },
      [{ to: 'repositories', names: ['acme/x'] }],
    ],
    ['more rights', 'installation', { action: 'new_permissions_accepted' }, [{ to: 'pilots', login: 'acme' }]],
    ['an event nobody knows', 'toString', {}, []],
    ['a number that is none', 'pull_request', { pull_request: { ...pull, number: 2 ** 40 } }, []],
    ['text for a number', 'pull_request', { pull_request: { ...pull, number: '3' } }, []],
  ])('%s', (_name, event, payload, routes) => {
    const heard = readEvent(event, { ...about, ...payload }, APP);
    expect(heard.routes).toEqual(routes);
    expect(heard.installationId).toBe(7);
  });

  test('the policy of an organization touches all of its pilots', () => {
    const repository = { ...about.repository, name: '.github', full_name: 'acme/.github' };
    const routes = (event: string, payload: object): unknown =>
      readEvent(event, { ...about, repository, ...payload }, APP).routes;
    const all = { to: 'pilots', login: 'acme' };
    expect(routes('push', pushed('main', ['.github/pilot-readiness.yaml']))).toEqual([all, { to: 'repository' }]);
    expect(routes('push', pushed('main', ['profile/README.md']))).toEqual([{ to: 'promotions' }]);
    expect(routes('push', { ...pushed('main', ['x']), organization: undefined })).toEqual([{ to: 'promotions' }]);
    expect(routes('repository', { action: 'deleted' })).toEqual([all]);
    expect(routes('repository', { action: 'privatized' })).toEqual([{ to: 'repository' }, all]);
    expect(routes('repository', { action: 'edited' })).toEqual([{ to: 'repository' }]);
    const installation = { id: 7, account: { login: 'acme' } };
    const added = { action: 'added', repositories_added: [{ full_name: 'acme/.github' }], installation };
    expect(routes('installation_repositories', added)).toEqual([{ to: 'repositories', names: ['acme/.github'] }, all]);
  });

  test.each<[string, string, object, PullRequestUpdate[]]>([
    ['an open pull request', 'pull_request', { action: 'opened', pull_request: pull }, [seen]],
    [
      'a closed one',
      'pull_request',
      { action: 'closed', pull_request: pull },
      [{ kind: 'closed', pullRequest: 3, isMerged: false }],
    ],
    [
      'a merged one',
      'pull_request',
      { action: 'closed', pull_request: { ...pull, merged: true } },
      [{ kind: 'closed', pullRequest: 3, isMerged: true }],
    ],
    ['a review of a closed one', 'pull_request_review', { pull_request: { ...pull, state: 'closed' } }, []],
    ['a head that is none', 'pull_request', { pull_request: { ...pull, head: { sha: 'x' } } }, []],
    ['a command', 'issue_comment', comment('thanks\n/readiness'), [asked, pendingComment('created', '')]],
    ['a command of a bot', 'issue_comment', comment('/readiness', { user: { type: 'Bot' } }), []],
    ['a command through an App', 'issue_comment', comment('/readiness', { performed_via_github_app: {} }), []],
    ['a comment that only mentions it', 'issue_comment', comment('see /readiness'), []],
    ['a quoted command', 'issue_comment', comment('> /readiness'), []],
    ['a fenced command', 'issue_comment', comment('```\n/readiness\n```'), []],
    ['a command on an issue', 'issue_comment', comment('/readiness', {}, { number: 3 }), []],
    [
      'an edit that takes a command away',
      'issue_comment',
      { ...comment('x'), action: 'edited', changes: { body: { from: '/readiness hold' } }, sender: { login: 'ines' } },
      [pendingComment('edited', { body: 'x', before: '/readiness hold', author: 'mira', sender: 'ines' })],
    ],
    [
      'a deleted comment, whatever it said',
      'issue_comment',
      { ...comment('x'), action: 'deleted', sender: { login: 'ines' } },
      [pendingComment('deleted', { body: 'x', author: 'mira', sender: 'ines' })],
    ],
    ['a comment that was pinned', 'issue_comment', { ...comment('/readiness'), action: 'pinned' }, []],
    [
      'a command in a review',
      'pull_request_review',
      {
        action: 'submitted',
        pull_request: pull,
        review: { id: 8, body: '/readiness', user: { login: 'm', type: 'User' } },
      },
      [seen, asked, pendingComment('created', '', 'review')],
    ],
    ['a run asked again', 'check_run', run('rerequested', APP), [{ kind: 'rerequested', sha: A }]],
    ['another name', 'repository', { action: 'renamed' }, [{ kind: 'renamed', repositoryId: 5 }]],
    [
      'a tag taken away',
      'repository',
      { action: 'edited', changes: { topics: { from: ['pilot', 'x'] } }, sender: { login: 'mallory' } },
      [{ kind: 'untagged', by: 'mallory' }],
    ],
    ['another tag taken away', 'repository', { action: 'edited', changes: { topics: { from: ['x'] } } }, []],
    [
      'a repository that is gone',
      'repository',
      { action: 'deleted' },
      [{ kind: 'removed', repositories: ['acme/triage'] }],
    ],
    ['an installation that is gone', 'installation', { action: 'deleted' }, [{ kind: 'removed' }]],
    [
      'repositories that are gone',
      'installation_repositories',
      { action: 'removed', repositories_removed: [{ full_name: 'acme/x' }] },
      [{ kind: 'removed', repositories: ['acme/x'] }],
    ],
  ])('remembers %s', (_name, event, payload, updates) => {
    expect(readEvent(event, { ...about, ...payload }, APP).updates).toEqual(updates);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['no installation', { repository: about.repository, pull_request: pull }],
  ])('hostile payload: %s', (_name, payload) => {
    expect(readEvent('pull_request', payload, APP)).toMatchObject({ routes: [], updates: [] });
  });

  test('a path for a name is no repository', () => {
    const hostile = { ...about, repository: { full_name: '../../x' }, pull_request: pull };
    expect(readEvent('pull_request', hostile, APP).repository).toBeUndefined();
  });
});
