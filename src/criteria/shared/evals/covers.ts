import type { Cover } from '../../../domain/cover.ts';
import { type Evals, notCoveredByDefault } from '../../../evidence/schema/evals.ts';
import { namedResults } from './cases.ts';

/**
 * The files that a run of the suite belongs to: `evals.covers`, or else everything outside the evidence and the
 * documents. The results themselves are left out: committing them must not make them outdated.
 */
export function evalCovers(evals: Evals, evidenceRoot: string): Cover {
  const results = namedResults(evals).flatMap(({ path }) => [path, `${path}.provenance.json`]);
  if (evals.covers !== undefined && evals.covers.length > 0) return { globs: evals.covers, except: results };
  return { globs: ['**'], except: [...notCoveredByDefault(evidenceRoot), ...results] };
}
