import { type Observation, unavailable } from '../domain/observation.ts';
import { factKey } from '../engine/fact-requests.ts';
import type { FactSource } from '../engine/ports.ts';

/**
 * Asks each source in turn for what is still unavailable: at most one batch per source, none once everything is
 * answered. What no source can answer keeps the reason of the last one.
 */
export function firstAnswer(...sources: FactSource[]): FactSource {
  return {
    answer: async (asks) => {
      const answers = new Map<string, Observation<unknown>>();
      let open = [...new Map(asks.map((request) => [factKey(request), request])).values()];
      for (const source of sources) {
        if (open.length === 0) break;
        const found = await source.answer(open);
        for (const [key, answer] of found) answers.set(key, answer);
        open = open.filter((request) => (answers.get(factKey(request))?.state ?? 'unavailable') === 'unavailable');
      }
      for (const request of open) {
        const key = factKey(request);
        if (!answers.has(key)) answers.set(key, unavailable('no source of facts is available', 'github'));
      }
      return answers;
    },
  };
}
