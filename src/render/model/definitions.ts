import type { Definitions, Report } from '../../domain/report.ts';
import type { Task } from './task.ts';
import { sentence } from './words.ts';

const MAX_SHOWN = 4;

/** What a promotion asks less of than before and nobody accepted yet: one task for each group of people who may. */
export function definitionTasks(report: Report): Task[] {
  const { definitions } = report;
  if (definitions === undefined) return [];
  if (definitions.state === 'unknown') return [unknownTask(definitions)];
  const pending = definitions.looser.filter(({ accepted }) => accepted === undefined);
  const groups = new Map<string, Definitions['looser']>();
  for (const one of pending) {
    const key = one.who.join(' ');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const who = group[0]?.who ?? [];
    return {
      ...COMMON,
      title: `This promotion asks less than before: ${changesOf(group)}`,
      nextStep:
        who.length === 0
          ? 'Nobody may accept this. Name a sponsor or a product owner with an account in the manifest of the default branch, or `waivers.approvers` in the policy'
          : `If that is right, ${who.join(' or ')} comments \`/readiness accept definitions\`, or writes it in a review. Otherwise restore what was asked`,
      who: who.length === 0 ? ['repository-admin'] : who,
      outcome: 'unmet' as const,
      unseen: false,
      turn: 'people' as const,
    };
  });
}

const COMMON = {
  further: [],
  places: [],
  also: [],
  codes: [],
  criteria: [],
  halves: ['organizational' as const],
  level: 'blocking' as const,
  closes: true as const,
};

function unknownTask({ reason = '', looser }: Definitions): Task {
  const title =
    looser.length === 0
      ? 'Whether this promotion asks less than before'
      : `Whether somebody accepted that this promotion asks less than before: ${changesOf(looser)}`;
  return {
    ...COMMON,
    title,
    nextStep: 'Evaluate it with access to GitHub',
    reason: sentence(reason),
    who: [],
    outcome: 'unknown',
    resolvableBy: 'github',
    unseen: true,
    turn: 'look',
  };
}

/** `evals.thresholds.happy (0.95 → 0.5)`; a whole entry that is gone has no values. */
export function changeWords({ path, before, after }: Definitions['looser'][number]): string {
  if (before === undefined && after === undefined) return path;
  return `${path} (${before ?? 'nothing'} → ${after ?? 'nothing'})`;
}

function changesOf(looser: Definitions['looser']): string {
  const shown = looser.slice(0, MAX_SHOWN).map(changeWords);
  const more = looser.length - shown.length;
  return sentence(more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', '), 300);
}
