import { addDays, daysBetween, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { Claim } from '../shared/proofs.ts';

/** Whether the target volume was carried long enough, lately, and every interface allows it. */
export function judgeVolumeTest(
  integration: Located<Integration>,
  limits: { volumeMinutes: number; volumeWithinDays: number },
  now: number,
): Finding[] {
  const { volumeTest, systems = [] } = integration.value;
  const at = (key: string) => integration.at('volumeTest', key);
  if (volumeTest === undefined)
    return [
      unmet('No test at the target volume is recorded', integration.at('volumeTest'), {
        remedy: 'Run the target volume for a while and write volume-test: on, per-minute, minutes, target and proof.',
      }),
    ];
  const { on, perMinute, minutes, target } = volumeTest;
  const found: Finding[] = [];
  if (target <= 0)
    found.push(
      unmet('The target volume is zero', at('target'), { remedy: 'Write how many a minute production brings.' }),
    );
  else if (perMinute < target)
    found.push(
      unmet(`The test carried ${perMinute} a minute; the target is ${target}`, [at('perMinute'), at('target')], {
        remedy: 'Find what slows it down, then test at the target again.',
      }),
    );
  if (minutes < limits.volumeMinutes)
    found.push(
      unmet(`The test lasted ${minutes} minutes; ${limits.volumeMinutes} at least`, at('minutes'), {
        remedy: `Keep the target volume up for ${limits.volumeMinutes} minutes.`,
      }),
    );
  systems.forEach(({ id, name, mode, rateLimitPerMinute }, index) => {
    if (mode !== 'live') return;
    const place = integration.at('systems', index, 'rateLimitPerMinute');
    if (rateLimitPerMinute === undefined)
      found.push(
        unmet(`Nothing says how many requests a minute ${name ?? id} allows`, place, {
          part: id,
          remedy: `Ask the owner of ${id} and write rate-limit-per-minute.`,
        }),
      );
    else if (rateLimitPerMinute < target)
      found.push(
        unmet(`${name ?? id} allows ${rateLimitPerMinute} requests a minute; the target volume is ${target}`, place, {
          part: id,
          remedy: `Have the limit of ${id} raised, or batch the requests and write what one request carries.`,
        }),
      );
  });
  const tested = parseInstant(on) ?? 0;
  if (tested > now) found.push(unmet(`The test is dated ${on}, which has not come yet`, at('on')));
  if (found.length > 0) return found;
  const until = addDays(endOfDay(on) ?? 0, limits.volumeWithinDays);
  if (now >= until)
    return [
      stale(
        `The test at target volume is ${daysBetween(tested, now)} days old; ${limits.volumeWithinDays} at most`,
        at('on'),
        {
          remedy: 'Test at the target volume again.',
        },
      ),
    ];
  return [
    met(
      `${perMinute} a minute for ${minutes} minutes on ${on}, inside the limit of each interface`,
      integration.at('volumeTest'),
      {
        until,
      },
    ),
  ];
}

/** The proof of the volume test, to be looked up. */
export function volumeClaims(integration: Located<Integration>): Claim[] {
  const { volumeTest } = integration.value;
  return volumeTest === undefined
    ? []
    : [{ what: 'The test at target volume', proof: volumeTest.proof, place: integration.at('volumeTest', 'proof') }];
}
