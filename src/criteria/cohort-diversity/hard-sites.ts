import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { Cohort, CohortRows } from '../shared/cohorts/rows.ts';
import { type CohortLimits, tooFew, whole } from './enough.ts';

const ENOUGH = 2;

/** Whether one cohort at least was hard: two of an old stack, little enthusiasm, messy data. */
export function judgeHardSites(
  all: CohortRows[],
  integration: Observation<Located<Integration>>,
  limits: CohortLimits,
): Finding[] {
  const good = whole(all, limits);
  const few = tooFew(all, good, 1);
  if (few !== undefined) return [few];
  const legacy = legacySystems(integration);
  const measured = (key: 'enthusiasm' | 'dataQuality') => median(all.flatMap(({ cohort }) => cohort.ugly?.[key] ?? []));
  const medians = { enthusiasm: measured('enthusiasm'), dataQuality: measured('dataQuality') };
  const evaluated = good.map((one) => ({ one, hard: hardships(one.cohort, legacy, medians) }));
  const best = evaluated.filter(({ hard }) => hard.length >= ENOUGH);
  if (best.length > 0)
    return [
      met(
        best.map(({ one, hard }) => `${one.cohort.id}: ${hard.join(', ')}`).join('; '),
        best.map(({ one }) => one.place),
      ),
    ];
  const claimed = good.filter(({ cohort }) => cohort.ugly?.legacyStack && !isLegacy(cohort, legacy));
  return [
    unmet(
      `No cohort was hard: ${evaluated.map(({ one, hard }) => `${one.cohort.id} ${hard.length === 0 ? 'was not' : `only by ${hard.join(', ')}`}`).join('; ')}${
        claimed.length === 0
          ? ''
          : `. ${claimed.map(({ cohort }) => cohort.id).join(', ')}: the stack names no system that integration.yaml marks as legacy`
      }`,
      good.map(({ place }) => place),
      {
        remedy:
          "Try it where it is hard: a site with an old stack (legacy: true in integration.yaml, named in stack), people who did not volunteer, or data below the others'. Write down which under ugly and selection.",
      },
    ),
  ];
}

function hardships(
  cohort: Cohort,
  legacy: string[],
  medians: { enthusiasm: number | undefined; dataQuality: number | undefined },
): string[] {
  const { ugly, selection } = cohort;
  const below = (value: number | undefined, line: number | undefined): boolean =>
    value !== undefined && line !== undefined && value < line;
  const reluctant = selection === 'assigned' || selection === 'random' || below(ugly?.enthusiasm, medians.enthusiasm);
  return [
    ugly?.legacyStack && isLegacy(cohort, legacy) ? 'an old stack' : '',
    reluctant ? 'people who did not ask for it' : '',
    below(ugly?.dataQuality, medians.dataQuality) ? "data below the others'" : '',
  ].filter((words) => words !== '');
}

function isLegacy({ stack }: Cohort, legacy: string[]): boolean {
  const words = (text: string): string => ` ${text.toLowerCase().replace(/[^a-z0-9]+/g, ' ')} `;
  return stack !== undefined && legacy.some((name) => words(name).trim() !== '' && words(stack).includes(words(name)));
}

function legacySystems(integration: Observation<Located<Integration>>): string[] {
  const systems = integration.state === 'seen' ? (integration.value.value.systems ?? []) : [];
  return systems.flatMap(({ id, name, legacy }) => (legacy ? [id, ...(name === undefined ? [] : [name])] : []));
}

/** With fewer than two values nothing is below the others. */
function median(values: number[]): number | undefined {
  if (values.length < 2) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
