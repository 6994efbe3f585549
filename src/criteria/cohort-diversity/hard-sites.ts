import { type Finding, met, unmet } from '../../domain/finding.ts';
import { summaryOf } from '../../domain/message.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { Cohort, CohortRows } from '../shared/cohorts/rows.ts';
import { type CohortLimits, tooFew, wholeCohorts } from './enough.ts';
import { messages } from './messages.ts';

const MIN_HARDSHIPS = 2;

interface Medians {
  enthusiasm: number | undefined;
  dataQuality: number | undefined;
}

/** Whether at least one cohort had two of: an old stack, people who did not volunteer, poor data. */
export function judgeHardSites(
  all: CohortRows[],
  integration: Observation<Located<Integration>>,
  limits: CohortLimits,
): Finding[] {
  const whole = wholeCohorts(all, limits);
  const few = tooFew(all, whole, 1);
  if (few !== undefined) return [few];
  const legacy = legacySystems(integration);
  const measured = (key: keyof Medians) => median(all.flatMap(({ cohort }) => cohort.ugly?.[key] ?? []));
  const medians = { enthusiasm: measured('enthusiasm'), dataQuality: measured('dataQuality') };
  const evaluated = whole.map(({ cohort, place }) => ({
    cohort: cohort.id,
    place,
    hardships: hardships(cohort, legacy, medians),
  }));
  const hard = evaluated.filter((one) => one.hardships.length >= MIN_HARDSHIPS);
  if (hard.length > 0) {
    const sites = hard.map((one) => summaryOf(messages.hardSite(one)));
    return [
      met(
        messages.hardSites({ sites }),
        hard.map(({ place }) => place),
      ),
    ];
  }
  const cohorts = evaluated.map((one) =>
    summaryOf(one.hardships.length === 0 ? messages.easySite(one) : messages.almostHardSite(one)),
  );
  const claimed = whole.filter(({ cohort }) => cohort.ugly?.legacyStack && !isLegacy(cohort, legacy));
  return [
    unmet(
      claimed.length === 0
        ? messages.noHardSite({ cohorts })
        : messages.legacyStackUnproven({ cohorts, claimed: claimed.map(({ cohort }) => cohort.id) }),
      whole.map(({ place }) => place),
    ),
  ];
}

function hardships(cohort: Cohort, legacy: string[], medians: Medians): string[] {
  const { ugly, selection } = cohort;
  const isBelow = (key: keyof Medians): boolean => (ugly?.[key] ?? Infinity) < (medians[key] ?? -Infinity);
  return [
    ...(ugly?.legacyStack && isLegacy(cohort, legacy) ? ['an old stack'] : []),
    ...(selection === 'assigned' || selection === 'random' || isBelow('enthusiasm')
      ? ['people who did not volunteer']
      : []),
    ...(isBelow('dataQuality') ? ["data below the others'"] : []),
  ];
}

function isLegacy({ stack }: Cohort, legacy: string[]): boolean {
  const words = (text: string): string => ` ${text.toLowerCase().replace(/[^a-z0-9]+/g, ' ')} `;
  return stack !== undefined && legacy.some((name) => words(name).trim() !== '' && words(stack).includes(words(name)));
}

function legacySystems(integration: Observation<Located<Integration>>): string[] {
  const systems = integration.state === 'seen' ? (integration.value.value.systems ?? []) : [];
  return systems.flatMap(({ id, name, legacy }) => (legacy ? [id, name ?? []].flat() : []));
}

/** With fewer than two values, none is below the others. */
function median(values: number[]): number | undefined {
  if (values.length < 2) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
