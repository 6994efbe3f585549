import type { GateAudit, GateVerdict } from '../../engine/enforcement/points.ts';
import type { PropertyMark, ProposedRuleset } from '../../engine/enforcement/ruleset.ts';
import { jsonText } from '../machine/json.ts';
import { auditHeadline } from '../model/audit-words.ts';
import { type Block, list, MARKS, paragraph, title } from '../model/blocks.ts';
import { cut, plain } from '../model/text.ts';
import { many, notSearchedWords } from '../model/words.ts';
import { type DoctorOptions, rulesetBlocks, VERDICT_TONE } from './doctor.ts';
import { printTerminal } from './print-blocks.ts';

/** One pilot of an organization; `fault` where it could not be audited. */
export interface DoctorRow {
  repository: string;
  verdict: GateVerdict;
  audit?: GateAudit;
  fault?: string;
}

/** Rulesets for all pilots of an organization, that by property first, and the pilots of today that it would not reach. */
export interface OrganizationRuleset {
  mark: PropertyMark;
  proposed: ProposedRuleset[];
  notReached: string[];
}

const MAX_NAMED = 20;

/** All pilots of an organization, one line each; `doctor OWNER/REPO` shows a long reason in full. */
export function renderDoctorList(
  org: string,
  rows: DoctorRow[],
  notAsked: number,
  options: DoctorOptions & { format: 'terminal' | 'json'; ruleset?: OrganizationRuleset },
): string {
  const { ruleset, format, width } = options;
  const pilots = rows.map(({ repository, verdict, audit, fault }) => ({
    repository,
    verdict,
    summary: fault ?? (audit === undefined ? '' : auditHeadline(audit)),
  }));
  if (format === 'json') {
    const [first, ...more] = (ruleset?.proposed ?? []).map(({ pinned, body }) => ({ pinned, body }));
    const forAll = ruleset === undefined ? {} : { ruleset: { ...first, notReached: ruleset.notReached }, more };
    return jsonText({ organization: org, pilots, notAsked, ...forAll });
  }
  const enforced = rows.filter(({ verdict }) => verdict === 'holds').length;
  const headline =
    rows.length === 0
      ? `No pilot was found in ${org}`
      : `The gate is enforced on ${enforced} of ${many(rows.length, 'pilot')} of ${org}`;
  const items = pilots.map(({ repository, verdict, summary }) => {
    const tone = VERDICT_TONE[verdict];
    return { label: MARKS[tone], tone, text: cut(plain(`${repository}: ${summary}`), Math.max(36, width - 4)) };
  });
  const blocks = [
    title(headline, rows.length > 0 && enforced === rows.length ? 'good' : 'open'),
    ...list(items),
    ...(notAsked > 0 ? [paragraph(`${notSearchedWords(notAsked)}.`)] : []),
    ...(ruleset === undefined
      ? [
          paragraph(
            'One ruleset can cover all of them: pass the custom property that marks pilots, --property NAME=VALUE.',
            'mute',
          ),
        ]
      : organizationBlocks(org, ruleset, options.serverUrl)),
  ];
  return printTerminal(blocks, options);
}

function organizationBlocks(org: string, ruleset: OrganizationRuleset, serverUrl: string): Block[] {
  const { mark, proposed, notReached } = ruleset;
  const more = notReached.length > MAX_NAMED ? ` and ${notReached.length - MAX_NAMED} more` : '';
  const named = `${notReached.slice(0, MAX_NAMED).join(', ')}${more}`;
  const warning = `Without the property ${mark.name}=${mark.values.join(' or ')}, and therefore not covered: ${named}. An organization owner can set the property.`;
  return [
    ...(notReached.length > 0 ? [paragraph(warning, 'open')] : []),
    ...proposed.flatMap((one) => rulesetBlocks(`orgs/${org}`, one, serverUrl)),
  ];
}
