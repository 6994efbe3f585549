import type { AuditPoint, GateAudit, PointState } from '../../engine/enforcement/points.ts';
import type { ProposedRuleset } from '../../engine/enforcement/ruleset.ts';
import { jsonText } from '../machine/json.ts';
import { auditHeadline, pointWords } from '../model/audit-words.ts';
import { type Block, MARKS, paragraph, section, type Tone, title } from '../model/blocks.ts';
import { printTerminal, type Terminal } from './print-blocks.ts';

export interface DoctorOptions extends Terminal {
  /** Where people open pages: `https://github.com`, or the address of an Enterprise Server. */
  serverUrl: string;
}

export const VERDICT_TONE: Record<GateAudit['verdict'], Tone> = {
  holds: 'good',
  'does-not-hold': 'bad',
  unknown: 'open',
};
const LABELS: Record<PointState, { label: string; tone: Tone }> = {
  ok: { label: MARKS.good, tone: 'good' },
  fails: { label: MARKS.bad, tone: 'bad' },
  unknown: { label: MARKS.open, tone: 'open' },
  unseen: { label: MARKS.open, tone: 'open' },
  warns: { label: '!', tone: 'open' },
};

/** The audit of one repository for its administrator: the answer, its reasons, what to do, what to create. */
export function renderDoctor(audit: GateAudit, proposed: ProposedRuleset[], options: DoctorOptions): string {
  const { points, repository } = audit;
  const branches = [...new Set(points.flatMap(branchOf))];
  const blocks = [
    title(auditHeadline(audit), VERDICT_TONE[audit.verdict]),
    paragraph(repository, 'mute'),
    ...branches.flatMap((branch) =>
      pointSection(
        `Merging into ${branch}`,
        points.filter((point) => branchOf(point)[0] === branch),
      ),
    ),
    ...pointSection(
      'Related settings',
      points.filter((point) => branchOf(point).length === 0),
    ),
    ...section('What to do', stepItems(points)),
    ...proposed.flatMap((one) => rulesetBlocks(`repos/${repository}`, one, options.serverUrl)),
  ];
  return printTerminal(blocks, options);
}

/** Only points about merging into a promotion branch are listed under its name. */
function branchOf(point: AuditPoint): string[] {
  const ways = ['required', 'pinned', 'bypass', 'admins', 'pushes', 'workflows', 'queue'];
  return ways.includes(point.id) && 'branch' in point ? [point.branch] : [];
}

function pointSection(heading: string, points: AuditPoint[]): Block[] {
  return section(
    heading,
    points.map((point) => ({ ...LABELS[point.state], text: pointWords(point).text })),
  );
}

const ORDER: PointState[] = ['fails', 'unknown', 'warns'];

function stepItems(points: AuditPoint[]) {
  const steps = ORDER.flatMap((state) => points.filter((point) => point.state === state)).flatMap(
    (point) => pointWords(point).next ?? [],
  );
  return [...new Set(steps)].map((text, index) => ({ label: `${index + 1}.`, text }));
}

const PASTE = 'A repository administrator can create it with this command:';
const PURPOSE: Record<ProposedRuleset['for'], string> = {
  organization:
    'This organization ruleset requires the check and a pull request in every repository with the property, including future pilots, and blocks force pushes and deletions. An organization owner can create it with this command, or import its JSON under Settings > Repository > Rulesets:',
  'named-repositories':
    'These pilots promote to their default branch, which is no promotion branch in others. This ruleset does the same for them by name, so that the check is not required where nothing is promoted:',
  check: `This ruleset requires the check and a pull request, and blocks force pushes and deletions. ${PASTE}`,
  pushes: `This ruleset requires a pull request, and blocks force pushes and deletions. ${PASTE}`,
  'policy-review': `This ruleset requires a review by code owners before the default branch changes. ${PASTE}`,
};
const UNPINNED =
  'As printed, anyone who can push can report the check, because the ID of your App is not known here. Run this again with --app-id NUMBER first; the settings page of the App shows its App ID.';

/**
 * The command that creates a ruleset at an address such as `repos/acme/triage`. JSON in a quoted here-document: the shell
 * interprets nothing of it, and no line of it can end it.
 */
export function rulesetBlocks(at: string, { for: purpose, pinned, body }: ProposedRuleset, serverUrl: string): Block[] {
  const { host } = new URL(serverUrl);
  const where = host === 'github.com' ? '' : `--hostname ${host} `;
  const text = `gh api ${where}--method POST ${at}/rulesets --input - <<'JSON'\n${asciiJson(body)}\nJSON`;
  return [
    title(PURPOSE[purpose]),
    ...(pinned ? [] : [paragraph(UNPINNED, 'open')]),
    { kind: 'code', text, as: 'verbatim' },
  ];
}

function asciiJson(body: unknown): string {
  return JSON.stringify(body, null, 2).replace(
    /[^\n -~]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The same as data. Points keep their ids and states; their words may change. */
export function renderDoctorJson(audit: GateAudit, proposed: ProposedRuleset[]): string {
  const { repository, verdict, branches, points } = audit;
  return jsonText({
    repository,
    verdict,
    summary: auditHeadline(audit),
    branches,
    points: points.map((point) => ({ ...point, says: pointWords(point).text })),
    rulesets: proposed.map(({ for: purpose, pinned, body }) => ({ for: purpose, pinned, body })),
  });
}
