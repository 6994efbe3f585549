import { describe, expect, test } from '@jest/globals';
import { seen, unavailable } from '../../src/domain/observation.ts';
import {
  changedSince,
  type FactRequest,
  factKey,
  lastPromotion,
  people,
  requiredCheck,
} from '../../src/engine/fact-requests.ts';
import type { FactSource } from '../../src/engine/ports.ts';
import { firstAnswer } from '../../src/evidence/combine-facts.ts';
import { recordedFacts } from '../../src/evidence/recorded-facts.ts';

const file = (...facts: unknown[]): unknown => ({ schema: 'pilot-readiness/facts/v1', facts });

describe('recorded facts', () => {
  test('answer what was recorded, as known or as not known, and nothing else', async () => {
    const source = recordedFacts(
      file(
        { ask: { kind: 'people', args: { who: ['ravi', 'dana'] } }, answer: [{ who: 'ravi' }] },
        {
          ask: { kind: 'changed-since', args: { globs: ['src/**'], commit: 'abc' } },
          answer: { ancestor: true, changed: [] },
        },
        { ask: { kind: 'required-check', args: { context: 'x' } }, answer: { unavailable: '403' } },
      ),
    );
    const asks = [people(['dana', 'ravi']), changedSince(['src/**'], 'abc'), requiredCheck('x'), lastPromotion()];
    const answers = await source.answer(asks);
    expect(asks.map((request: FactRequest) => answers.get(factKey(request)))).toEqual([
      seen([{ who: 'ravi' }], { path: '' }),
      seen({ ancestor: true, changed: [] }, { path: '' }),
      unavailable('403', 'github'),
      unavailable('the recorded facts do not answer "last-promotion"', 'github'),
    ]);
  });

  test.each([
    ['nothing', undefined],
    ['another schema', { schema: 'x', facts: [] }],
    ['an unknown kind', file({ ask: { kind: 'weather', args: {} }, answer: 1 })],
    ['an unknown key', file({ ask: { kind: 'people', args: {} }, answer: 1, note: 'x' })],
    ['one ask twice', file(...[1, 2].map((answer) => ({ ask: { kind: 'releases', args: {} }, answer })))],
  ])('%s is refused', (_, json) => {
    expect(() => recordedFacts(json, 'facts.json')).toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringContaining('facts.json') }),
    );
  });
});

describe('several sources', () => {
  const source = (known: Record<string, unknown>, reason: string): FactSource & { batches: string[][] } => {
    const batches: string[][] = [];
    return {
      batches,
      answer: async (asks) => {
        batches.push(asks.map((request) => request.kind));
        return new Map(
          asks.map((request) => [
            factKey(request),
            request.kind in known ? seen(known[request.kind], { path: '' }) : unavailable(reason, 'github'),
          ]),
        );
      },
    };
  };

  test('are asked in turn for what is left, in one batch each', async () => {
    const a = source({ people: 1 }, 'a does not know');
    const b = source({ releases: 2, people: 'never asked' }, 'b does not know');
    const requests: FactRequest[] = [people(['x']), people(['x']), lastPromotion(), requiredCheck('x')];
    const answers = await firstAnswer(a, b).answer(requests);
    expect(a.batches).toEqual([['people', 'last-promotion', 'required-check']]);
    expect(b.batches).toEqual([['last-promotion', 'required-check']]);
    expect(answers.get(factKey(people(['x'])))).toMatchObject({ value: 1 });
    expect(answers.get(factKey(lastPromotion()))).toEqual(unavailable('b does not know', 'github'));
  });

  test('are not asked when nothing is left; nobody at all is said', async () => {
    const a = source({ people: 1 }, '');
    const b = source({}, '');
    await firstAnswer(a, b).answer([people(['x'])]);
    expect(b.batches).toEqual([]);
    expect((await firstAnswer().answer([people(['x'])])).get(factKey(people(['x'])))?.state).toBe('unavailable');
  });
});
