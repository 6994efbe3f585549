import type { GateAudit, GateVerdict } from '../../engine/enforcement/points.ts';
import type { PropertyMark, ProposedRuleset } from '../../engine/enforcement/ruleset.ts';
import { jsonText } from '../machine/json.ts';
import { cut, forTerminal } from '../model/text.ts';
import { many } from '../model/words.ts';
import { auditHeadline, type DoctorOptions, putRuleset } from './doctor.ts';
import { Sheet, type Style } from './terminal-writer.ts';

/** One pilot of an organisation; `fault` where it could not be audited at all. */
export interface DoctorRow {
  repository: string;
  verdict: GateVerdict;
  audit?: GateAudit;
  fault?: string;
}

/** One ruleset for all pilots of an organisation, and those of today that it would not reach. */
export interface OrganisationRuleset {
  mark: PropertyMark;
  proposed: ProposedRuleset;
  notReached: string[];
}

const MARKS: Record<GateVerdict, { label: string; style: Style }> = {
  holds: { label: '✓ ', style: 'green' },
  'does-not-hold': { label: '✗ ', style: 'red' },
  unknown: { label: '? ', style: 'yellow' },
};
const MOST_NAMED = 20;

/** All pilots of an organisation, one line each; a long reason is cut, `doctor OWNER/REPO` has the rest. */
export function renderDoctorList(
  org: string,
  rows: DoctorRow[],
  notAsked: number,
  options: DoctorOptions & { format: 'terminal' | 'json'; ruleset?: OrganisationRuleset },
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
    return jsonText({ organisation: org, pilots, notAsked, ...forAll });
  }
  const sheet = new Sheet(options.width, options.colour);
  const holding = rows.filter(({ verdict }) => verdict === 'holds').length;
  const found =
    rows.length === 0
      ? `No pilot was found in ${org}`
      : `The gate holds on ${holding} of ${many(rows.length, 'pilot')} of ${org}`;
  sheet.put(forTerminal(found), { style: rows.length > 0 && holding === rows.length ? 'green' : 'yellow' });
  sheet.gap();
  for (const { repository, verdict, audit, fault } of rows) {
    const { label, style } = MARKS[verdict];
    const words = fault ?? (audit === undefined ? '' : auditHeadline(audit));
    sheet.labelled(label, style, cut(forTerminal(`${repository}: ${words}`), Math.max(38, options.width - 2)));
  }
  if (notAsked > 0) {
    sheet.gap();
    sheet.put(
      `${many(notAsked, 'repository', 'repositories')} without the topic pilot were not searched for a policy file.`,
    );
  }
  if (options.ruleset === undefined) {
    sheet.gap();
    sheet.put('One ruleset can cover them all: name the custom property that marks pilots, --property NAME=VALUE.', {
      style: 'dim',
    });
  } else forAllPilots(sheet, org, options.ruleset, options.serverUrl);
  return sheet.text();
}

function forAllPilots(
  sheet: Sheet,
  org: string,
  { mark, proposed, notReached }: OrganisationRuleset,
  serverUrl: string,
): void {
  if (notReached.length > 0) {
    const named = notReached.slice(0, MOST_NAMED).join(', ');
    const more = notReached.length > MOST_NAMED ? ` and ${notReached.length - MOST_NAMED} more` : '';
    const values = mark.values.join(' or ');
    sheet.gap();
    sheet.put(
      forTerminal(
        `Not seen to carry ${mark.name}=${values}, so not reached by it: ${named}${more}. An organisation owner sets the property.`,
      ),
      { style: 'yellow' },
    );
  }
  putRuleset(sheet, `orgs/${org}`, proposed, serverUrl);
}
