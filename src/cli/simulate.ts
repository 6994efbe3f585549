import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defined } from '../domain/defined.ts';
import { PolicyError, UserError } from '../domain/errors.ts';
import type { Report } from '../domain/report.ts';
import type { OtherPolicy } from '../evaluation/evaluate-pilot.ts';
import { faultLine } from '../render/model/words.ts';
import { renderSimulation, SIMULATION_FORMATS, type SimulatedPilot } from '../render/terminal/simulation.ts';
import { evaluateWorktree } from './evaluate-worktree.ts';
import { eachOf } from './for-each.ts';
import { checkPolicyText } from './named-policy.ts';
import { AS_OF, clockOf, OUTPUT, oneOf, organizationOf, tokenOf } from './options.ts';
import { defineVerb, type World } from './verb.ts';
import { writeResult } from './write-result.ts';

const PLACES = ['organization', 'repository'] as const;

/**
 * Evaluates each pilot under its policy and under the new one, and lists the checks that change; with `--org` through the
 * API. The new policy replaces that of the organization with `--org`, else the pilot's own, unless `--as` says otherwise.
 * Exit code 0 when all could be evaluated, whatever changes; 2 when one could not.
 */
export const simulate = defineVerb({
  name: 'policy simulate',
  usage: '--policy FILE DIR…',
  summary: 'Evaluate pilots under another policy, and list the checks whose result would change',
  maxArguments: 500,
  options: {
    policy: { value: 'FILE', summary: 'The new policy' },
    org: { value: 'NAME', summary: 'All pilots of an organization instead of folders, without a clone' },
    as: { value: 'PLACE', summary: 'Whose policy FILE would be: organization (default with --org) or repository' },
    format: { value: 'NAME', summary: 'table (default), csv or json' },
    ...OUTPUT,
    ...AS_OF,
  },
  run: async ({ positionals, options, world }) => {
    const format = oneOf('format', options.format, SIMULATION_FORMATS, 'table');
    const organization = organizationOf(options.org);
    const { policy } = options;
    if (policy === undefined)
      throw new UserError('policy simulate: no policy is given', 'Write --policy FILE with the new policy.');
    if ((organization === undefined) === (positionals.length === 0))
      throw new UserError('policy simulate: name folders or an organization', 'Write their paths, or --org NAME.');
    const as = oneOf('as', options.as, PLACES, organization === undefined ? 'repository' : 'organization');
    const now = clockOf(options['as-of'], world.now);
    const bytes = await readNew(resolve(world.cwd, policy), policy);
    await checkPolicyText({ path: policy, bytes }, as, now);
    const { pilots, notAsked } =
      organization === undefined
        ? { pilots: await ofFolders(positionals, policy, options['as-of'], as, world), notAsked: 0 }
        : await ofOrganization(organization, { as, text: { path: policy, bytes } }, now, world);
    const text = renderSimulation({ policy, pilots, notAsked }, format, {
      width: world.columns,
      color: world.color && options.output === undefined,
    });
    await writeResult(text, options.output, world);
    const whole = pilots.length > 0 && notAsked === 0 && pilots.every(({ after }) => after !== undefined);
    return whole ? 0 : 2;
  },
});

function ofFolders(
  dirs: string[],
  newPolicy: string,
  asOf: string | undefined,
  as: OtherPolicy['as'],
  world: World,
): Promise<SimulatedPilot[]> {
  const place = as === 'organization' ? 'org-policy' : 'policy';
  const under = async (dir: string, policy: string | undefined): Promise<Report> =>
    (await evaluateWorktree({ dir, options: { 'as-of': asOf, [place]: policy }, world })).report;
  return eachOf(
    dirs,
    world,
    async (dir): Promise<SimulatedPilot> => {
      const after = await under(dir, newPolicy);
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
  world: World,
): Promise<{ pilots: SimulatedPilot[]; notAsked: number }> {
  const token = tokenOf('policy simulate', world);
  const { openPortfolio } = await import('./evaluate-organization.ts');
  const reader = openPortfolio({
    token,
    now,
    warn: world.warn,
    ...defined({ baseUrl: world.env.GITHUB_API_URL || undefined }),
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
    throw new UserError(`${written} could not be read`, 'Name the file with the new policy.');
  }
}
