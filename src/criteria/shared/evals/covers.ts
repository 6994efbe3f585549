import { covered, coverHash, matcher } from '../../../domain/cover.ts';
import type { Tree, TreeEntry } from '../../../domain/tree.ts';
import type { Evals } from '../../../evidence/schema/evals.ts';
import { namedResults } from './cases.ts';

/** What eval results are about: code, prompts, model configuration. */
export interface EvalCovers {
  globs: string[];
  except: string[];
}

/**
 * The files that a run of the suite belongs to: `evals.covers`, or else everything outside the evidence and the
 * documents. The results themselves are left out: committing them must not make them outdated.
 */
export function evalCovers(evals: Evals, evidenceRoot: string): EvalCovers {
  const results = namedResults(evals).flatMap(({ path }) => [path, `${path}.provenance.json`]);
  if (evals.covers !== undefined && evals.covers.length > 0) return { globs: evals.covers, except: results };
  return { globs: ['**'], except: [`${evidenceRoot}/**`, 'docs/**', '**/*.md', ...results] };
}

/** The covered files of one commit. */
export function coveredByEvals(tree: Tree, covers: EvalCovers): TreeEntry[] {
  const left = matcher(covers.except);
  return covered(tree, covers.globs).filter(({ path }) => !left(path));
}

/** What `treeHash` of a provenance file must equal. */
export function evalTreeHash(tree: Tree, covers: EvalCovers): string {
  return coverHash(tree, covers);
}
