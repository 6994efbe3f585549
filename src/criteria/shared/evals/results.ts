import { addDays, day, daysBetween } from '../../../domain/dates.ts';
import { type Finding, stale, unmet } from '../../../domain/finding.ts';
import type { Statement } from '../../../domain/message.ts';
import type { Place } from '../../../domain/observation.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { EvalClass, Evals } from '../../../evidence/schema/evals.ts';
import { casesNeeded } from '../statistics/cases-needed.ts';
import { Z_ONE_SIDED } from '../statistics/quantiles.ts';
import { wilson } from '../statistics/wilson.ts';
import {
  applicableClasses,
  type CountedCase,
  type CountedFile,
  describeMarker,
  distinctCases,
  tallyCases,
} from './cases.ts';
import { judgeMapping } from './mapping.ts';
import { messages } from './messages.ts';
import { madeAt } from './provenance.ts';
import { placeOf } from './suite.ts';

export interface QualityLimits {
  maxAgeDays: number;
  maxErrors: number;
  maxSkips: number;
  /** Whether the Wilson lower bound must reach a threshold, and not only the rate. */
  byInterval: boolean;
  /** The lowest threshold that a class may have: below it, results prove nothing. */
  minThreshold: number;
}

/** Whether a run is complete, recent, of the declared model, with few errors and skips. `until` is when it is too old. */
export function judgeRun(
  evals: Located<Evals>,
  { file, named, cases }: CountedFile,
  limits: QualityLimits,
  now: number,
): { findings: Finding[]; until?: number } {
  const { path, run } = file;
  const place = { path };
  const findings: Finding[] = judgeMapping(file, placeOf(evals, named.index));
  if (run.status !== 'complete') {
    const reason = run.statusReason ?? 'no reason given';
    findings.push(unmet(messages.runIncomplete({ path, status: run.status, reason }), place));
  }
  const { total, error, none, skip } = tallyCases(cases);
  const limitShare = (count: number, most: number, statement: typeof messages.tooManyErrors): void => {
    if (total > 0 && count / total > most)
      findings.push(unmet(statement({ count, total, limit: percent(most) }), [place, placeOf(evals, named.index)]));
  };
  limitShare(error + none, Math.min(limits.maxErrors, evals.value.maxErrors ?? 1), messages.tooManyErrors);
  limitShare(skip, Math.min(limits.maxSkips, evals.value.maxSkips ?? 1), messages.tooManySkips);
  const { model } = evals.value;
  if (model !== undefined && run.models.length > 0 && !run.models.some((one) => isSameModel(one, model)))
    findings.push(
      unmet(messages.otherModel({ path, models: run.models.slice(0, 3), model }), [place, evals.at('model')]),
    );
  const at = madeAt(file);
  if (at === undefined) return { findings: [...findings, unmet(messages.noRunTime({ path }), place)] };
  const until = addDays(at, limits.maxAgeDays);
  if (at > now) findings.push(unmet(messages.runInFuture({ path, day: day(at) }), place));
  else if (now >= until) {
    const words = { path, day: day(at), days: daysBetween(at, now), limit: limits.maxAgeDays };
    findings.push(stale(messages.resultsTooOld(words), place));
  }
  return { findings, until };
}

/** Compares without the prefix of a provider, as in `openai/large-3`. */
function isSameModel(ran: string, wanted: string): boolean {
  const whole = (name: string): string => name.toLowerCase().trim();
  const bare = (name: string): string | undefined => whole(name).split(/[/:]/).at(-1);
  return whole(ran) === whole(wanted) || bare(ran) === bare(wanted);
}

/** Each class against its threshold, recomputed from its cases: errors and missing verdicts are not passes. */
export function judgeThresholds(
  evals: Located<Evals>,
  counted: CountedFile[],
  { byInterval, minThreshold }: Pick<QualityLimits, 'byInterval' | 'minThreshold'>,
): { findings: Finding[]; reached: Statement[] } {
  const { cases } = distinctCases(evals.value, counted);
  const places = counted.map(({ file }) => ({ path: file.path }));
  const judged = applicableClasses(evals.value).map((name): Statement | Finding => {
    const part = name;
    const threshold = evals.value.thresholds[name];
    if (threshold === undefined) return unmet(messages.noThreshold({ class: name }), evals.at('thresholds'), { part });
    const at = evals.at('thresholds', name);
    if (threshold < minThreshold) {
      const words = { class: name, threshold: percent(threshold), limit: percent(minThreshold) };
      return unmet(messages.thresholdTooLow(words), at, { part });
    }
    const one = judgeThreshold(evals.value, name, threshold, cases, byInterval);
    return one.isReached ? one.statement : unmet(one.statement, [at, ...places], { part });
  });
  return {
    findings: [...judged.filter((one) => 'outcome' in one), ...judgeUnmarked(evals, cases, places)],
    reached: judged.filter((one) => !('outcome' in one)),
  };
}

/** Cases without a class, by the lowest threshold: removing the marker of a failed case does not hide it. */
function judgeUnmarked(evals: Located<Evals>, all: CountedCase[], places: Place[]): Finding[] {
  const threshold = Math.min(...applicableClasses(evals.value).flatMap((name) => evals.value.thresholds[name] ?? []));
  const { ran, pass } = tallyCases(all.filter((one) => one.class === undefined));
  if (ran === 0 || !Number.isFinite(threshold) || pass / ran >= threshold - 1e-12) return [];
  const words = { passed: pass, ran, rate: percent(pass / ran), threshold: percent(threshold) };
  const missing = Math.ceil(threshold * ran - 1e-9) - pass;
  return [unmet(messages.unmarkedMissed({ ...words, missing }), [evals.at('classes'), ...places])];
}

function judgeThreshold(
  evals: Evals,
  name: EvalClass,
  threshold: number,
  cases: CountedCase[],
  byInterval: boolean,
): { isReached: boolean; statement: Statement } {
  const { ran, pass } = tallyCases(cases.filter((one) => one.class === name));
  if (ran === 0)
    return { isReached: false, statement: messages.noCaseRan({ class: name, marker: describeMarker(name, evals) }) };
  const rate = pass / ran;
  const { lower } = wilson({ events: pass, total: ran }, Z_ONE_SIDED);
  const words = {
    class: name,
    passed: pass,
    ran,
    rate: percent(rate),
    lower: percent(Math.floor(lower * 100) / 100),
    threshold: percent(threshold),
  };
  if (rate < threshold - 1e-12) {
    const missing = Math.ceil(threshold * ran - 1e-9) - pass;
    return { isReached: false, statement: messages.thresholdMissed({ ...words, missing }) };
  }
  // No sample proves 100 %: there every case must pass, and no more can be required.
  const advice = lower >= threshold ? undefined : adviceFor(threshold, ran, ran - pass);
  if (advice === undefined) return { isReached: true, statement: messages.thresholdReached(words) };
  return byInterval
    ? { isReached: false, statement: messages.lowerBoundTooLow({ ...words, advice }) }
    : { isReached: true, statement: messages.thresholdReachedByRate({ ...words, advice }) };
}

/** How many cases would prove the threshold; undefined for 100 %, which no sample proves. */
export function adviceFor(threshold: number, ran: number, failures: number): Statement | undefined {
  if (threshold >= 1) return undefined;
  const words = { threshold: percent(threshold), ran, failures };
  const withoutFailure = casesNeeded(threshold, 0) ?? 1e9;
  return ran < withoutFailure
    ? messages.provenImpossible({ ...words, needed: withoutFailure })
    : messages.provenWithMore({ ...words, needed: casesNeeded(threshold, failures) ?? 'more' });
}

export function percent(share: number): string {
  const value = share * 100;
  return `${Number.isInteger(Number(value.toFixed(6))) ? value.toFixed(0) : value.toFixed(1)}%`;
}
