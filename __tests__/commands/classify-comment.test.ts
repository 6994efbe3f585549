import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CommentEvent, classifyComment } from '../../src/commands/classify-comment.ts';
import { tamperingEntry } from '../../src/commands/entry.ts';
import { tamperingSchema } from '../../src/engine/decisions/decision.ts';

const WRITTEN = '2026-11-20T11:59:00Z';

const event = (over: Partial<CommentEvent> = {}): CommentEvent => ({
  action: 'created',
  kind: 'comment',
  id: 5,
  pullRequest: 9,
  body: 'Read it.\n/readiness sign-off privacy',
  author: { login: 'Mira', type: 'User' },
  sender: { login: 'Mira' },
  viaApp: false,
  createdAt: WRITTEN,
  updatedAt: WRITTEN,
  seenAt: '2026-11-20T12:00:00Z',
  ...over,
});

describe('a new comment', () => {
  test('of a person is heard', () => {
    expect(classifyComment(event(), false)).toEqual({
      kind: 'commands',
      by: 'mira',
      at: WRITTEN,
      lines: [{ verb: 'sign-off', rest: 'privacy', line: 2 }],
    });
  });

  test.each<[string, { [K in keyof CommentEvent]?: CommentEvent[K] | undefined }, RegExp]>([
    ['of a bot', { author: { login: 'x', type: 'Bot' } }, /bots/],
    ['of an account that is called like one', { author: { login: 'x[bot]', type: 'User' } }, /bots/],
    ['of an organization', { author: { login: 'acme', type: 'Organization' } }, /bots/],
    ['that an App wrote for a person', { viaApp: true }, /bots/],
    ['of a deleted account', { author: undefined }, /bots/],
    ['on something else', { pullRequest: undefined }, /not on a pull request/],
    ['that quotes', { body: '> /readiness sign-off privacy' }, /no command/],
    ['with a fence', { body: '```\n/readiness sign-off privacy\n```' }, /no command/],
    ['without a word', { body: '' }, /no command/],
  ])('%s is not', (_name, over, because) => {
    const classified = classifyComment({ ...event(), ...over } as CommentEvent, false);
    expect(classified.kind === 'nothing' ? classified.because : classified.kind).toMatch(because);
  });

  test('whose two moments GitHub wrote a second apart is heard: an edit is told by its own event', () => {
    expect(classifyComment(event({ updatedAt: '2026-11-20T11:59:01Z' }), false).kind).toBe('commands');
  });

  test.each(['', 'yesterday'])('whose moment of change reads "%s" is not heard', (updatedAt) => {
    expect(classifyComment(event({ updatedAt }), false).kind).toBe('edited-before-processed');
  });

  test('that was edited before it was heard is void, and its writer is told', () => {
    expect(classifyComment(event({ updatedAt: '2026-11-20T11:59:03Z' }), false)).toEqual({
      kind: 'edited-before-processed',
      by: 'mira',
    });
  });
});

describe('an edited or deleted comment', () => {
  test.each<[string, Partial<CommentEvent>, boolean, string]>([
    ['that holds a command', { action: 'edited', before: 'x' }, false, 'edited, told'],
    ['that held one', { action: 'edited', body: 'x', before: '/readiness hold' }, false, 'edited'],
    ['on which decisions rest, whatever it said', { action: 'edited', body: 'x' }, true, 'edited'],
    ['edited by somebody else', { action: 'edited', sender: { login: 'Admin' }, before: 'x' }, false, 'edited, told'],
    ['of a bot', { action: 'edited', author: { login: 'x', type: 'Bot' }, before: 'x' }, false, 'edited'],
    ['that was deleted', { action: 'deleted' }, false, 'deleted'],
    ['that was deleted, and decisions rest on it', { action: 'deleted', body: '' }, true, 'deleted'],
    ['where no command stood', { action: 'edited', body: 'x', before: 'y' }, false, 'nothing'],
    ['whose text did not change', { action: 'edited', before: event().body }, true, 'nothing'],
    ['deleted without a command', { action: 'deleted', body: 'x' }, false, 'nothing'],
  ])('%s', (_name, over, isRecorded, expected) => {
    const classified = classifyComment(event(over), isRecorded);
    const said =
      classified.kind === 'tampered'
        ? `${classified.tampering.how}${classified.reply ? ', told' : ''}`
        : classified.kind;
    expect(said).toBe(expected);
    if (classified.kind !== 'tampered') return;
    expect(tamperingSchema.parse(classified.tampering)).toEqual(classified.tampering);
    expect(tamperingEntry(classified.tampering)).toMatchObject({
      kind: 'tampered',
      pullRequest: 9,
      subject: 'comment:5',
    });
  });

  test('nothing that it says makes it a command', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.boolean(),
        fc.constantFrom('edited' as const, 'deleted' as const),
        (body, known, action) => {
          expect(classifyComment(event({ action, body, before: '/readiness hold' }), known).kind).not.toBe('commands');
        },
      ),
    );
  });
});
