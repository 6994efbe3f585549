import type { AuditPoint, GateAudit, PointState } from '../../engine/enforcement/points.ts';
import type { ProposedRuleset } from '../../engine/enforcement/ruleset.ts';
import { jsonText } from '../machine/json.ts';
import { pointWords } from '../model/audit-words.ts';
import { cut, forTerminal } from '../model/text.ts';
import { many } from '../model/words.ts';
import { type Style, TerminalWriter } from './terminal-writer.ts';

export interface DoctorOptions {
  width: number;
  color: boolean;
  /** Where people open pages: `https://github.com`, or the address of an Enterprise Server. */
  serverUrl: string;
}

const MARKS: Record<PointState, { label: string; style: Style }> = {
  ok: { label: '✓ ', style: 'green' },
  fails: { label: '✗ ', style: 'red' },
  unknown: { label: '? ', style: 'yellow' },
  unseen: { label: '? ', style: 'yellow' },
  warns: { label: '! ', style: 'yellow' },
};
const VERDICT_STYLE: Record<GateAudit['verdict'], Style> = {
  holds: 'green',
  'does-not-hold': 'red',
  unknown: 'yellow',
};
const MAX_BRANCHES = 5;

/** The audit of one repository for its administrator: the answer, what it rests on, what to do, what to create. */
export function renderDoctor(audit: GateAudit, proposed: ProposedRuleset[], options: DoctorOptions): string {
  const writer = new TerminalWriter(options.width, options.color);
  writer.put(forTerminal(auditHeadline(audit)), { style: VERDICT_STYLE[audit.verdict] });
  writer.put(forTerminal(audit.repository), { style: 'dim' });
  for (const branch of [...new Set(audit.points.flatMap(branchOf))]) {
    const own = audit.points.filter((point) => branchOf(point)[0] === branch);
    section(writer, `Merging into ${branch}`, own);
  }
  section(
    writer,
    'Around it',
    audit.points.filter((point) => branchOf(point).length === 0),
  );
  todo(writer, audit);
  for (const one of proposed) putRuleset(writer, `repos/${audit.repository}`, one, options.serverUrl);
  return writer.text();
}

/** "The gate holds on production", or the first reason why not and how many more there are. Plain text. */
export function auditHeadline({ verdict, branches, points }: GateAudit): string {
  if (verdict === 'holds') {
    const shown = branches.slice(0, MAX_BRANCHES);
    const more = branches.length > shown.length ? ` and ${branches.length - shown.length} more` : '';
    return `The gate holds on ${shown.join(', ')}${more}`;
  }
  const deciding = points.filter(({ state }) => state === (verdict === 'unknown' ? 'unknown' : 'fails'));
  const [first, ...others] = [...new Set(deciding.map((point) => pointWords(point).short))];
  const more = others.length === 0 ? '' : `; and ${many(others.length, 'more reason')}`;
  const opening = verdict === 'unknown' ? 'Could not tell whether the gate holds' : 'The gate does not hold';
  return `${opening}: ${cut(first ?? '', 300)}${more}`;
}

/** Only points about the way into a promotion branch stand under its name. */
function branchOf(point: AuditPoint): string[] {
  const ways = ['required', 'pinned', 'bypass', 'admins', 'workflows', 'queue'];
  return ways.includes(point.id) && 'branch' in point ? [point.branch] : [];
}

function section(writer: TerminalWriter, title: string, points: AuditPoint[]): void {
  if (points.length === 0) return;
  writer.gap();
  writer.put(forTerminal(title), { style: 'bold' });
  for (const point of points) {
    const { label, style } = MARKS[point.state];
    writer.labeled(label, style, forTerminal(pointWords(point).says), { indent: 2 });
  }
}

const ORDER: PointState[] = ['fails', 'unknown', 'warns'];

function todo(writer: TerminalWriter, { points }: GateAudit): void {
  const steps = ORDER.flatMap((state) => points.filter((point) => point.state === state)).flatMap(
    (point) => pointWords(point).next ?? [],
  );
  const distinct = [...new Set(steps)];
  if (distinct.length === 0) return;
  writer.gap();
  writer.put('What to do', { style: 'bold' });
  for (const [at, step] of distinct.entries()) writer.labeled(`${at + 1}. `, 'dim', forTerminal(step), { indent: 2 });
}

const WHY: Record<ProposedRuleset['for'], string> = {
  organization:
    'This ruleset of the organization requires the check of whatever carries the property, pilots of tomorrow included. An organization owner pastes it into a shell, or imports its JSON under Settings, Repository, Rulesets:',
  check: 'This ruleset requires the check. A repository administrator pastes it into a shell:',
  'policy-review':
    'This ruleset asks for a review by code owners before the default branch changes. A repository administrator pastes it into a shell:',
};
const UNPINNED =
  "As printed anybody who can push could report the check, because the number of your App is not known here. Run this again with --app-id NUMBER first; the number stands on the App's settings page as App ID.";

/**
 * The command that creates a ruleset at an address such as `repos/acme/triage`. JSON in a quoted here-document: nothing
 * of it is read by the shell, and no line of it can end it.
 */
export function putRuleset(
  writer: TerminalWriter,
  at: string,
  { for: purpose, pinned, body }: ProposedRuleset,
  serverUrl: string,
): void {
  writer.gap();
  writer.put(WHY[purpose], { style: 'bold' });
  if (!pinned) writer.put(UNPINNED, { style: 'yellow' });
  writer.gap();
  const { host } = new URL(serverUrl);
  const where = host === 'github.com' ? '' : `--hostname ${host} `;
  writer.verbatim(`gh api ${where}--method POST ${at}/rulesets --input - <<'JSON'\n${asciiJson(body)}\nJSON`);
}

function asciiJson(body: unknown): string {
  return JSON.stringify(body, null, 2).replace(
    /[^\n -~]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The same as data. Points keep their ids and states; their words may be bettered. */
export function renderDoctorJson(audit: GateAudit, proposed: ProposedRuleset[]): string {
  return jsonText(doctorData(audit, proposed));
}

function doctorData(audit: GateAudit, proposed: ProposedRuleset[]): object {
  const { repository, verdict, branches, points } = audit;
  return {
    repository,
    verdict,
    summary: auditHeadline(audit),
    branches,
    points: points.map((point) => ({ ...point, says: pointWords(point).says })),
    rulesets: proposed.map(({ for: purpose, pinned, body }) => ({ for: purpose, pinned, body })),
  };
}
