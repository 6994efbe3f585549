import { day, daysBetween, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import { type Statement, summaryOf } from '../../domain/message.ts';
import { type AuditRow, type SampleLook, sampleAge } from '../shared/workflow/audit-sample.ts';
import { requiredMode } from './autonomy.ts';
import { messages } from './messages.ts';

export interface ConductLimits {
  sampleRows: number;
  sampleDays: number;
  sampleWithinDays: number;
}

/** Outcomes in which nothing was carried out. Any other outcome counts as carried out. */
const NOT_DONE =
  /^(proposed?|suggested|rejected?|declined?|refused?|denied|escalated?|handed[- ]?(over|off)|cancell?ed|blocked|skipped|deferred|withdrawn|expired|pending|no[- ]action|none)$/i;
const MACHINE =
  /^(system|service|bot|model|ai|llm|auto|automatic|automation|automated|machine|assistant|robot|pilot|app|job|cron|scheduler|worker|svc[-_.].*|.*([-_.](bot|svc|service|system|worker)|\[bot\]))$/i;
const NO_NAME = /^(|-+|no|n|false|0|none|null|n\/?a|yes|y|true|1|auto|automatic)$/i;

const MAX_SHOWN = 4;

/** Whether each row of the log had the person it needs: medium risk confirmed, high risk carried out by people only. */
export function judgeConduct(look: SampleLook, serviceNames: string[], limits: ConductLimits, now: number): Finding[] {
  if ('open' in look) return look.open;
  const { path, rows, from, to } = look.sample;
  const total = rows.length;
  const days = daysBetween(parseInstant(day(from)) ?? from, to) + 1;
  const { finding, until } = sampleAge(look.sample, limits.sampleWithinDays, now);
  const found: Finding[] = finding === undefined ? [] : [finding];
  if (total < limits.sampleRows && days < limits.sampleDays) {
    const words = { rows: total, days, minRows: limits.sampleRows, minDays: limits.sampleDays, path };
    found.push(unmet(messages.sampleTooSmall(words), { path }));
  }
  const own = new Set(serviceNames.map((name) => name.toLowerCase()));
  const isMachine = (who: string): boolean => {
    const bare = who.replace(/^@/, '').trim();
    return MACHINE.test(bare) || own.has(bare.toLowerCase());
  };
  const exceeded = rows.flatMap((row) => describeExcess(row, isMachine) ?? []);
  if (exceeded.length > 0) {
    const shown = exceeded.slice(0, MAX_SHOWN);
    const examples = shown.map(summaryOf).join('; ');
    const places = shown.map(({ line }) => ({ path, line }));
    const actors: Finding['actors'] = ['author', 'governance-owner'];
    found.push(unmet(messages.limitExceeded({ count: exceeded.length, total, examples }), places, { actors }));
  }
  if (found.length > 0) return found;
  return [met(messages.limitsKept({ total, from: day(from), to: day(to) }), { path }, { until })];
}

/** How a row was carried out without the person it needs; undefined when it was not. */
function describeExcess(
  row: AuditRow,
  isMachine: (who: string) => boolean,
): (Statement & { line: number }) | undefined {
  const { line, actor, confirmedBy, outcome } = row;
  const required = requiredMode(row.decision);
  if (NOT_DONE.test(outcome) || required === 'auto') return undefined;
  // A person who acts needs no further confirmation.
  if (!isMachine(actor) && !NO_NAME.test(actor)) return undefined;
  const words = { line, decision: row.decision.id, actor };
  if (required === 'human-only') return { ...messages.carriedOutByMachine(words), line };
  const isConfirmed = !NO_NAME.test(confirmedBy) && !isMachine(confirmedBy);
  return isConfirmed ? undefined : { ...messages.carriedOutUnconfirmed(words), line };
}
