import { day, daysBetween } from '../../domain/dates.ts';
import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { type AuditRow, type SampleLook, sampleAge } from '../shared/workflow/audit-sample.ts';
import { requiredMode } from './autonomy.ts';

export interface ConductLimits {
  sampleRows: number;
  sampleDays: number;
  sampleWithinDays: number;
}

/** Outcomes in which nothing was carried out. Whatever else a row says counts as done. */
const NOT_DONE =
  /^(proposed?|suggested|rejected?|declined?|refused?|denied|escalated?|handed[- ]?(over|off)|cancell?ed|blocked|skipped|deferred|withdrawn|expired|pending|no[- ]action|none)$/i;
const MACHINE =
  /^(system|service|bot|model|ai|llm|auto|automatic|automation|automated|machine|assistant|robot|pilot|app|job|cron|scheduler|worker|svc[-_.].*|.*([-_.](bot|svc|service|system|worker)|\[bot\]))$/i;
const NO_NAME = /^(|-+|no|n|false|0|none|null|n\/?a|yes|y|true|1|auto|automatic)$/i;

const SHOWN = 4;

/** Whether the service kept, row by row, to what it may do: nothing of medium risk unconfirmed, nothing of high risk by itself. */
export function judgeConduct(look: SampleLook, serviceNames: string[], limits: ConductLimits, now: number): Finding[] {
  if ('open' in look) return look.open;
  const { sample } = look;
  const { path, rows, from, to } = sample;
  const spanned = daysBetween(from - (from % 86_400_000), to) + 1;
  const { finding, until } = sampleAge(sample, limits.sampleWithinDays, now);
  const found: Finding[] = finding === undefined ? [] : [finding];
  if (rows.length < limits.sampleRows && spanned < limits.sampleDays)
    found.push(
      unmet(
        `The audit log sample has ${rows.length} rows over ${spanned} days; ${limits.sampleRows} rows or ${limits.sampleDays} days are needed`,
        { path },
        { remedy: `Export more of the audit log to ${path}.` },
      ),
    );
  const own = new Set(serviceNames.map((name) => name.toLowerCase()));
  const isMachine = (who: string): boolean => {
    const bare = who.replace(/^@/, '').trim();
    return MACHINE.test(bare) || own.has(bare.toLowerCase());
  };
  const wrong = rows.flatMap((row) => {
    const problem = NOT_DONE.test(row.outcome) ? undefined : trespass(row, isMachine);
    return problem === undefined ? [] : [{ line: row.line, problem, part: row.decision.id }];
  });
  if (wrong.length > 0)
    found.push(
      unmet(
        `${wrong.length} of ${rows.length} decisions were carried out further than allowed: ${wrong
          .slice(0, SHOWN)
          .map(({ line, problem }) => `line ${line}: ${problem}`)
          .join('; ')}`,
        wrong.slice(0, SHOWN).map(({ line }) => ({ path, line })),
        {
          actors: ['author', 'governance-owner'],
          remedy: 'Close the way by which the service acted without a person, then export a sample from after that.',
        },
      ),
    );
  if (found.length > 0) return found;
  return [
    met(
      `${rows.length} decisions, ${day(from)} to ${day(to)}: none was carried out further than its risk allows`,
      { path },
      { until },
    ),
  ];
}

function trespass(row: AuditRow, isMachine: (who: string) => boolean): string | undefined {
  const { decision, actor, confirmedBy } = row;
  const owed = requiredMode(decision);
  if (owed === 'auto') return undefined;
  // A person who acts has confirmed by acting.
  if (!isMachine(actor) && !NO_NAME.test(actor)) return undefined;
  if (owed === 'human-only') return `${decision.id} by ${quote(actor, 40)}, only people may`;
  const named = !NO_NAME.test(confirmedBy) && !isMachine(confirmedBy);
  return named ? undefined : `${decision.id} by ${quote(actor, 40)}, confirmed by nobody by name`;
}
