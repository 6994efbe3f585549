import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PolicyError, UserError } from '../domain/errors.ts';
import type { Report } from '../domain/report.ts';
import type { OtherPolicy } from '../evaluation/evaluate-pilot.ts';
import { faultLine } from '../render/model/words.ts';
import { renderSimulation, SIMULATION_FORMATS, type SimulatedPilot } from '../render/terminal/simulation.ts';
import { clockOf, type Invocation, oneOf } from './arguments.ts';
import { evaluateWorktree } from './evaluate-worktree.ts';
import { checkPolicyText } from './named-policy.ts';
import { eachOf, organizationOf, tokenOf } from './organization.ts';
import { save } from './save.ts';

export const SIMULATE_OPTIONS = {
  policy: 'string',
  org: 'string',
  as: 'string',
  format: 'string',
  output: 'string',
  'as-of': 'string',
} as const;

const PLACES = ['organization', 'repository'] as const;

/**
 * `policy simulate --policy NEW DIR…`, or `--org NAME` through the API: each pilot judged by its policy and with NEW, and
 * the checks that turn. NEW stands in the place of the organization's policy with `--org`, else of the pilot's own; `--as`
 * says otherwise. Exit code 0 when all could be judged, whatever changes; 2 when one could not.
 */
export async function simulate({ positionals, options, world }: Invocation): Promise<number> {
  const format = oneOf('format', options.format, SIMULATION_FORMATS, 'table');
  const organization = organizationOf(options.org);
  const { policy } = options;
  if (typeof policy !== 'string')
    throw new UserError('policy simulate: which policy?', 'Write --policy FILE: the policy as it would be.');
  if ((organization === undefined) === (positionals.length === 0))
    throw new UserError('policy simulate: which pilots?', 'Name their folders, or an organization with --org NAME.');
  const as = oneOf('as', options.as, PLACES, organization === undefined ? 'repository' : 'organization');
  const now = clockOf(options['as-of'], world.now);
  const bytes = await readNew(resolve(world.cwd, policy), policy);
  await checkPolicyText({ path: policy, bytes }, as, now);
  const { pilots, notAsked } =
    organization === undefined
      ? { pilots: await ofFolders(positionals, options, as, world), notAsked: 0 }
      : await ofOrganization(organization, { as, text: { path: policy, bytes } }, now, world);
  const toFile = typeof options.output === 'string';
  const text = renderSimulation({ policy, pilots, notAsked }, format, {
    width: world.columns,
    color: world.color && !toFile,
  });
  if (typeof options.output === 'string') await save(options.output, text, world.cwd);
  else world.write(text);
  const whole = pilots.length > 0 && notAsked === 0 && pilots.every(({ after }) => after !== undefined);
  return whole ? 0 : 2;
}

function ofFolders(
  dirs: string[],
  options: Invocation['options'],
  as: OtherPolicy['as'],
  world: Invocation['world'],
): Promise<SimulatedPilot[]> {
  const place = as === 'organization' ? 'org-policy' : 'policy';
  const under = async (dir: string, policy: string | boolean | undefined): Promise<Report> =>
    (await evaluateWorktree({ dir, options: { 'as-of': options['as-of'], [place]: policy }, world })).report;
  return eachOf(
    dirs,
    world,
    async (dir): Promise<SimulatedPilot> => {
      const after = await under(dir, options.policy);
      const evaluated = 'work tree';
      try {
        return { repository: dir, evaluated, before: await under(dir, undefined), after };
      } catch (error) {
        if (!(error instanceof PolicyError)) throw error;
        return { repository: dir, evaluated, policyFault: error.faults.map(faultLine).join('; '), after };
      }
    },
    (repository, fault) => ({ repository, fault }),
  );
}

async function ofOrganization(
  organization: string,
  policy: OtherPolicy,
  now: number,
  world: Invocation['world'],
): Promise<{ pilots: SimulatedPilot[]; notAsked: number }> {
  const token = tokenOf('policy simulate', world);
  const { openPortfolio } = await import('./evaluate-organization.ts');
  const reader = openPortfolio({
    token,
    now,
    warn: world.warn,
    ...(world.env.GITHUB_API_URL ? { baseUrl: world.env.GITHUB_API_URL } : {}),
  });
  const { names, notAsked } = await reader.pilots(organization, policy.as === 'organization' ? policy.text : undefined);
  const pilots = await eachOf(
    names,
    world,
    (repo) => reader.simulated(organization, repo, policy),
    (repo, fault): SimulatedPilot => ({ repository: `${organization}/${repo}`, fault }),
  );
  return { pilots, notAsked };
}

async function readNew(path: string, written: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch {
    throw new UserError(`${written} could not be read`, 'Name the file of the policy as it would be.');
  }
}
