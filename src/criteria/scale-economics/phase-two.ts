import { type Finding, met, notVerified, quote, unmet } from '../../domain/finding.ts';
import { summaryOf } from '../../domain/message.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { beginning, judgeMovedStart, judgeOrder, pilotStart, since } from '../shared/order.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';

const PARTS = ['monitoring', 'error-handling', 'cost-limits', 'security', 'edge-cases', 'integration'] as const;

/** Who owns phase two, as written. */
export function phaseTwoOwner(economics: Located<Economics>): NamedPerson[] {
  const { phaseTwo } = economics.value;
  if (phaseTwo === undefined) return [];
  return [{ what: 'The owner of phase two', written: phaseTwo.owner, place: economics.at('phaseTwo', 'owner') }];
}

/** Whether the way from pilot to production is costed, part by part, with a budget behind it. */
export function judgePhaseTwo(economics: Located<Economics>): Finding[] {
  const { phaseTwo, currency } = economics.value;
  const place = economics.at('phaseTwo');
  if (phaseTwo === undefined)
    return [
      unmet('Phase two, the way from pilot to production, is not costed', place, {
        remedy: `Add phase-two to readiness/economics.yaml: items with amounts for ${PARTS.join(', ')}, an owner and the reference of the budget.`,
        cause: 'no-phase-two',
      }),
    ];
  const { items, budget } = phaseTwo;
  const missing = PARTS.filter((part) => !items.some(({ what }) => what === part));
  const findings: Finding[] = [];
  if (missing.length > 0)
    findings.push(
      unmet(`Phase two does not cost ${missing.join(', ').replaceAll('-', ' ')}`, economics.at('phaseTwo', 'items'), {
        remedy: `Add an item with an amount for ${missing.join(', ')}; a true zero needs zero-reason.`,
      }),
    );
  for (const [index, { what, amount, zeroReason }] of items.entries()) {
    const at = economics.at('phaseTwo', 'items', index);
    if (amount < 0 || (amount === 0 && (zeroReason === undefined || isBlankText(zeroReason))))
      findings.push(
        unmet(`Phase two costs ${amount} ${currency} for ${what.replace('-', ' ')}, and no reason is given`, at, {
          remedy: 'State the amount, or zero with zero-reason.',
        }),
      );
  }
  if (isBlankText(budget))
    findings.push(
      unmet(`The budget of phase two is ${quote(budget)}`, economics.at('phaseTwo', 'budget'), {
        remedy: 'Name the cost center, order or decision that pays for it.',
      }),
    );
  if (findings.length > 0) return findings;
  const sum = items.reduce((all, { amount }) => all + amount, 0);
  return [met(`Phase two is costed at ${sum} ${currency} in ${PARTS.length} parts`, place)];
}

export interface PhaseTwoOrder {
  economics: Located<Economics>;
  pilot: Located<Pilot>;
  history: Observation<ValueHistory>;
  startHistory: Observation<ValueHistory>;
  acceptance: Observation<Acceptance>;
  /** Otherwise a plan that came late is only told. */
  blocks: boolean;
}

/** Whether all parts of phase two were in the plan before the pilot began. */
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
  const all = [...(moved === undefined ? [] : [moved]), order];
  if (blocks) return all;
  return all.filter(({ outcome }) => outcome !== 'met').length === 0
    ? [order]
    : [met(`Advice: ${order.outcome === 'met' ? (moved ? summaryOf(moved) : '') : summaryOf(order)}`, place)];
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
