import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Acceptance } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { type Decision, noDecisions } from './decision-map.ts';

/** How far the machine may act: what a risk allows, and which risk an action carries by its own words. */

type Risk = Decision['risk'];
export type Mode = Decision['mode'];

const MODES: Mode[] = ['auto', 'confirm', 'human-only'];
const RISKS: Risk[] = ['low', 'medium', 'high'];
const ALLOWED: Record<Risk, Mode> = { low: 'auto', medium: 'confirm', high: 'human-only' };
const MODE_WORDS: Record<Mode, string> = {
  auto: 'acts by itself',
  confirm: 'acts once a person confirms',
  'human-only': 'only a person acts',
};

/** The stricter of the mode that a decision declares and the one that its risk allows. */
export function requiredMode({ mode, risk }: Decision): Mode {
  return MODES[Math.max(MODES.indexOf(mode), MODES.indexOf(ALLOWED[risk]))] ?? 'human-only';
}

/** Whether no decision acts more freely than its risk allows: low by itself, medium confirmed, high by people only. */
export function judgeModes(workflow: Located<Workflow>): Finding[] {
  const none = noDecisions(workflow);
  if (none !== undefined) return [none];
  const decisions = workflow.value.decisions ?? [];
  const found = decisions.flatMap((decision, index): Finding[] => {
    const { id, risk, mode } = decision;
    if (requiredMode(decision) === mode) return [];
    return [
      unmet(
        `${id} is of ${risk} risk and ${MODE_WORDS[mode]}; at ${risk} risk ${MODE_WORDS[ALLOWED[risk]]}`,
        [workflow.at('decisions', index, 'mode'), workflow.at('decisions', index, 'risk')],
        {
          part: id,
          remedy: `Change the service so that ${id} is ${ALLOWED[risk]}, then write mode: ${ALLOWED[risk]}.`,
        },
      ),
    ];
  });
  const count = (mode: Mode): number => decisions.filter((one) => one.mode === mode).length;
  return found.length > 0
    ? found
    : [
        met(
          `${count('auto')} decisions act by themselves, ${count('confirm')} once confirmed, ${count('human-only')} are left to people; none acts more freely than its risk allows`,
          workflow.at('decisions'),
        ),
      ];
}

/** Verbs that bind, spend, destroy or judge people; and verbs that steer. Written without accents or hyphens. */
const HIGH =
  /\b(commit(s|ted|ting)?|promis(e|es|ed|ing)|pay(s|ing)?|paid|delet(e|es|ed|ing|ion)|dismiss(es|ed|ing|al)?|diagnos(e|es|ed|ing|is)|approv(e|es|ed|ing|al)( \w+){0,4} (spend|spending|spends|payment|payments|purchase|purchases|invoice|invoices|refund|refunds|budget|budgets|expense|expenses|order|orders|loan|loans|credit|credits))\b/;
const MEDIUM = /\b(rout(e|es|ed|ing)|recommend(s|ed|ing|ation|ations)?|prioriti[sz](e|es|ed|ing|ation))\b/;

/** The least risk that the words of a decision carry, with the word that says so. */
export function riskOfWords({ id, action }: Pick<Decision, 'id' | 'action'>): { risk: Risk; word: string } {
  const text = `${id} ${action}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .slice(0, 3_000);
  const high = HIGH.exec(text);
  if (high) return { risk: 'high', word: high[0] };
  const medium = MEDIUM.exec(text);
  return medium ? { risk: 'medium', word: medium[0] } : { risk: 'low', word: '' };
}

/** Decisions whose declared risk is lower than their own words say. */
function lowered(workflow: Located<Workflow>): { decision: Decision; index: number; least: Risk; word: string }[] {
  return (workflow.value.decisions ?? []).flatMap((decision, index) => {
    const { risk: least, word } = riskOfWords(decision);
    return RISKS.indexOf(decision.risk) < RISKS.indexOf(least) ? [{ decision, index, least, word }] : [];
  });
}

/** Whether a lower risk than the words of a decision say has a reason at least; who accepted it is asked later. */
export function judgeRisks(workflow: Located<Workflow>): Finding[] {
  const none = noDecisions(workflow);
  if (none !== undefined) return [none];
  const low = lowered(workflow);
  const found = low.flatMap(({ decision: { id, risk, lowerRiskReason }, index, least, word }): Finding[] => {
    if (lowerRiskReason !== undefined && !isBlankText(lowerRiskReason)) return [];
    return [
      unmet(
        `${id} is declared as ${risk} risk, but ${quote(word)} means ${least}`,
        [workflow.at('decisions', index, 'risk'), workflow.at('decisions', index, 'action')],
        {
          part: id,
          remedy: `Write risk: ${least}, or say in lower-risk-reason why it is lower and have the governance owner accept it.`,
        },
      ),
    ];
  });
  if (found.length > 0) return found;
  return [
    low.length === 0
      ? met('No decision is declared as less risky than its words say', workflow.at('decisions'), {
          facts: 'not-needed',
        })
      : met(`${low.length} decisions give a reason for a lower risk`, workflow.at('decisions')),
  ];
}

/** Whether the governance owner accepted each lower risk. */
export function confirmRisks(workflow: Located<Workflow>, accepted: Acceptance): Finding[] {
  const low = lowered(workflow);
  const names = low.map(({ decision }) => decision.id).join(', ');
  if (accepted.accepted)
    return [
      met(
        `The lower risk of ${names} was accepted by @${accepted.by ?? 'the governance owner'}`,
        workflow.at('decisions'),
      ),
    ];
  return low.map(({ decision: { id, lowerRiskReason = '' }, index }) =>
    unmet(
      `${id} is declared as less risky than its words say (${quote(lowerRiskReason)}); the governance owner has not accepted that`,
      workflow.at('decisions', index, 'lowerRiskReason'),
      {
        part: id,
        actors: ['governance-owner'],
        remedy: 'Ask the governance owner for `/readiness accept WA-3 because <reason>`, or raise the risk.',
      },
    ),
  );
}
