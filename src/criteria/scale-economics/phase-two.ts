import { type Finding, met, notVerified, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { beginning, judgeMovedStart, judgeOrder, pilotStart, since } from '../shared/order.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { filled } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

const PARTS = ['monitoring', 'error-handling', 'cost-limits', 'security', 'edge-cases', 'integration'] as const;

/** Who owns phase two, as written. */
export function phaseTwoOwner(economics: Located<Economics>): NamedPerson[] {
  const { phaseTwo } = economics.value;
  if (phaseTwo === undefined) return [];
  return [{ what: 'The owner of phase two', written: phaseTwo.owner, place: economics.at('phaseTwo', 'owner') }];
}

/** Whether the work between pilot and production is costed, part by part, with a budget. */
export function judgePhaseTwo(economics: Located<Economics>): Finding[] {
  const { phaseTwo, currency } = economics.value;
  const place = economics.at('phaseTwo');
  if (phaseTwo === undefined) return [unmet(messages.noPhaseTwo({ parts: PARTS }), place, { cause: 'no-phase-two' })];
  const { items, budget } = phaseTwo;
  const parts = PARTS.filter((part) => !items.some(({ what }) => what === part));
  const findings = [
    ...(parts.length > 0 ? [unmet(messages.partsNotCosted({ parts }), economics.at('phaseTwo', 'items'))] : []),
    ...items.flatMap(({ what: part, amount, zeroReason = '' }, index) =>
      amount > 0 || (amount === 0 && !isBlankText(zeroReason))
        ? []
        : [unmet(messages.partWithoutCost({ part, amount, currency }), economics.at('phaseTwo', 'items', index))],
    ),
    ...filled(budget, { what: 'The budget of phase two', place: economics.at('phaseTwo', 'budget') }),
  ];
  const sum = items.reduce((all, { amount }) => all + amount, 0);
  return findings.length > 0 ? findings : [met(messages.phaseTwoCosted({ sum, currency, count: PARTS.length }), place)];
}

export interface PhaseTwoOrder {
  economics: Located<Economics>;
  pilot: Located<Pilot>;
  history: Observation<ValueHistory>;
  startHistory: Observation<ValueHistory>;
  acceptance: Observation<Acceptance>;
  /** Otherwise a late plan only gives advice. */
  blocks: boolean;
}

/** What speaks against all parts of phase two having been in the plan before the pilot began, or who accepted that. */
export function judgePlannedBefore(question: PhaseTwoOrder): Finding[] {
  const { economics, pilot, history, startHistory, acceptance, blocks } = question;
  const place: Place = economics.at('phaseTwo');
  const unseen = [history, startHistory].find((one) => one.state === 'unavailable');
  if (unseen?.state === 'unavailable') return blocks ? [notVerified(unseen.reason, unseen.resolvableBy, place)] : [];
  if (history.state !== 'seen' || startHistory.state !== 'seen') return [];
  const declared = pilot.value.startedOn;
  const start = pilotStart(declared, startHistory.value);
  const moved = judgeMovedStart(start, declared, acceptance, pilot.at('startedOn'));
  const order = judgeOrder({
    what: 'The plan of phase two',
    moment: beginning(start),
    introduced: since(history.value, partsOf, partsOf(economics.value.phaseTwo)),
    end: start.end,
    acceptance,
    place,
    remedy: 'The sponsor comments `/readiness accept EC-6 because <reason>`, and the report will always show it.',
  });
  const found = [...(moved === undefined ? [] : [moved]), order].filter(
    ({ outcome, accepted }) => outcome !== 'met' || accepted,
  );
  if (blocks) return found;
  const [late] = found.filter(({ outcome }) => outcome !== 'met').reverse();
  return late === undefined ? found : [met(messages.plannedLate({ order: late }), place)];
}

/** Which parts were planned; their amounts may be estimated better later. */
function partsOf(phaseTwo: unknown): string[] {
  const items = typeof phaseTwo === 'object' && phaseTwo !== null && 'items' in phaseTwo ? phaseTwo.items : undefined;
  if (!Array.isArray(items)) return [];
  const named = items.flatMap((item: unknown) =>
    typeof item === 'object' && item !== null && 'what' in item ? [String(item.what)] : [],
  );
  return [...new Set(named)].sort();
}
