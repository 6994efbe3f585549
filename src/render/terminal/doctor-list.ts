import type { GateAudit, GateVerdict } from '../../engine/enforcement/points.ts';
import type { PropertyMark, ProposedRuleset } from '../../engine/enforcement/ruleset.ts';
import { jsonText } from '../machine/json.ts';
import { cut, forTerminal } from '../model/text.ts';
import { many } from '../model/words.ts';
import { auditHeadline, type DoctorOptions, putRuleset } from './doctor.ts';
import { type Style, TerminalWriter } from './terminal-writer.ts';

/** One pilot of an organization; `fault` where it could not be audited at all. */
export interface DoctorRow {
  repository: string;
  verdict: GateVerdict;
  audit?: GateAudit;
  fault?: string;
}

/** One ruleset for all pilots of an organization, and those of today that it would not reach. */
export interface OrganizationRuleset {
  mark: PropertyMark;
  proposed: ProposedRuleset;
  notReached: string[];
}

const MARKS: Record<GateVerdict, { label: string; style: Style }> = {
  holds: { label: '✓ ', style: 'green' },
  'does-not-hold': { label: '✗ ', style: 'red' },
  unknown: { label: '? ', style: 'yellow' },
};
const MAX_NAMED = 20;

/** All pilots of an organization, one line each; a long reason is cut, `doctor OWNER/REPO` has the rest. */
export function renderDoctorList(
  org: string,
  rows: DoctorRow[],
  notAsked: number,
  options: DoctorOptions & { format: 'terminal' | 'json'; ruleset?: OrganizationRuleset },
): string {
  if (options.format === 'json') {
    const pilots = rows.map(({ repository, verdict, audit, fault }) => ({
      repository,
      verdict,
      summary: fault ?? (audit === undefined ? '' : auditHeadline(audit)),
    }));
    const { ruleset } = options;
    const forAll =
      ruleset === undefined
        ? {}
        : { ruleset: { pinned: ruleset.proposed.pinned, body: ruleset.proposed.body, notReached: ruleset.notReached } };
    return jsonText({ organization: org, pilots, notAsked, ...forAll });
  }
  const writer = new TerminalWriter(options.width, options.color);
  const holding = rows.filter(({ verdict }) => verdict === 'holds').length;
  const found =
    rows.length === 0
      ? `No pilot was found in ${org}`
      : `The gate holds on ${holding} of ${many(rows.length, 'pilot')} of ${org}`;
  writer.put(forTerminal(found), { style: rows.length > 0 && holding === rows.length ? 'green' : 'yellow' });
  writer.gap();
  for (const { repository, verdict, audit, fault } of rows) {
    const { label, style } = MARKS[verdict];
    const words = fault ?? (audit === undefined ? '' : auditHeadline(audit));
    writer.labeled(label, style, cut(forTerminal(`${repository}: ${words}`), Math.max(38, options.width - 2)));
  }
  if (notAsked > 0) {
    writer.gap();
    writer.put(
      `${many(notAsked, 'repository', 'repositories')} without the topic pilot were not searched for a policy file.`,
    );
  }
  if (options.ruleset === undefined) {
    writer.gap();
    writer.put('One ruleset can cover them all: name the custom property that marks pilots, --property NAME=VALUE.', {
      style: 'dim',
    });
  } else forAllPilots(writer, org, options.ruleset, options.serverUrl);
  return writer.text();
}

function forAllPilots(
  writer: TerminalWriter,
  org: string,
  { mark, proposed, notReached }: OrganizationRuleset,
  serverUrl: string,
): void {
  if (notReached.length > 0) {
    const named = notReached.slice(0, MAX_NAMED).join(', ');
    const more = notReached.length > MAX_NAMED ? ` and ${notReached.length - MAX_NAMED} more` : '';
    const values = mark.values.join(' or ');
    writer.gap();
    writer.put(
      forTerminal(
        `Not seen to carry ${mark.name}=${values}, so not reached by it: ${named}${more}. An organization owner sets the property.`,
      ),
      { style: 'yellow' },
    );
  }
  putRuleset(writer, `orgs/${org}`, proposed, serverUrl);
}
