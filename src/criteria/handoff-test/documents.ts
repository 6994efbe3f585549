import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, stale, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { LineChange } from '../../engine/fact-requests.ts';
import type { HandoffTest } from '../shared/handoff/record.ts';

const WHOLE = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/** Documents of the test that are not what they were; only those given by a whole id can be compared. */
export function changedDocuments(test: HandoffTest, tree: Tree): { path: string; blob: string; index: number }[] {
  return test.record.value.docs.flatMap(({ path, blob }, index) => {
    const now = tree.get(path)?.blob;
    return now === undefined || now.startsWith(blob) || !WHOLE.test(blob) ? [] : [{ path, blob, index }];
  });
}

/** What the files say of the documents: that they are there, and that the runbook was among them. */
export function judgeDocuments(test: HandoffTest, tree: Tree, runbook: Observation<DocumentSet>): Finding[] {
  const { docs } = test.record.value;
  const found = docs.flatMap(({ path, blob }, index): Finding[] => {
    const now = tree.get(path);
    const place = test.record.at('docs', index);
    if (now === undefined)
      return [
        stale(`${path}, by which the tester worked, is not there any more`, place, {
          remedy: 'Test again with the documentation of today.',
        }),
      ];
    if (now.blob.startsWith(blob) || WHOLE.test(blob)) return [];
    return [
      unmet(`Which version of ${path} the tester had is given only by the beginning of an id`, place, {
        remedy: `Write the whole id: git rev-parse HEAD:${path} at the commit of the test.`,
      }),
    ];
  });
  const wanted = runbook.state === 'seen' ? runbook.value.document.path : undefined;
  if (wanted !== undefined && !docs.some(({ path }) => path === wanted))
    found.push(
      unmet(`The tester did not work by ${wanted}`, test.record.at('docs'), {
        remedy: `Test with the runbook, and list ${wanted} under docs with its id.`,
      }),
    );
  return found;
}

/** Documents that changed too much since the test. `changes` come in the order of `changedDocuments`. */
export function judgeChanges(test: HandoffTest, tree: Tree, changes: LineChange[], most: number): Finding[] {
  return changedDocuments(test, tree).flatMap(({ path, blob, index }, at): Finding[] => {
    const change = changes[at];
    const place = test.record.at('docs', index, 'blob');
    if (change === undefined || !change.found)
      return [
        unmet(`The repository never held ${path} with the id ${blob.slice(0, 12)}`, place, {
          remedy: `Write the id the tester had (git rev-parse <commit>:${path}), or test again.`,
        }),
      ];
    const share = change.lines === 0 ? 0 : change.changed / change.lines;
    if (share < most) return [];
    return [
      stale(
        `${change.changed} of ${change.lines} lines of ${path} changed since the test; less than ${Math.round(most * 100)} % may`,
        place,
        { remedy: 'Have somebody take over again with the documentation as it is now.' },
      ),
    ];
  });
}
