import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, stale, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { LineChange } from '../../engine/fact-answers.ts';
import type { HandoffTest } from '../shared/handoff/record.ts';
import { messages } from './messages.ts';

const WHOLE_ID = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/** Documents of the test that changed since; only those given by a whole id can be compared. */
export function changedDocuments(test: HandoffTest, tree: Tree): { path: string; blob: string; index: number }[] {
  return test.record.value.docs.flatMap(({ path, blob }, index) => {
    const now = tree.get(path)?.blob;
    return now === undefined || now.startsWith(blob) || !WHOLE_ID.test(blob) ? [] : [{ path, blob, index }];
  });
}

/** Whether the documents of the test still exist, and the runbook is one of them. */
export function judgeDocuments({ record }: HandoffTest, tree: Tree, runbook: Observation<DocumentSet>): Finding[] {
  const { docs } = record.value;
  const found = docs.flatMap(({ path, blob }, index): Finding[] => {
    const now = tree.get(path);
    const place = record.at('docs', index);
    if (now === undefined) return [stale(messages.documentGone({ path }), place)];
    return now.blob.startsWith(blob) || WHOLE_ID.test(blob) ? [] : [unmet(messages.abbreviatedId({ path }), place)];
  });
  const path = runbook.state === 'seen' ? runbook.value.document.path : undefined;
  return path === undefined || docs.some((doc) => doc.path === path)
    ? found
    : [...found, unmet(messages.runbookNotUsed({ path }), record.at('docs'))];
}

/** Documents that changed too much since the test. `changes` are in the order of `changedDocuments`. */
export function documentObjections(test: HandoffTest, tree: Tree, changes: LineChange[], maxShare: number): Finding[] {
  return changedDocuments(test, tree).flatMap(({ path, blob, index }, at): Finding[] => {
    const { found = false, lines = 0, changed = 0 } = changes[at] ?? {};
    const place = test.record.at('docs', index, 'blob');
    if (!found) return [unmet(messages.unknownVersion({ path, id: blob.slice(0, 12) }), place)];
    if (lines === 0 || changed / lines < maxShare) return [];
    const limit = `${Math.round(maxShare * 100)}%`;
    return [stale(messages.documentChanged({ changed, lines, path, limit }), place)];
  });
}
