import { addDays, day, parseInstant } from '../../domain/dates.ts';
import type { Fault } from '../../domain/observation.ts';
import type { EffectivePolicy } from './effective.ts';
import type { PolicyLayer } from './file.ts';
import type { Layers } from './layers.ts';

/** The latest start of enforcement, in days from now: a later one is as good as none. */
const MAX_WAIT_DAYS = 366;

/** What makes a policy enforce nothing although its mode is enforce: no promotion is recognized, or it never begins. */
export function neverFaults(policy: EffectivePolicy, { organization, repository }: Layers, now: number): Fault[] {
  const faults: Fault[] = [];
  const { labels, branches, paths, catalogLifecycle = [] } = policy.promotion;
  const signs = [labels, branches, paths, [catalogLifecycle].flat()].flat();
  const recognizing = [repository, organization].find((layer) => layer?.file.promotion !== undefined);
  if (recognizing !== undefined && signs.every((sign) => sign.trim() === ''))
    faults.push(
      fault(recognizing, 'promotion', {
        problem: 'recognizes no promotion, so that nothing is ever blocked',
        allowed: 'at least one of labels, branches, paths or catalog-lifecycle under mode: enforce',
        remedy:
          'Name the branches or paths that reach production, remove the key to use the default, or set mode: observe.',
      }),
    );
  const start = policy.enforceFrom === undefined ? undefined : parseInstant(policy.enforceFrom);
  const latest = addDays(now, MAX_WAIT_DAYS);
  const waiting = [repository, organization].find((layer) => layer?.file.enforceFrom === policy.enforceFrom);
  if (waiting !== undefined && start !== undefined && start > latest)
    faults.push(
      fault(waiting, 'enforceFrom', {
        problem: `is ${policy.enforceFrom}, more than a year from now`,
        allowed: `no later than ${day(latest)}`,
        remedy: 'Choose an earlier date, or set mode: observe until you know one.',
      }),
    );
  return faults;
}

function fault(layer: PolicyLayer, key: string, words: Pick<Fault, 'problem' | 'allowed' | 'remedy'>): Fault {
  const { line = 1, column = 1 } = layer.at(key);
  const from = layer.repository === undefined ? {} : { repository: layer.repository };
  return { path: layer.path, ...from, line, column, key: key === 'enforceFrom' ? 'enforce-from' : key, ...words };
}
