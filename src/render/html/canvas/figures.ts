import { reaches } from '../../../criteria/shared/metrics/figures.ts';
import type { HeadlineFigure } from '../../../domain/headline-figure.ts';
import type { Report } from '../../../domain/report.ts';
import type { Tone } from './words.ts';

/** Each metric of the report once, in numbers. Where checks differ, the trigger's window and goal stand. */
export function headlineFigures(report: Report): HeadlineFigure[] {
  const all = report.criteria.flatMap(({ checks }) => checks.flatMap(({ figures }) => figures ?? []));
  const figures = [...all.filter(({ decisive }) => decisive), ...all];
  const first = new Map<string, HeadlineFigure>();
  for (const one of figures) if (!first.has(one.metric)) first.set(one.metric, one);
  return [...first.values()];
}

/** Red at the stop line, green at the goal, else open; a metric without a goal is neither good nor bad. */
export function figureTone({ now, goal, stop }: HeadlineFigure): Tone {
  if (stop !== undefined && reaches(now, stop.op, stop.value)) return 'bad';
  if (goal === undefined) return 'mute';
  return reaches(now, goal.op, goal.value) ? 'good' : 'open';
}
