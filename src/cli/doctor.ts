import { defined } from '../domain/defined.ts';
import { UserError } from '../domain/errors.ts';
import type { GateVerdict } from '../engine/enforcement/points.ts';
import { organizationRulesets, type PropertyMark } from '../engine/enforcement/ruleset.ts';
import { CHECK_NAMES } from '../render/model/titles.ts';
import { renderDoctor, renderDoctorJson } from '../render/terminal/doctor.ts';
import { type DoctorRow, type OrganizationRuleset, renderDoctorList } from '../render/terminal/doctor-list.ts';
import type { Audited, Auditor } from './audit-gate.ts';
import { eachOf } from './for-each.ts';
import { APP_ID, AS_OF, appIdOf, clockOf, oneOf, organizationOf, tokenOf } from './options.ts';
import { defineVerb, type World } from './verb.ts';

/** 2 means that something decisive could not be verified; it is never a pass. */
const EXITS: Record<GateVerdict, number> = { holds: 0, 'does-not-hold': 1, unknown: 2 };

/**
 * Whether GitHub really blocks pilots that are not ready. With `--org` every pilot of an organization, one line each; the
 * exit code is then that of the worst.
 */
export const doctor = defineVerb({
  name: 'doctor',
  usage: 'OWNER/REPO',
  summary: 'Verify that GitHub blocks pilots that are not ready (exit 0 yes, 1 no, 2 could not verify)',
  options: {
    ...APP_ID,
    org: { value: 'NAME', summary: 'Check every pilot of an organization instead, one line each' },
    property: {
      value: 'NAME=VALUE',
      summary: 'With --org: also propose a ruleset for all repositories with this custom property',
    },
    format: { value: 'NAME', summary: 'terminal (default) or json' },
    ...AS_OF,
  },
  run: async ({ positionals, options, world }) => {
    const format = oneOf('format', options.format, ['terminal', 'json'] as const, 'terminal');
    const name = nameOf(positionals[0]);
    const org = organizationOf(options.org);
    if ((name === undefined) === (org === undefined))
      throw new UserError(
        'doctor: name a repository or an organization',
        'Write doctor OWNER/REPO, or doctor --org NAME.',
      );
    const mark = markOf(options.property, org);
    const appId = appIdOf(options['app-id']);
    const now = clockOf(options['as-of'], world.now);
    const token = tokenOf('doctor', world);
    // GitHub's client is only loaded when it is needed: other commands start twice as fast without it.
    const { openAuditor } = await import('./audit-gate.ts');
    const auditor = openAuditor({
      token,
      now,
      ...defined({ baseUrl: world.env.GITHUB_API_URL || undefined, appId }),
    });
    const { columns: width, color } = world;
    if (org !== undefined) {
      const { names, notAsked } = await auditor.pilots(org);
      const found = await auditsOf(auditor, org, names, world);
      const rows = found.map(({ row }) => row);
      const ruleset = mark === undefined ? {} : { ruleset: forAll(found, mark, appId) };
      const { serverUrl } = auditor;
      world.write(renderDoctorList(org, rows, notAsked, { width, color, format, serverUrl, ...ruleset }));
      const code = rows.length === 0 ? EXITS.unknown : worst(rows);
      return code === EXITS.holds && notAsked > 0 ? EXITS.unknown : code;
    }
    const { audit, proposed } = await auditor.repository(name?.owner ?? '', name?.repo ?? '');
    world.write(
      format === 'json'
        ? renderDoctorJson(audit, proposed)
        : renderDoctor(audit, proposed, { width, color, serverUrl: auditor.serverUrl }),
    );
    return EXITS[audit.verdict];
  },
});

/** One that does not hold outweighs one that could not be verified. */
function worst(rows: DoctorRow[]): number {
  const verdicts = rows.map(({ verdict }) => verdict);
  return EXITS[
    verdicts.includes('does-not-hold') ? 'does-not-hold' : verdicts.includes('unknown') ? 'unknown' : 'holds'
  ];
}

interface Found {
  row: DoctorRow;
  audited?: Audited;
}

function auditsOf(auditor: Auditor, org: string, names: string[], world: World): Promise<Found[]> {
  return eachOf(
    names,
    world,
    async (repo): Promise<Found> => {
      const audited = await auditor.repository(org, repo);
      const { audit } = audited;
      return { row: { repository: `${org}/${repo}`, verdict: audit.verdict, audit }, audited };
    },
    (repo, fault) => ({ row: { repository: `${org}/${repo}`, verdict: 'unknown', fault } }),
  );
}

/** A repository whose properties cannot be read is listed as not reached: better one name too many. */
function forAll(found: Found[], mark: PropertyMark, appId: number | undefined): OrganizationRuleset {
  const carries = ({ audited }: Found): boolean =>
    [audited?.properties[mark.name] ?? []].flat().some((value) => mark.values.includes(String(value)));
  const targets = found.flatMap(({ audited }) => audited?.targets ?? []);
  return {
    mark,
    proposed: organizationRulesets(targets, CHECK_NAMES.promotion, mark, appId),
    notReached: found.filter((one) => !carries(one)).map(({ row }) => row.repository),
  };
}

function markOf(given: string | undefined, org: string | undefined): PropertyMark | undefined {
  if (given === undefined) return undefined;
  if (org === undefined)
    throw new UserError('doctor: --property needs an organization', 'Add --org NAME, or leave --property out.');
  const match = /^([A-Za-z0-9_$#-]{1,75})=([^\n\r"]{1,400})$/.exec(given);
  const values = (match?.[2] ?? '').split(',').map((value) => value.trim());
  if (match?.[1] === undefined || values.includes(''))
    throw new UserError(`--property ${given} is not a custom property`, 'Write --property lifecycle=pilot.');
  return { name: match[1], values };
}

function nameOf(given: string | undefined): { owner: string; repo: string } | undefined {
  if (given === undefined) return undefined;
  const match = /^([A-Za-z0-9][\w-]{0,38})\/([\w.-]{1,100})$/.exec(given.trim());
  if (!match?.[1] || !match[2] || /^\.+$/.test(match[2]))
    throw new UserError(`doctor: ${given} is not a repository`, 'Write OWNER/REPO, such as acme/triage.');
  return { owner: match[1], repo: match[2] };
}
