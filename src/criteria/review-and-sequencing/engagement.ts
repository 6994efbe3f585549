import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { acceptedWords, beginning, judgeMovedStart, judgeOrder, pilotStart, since } from '../shared/order.ts';
import { existingPath } from '../shared/shape-checks.ts';
import { LATE_CONTRACT_REMEDY, messages } from './messages.ts';
import { acceptFinding } from './reviews.ts';

const PARTS = ['handoff', '30-60-90', 'change-management', 'documentation'] as const;

/** Whether a partner's contract covers what is needed once the partner leaves, signed before the pilot. */
export function judgeEngagement(
  pilot: Located<Pilot>,
  model: Observation<Located<OperatingModel>>,
  tree: Tree,
): Finding[] {
  const { vendor, engagement } = pilot.value;
  const hasVendor = model.state === 'seen' && model.value.value.vendor !== undefined;
  if (vendor !== true && engagement?.partner === undefined && !hasVendor)
    return [met(messages.noPartner(), pilot.at('vendor'), { facts: 'not-needed' })];
  const place = pilot.at('engagement');
  if (engagement?.contract === undefined) return [unmet(messages.noContract(), place, { cause: 'no-engagement' })];
  const { contract, covers = [], signedOn } = engagement;
  const missing = PARTS.filter((part) => !covers.includes(part));
  const found = [
    ...(/^https?:\/\//.test(contract)
      ? []
      : existingPath(tree, contract, {
          what: 'The contract field of engagement',
          place: pilot.at('engagement', 'contract'),
        })),
    ...(missing.length === 0 ? [] : [unmet(messages.notCovered({ parts: missing }), pilot.at('engagement', 'covers'))]),
    ...(signedOn === undefined ? [unmet(messages.notSigned(), place)] : judgeSigning(pilot)),
  ];
  return found.length > 0 ? found : [met(messages.contractCovers({ parts: PARTS }), place)];
}

/** Whether the contract was named before the pilot, or was accepted late. */
export function judgeAgreement(
  pilot: Located<Pilot>,
  history: ValueHistory,
  startHistory: ValueHistory,
  acceptance: Observation<Acceptance>,
): Finding[] {
  const { startedOn, engagement } = pilot.value;
  const late = judgeSigning(pilot);
  const accepted = acceptedWords(acceptance);
  if (late.length > 0) return accepted === undefined ? [] : late.map((finding) => acceptFinding(finding, accepted));
  const start = pilotStart(startedOn, startHistory);
  const agreed = judgeOrder({
    what: 'The coverage of the contract',
    moment: beginning(start),
    introduced: since(history, coverageOf, coverageOf(engagement)),
    end: start.end,
    acceptance,
    place: pilot.at('engagement'),
    remedy: LATE_CONTRACT_REMEDY,
  });
  return [judgeMovedStart(start, startedOn, acceptance, pilot.at('startedOn')) ?? [], agreed]
    .flat()
    .filter((finding) => finding.outcome !== 'met' || finding.accepted);
}

/** A contract that was signed after the pilot began: only the sponsor's acceptance helps then. */
function judgeSigning(pilot: Located<Pilot>): Finding[] {
  const { startedOn, engagement: { signedOn = startedOn } = {} } = pilot.value;
  if (signedOn <= startedOn) return [];
  const place = pilot.at('engagement', 'signedOn');
  return [unmet(messages.signedLate({ signedOn, startedOn }), place, { facts: 'can-overturn' })];
}

function coverageOf(value: unknown): unknown {
  const { contract, covers } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return { contract, covers: Array.isArray(covers) ? [...covers].sort() : covers };
}
