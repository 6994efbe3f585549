import type { GateVerdict } from '../core/enforcement/points.ts';
import { UserError } from '../core/errors.ts';
import { type DoctorRow, renderDoctor, renderDoctorJson, renderDoctorList } from '../render/doctor.ts';
import { clockOf, type Invocation, oneOf } from './arguments.ts';
import type { Auditor } from './audit-gate.ts';
import { eachOf, organisationOf, tokenOf } from './organisation.ts';

export const DOCTOR_OPTIONS = { org: 'string', 'app-id': 'string', format: 'string', 'as-of': 'string' } as const;

/** 2 is «could not look at something that decides», never a pass. */
const EXITS: Record<GateVerdict, number> = { holds: 0, 'does-not-hold': 1, unknown: 2 };

/**
 * `doctor OWNER/REPO`: whether GitHub really keeps what is not ready out of production. With `--org` every pilot of an
 * organisation, one line each; the exit code is then that of the worst.
 */
export async function doctor({ positionals, options, world }: Invocation): Promise<number> {
  const format = oneOf('format', options.format, ['terminal', 'json'] as const, 'terminal');
  const name = nameOf(positionals[0]);
  const org = organisationOf(options.org);
  if ((name === undefined) === (org === undefined))
    throw new UserError('doctor: which repository?', 'Write doctor OWNER/REPO, or doctor --org NAME.');
  const appId = appIdOf(options['app-id']);
  const now = clockOf(options['as-of'], world.now);
  const token = tokenOf('doctor', world);
  // GitHub's client is only loaded where GitHub is asked: the other commands start twice as fast without it.
  const { openAuditor } = await import('./audit-gate.ts');
  const auditor = openAuditor({
    token,
    now,
    ...(world.env.GITHUB_API_URL ? { baseUrl: world.env.GITHUB_API_URL } : {}),
    ...(appId === undefined ? {} : { appId }),
  });
  const { columns: width, colour } = world;
  if (org !== undefined) {
    const { names, notAsked } = await auditor.pilots(org);
    const rows = await rowsOf(auditor, org, names, world);
    world.write(renderDoctorList(org, rows, notAsked, { width, colour, format }));
    const code = rows.length === 0 ? EXITS.unknown : worst(rows);
    return code === EXITS.holds && notAsked > 0 ? EXITS.unknown : code;
  }
  const { audit, proposed } = await auditor.repository(name?.owner ?? '', name?.repo ?? '');
  world.write(
    format === 'json'
      ? renderDoctorJson(audit, proposed)
      : renderDoctor(audit, proposed, { width, colour, serverUrl: auditor.serverUrl }),
  );
  return EXITS[audit.verdict];
}

/** One that does not hold outweighs one that could not be looked at. */
function worst(rows: DoctorRow[]): number {
  const verdicts = rows.map(({ verdict }) => verdict);
  return EXITS[
    verdicts.includes('does-not-hold') ? 'does-not-hold' : verdicts.includes('unknown') ? 'unknown' : 'holds'
  ];
}

function rowsOf(auditor: Auditor, org: string, names: string[], world: Invocation['world']): Promise<DoctorRow[]> {
  return eachOf(
    names,
    world,
    async (repo): Promise<DoctorRow> => {
      const { audit } = await auditor.repository(org, repo);
      return { repository: `${org}/${repo}`, verdict: audit.verdict, audit };
    },
    (repo, fault) => ({ repository: `${org}/${repo}`, verdict: 'unknown', fault }),
  );
}

function nameOf(given: string | undefined): { owner: string; repo: string } | undefined {
  if (given === undefined) return undefined;
  const match = /^([A-Za-z0-9][\w-]{0,38})\/([\w.-]{1,100})$/.exec(given.trim());
  if (!match?.[1] || !match[2] || /^\.+$/.test(match[2]))
    throw new UserError(`doctor: ${given} is not a repository`, 'Write OWNER/REPO, such as acme/triage.');
  return { owner: match[1], repo: match[2] };
}

/** The number given with `--app-id`. */
export function appIdOf(given: string | boolean | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'string' && /^[1-9]\d{0,11}$/.test(given)) return Number(given);
  throw new UserError(
    `--app-id ${String(given)} is not the number of an App`,
    'It stands on the App’s settings page as App ID.',
  );
}
