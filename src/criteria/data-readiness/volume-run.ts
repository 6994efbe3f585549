import { addDays, day, daysBetween, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Place } from '../../domain/observation.ts';
import { columnNamed, type Table } from '../../domain/table.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { Claim } from '../shared/proofs.ts';
import { openTable } from '../shared/tables/named-rows.ts';
import { messages } from './messages.ts';

type VolumeRun = NonNullable<DataSources['volumeRun']>;

const TIME = ['day', 'date', 'at', 'time', 'timestamp'];
const VOLUME = ['processed', 'volume', 'count', 'items', 'rows'];
const HELP = ['interventions', 'manual-interventions', 'intervention', 'manual', 'touch-by', 'touch-kind', 'touched'];
const NO_HELP = /^(|0+(\.0+)?|no|n|none|false|nobody|-+)$/i;
const FIRST_LINES = 4;
/** Days that are counted at most, so that a mistyped year cannot exhaust the memory. */
const MAX_DAYS = 1_000;

/** Whether the pilot ran at the target volume for enough days without help, day by day from its log. */
export function judgeVolumeRun(
  sources: Located<DataSources>,
  files: Named,
  startedOn: string,
  minDays: number,
  now: number,
): Finding[] {
  const run = sources.value.volumeRun;
  const at = (key: keyof VolumeRun): Place => sources.at('volumeRun', key);
  if (run === undefined) return [unmet(messages.noVolumeRun({ days: minDays }), sources.at('volumeRun'))];
  const { from, to, target } = run;
  const [first, last] = [parseInstant(from) ?? 0, parseInstant(to) ?? 0];
  const days = daysBetween(first, last) + 1;
  const found = [
    ...(last > now ? [unmet(messages.volumeRunNotOver({ to }), at('to'))] : []),
    ...(from < startedOn ? [unmet(messages.volumeRunBeforePilot({ from, startedOn }), at('from'))] : []),
    ...(days < minDays
      ? [unmet(messages.volumeRunTooShort({ days: Math.max(0, days), needed: minDays }), at('to'))]
      : []),
    ...(target <= 0 ? [unmet(messages.noTargetVolume(), at('target'))] : []),
  ];
  if (found.length > 0) return found;
  const look = openTable('The log of the run', run.log, files, at('log'));
  if ('open' in look) return [look.open];
  const { path } = look.table;
  const log = readLog(look.table, first, days);
  if ('problem' in log) return [unmet(messages.logNotCountable({ problem: log.problem }), { path, line: log.line })];
  const open = judgeLog(run, log, path, minDays, at);
  if (open.length > 0) return open;
  const words = { days, from, to, lowest: Math.min(...log.perDay), target };
  return [met(messages.volumeRunPassed(words), [sources.at('volumeRun'), { path }])];
}

function judgeLog(
  { from, target, perDay: declared, interventions = 0 }: VolumeRun,
  { perDay, help }: Log,
  path: string,
  needed: number,
  at: (key: keyof VolumeRun) => Place,
): Finding[] {
  const found: Finding[] = [];
  const [first] = help;
  if (first !== undefined) {
    const places = help.slice(0, FIRST_LINES).map(({ line }) => ({ path, line }));
    found.push(unmet(messages.helpedDuringRun({ count: help.length, ...first, needed }), places));
  }
  const low = perDay.findIndex((volume) => volume < target);
  if (low >= 0) {
    const words = { on: day(addDays(parseInstant(from) ?? 0, low)), volume: perDay[low] ?? 0, target };
    found.push(unmet(messages.belowTargetVolume(words), [at('target'), { path }]));
  }
  const average = perDay.reduce((sum, volume) => sum + volume, 0) / perDay.length;
  if (found.length === 0 && declared > average + 0.5)
    found.push(unmet(messages.volumeDiffers({ declared, found: Math.floor(average) }), at('perDay')));
  if (interventions > help.length) {
    const words = { declared: interventions, found: help.length };
    found.push(unmet(messages.interventionsDiffer(words), at('interventions')));
  }
  return found;
}

/** The proof of the run, where one is named. */
export function runClaims(sources: Located<DataSources>): Claim[] {
  const proof = sources.value.volumeRun?.proof;
  const place = sources.at('volumeRun', 'proof');
  return proof === undefined ? [] : [{ what: 'The proof of the run at the target volume', proof, place }];
}

interface Log {
  perDay: number[];
  help: { line: number; words: string }[];
}

function readLog(table: Table, from: number, days: number): Log | { problem: Statement; line: number } {
  const [time, volume, helped] = [TIME, VOLUME, HELP].map((names) => columnNamed(table, names));
  if (time === undefined) return { problem: messages.noDayColumn(), line: 1 };
  if (helped === undefined) return { problem: messages.noInterventionsColumn(), line: 1 };
  const perDay = new Array<number>(Math.min(days, MAX_DAYS)).fill(0);
  const help: Log['help'] = [];
  for (const { line, cells } of table.rows) {
    const on = (cells[time] ?? '').trim();
    const at = parseInstant(on);
    if (at === undefined) return { problem: messages.notADay({ value: on, line }), line };
    const index = daysBetween(from, at);
    if (index < 0 || index >= perDay.length) continue;
    const amount = volume === undefined ? '1' : (cells[volume] ?? '').trim();
    if (!/^\d{1,15}(\.\d{1,6})?$/.test(amount)) return { problem: messages.notANumber({ value: amount, line }), line };
    perDay[index] = (perDay[index] ?? 0) + Number(amount);
    const words = (cells[helped] ?? '').trim();
    if (!NO_HELP.test(words)) help.push({ line, words });
  }
  return { perDay, help };
}
