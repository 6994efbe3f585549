import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Acceptance } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import type { Decision } from './decision-map.ts';
import { messages } from './messages.ts';

/** How far the machine may act: what a risk allows, and which risk an action has by its description. */

type Risk = Decision['risk'];
type Mode = Decision['mode'];

const MODES: Mode[] = ['auto', 'confirm', 'human-only'];
const RISKS: Risk[] = ['low', 'medium', 'high'];
const ALLOWED: Record<Risk, Mode> = { low: 'auto', medium: 'confirm', high: 'human-only' };

/** The stricter of the mode that a decision declares and the one that its risk allows. */
export function requiredMode({ mode, risk }: Decision): Mode {
  return MODES[Math.max(MODES.indexOf(mode), MODES.indexOf(ALLOWED[risk]))] ?? 'human-only';
}

/** Whether no decision acts more freely than its risk allows: low on its own, medium confirmed, high by people only. */
export function judgeModes(workflow: Located<Workflow>): Finding[] {
  const decisions = workflow.value.decisions ?? [];
  const found = decisions.flatMap((decision, index): Finding[] => {
    const { id, risk, mode } = decision;
    if (requiredMode(decision) === mode) return [];
    const places = [workflow.at('decisions', index, 'mode'), workflow.at('decisions', index, 'risk')];
    return [unmet(messages.actsTooFreely({ id, risk, mode, required: ALLOWED[risk] }), places, { part: id })];
  });
  if (found.length > 0) return found;
  const count = (mode: Mode): number => decisions.filter((one) => one.mode === mode).length;
  const words = { auto: count('auto'), confirm: count('confirm'), humanOnly: count('human-only') };
  return [met(messages.modesFitRisks(words), workflow.at('decisions'))];
}

/** Verbs that bind, spend, destroy or assess people; and verbs that steer. Written without accents or hyphens. */
const HIGH =
  /\b(commit(s|ted|ting)?|promis(e|es|ed|ing)|pay(s|ing)?|paid|delet(e|es|ed|ing|ion)|dismiss(es|ed|ing|al)?|diagnos(e|es|ed|ing|is)|approv(e|es|ed|ing|al)( \w+){0,4} (spend|spending|spends|payment|payments|purchase|purchases|invoice|invoices|refund|refunds|budget|budgets|expense|expenses|order|orders|loan|loans|credit|credits))\b/;
const MEDIUM = /\b(rout(e|es|ed|ing)|recommend(s|ed|ing|ation|ations)?|prioriti[sz](e|es|ed|ing|ation))\b/;

/** The least risk that the description of a decision implies, with the word that implies it. */
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

/** Decisions whose declared risk is lower than their description implies. */
function findLowered(workflow: Located<Workflow>): { decision: Decision; index: number; least: Risk; word: string }[] {
  return (workflow.value.decisions ?? []).flatMap((decision, index) => {
    const { risk: least, word } = riskOfWords(decision);
    return RISKS.indexOf(decision.risk) < RISKS.indexOf(least) ? [{ decision, index, least, word }] : [];
  });
}

/** Whether each lower risk than a description implies has a reason; whether it was accepted is a fact. */
export function judgeRisks(workflow: Located<Workflow>): Finding[] {
  const low = findLowered(workflow);
  const found = low.flatMap(({ decision: { id, risk, lowerRiskReason = '' }, index, least, word }): Finding[] => {
    if (!isBlankText(lowerRiskReason)) return [];
    const places = [workflow.at('decisions', index, 'risk'), workflow.at('decisions', index, 'action')];
    return [unmet(messages.riskTooLow({ id, risk, word, least }), places, { part: id })];
  });
  if (found.length > 0) return found;
  const place = workflow.at('decisions');
  return [
    low.length === 0
      ? met(messages.noRiskLowered(), place, { facts: 'not-needed' })
      : met(messages.lowerRisksExplained({ count: low.length }), place),
  ];
}

/** Whether the governance owner accepted each lower risk; an acceptance is reported with who gave it. */
export function judgeAcceptedRisks(workflow: Located<Workflow>, { accepted, by }: Acceptance): Finding[] {
  const low = findLowered(workflow);
  if (accepted) {
    const words = {
      by: by === undefined ? 'The governance owner' : `@${by}`,
      decisions: low.map(({ decision }) => decision.id),
    };
    return [met(messages.lowerRisksAccepted(words), workflow.at('decisions'), { accepted: true })];
  }
  return low.map(({ decision: { id, lowerRiskReason: reason = '' }, index }) =>
    unmet(messages.lowerRiskNotAccepted({ id, reason }), workflow.at('decisions', index, 'lowerRiskReason'), {
      part: id,
      actors: ['governance-owner'],
    }),
  );
}
