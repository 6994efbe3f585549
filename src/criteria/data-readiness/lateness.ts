import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import { openText } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';
import type { Source } from './sources.ts';

const REAL_TIME =
  /\b(real[- ]?time|stream(s|ed|ing)?|continuous(ly)?|live|instant(ly)?|as (it|they) (arrives?|comes?|happens?))\b/i;

/** Whether each source that is used in real time has a limit on delay, and an alert that mentions the source. */
export function judgeLateness(sources: Located<DataSources>, files: Named): Finding[] {
  const list = sources.value.sources ?? [];
  const found = list.flatMap(({ id: part, system, lateness, ...source }, index): Finding[] => {
    if (!isRealTime(source)) return [];
    if (lateness === undefined)
      return [unmet(messages.noLatenessLimit({ id: part }), sources.at('sources', index), { part })];
    const { alert: path } = lateness;
    const place = sources.at('sources', index, 'lateness', 'alert');
    const alert = openText(files, path, { what: `The alert of ${part}`, place, part });
    if ('open' in alert) return [alert.open];
    if (alert.text.includes(part) || alert.text.includes(system)) return [];
    return [unmet(messages.alertWithoutSource({ path, id: part }), [place, { path }], { part })];
  });
  if (found.length > 0) return found;
  const count = list.filter(isRealTime).length;
  return [met(count === 0 ? messages.nothingInRealTime() : messages.latenessLimited({ count }), sources.at('sources'))];
}

function isRealTime({ realTime, refresh }: Pick<Source, 'realTime' | 'refresh'>): boolean {
  return realTime ?? REAL_TIME.test(refresh);
}
