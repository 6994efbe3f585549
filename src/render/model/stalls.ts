import type { Report } from '../../domain/report.ts';
import type { Task } from './task.ts';
import { cut, plain } from './text.ts';
import { dayWords } from './words.ts';

type Stall = NonNullable<Report['stalls']>[number];
type Facts = (name: string) => string;

/** Signs of a stalling pilot as advice: what was measured, and what teams that recovered did about it. */
export function stallTasks(report: Report): Task[] {
  return (report.stalls ?? []).map((stall): Task => {
    const [title, nextStep, who] = WORDS[stall.sign](factsOf(stall));
    const where = stall.places.find((place) => place.path !== '');
    return {
      title: `${title} (a pattern seen in stalled pilots)`,
      nextStep,
      further: [],
      ...(where && { where }),
      places: stall.places,
      also: [],
      who,
      codes: stall.leads,
      criteria: [],
      halves: [],
      level: 'advisory',
      outcome: 'unmet',
      unseen: false,
      turn: 'people',
    };
  });
}

/** Facts come from evidence: cut, and on one line. */
function factsOf({ facts }: Stall): Facts {
  return (name) => cut(plain(String(facts[name] ?? '')), 120);
}

const BUSINESS = ['product-owner', 'sponsor'];

/** What was measured, what to do, and who. */
const WORDS: Record<Stall['sign'], (fact: Facts) => [string, string, string[]]> = {
  'adoption-uneven': (fact) => [
    `Adoption is uneven: ${percent(fact('lowestShare'))} in ${fact('lowest')}, ${percent(fact('highestShare'))} in ${fact('highest')}`,
    `Find out what keeps people in ${fact('lowest')} from using it: whether a manager there sponsors it, and whether it counts toward their goals`,
    BUSINESS,
  ],
  'new-site-incidents': (fact) => [
    `The newest site has more incidents: ${fact('site')} had ${fact('incidents')} in 30 days, the others usually ${fact('usual')}`,
    'Check the systems it is connected to there, and add no other site until it is as stable as the others',
    ['production-owner'],
  ],
  'cost-over-model': (fact) => [
    `It costs more than planned: ${fact('cost')} in 30 days, ${fact('model')} in the cost model`,
    'Add all manual work to the cost model, and agree on prices for the planned volume',
    ['product-owner'],
  ],
  'control-pending': (fact) => [
    `A control is still pending: ${fact('control')} has been open since ${dayWords(fact('since'))}${others(fact('more'))}`,
    'Hold one joint remediation sprint with its approvers instead of exchanging documents',
    [`control:${fact('control')}`, 'governance-owner'],
  ],
  'incident-bounced': (fact) => [
    `Incidents are passed between teams: ${fact('count')} in the last 90 days`,
    'Agree on one escalation path, and on joint service levels with the vendor',
    ['production-owner'],
  ],
  undecided: (fact) => [
    `The decision is overdue: "${fact('metric')}" had reached its goal by ${dayWords(fact('since'))}`,
    'Expand, harden or stop: record the decision under success-trigger.decided in readiness/metrics.yaml',
    BUSINESS,
  ],
  'added-while-hardening': () => [
    'Teams were added while the pilot was being hardened',
    'Add no other team until it runs stably without its builders, and decide on expansion in a review',
    BUSINESS,
  ],
  'side-tool': () => [
    'It is a separate tool outside the daily workflow',
    'Integrate it into the system where the work is done: more users of a side tool do not make it scale',
    BUSINESS,
  ],
  'long-blocked': (fact) => [
    `A blocker is unresolved: "${fact('what')}" since ${dayWords(fact('since'))}${others(fact('more'))}`,
    'Have the sponsor decide it, or close it',
    ['sponsor'],
  ],
};

function percent(share: string): string {
  const value = Number(share);
  return Number.isFinite(value) ? `${Math.round(value * 100)}%` : share;
}

function others(more: string): string {
  const count = Number(more);
  return count > 0 ? `, and ${count} more` : '';
}
