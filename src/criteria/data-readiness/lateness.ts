import { type Finding, met, notVerified, quote, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import { noSources } from './sources.ts';

const AS_IT_COMES =
  /\b(real[- ]?time|stream(s|ed|ing)?|continuous(ly)?|live|instant(ly)?|as (it|they) (arrives?|comes?|happens?))\b/i;

/** Whether each source that is used as it comes has a limit of lateness, and an alert that speaks of it. */
export function judgeLateness(sources: Located<DataSources>, files: Named): Finding[] {
  const none = noSources(sources);
  if (none !== undefined) return [none];
  const list = sources.value.sources ?? [];
  const live = list.flatMap((source, index) =>
    source.realTime === true || (source.realTime === undefined && AS_IT_COMES.test(source.refresh))
      ? [{ source, index }]
      : [],
  );
  const found = live.flatMap(({ source: { id, system, lateness }, index }): Finding[] => {
    if (lateness === undefined)
      return [
        unmet(`${id} is used as it comes, and nothing says how late it may be`, sources.at('sources', index), {
          part: id,
          remedy: `Add lateness: { objective: 15 min, alert: … } to ${id}; if it is not used as it comes, write real-time: false.`,
        }),
      ];
    const place = sources.at('sources', index, 'lateness', 'alert');
    const alert = files.text(lateness.alert);
    if (alert.state === 'unavailable') return [notVerified(alert.reason, alert.resolvableBy, place)];
    if (alert.state !== 'seen')
      return [
        unmet(`The alert of ${id}, ${quote(lateness.alert, 90)}, is not there or is no text`, place, {
          part: id,
          cause: `${alert.state}:${lateness.alert}`,
          remedy: 'Commit the alert rule, or correct the path.',
        }),
      ];
    if (alert.value.includes(id) || alert.value.includes(system)) return [];
    return [
      unmet(`${lateness.alert} says nothing of ${id}`, [place, { path: lateness.alert }], {
        part: id,
        remedy: `Add an alert for late data of ${id}, with that name in it.`,
      }),
    ];
  });
  if (found.length > 0) return found;
  return [
    met(
      live.length === 0
        ? 'No data source is used as it comes'
        : `${live.length} data sources are used as they come, each with a limit and an alert`,
      sources.at('sources'),
    ),
  ];
}
