import { addDays, day, daysBetween, parseInstant } from '../../../domain/dates.ts';
import { type Finding, stale, unmet } from '../../../domain/finding.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { Evals } from '../../../evidence/schema/evals.ts';
import { casesNeeded } from '../statistics/cases-needed.ts';
import { Z_ONE_SIDED } from '../statistics/quantiles.ts';
import { wilson } from '../statistics/wilson.ts';
import { applicableClasses, type CountedFile, markerWords, tallyCases } from './cases.ts';
import { placeOf } from './suite.ts';

export interface QualityLimits {
  maxAgeDays: number;
  maxErrors: number;
  maxSkips: number;
  /** Thresholds are claimed by the Wilson lower bound instead of by the rate. */
  byInterval: boolean;
}

/** The run is whole, lately, of the declared model, with few errors and skips. `until` is when it will be too old. */
export function judgeRun(
  evals: Located<Evals>,
  { file, named, cases }: CountedFile,
  limits: QualityLimits,
  now: number,
): { findings: Finding[]; until?: number } {
  const place = { path: file.path };
  const findings: Finding[] = [];
  const { run, provenance } = file;
  if (run.status !== 'complete')
    findings.push(
      unmet(
        `${file.path} is ${run.status === 'partial' ? 'a part of a run' : 'a failed run'}: ${run.statusReason ?? 'the tool says no more'}`,
        place,
        {
          remedy: 'Run the whole suite to its end.',
        },
      ),
    );
  const tally = tallyCases(cases);
  const share = (count: number, most: number, what: string): void => {
    if (tally.total > 0 && count / tally.total > most)
      findings.push(
        unmet(
          `${count} of ${tally.total} cases ${what}, at most ${percent(most)} are allowed`,
          [place, placeOf(evals, named.index)],
          {
            remedy: 'Run the suite again so that every case gives an answer.',
          },
        ),
      );
  };
  share(
    tally.error + tally.none,
    Math.min(limits.maxErrors, evals.value.maxErrors ?? 1),
    'ended in an error or without a verdict',
  );
  share(tally.skip, Math.min(limits.maxSkips, evals.value.maxSkips ?? 1), 'were skipped');
  const { model } = evals.value;
  if (model !== undefined && run.models.length > 0 && !run.models.some((one) => sameModel(one, model)))
    findings.push(
      unmet(
        `${file.path} ran ${run.models.slice(0, 3).join(', ')}, the model being promoted is ${model}`,
        [place, evals.at('model')],
        {
          remedy: `Run the suite on ${model}, or correct evals.model.`,
        },
      ),
    );
  const at = parseInstant(run.finishedAt ?? run.startedAt ?? provenance?.startedAt ?? '');
  if (at === undefined) {
    findings.push(
      unmet(`${file.path} does not say when it ran`, place, {
        remedy: 'Run `pilot-readiness eval-stamp` with the suite: the stamp records the time.',
      }),
    );
    return { findings };
  }
  const until = addDays(at, limits.maxAgeDays);
  if (at > now)
    findings.push(
      unmet(`${file.path} ran on ${day(at)}, in the future`, place, { remedy: 'Correct the clock and run again.' }),
    );
  else if (now >= until)
    findings.push(
      stale(
        `${file.path} ran on ${day(at)}, ${daysBetween(at, now)} days ago; at most ${limits.maxAgeDays} are allowed`,
        place,
        {
          remedy: 'Run the suite again and commit its results.',
        },
      ),
    );
  return { findings, until };
}

function sameModel(ran: string, wanted: string): boolean {
  const bare = (name: string): string => name.toLowerCase().trim();
  return bare(ran) === bare(wanted) || bare(ran).split(/[/:]/).at(-1) === bare(wanted).split(/[/:]/).at(-1);
}

/** Each class against its threshold, recomputed from its cases: errors and missing verdicts are not passes. */
export function judgeThresholds(
  evals: Located<Evals>,
  counted: CountedFile[],
  byInterval: boolean,
): { findings: Finding[]; says: string } {
  const cases = counted.flatMap((one) => one.cases);
  const places = counted.map(({ file }) => ({ path: file.path }));
  const said: string[] = [];
  const findings = applicableClasses(evals.value).flatMap((name): Finding[] => {
    const threshold = evals.value.thresholds[name];
    if (threshold === undefined)
      return [
        unmet(`thresholds.${name} is missing`, evals.at('thresholds'), {
          part: name,
          remedy: `Say which share of ${name} cases must pass, between 0 and 1.`,
        }),
      ];
    const tally = tallyCases(cases.filter((one) => one.classes.includes(name)));
    if (tally.ran === 0)
      return [
        unmet(`No ${name} case ran`, [evals.at('thresholds', name), ...places], {
          part: name,
          remedy: `Run at least one ${name} case (${markerWords(name, evals.value)}).`,
        }),
      ];
    const rate = tally.pass / tally.ran;
    const { lower } = wilson({ events: tally.pass, total: tally.ran }, Z_ONE_SIDED);
    const line = `${name}: ${tally.pass} of ${tally.ran} passed (${percent(rate)}, likely above ${percent(Math.floor(lower * 100) / 100)}), ${percent(threshold)} asked`;
    // No sample proves 100 %: there every case must pass, and that is all that can be asked.
    const enough = rate >= threshold - 1e-12 && (!byInterval || threshold >= 1 || lower >= threshold);
    const advice = lower >= threshold ? '' : adviceFor(threshold, tally.ran, tally.ran - tally.pass);
    if (enough) {
      said.push(advice && !byInterval ? `${line} (point estimate only; ${advice})` : line);
      return [];
    }
    return [
      unmet(`${line}${advice ? `; ${advice}` : ''}`, [evals.at('thresholds', name), ...places], {
        part: name,
        remedy:
          rate < threshold
            ? `Make ${Math.ceil(threshold * tally.ran - 1e-9) - tally.pass} more ${name} cases pass, then run the suite again.`
            : `Add ${name} cases: ${advice}.`,
      }),
    ];
  });
  return { findings, says: said.join('; ') };
}

/** What it would take to claim the threshold with certainty. */
export function adviceFor(threshold: number, ran: number, failures: number): string {
  const withNone = casesNeeded(threshold, 0);
  if (withNone === undefined) return '';
  const withThese = casesNeeded(threshold, failures);
  if (ran < withNone)
    return `to claim ${percent(threshold)} with ${ran} cases is not possible, run at least ${withNone} with no failure`;
  return `to claim ${percent(threshold)} with ${failures} ${failures === 1 ? 'failure' : 'failures'} takes ${withThese ?? 'more'} cases`;
}

export function percent(share: number): string {
  const value = share * 100;
  return `${Number.isInteger(Number(value.toFixed(6))) ? value.toFixed(0) : value.toFixed(1)}%`;
}
