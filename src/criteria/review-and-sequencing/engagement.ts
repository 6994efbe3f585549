import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { beginning, judgeMovedStart, judgeOrder, pilotStart, since } from '../shared/order.ts';

const PARTS = ['handoff', '30-60-90', 'change-management', 'documentation'] as const;
const WORDS: Record<(typeof PARTS)[number], string> = {
  handoff: 'the handoff',
  '30-60-90': 'the reviews after 30, 60 and 90 days',
  'change-management': 'the change of work',
  documentation: 'the standard of documentation',
};

/** Whether anybody outside takes part, by any file that could say so. */
export function hasPartner(pilot: Located<Pilot>, model: Observation<Located<OperatingModel>>): boolean {
  const outside = model.state === 'seen' && model.value.value.vendor !== undefined;
  return pilot.value.vendor === true || pilot.value.engagement?.partner !== undefined || outside;
}

/** Whether a partner's contract holds what has to be there when the partner leaves, signed before the pilot. */
export function judgeEngagement(
  pilot: Located<Pilot>,
  model: Observation<Located<OperatingModel>>,
  tree: Tree,
): Finding[] {
  if (!hasPartner(pilot, model)) return [met('No partner takes part', pilot.at('vendor'), { facts: 'not-needed' })];
  const { engagement, startedOn } = pilot.value;
  const place = pilot.at('engagement');
  if (engagement?.contract === undefined)
    return [
      unmet('A partner takes part, but no contract is referred to', place, {
        remedy:
          'Add engagement: { partner, contract, covers: [handoff, 30-60-90, change-management, documentation], signed-on } to readiness/pilot.yaml.',
        cause: 'no-engagement',
      }),
    ];
  const found: Finding[] = [];
  if (!/^https?:\/\//.test(engagement.contract) && tree.get(engagement.contract) === undefined)
    found.push(
      unmet(`The contract ${quote(engagement.contract)} is not in the repository`, pilot.at('engagement', 'contract'), {
        remedy: 'Commit the page that says what was agreed, or give its address.',
      }),
    );
  const missing = PARTS.filter((part) => !(engagement.covers ?? []).includes(part));
  if (missing.length > 0)
    found.push(
      unmet(
        `The contract does not cover ${missing.map((part) => WORDS[part]).join(', ')}`,
        pilot.at('engagement', 'covers'),
        {
          remedy: `Agree on it with the partner, then add ${missing.join(', ')} to engagement.covers; have the sponsor accept that it came late.`,
        },
      ),
    );
  if (engagement.signedOn === undefined)
    found.push(
      unmet('When the contract was signed is not said', place, { remedy: 'Write engagement.signed-on: YYYY-MM-DD.' }),
    );
  else if (engagement.signedOn > startedOn)
    found.push(
      unmet(
        `The contract was signed on ${engagement.signedOn}, after the pilot began on ${startedOn}`,
        pilot.at('engagement', 'signedOn'),
        {
          remedy: 'Have the sponsor accept the late contract: `/readiness accept RS-7 because <reason>`',
          facts: 'can-overturn',
        },
      ),
    );
  return found.length > 0 ? found : [met(`The contract covers ${PARTS.map((part) => WORDS[part]).join(', ')}`, place)];
}

/** Whether the reference to the contract was there before the pilot, or was accepted late. */
export function judgeAgreed(
  pilot: Located<Pilot>,
  history: ValueHistory,
  startHistory: ValueHistory,
  acceptance: Observation<Acceptance>,
): Finding[] {
  const { startedOn, engagement } = pilot.value;
  const start = pilotStart(startedOn, startHistory);
  const moved = judgeMovedStart(start, startedOn, acceptance, pilot.at('startedOn'));
  const agreed = judgeOrder({
    what: 'What the contract covers',
    moment: beginning(start),
    introduced: since(history, coverOf, coverOf(engagement)),
    end: start.end,
    acceptance,
    place: pilot.at('engagement'),
    remedy: 'Have the sponsor accept the late contract: `/readiness accept RS-7 because <reason>`',
  });
  return moved === undefined ? [agreed] : [moved, agreed];
}

function coverOf(value: unknown): unknown {
  const { contract, covers } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return { contract, covers: Array.isArray(covers) ? [...covers].sort() : covers };
}
