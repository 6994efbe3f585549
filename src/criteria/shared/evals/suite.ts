import type { EvalFile } from '../../../domain/eval-results.ts';
import { type Finding, met, notApplicable, unknown, unmet } from '../../../domain/finding.ts';
import type { Observation, Place } from '../../../domain/observation.ts';
import type { Precondition } from '../../../engine/criterion.ts';
import type { Acceptance } from '../../../engine/fact-answers.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { Evals } from '../../../evidence/schema/evals.ts';
import {
  applicableClasses,
  type CountedFile,
  countCases,
  describeMarker,
  distinctCases,
  namedResults,
} from './cases.ts';
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
  const { cases: all, copies } = distinctCases(evals.value, counted);
  const cases = all.filter(({ result }) => result !== 'skip');
  const places = counted.map(({ file }) => ({ path: file.path }));
  const total = cases.length;
  const classes = applicableClasses(evals.value).map((name) => ({
    name,
    count: cases.filter((one) => one.class === name).length,
  }));
  const findings: Finding[] = [];
  if (classes.length === 0) findings.push(unmet(messages.allClassesExempt(), evals.at('notApplicable')));
  if (total < limits.minCases) {
    const words = { count: total, needed: limits.minCases, missing: limits.minCases - total };
    const statement = copies > 0 ? messages.tooFewCasesWithCopies({ ...words, copies }) : messages.tooFewCases(words);
    findings.push(unmet(statement, places));
  }
  for (const { name, count } of classes) {
    const missing = limits.minPerClass - count;
    if (missing <= 0) continue;
    const marker = describeMarker(name, evals.value);
    const words = { class: name, count, total, needed: limits.minPerClass, missing, marker };
    findings.push(unmet(messages.tooFewOfClass(words), [evals.at('classes', name), ...places], { part: name }));
  }
  for (const [name, reason] of exemptClasses(evals)) {
    const place = evals.at('notApplicable', name);
    const count = all.filter((one) => one.class === name).length;
    findings.push(
      count > 0
        ? unmet(messages.exemptClassHasCases({ class: name, count }), [place, ...places], { part: name })
        : notApplicable(messages.classExempt({ class: name, reason }), place, { part: name }),
    );
  }
  if (findings.some(({ outcome }) => outcome === 'unmet')) return findings;
  const words = { count: total, classes: classes.map(({ name, count }) => `${count} ${name}`) };
  const statement = copies > 0 ? messages.suiteCountedWithCopies({ ...words, copies }) : messages.suiteCounted(words);
  return [met(statement, places), ...findings];
}

function exemptClasses(evals: Located<Evals>): [name: string, reason: string][] {
  return Object.entries(evals.value.notApplicable ?? {});
}

/**
 * Whether the product owner accepted each class that is declared not applicable: the declaration is part of the pull
 * request that it makes easier. An empty list when no class is declared so.
 */
export function judgeExemptions(evals: Located<Evals>, acceptance: Observation<Acceptance>): Finding[] {
  return exemptClasses(evals).map(([name, reason]) => {
    const place = evals.at('notApplicable', name);
    const words = { class: name, reason };
    const actors: Finding['actors'] = ['author', 'product-owner'];
    if (acceptance.state === 'unavailable') {
      const statement = messages.classAcceptanceUnknown({ class: name, reason: acceptance.reason });
      return unknown(statement, place, { part: name, actors, resolvableBy: acceptance.resolvableBy });
    }
    if (acceptance.state !== 'seen' || !acceptance.value.accepted)
      return unmet(messages.classNotAccepted(words), place, { part: name, actors });
    const by = acceptance.value.by === undefined ? 'the product owner' : `@${acceptance.value.by.replace(/^@/, '')}`;
    return met(messages.classAccepted({ ...words, by }), place, { part: name, accepted: true });
  });
}
