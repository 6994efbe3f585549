import { describe, expect, test } from '@jest/globals';
import { defined } from '../../src/domain/defined.ts';

describe('defined', () => {
  test('drops undefined properties and keeps every other value', () => {
    const value = (text?: string): { a?: string; b: number; c: null; d: boolean; e: string } =>
      defined({ a: text, b: 0, c: null, d: false, e: '' });
    expect(Object.keys(value())).toEqual(['b', 'c', 'd', 'e']);
    expect(value('x')).toEqual({ a: 'x', b: 0, c: null, d: false, e: '' });
  });
});
