import { type Finding, met, notApplicable, unmet } from '../../../domain/finding.ts';
import type { Place } from '../../../domain/observation.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { Evals } from '../../../evidence/schema/evals.ts';
import { applicableClasses, type CountedFile, markerWords, namedResults } from './cases.ts';

export interface SuiteLimits {
  minCases: number;
  minPerClass: number;
}

/** Where `evals.yaml` names a results file. */
export function placeOf(evals: Located<Evals>, index: number | undefined): Place {
  return index === undefined ? evals.at('results') : evals.at('results', index);
}

/** Files that cannot be counted: no list of cases, or several providers and none named. */
export function uncountable(evals: Located<Evals>, counted: CountedFile[]): Finding[] {
  const missing = namedResults(evals.value)
    .filter(({ path }) => !counted.some(({ file }) => file.path === path))
    .map(({ path, index }) =>
      unmet(`${path} is named and was not read`, placeOf(evals, index), {
        remedy: `Commit ${path}, or name the file that holds the results; a copy of another results file does not count.`,
      }),
    );
  const faults = counted.flatMap(({ file, named, providers, cases }): Finding[] => {
    const places = [{ path: file.path }, placeOf(evals, named.index)];
    if (!file.run.caseListAvailable)
      return [
        unmet(`${file.path} has totals and no list of cases: nothing can be recomputed`, places, {
          remedy: 'Write one entry a case into the results file.',
        }),
      ];
    if (named.provider === undefined && providers.length > 1)
      return [
        unmet(`${file.path} compares ${providers.length} providers (${providers.slice(0, 4).join(', ')})`, places, {
          remedy: 'Name the one being promoted: results: { file, provider }.',
        }),
      ];
    if (cases.length === 0)
      return [
        unmet(
          named.provider === undefined
            ? `${file.path} holds no case`
            : `${file.path} holds no case of the provider ${named.provider} (it has ${providers.join(', ') || 'none'})`,
          places,
          { remedy: 'Name a provider that the file holds.' },
        ),
      ];
    return [];
  });
  return [...missing, ...faults];
}

/** Enough different cases, and enough of each class. */
export function judgeSuite(evals: Located<Evals>, counted: CountedFile[], limits: SuiteLimits): Finding[] {
  const open = uncountable(evals, counted);
  if (open.length > 0) return open;
  // A case that was left out proves nothing about its class.
  const cases = counted.flatMap((one) => one.cases).filter(({ result }) => result !== 'skip');
  const places = counted.map(({ file }) => ({ path: file.path }));
  const classes = applicableClasses(evals.value);
  const findings: Finding[] = [];
  if (classes.length === 0)
    findings.push(
      unmet('Every class of cases is declared not applicable', evals.at('notApplicable'), {
        remedy: 'Keep the classes that a user can meet.',
      }),
    );
  if (cases.length < limits.minCases)
    findings.push(
      unmet(`The suite ran ${cases.length} different cases, at least ${limits.minCases} are needed`, places, {
        remedy: `Add ${limits.minCases - cases.length} cases.`,
      }),
    );
  for (const name of classes) {
    const count = cases.filter((one) => one.classes.includes(name)).length;
    if (count >= limits.minPerClass) continue;
    findings.push(
      unmet(
        `${count} of ${cases.length} cases are marked ${name}, at least ${limits.minPerClass} are needed`,
        [evals.at('classes', name), ...places],
        {
          part: name,
          remedy: `Mark or add ${limits.minPerClass - count} ${name} cases (${markerWords(name, evals.value)}), or say under not-applicable why there can be none.`,
        },
      ),
    );
  }
  for (const [name, reason] of Object.entries(evals.value.notApplicable ?? {}))
    findings.push(
      notApplicable(`${name} cases declared not applicable: ${reason}`, evals.at('notApplicable', name), {
        part: name,
      }),
    );
  if (findings.some(({ outcome }) => outcome === 'unmet')) return findings;
  const each = classes.map((name) => `${cases.filter((one) => one.classes.includes(name)).length} ${name}`);
  return [met(`${cases.length} different cases: ${each.join(', ')}`, places), ...findings];
}
