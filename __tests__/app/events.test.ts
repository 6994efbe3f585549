import { describe, expect, test } from '@jest/globals';
import { wantedBy } from '../../src/app/events.ts';

const APP = 4242;
const about = { repository: { full_name: 'acme/triage', default_branch: 'main' }, installation: { id: 7 } };
const comment = (body: string, type = 'User', issue: object = { number: 3, pull_request: {} }): object => ({
  comment: { body, user: { type } },
  issue,
});

describe('what an event asks to be judged again', () => {
  test.each<[string, string, object, number[] | undefined]>([
    ['a pull request', 'pull_request', { action: 'labeled', pull_request: { number: 3 } }, [3]],
    ['a review', 'pull_request_review', { action: 'submitted', pull_request: { number: 3 } }, [3]],
    ['a closed one frees those that share its head', 'pull_request', { action: 'closed', pull_request: {} }, [0]],
    ['a command', 'issue_comment', comment('thanks\n/readiness'), [3]],
    ['a command of a bot', 'issue_comment', comment('/readiness', 'Bot'), undefined],
    ['a comment that only mentions it', 'issue_comment', comment('see /readiness'), undefined],
    ['a command on an issue', 'issue_comment', comment('/readiness', 'User', { number: 3 }), undefined],
    ['a push to the default branch', 'push', { ref: 'refs/heads/main' }, [0]],
    ['a push elsewhere', 'push', { ref: 'refs/heads/other' }, undefined],
    ['a check of another App', 'check_run', { action: 'completed', check_run: { app: { id: 1 } } }, [0]],
    ['the echo of our own check', 'check_run', { action: 'completed', check_run: { app: { id: APP } } }, undefined],
    ['our own check asked again', 'check_run', { action: 'rerequested', check_run: { app: { id: APP } } }, [0]],
    ['an event nobody knows', 'toString', {}, undefined],
    ['a number that is none', 'pull_request', { pull_request: { number: 2 ** 40 } }, undefined],
    ['text for a number', 'pull_request', { pull_request: { number: '3' } }, undefined],
  ])('%s', (_name, event, payload, pullRequests) => {
    expect(wantedBy(event, { ...about, ...payload }, APP)).toEqual(
      pullRequests && { repository: 'acme/triage', installationId: 7, pullRequests },
    );
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['no installation', { repository: about.repository, pull_request: { number: 3 } }],
    ['a path for a name', { ...about, repository: { full_name: '../../x' }, pull_request: { number: 3 } }],
  ])('hostile payload: %s', (_name, payload) => {
    expect(wantedBy('pull_request', payload, APP)).toBeUndefined();
  });
});
