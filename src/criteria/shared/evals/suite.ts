import type { EvalFile } from '../../../domain/eval-results.ts';
import { type Finding, met, notApplicable, unmet } from '../../../domain/finding.ts';
import type { Place } from '../../../domain/observation.ts';
import type { Precondition } from '../../../engine/criterion.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { Evals } from '../../../evidence/schema/evals.ts';
import { applicableClasses, type CountedFile, countCases, describeMarker, namedResults } from './cases.ts';
import { messages } from './messages.ts';

export interface SuiteLimits {
  minCases: number;
  minPerClass: number;
}

/** Where `evals.yaml` names a results file. */
export function placeOf(evals: Located<Evals>, index: number | undefined): Place {
  return index === undefined ? evals.at('results') : evals.at('results', index);
}

/** Results whose cases can be counted; without them nothing else about the suite can be judged. */
export function countableResults(evals: Located<Evals>, results: EvalFile[]): Precondition {
  const findings = findUncountable(evals, countCases(evals.value, results));
  return { decisive: true, findings, requests: [], objections: () => [] };
}

/** Files that cannot be counted: no list of cases, or several providers and none named. */
export function findUncountable(evals: Located<Evals>, counted: CountedFile[]): Finding[] {
  const missing = namedResults(evals.value)
    .filter(({ path }) => !counted.some(({ file }) => file.path === path))
    .map(({ path, index }) => unmet(messages.resultsNotRead({ path }), placeOf(evals, index)));
  const faults = counted.flatMap(({ file: { path, run }, named: { provider, index }, providers, cases }): Finding[] => {
    const places = [{ path }, placeOf(evals, index)];
    if (!run.caseListAvailable) return [unmet(messages.noCaseList({ path }), places)];
    if (provider === undefined && providers.length > 1) {
      const words = { path, count: providers.length, providers: providers.slice(0, 4) };
      return [unmet(messages.providerNotNamed(words), places)];
    }
    if (cases.length > 0) return [];
    return provider === undefined || providers.length === 0
      ? [unmet(messages.noCases({ path }), places)]
      : [unmet(messages.noCasesOfProvider({ path, provider, providers }), places)];
  });
  return [...missing, ...faults];
}

/** Enough different cases, and enough of each class. */
export function judgeSuite(evals: Located<Evals>, counted: CountedFile[], limits: SuiteLimits): Finding[] {
  // A skipped case proves nothing about its class.
  const cases = counted.flatMap((one) => one.cases).filter(({ result }) => result !== 'skip');
  const places = counted.map(({ file }) => ({ path: file.path }));
  const total = cases.length;
  const classes = applicableClasses(evals.value).map((name) => ({
    name,
    count: cases.filter((one) => one.classes.includes(name)).length,
  }));
  const findings: Finding[] = [];
  if (classes.length === 0) findings.push(unmet(messages.allClassesExempt(), evals.at('notApplicable')));
  if (total < limits.minCases) {
    const words = { count: total, needed: limits.minCases, missing: limits.minCases - total };
    findings.push(unmet(messages.tooFewCases(words), places));
  }
  for (const { name, count } of classes) {
    const missing = limits.minPerClass - count;
    if (missing <= 0) continue;
    const marker = describeMarker(name, evals.value);
    const words = { class: name, count, total, needed: limits.minPerClass, missing, marker };
    findings.push(unmet(messages.tooFewOfClass(words), [evals.at('classes', name), ...places], { part: name }));
  }
  for (const [name, reason] of Object.entries(evals.value.notApplicable ?? {}))
    findings.push(
      notApplicable(messages.classExempt({ class: name, reason }), evals.at('notApplicable', name), { part: name }),
    );
  if (findings.some(({ outcome }) => outcome === 'unmet')) return findings;
  const counts = classes.map(({ name, count }) => `${count} ${name}`);
  return [met(messages.suiteCounted({ count: total, classes: counts }), places), ...findings];
}
