import * as finding from '../../../src/domain/finding.ts';
import type { Statement } from '../../../src/domain/message.ts';

/** Findings in a test's own words: the text is its own message. */

type Places = Parameters<typeof finding.met>[1];
type Extra = Parameters<typeof finding.met>[2] & { remedy?: string };

function inWords(make: typeof finding.met) {
  return (said: string | Statement, places: Places = [], { remedy, ...extra }: Extra = {}): finding.Finding => {
    if (typeof said !== 'string') return make(said, places, extra);
    const data = { said, ...(remedy === undefined ? {} : { remedy }) };
    const statement = {
      message: 'text',
      data,
      text: '{said}',
      ...(remedy === undefined ? {} : { remedyText: '{remedy}' }),
    };
    return make(statement, places, extra);
  };
}

export const met = inWords(finding.met);
export const unmet = inWords(finding.unmet);
export const stale = inWords(finding.stale);
export const unknown = inWords(finding.unknown);
export const notApplicable = inWords(finding.notApplicable);
