import type { EvalRun } from '../../domain/eval-results.ts';
import type { EvalMapping } from '../../evidence/schema/evals.ts';
import { type Homemade, readMapped } from './mapped.ts';
import { propose } from './propose-mapping.ts';
import { type Refusal, refuse } from './reading.ts';

/** A mapping on one line, as it is written in `readiness/evals.yaml`. */
function written(mapping: EvalMapping): string {
  const parts = Object.entries(mapping).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `mapping: { ${parts.join(', ')} }`;
}

/**
 * Reads a file no tool is known for. Without a mapping it is read only when one meaning is possible, with a warning
 * saying which mapping was used; otherwise the refusal holds the mapping to write.
 */
export function readHomemade(source: Homemade, mapping: EvalMapping | undefined): EvalRun | Refusal {
  if (mapping !== undefined) return readMapped(source, mapping);
  const proposal = propose('document' in source ? source.document : source.rows);
  if (proposal === undefined) {
    return refuse(
      'The file is of no known tool, and no list of cases with a verdict was found in it.',
      'Say how to read it under `results` in the evals section: `mapping: { cases: "$.results[*]", pass: "passed", id: "id" }`.',
    );
  }
  if (proposal.doubts.length > 0) {
    return refuse(
      `The file can be read in more than one way: ${proposal.doubts.join('; ')}.`,
      `Say which one is meant; a first guess: ${written(proposal.mapping)}`,
    );
  }
  const run = readMapped(source, proposal.mapping);
  if (!('ok' in run)) run.warnings.push(`read by a guessed ${written(proposal.mapping)}`);
  return run;
}
