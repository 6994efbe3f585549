import type { Report } from '../../domain/report.ts';
import { dayWords } from './days.ts';
import type { Task } from './task.ts';
import { cut, plain } from './text.ts';

type Stall = NonNullable<Report['stalls']>[number];

interface Words {
  title: string;
  step: string;
  who: string[];
}

/** Signs of a stalling pilot as advice: what was measured, and what people do about it who got out of it. */
export function stallTasks(report: Report): Task[] {
  return (report.stalls ?? []).map((stall): Task => {
    const { title, step, who } = WORDS[stall.sign](factsOf(stall));
    const where = stall.places.find((place) => place.path !== '');
    return {
      title,
      nextStep: step,
      further: [],
      ...(where === undefined ? {} : { where }),
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

type Facts = (name: string) => string;

/** Facts come from evidence: cut, and on one line. */
function factsOf({ facts }: Stall): Facts {
  return (name) => cut(plain(String(facts[name] ?? '')), 120);
}

const BUSINESS = ['product-owner', 'sponsor'];

const WORDS: Record<Stall['sign'], (fact: Facts) => Words> = {
  'adoption-uneven': (fact) => ({
    title: `Use differs as in pilots that stall: ${percent(fact('lowestShare'))} in ${fact('lowest')}, ${percent(fact('highestShare'))} in ${fact('highest')}`,
    step: `Find out in ${fact('lowest')} what keeps people from it: whether somebody stands for it there, and whether it counts for them`,
    who: BUSINESS,
  }),
  'new-site-incidents': (fact) => ({
    title: `The newest site has incidents as in pilots that stall: ${fact('site')} ${fact('incidents')} in 30 days, the others usually ${fact('usual')}`,
    step: 'Check the health of what it is connected to there, and add no other site before it is as quiet as the others',
    who: ['production-owner'],
  }),
  'cost-over-model': (fact) => ({
    title: `It costs more than planned, as pilots that stall do: ${fact('cost')} in 30 days, ${fact('model')} in the model`,
    step: 'Put all work that is done by hand into the model, and agree on prices for the volume it is meant for',
    who: ['product-owner'],
  }),
  'control-pending': (fact) => ({
    title: `A control waits as in pilots that stall: ${fact('control')} is open since ${dayWords(fact('since'))}${others(fact('more'))}`,
    step: 'Sit down with its approvers for one remediation sprint instead of passing papers',
    who: [`control:${fact('control')}`, 'governance-owner'],
  }),
  'incident-bounced': (fact) => ({
    title: `Incidents are passed around, as in pilots that stall: ${fact('count')} in the last 90 days`,
    step: 'Agree on one escalation path, and on joint service levels with the vendor',
    who: ['production-owner'],
  }),
  undecided: (fact) => ({
    title: `Nobody decides, as in pilots that stall: "${fact('metric')}" had reached its goal by ${dayWords(fact('since'))}`,
    step: 'Expand, harden or stop: write the decision under success-trigger.decided in readiness/metrics.yaml',
    who: BUSINESS,
  }),
  'added-while-hardening': () => ({
    title: 'Teams were added while it was being hardened, as in pilots that stall',
    step: 'Add nobody else until it runs stable without its builders, and let a review decide to expand',
    who: BUSINESS,
  }),
  'side-tool': () => ({
    title: 'It is a tool beside the work, as in pilots that stall',
    step: 'Bring it into the system in which the work is done: more users of a side tool are no scale',
    who: BUSINESS,
  }),
  'long-blocked': (fact) => ({
    title: `Something is in the way as in pilots that stall: "${fact('what')}" since ${dayWords(fact('since'))}${others(fact('more'))}`,
    step: 'Have the sponsor decide it, or close it',
    who: ['sponsor'],
  }),
};

function percent(share: string): string {
  const value = Number(share);
  return Number.isFinite(value) ? `${Math.round(value * 100)} %` : share;
}

function others(more: string): string {
  const count = Number(more);
  return count > 0 ? `, and ${count} more like it` : '';
}
