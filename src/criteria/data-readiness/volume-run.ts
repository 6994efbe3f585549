import { addDays, day, daysBetween, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { columnNamed, type Table } from '../../domain/table.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { Claim } from '../shared/proofs.ts';
import { openTable } from '../shared/tables/named-rows.ts';

const TIME = ['day', 'date', 'at', 'time', 'timestamp'];
const VOLUME = ['processed', 'volume', 'count', 'items', 'rows'];
const HANDS = ['interventions', 'manual-interventions', 'intervention', 'manual', 'touch-by', 'touch-kind', 'touched'];
const NOBODY = /^(|0+(\.0+)?|no|n|none|false|nobody|-+)$/i;

/** Whether the data ran at the target volume for enough days while nobody helped, day by day from the log. */
export function judgeVolumeRun(
  sources: Located<DataSources>,
  files: Named,
  startedOn: string,
  minDays: number,
  now: number,
): Finding[] {
  const run = sources.value.volumeRun;
  const at = (key: string) => sources.at('volumeRun', key);
  if (run === undefined)
    return [
      unmet('No run at full volume without anybody helping is recorded', sources.at('volumeRun'), {
        remedy: `Let it run for ${minDays} days at the target volume and write volume-run: from, to, per-day, target, log.`,
      }),
    ];
  const [from, to] = [parseInstant(run.from) ?? 0, parseInstant(run.to) ?? 0];
  const days = daysBetween(from, to) + 1;
  const found: Finding[] = [];
  const say = (problem: string, key: string, remedy: string): void => {
    found.push(unmet(problem, at(key), { remedy }));
  };
  if (to > now) say(`The run lasts until ${run.to}, which has not come yet`, 'to', `Judge again after ${run.to}.`);
  if (run.from < startedOn)
    say(
      `The run began on ${run.from}, before the pilot (${startedOn})`,
      'from',
      'Run it again with the pilot as it is.',
    );
  if (days < minDays)
    say(
      `The run lasted ${Math.max(0, days)} days; ${minDays} at least`,
      'to',
      `Let it run for ${minDays} days in a row.`,
    );
  if (run.target <= 0) say('The target volume is zero', 'target', 'Write how many a day production brings.');
  if (found.length > 0) return found;
  const look = openTable('The log of the run', run.log, files, at('log'));
  if ('open' in look) return [look.open];
  const read = readLog(look.table, from, days);
  if ('problem' in read)
    return [
      unmet(
        `The log of the run cannot be counted: ${read.problem}`,
        { path: look.table.path, line: read.line },
        {
          remedy: 'Keep one row a day or a case, with day, processed and interventions.',
        },
      ),
    ];
  const low = read.perDay.findIndex((volume) => volume < run.target);
  const sum = read.perDay.reduce((all, one) => all + one, 0);
  const [first] = read.hands;
  if (first !== undefined)
    found.push(
      unmet(
        `Somebody helped ${read.hands.length} times during the run, first in line ${first.line}: ${quote(first.words, 40)}`,
        read.hands.slice(0, 4).map(({ line }) => ({ path: look.table.path, line })),
        { remedy: `Remove the cause, then let it run ${minDays} days without help.` },
      ),
    );
  if (low >= 0)
    found.push(
      unmet(
        `On ${day(addDays(from, low))} the run carried ${read.perDay[low]}; the target is ${run.target} a day`,
        [at('target'), { path: look.table.path }],
        { remedy: 'Run at the target volume on every day of the window.' },
      ),
    );
  if (found.length === 0 && run.perDay > sum / days + 0.5)
    say(
      `${run.perDay} a day are declared, the log gives ${Math.floor(sum / days)} on average`,
      'perDay',
      'Write what the log gives.',
    );
  if ((run.interventions ?? 0) > read.hands.length)
    say(
      `${run.interventions} interventions are declared, the log holds ${read.hands.length}`,
      'interventions',
      'Log every intervention; then run again without any.',
    );
  if (found.length > 0) return found;
  return [
    met(
      `${days} days, ${run.from} to ${run.to}, at ${Math.min(...read.perDay)} a day or more (target ${run.target}), and nobody helped`,
      [sources.at('volumeRun'), { path: look.table.path }],
    ),
  ];
}

/** The proof of the run, where one is named. */
export function runClaims(sources: Located<DataSources>): Claim[] {
  const proof = sources.value.volumeRun?.proof;
  return proof === undefined
    ? []
    : [{ what: 'The run at full volume', proof, place: sources.at('volumeRun', 'proof') }];
}

type Log = { perDay: number[]; hands: { line: number; words: string }[] } | { problem: string; line: number };

function readLog(table: Table, from: number, days: number): Log {
  const [time, volume, hands] = [TIME, VOLUME, HANDS].map((names) => columnNamed(table, names));
  if (time === undefined) return { problem: `no column says on which day (${TIME[0]})`, line: 1 };
  if (hands === undefined) return { problem: `no column tells whether somebody helped (${HANDS[0]})`, line: 1 };
  const perDay = new Array<number>(Math.min(days, 1_000)).fill(0);
  const helped: { line: number; words: string }[] = [];
  for (const { line, cells } of table.rows) {
    const at = parseInstant((cells[time] ?? '').trim());
    if (at === undefined) return { problem: `line ${line}: ${quote(cells[time] ?? '', 40)} is no day`, line };
    const index = daysBetween(from, at);
    if (index < 0 || index >= perDay.length) continue;
    const written = volume === undefined ? '1' : (cells[volume] ?? '').trim();
    if (!/^\d{1,15}(\.\d{1,6})?$/.test(written))
      return { problem: `line ${line}: ${quote(written, 40)} is no number`, line };
    perDay[index] = (perDay[index] ?? 0) + Number(written);
    const words = (cells[hands] ?? '').trim();
    if (!NOBODY.test(words)) helped.push({ line, words });
  }
  return { perDay, hands: helped };
}
