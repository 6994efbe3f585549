import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { IssueFact } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import { noSources } from './sources.ts';

type Step = { step: string; state: 'open' | 'closed'; issue?: string | undefined };

function stepsOf(sources: Located<DataSources>): { step: Step; source: string; at: [number, number] }[] {
  return (sources.value.sources ?? []).flatMap(({ id, manualSteps = [] }, index) =>
    manualSteps.map((step, at) => ({ step, source: id, at: [index, at] })),
  );
}

/** Issues that closed steps link, to be asked about. */
export function stepIssues(sources: Located<DataSources>): string[] {
  return stepsOf(sources).flatMap(({ step }) => step.issue ?? []);
}

/** Whether nobody repairs or carries data by hand any more; what once was names the issue that ended it. */
export function judgeManualSteps(sources: Located<DataSources>): Finding[] {
  const none = noSources(sources);
  if (none !== undefined) return [none];
  const all = stepsOf(sources);
  const found = all.flatMap(({ step, source, at: [index, at] }): Finding[] => {
    if (step.state === 'closed' && step.issue !== undefined) return [];
    return [
      unmet(
        step.state === 'open'
          ? `${source} still takes a step by hand: ${quote(step.step)}`
          : `${source} is said to need ${quote(step.step)} no more, and no issue shows it`,
        sources.at('sources', index, 'manualSteps', at),
        {
          part: source,
          remedy:
            step.state === 'open'
              ? 'Automate the step, close its issue, then write state: closed with the issue.'
              : 'Link the issue in which the step was automated.',
        },
      ),
    ];
  });
  if (found.length > 0) return found;
  return [
    all.length === 0
      ? met('No data source declares a step by hand', sources.at('sources'), { facts: 'not-needed' })
      : met(`${all.length} steps that were done by hand are automated`, sources.at('sources')),
  ];
}

/** Issues that are open or do not exist. */
export function confirmManualSteps(sources: Located<DataSources>, facts: Record<string, IssueFact>): Finding[] {
  const found = stepsOf(sources).flatMap(({ step, source, at: [index, at] }): Finding[] => {
    const { issue = '' } = step;
    const state = facts[issue]?.state ?? 'missing';
    if (state === 'closed') return [];
    return [
      unmet(
        `${quote(step.step)} of ${source} is said to be automated, but ${issue} ${state === 'open' ? 'is open' : 'does not exist'}`,
        sources.at('sources', index, 'manualSteps', at, 'issue'),
        { part: source, remedy: 'Finish it and close the issue, or link the one that was closed.' },
      ),
    ];
  });
  return found.length > 0 ? found : judgeManualSteps(sources);
}
