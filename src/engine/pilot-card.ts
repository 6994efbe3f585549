import { defined } from '../domain/defined.ts';
import type { Observation } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import type { Cohorts } from '../evidence/schema/cohorts.ts';
import type { SectionName } from '../evidence/schema/index.ts';
import type { Pilot } from '../evidence/schema/pilot.ts';
import type { Workflow } from '../evidence/schema/workflow.ts';
import type { Located } from './inputs.ts';
import { roleHolders } from './role-holders.ts';
import type { PreparedCriterion } from './run-check.ts';

/**
 * The pilot's own description, for the page of sponsors, from sections that the criteria read anyway. Undefined where the
 * manifest could not be read. It decides nothing.
 */
export function pilotCard(prepared: PreparedCriterion[]): Report['pilot'] {
  const manifest = section<Pilot>(prepared, 'pilot');
  if (manifest === undefined) return undefined;
  const { name, phase, startedOn } = manifest.value;
  const owners = roleHolders(manifest)
    .filter(({ byDefault, person }) => !byDefault && !person.placeholder)
    .map(({ role, person }) => ({ role, who: person.handle === undefined ? person.written : `@${person.handle}` }));
  const decisions = section<Workflow>(prepared, 'workflow')?.value.decisions;
  const cohorts = section<Cohorts>(prepared, 'cohorts')?.value.cohorts;
  const modes = (mode: 'auto' | 'confirm' | 'human-only'): number =>
    (decisions ?? []).filter((decision) => decision.mode === mode).length;
  return {
    name,
    startedOn,
    ...defined({ phase }),
    owners,
    ...(decisions === undefined
      ? {}
      : { decisions: { auto: modes('auto'), confirm: modes('confirm'), humanOnly: modes('human-only') } }),
    ...(cohorts === undefined ? {} : { cohorts: cohorts.map(({ site, team }) => `${site}, ${team}`) }),
  };
}

function section<T>(prepared: PreparedCriterion[], wanted: SectionName): Located<T> | undefined {
  for (const { inputs: reads, observed } of prepared) {
    for (const [name, read] of Object.entries(reads)) {
      const found = observed[name] as Observation<Located<T>> | undefined;
      if (read.kind === 'section' && read.of === wanted && found?.state === 'seen') return found.value;
    }
  }
  return undefined;
}
