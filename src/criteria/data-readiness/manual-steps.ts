import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import type { IssueFact } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import { messages } from './messages.ts';
import type { Source } from './sources.ts';

interface ManualStep {
  source: string;
  row: NonNullable<Source['manualSteps']>[number];
  at: (...keys: string[]) => Place;
}

function stepsOf(sources: Located<DataSources>): ManualStep[] {
  return (sources.value.sources ?? []).flatMap(({ id, manualSteps = [] }, index) =>
    manualSteps.map((row, position) => ({
      source: id,
      row,
      at: (...keys) => sources.at('sources', index, 'manualSteps', position, ...keys),
    })),
  );
}

/** The issues that closed steps link. */
export function stepIssues(sources: Located<DataSources>): string[] {
  return stepsOf(sources).flatMap(({ row }) => row.issue ?? []);
}

/** Whether no manual step is left; a step that was automated names the issue in which that was done. */
export function judgeManualSteps(sources: Located<DataSources>): Finding[] {
  const all = stepsOf(sources);
  const found = all.flatMap(({ source, row: { step, state, issue }, at }): Finding[] => {
    if (state === 'open') return [unmet(messages.stepOpen({ source, step }), at(), { part: source })];
    return issue === undefined ? [unmet(messages.stepWithoutIssue({ source, step }), at(), { part: source })] : [];
  });
  if (found.length > 0) return found;
  const statement = all.length === 0 ? messages.noManualSteps() : messages.stepsAutomated({ count: all.length });
  return [met(statement, sources.at('sources'))];
}

/** Issues that are open or do not exist. */
export function stepObjections(sources: Located<DataSources>, facts: Record<string, IssueFact>): Finding[] {
  return stepsOf(sources).flatMap(({ source, row: { step, issue = '' }, at }): Finding[] => {
    const state = facts[issue]?.state ?? 'missing';
    if (state === 'closed') return [];
    const words = { source, step, issue };
    const statement = state === 'open' ? messages.stepIssueOpen(words) : messages.stepIssueMissing(words);
    return [unmet(statement, at('issue'), { part: source })];
  });
}
