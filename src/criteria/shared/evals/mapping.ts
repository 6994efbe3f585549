import type { EvalFile, PassRule } from '../../../domain/eval-results.ts';
import { type Finding, unmet } from '../../../domain/finding.ts';
import type { Statement } from '../../../domain/message.ts';
import type { Place } from '../../../domain/observation.ts';
import { messages } from './messages.ts';

/** Whether the mapping of a home-made results file can distinguish a failure from a pass. */

/** Ends of the usual scales of scores. A file without scores above one of them uses the smallest that holds them all. */
const SCALE_ENDS = [1, 5, 10, 100];
/** A limit this close to an end of the scale, as a share of it, is that end. */
const MARGIN = 0.01;
/** Words that state a failure, and fields that state the verdict of a case. */
const FAILURE_WORD = /^(fail|failed|failure|error|errored|wrong|incorrect)$/i;
const VERDICT_FIELD =
  /(^|[.\]"])(passed|pass|success|succeeded|correct|is_correct|iscorrect|ok|verdict|status|result|outcome)"?\]?$/i;

/** A mapping that cannot fail, that takes a failure for a pass, or that contradicts the verdicts of the file. */
export function judgeMapping({ path, run }: EvalFile, place: Place): Finding[] {
  const rule = run.passRule;
  if (rule === undefined) return [];
  const places = [place, { path }];
  const words = { path, rule: describeRule(rule) };
  if (isInverted(rule)) return [unmet(messages.mappingInverted(words), places)];
  if (cannotFail(rule)) return [unmet(messages.mappingCannotFail(words), places)];
  const count = rule.contradicted;
  return count > 0 ? [unmet(messages.mappingContradicted({ ...words, count }), places)] : [];
}

/** What decides that a case of the file passes; undefined where the tool itself states it. */
export function describeMapping({ path, run: { passRule } }: EvalFile): Statement | undefined {
  if (passRule === undefined) return undefined;
  const words = { path, rule: describeRule(passRule) };
  return passRule.cases === undefined
    ? messages.mappingDecides(words)
    : messages.mappingOfListDecides({ ...words, list: passRule.cases.slice(0, 60) });
}

function describeRule({ path, gte, lte, equals }: PassRule): Statement {
  const field = path.slice(0, 60);
  if (gte !== undefined && lte !== undefined) return messages.ruleBetween({ field, gte, lte });
  if (gte !== undefined) return messages.ruleAtLeast({ field, gte });
  if (lte !== undefined) return messages.ruleAtMost({ field, lte });
  return equals === undefined
    ? messages.ruleVerdict({ field })
    : messages.ruleEquals({ field, value: String(equals).slice(0, 60) });
}

/** Whether no score of the scale fails. The scale is the usual one that holds every score of the file. */
function cannotFail({ gte, lte, scores }: PassRule): boolean {
  if (gte === undefined && lte === undefined) return false;
  const [lowest, highest] = scores ?? [0, 1];
  const bottom = lowest >= 0 ? 0 : Math.min(lowest, -1);
  const top = SCALE_ENDS.find((end) => highest <= end) ?? highest;
  const margin = MARGIN * (top - bottom);
  return (gte === undefined || gte <= bottom + margin) && (lte === undefined || lte >= top - margin);
}

/** Whether the value that counts as a pass is the one of a failure, in a field that states a verdict. */
function isInverted({ path, equals }: PassRule): boolean {
  if (equals === undefined || !VERDICT_FIELD.test(path)) return false;
  if (equals === false || (typeof equals === 'string' && equals.toLowerCase() === 'false'))
    return !/(status|result|outcome)"?\]?$/i.test(path);
  return typeof equals === 'string' && FAILURE_WORD.test(equals.trim());
}
