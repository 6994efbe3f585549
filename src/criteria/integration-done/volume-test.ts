import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { Claim } from '../shared/proofs.ts';
import { dated, validUntil } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

/** Whether the target volume was reached for long enough and recently, and every system allows it. */
export function judgeVolumeTest(
  integration: Located<Integration>,
  limits: { volumeMinutes: number; volumeWithinDays: number },
  now: number,
): Finding[] {
  const { volumeTest } = integration.value;
  const at = (key: string): Place => integration.at('volumeTest', key);
  if (volumeTest === undefined) return [unmet(messages.noVolumeTest(), integration.at('volumeTest'))];
  const { on, perMinute, minutes, target } = volumeTest;
  const needed = limits.volumeMinutes;
  const found = [
    ...(target <= 0 ? [unmet(messages.noTargetVolume(), at('target'))] : []),
    ...(perMinute < target
      ? [unmet(messages.belowTargetVolume({ perMinute, target }), [at('perMinute'), at('target')])]
      : []),
    ...(minutes < needed ? [unmet(messages.volumeTestTooShort({ minutes, needed }), at('minutes'))] : []),
    ...judgeRateLimits(integration, target),
    ...dated(on, now, { what: 'The test at the target volume', place: at('on') }, limits.volumeWithinDays),
  ];
  if (found.length > 0) return found;
  const until = validUntil(on, limits.volumeWithinDays);
  return [met(messages.volumeTested({ perMinute, minutes, on }), integration.at('volumeTest'), { until })];
}

function judgeRateLimits(integration: Located<Integration>, target: number): Finding[] {
  return (integration.value.systems ?? []).flatMap(({ id, name = id, mode, rateLimitPerMinute: limit }, index) => {
    const place = integration.at('systems', index, 'rateLimitPerMinute');
    if (mode !== 'live') return [];
    if (limit === undefined) return [unmet(messages.noRateLimit({ name, id }), place, { part: id })];
    return limit < target ? [unmet(messages.rateLimitTooLow({ name, id, limit, target }), place, { part: id })] : [];
  });
}

/** The proof of the volume test. */
export function volumeClaims(integration: Located<Integration>): Claim[] {
  const { volumeTest } = integration.value;
  return volumeTest === undefined
    ? []
    : [
        {
          what: 'The proof of the test at the target volume',
          proof: volumeTest.proof,
          place: integration.at('volumeTest', 'proof'),
        },
      ];
}
