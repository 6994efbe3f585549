import { defined } from '../domain/defined.ts';
import { UserError } from '../domain/errors.ts';
import { PORTFOLIO_FORMATS, renderPortfolio } from '../render/terminal/portfolio.ts';
import { clockOf, type Invocation, oneOf } from './arguments.ts';
import { appIdOf } from './doctor.ts';
import { eachOf, organizationOf, tokenOf } from './organization.ts';
import { save } from './save.ts';

export const PORTFOLIO_OPTIONS = {
  org: 'string',
  format: 'string',
  output: 'string',
  'app-id': 'string',
  'as-of': 'string',
} as const;

/**
 * `portfolio --org NAME`: every pilot of an organization in one row, judged through the API without a clone. Exit code
 * 0 when all could be judged, whatever the verdicts; 2 when one could not, or none was found.
 */
export async function portfolio({ options, world }: Invocation): Promise<number> {
  const format = oneOf('format', options.format, PORTFOLIO_FORMATS, 'table');
  const organization = organizationOf(options.org);
  if (organization === undefined) throw new UserError('portfolio: of which organization?', 'Write --org NAME.');
  const appId = appIdOf(options['app-id']);
  const now = clockOf(options['as-of'], world.now);
  const token = tokenOf('portfolio', world);
  const { openPortfolio } = await import('./evaluate-organization.ts');
  const reader = openPortfolio({
    token,
    now,
    warn: world.warn,
    ...(world.env.GITHUB_API_URL ? { baseUrl: world.env.GITHUB_API_URL } : {}),
    ...defined({ appId }),
  });
  const { names, notAsked } = await reader.pilots(organization);
  const pilots = await eachOf(
    names,
    world,
    (repo) => reader.pilot(organization, repo),
    (repo, fault) => ({ repository: `${organization}/${repo}`, fault }),
  );
  const toFile = typeof options.output === 'string';
  const text = renderPortfolio({ organization, now, pilots, notAsked }, format, {
    width: world.columns,
    color: world.color && !toFile,
    serverUrl: reader.serverUrl,
  });
  if (typeof options.output === 'string') await save(options.output, text, world.cwd);
  else world.write(text);
  const whole = pilots.length > 0 && notAsked === 0 && pilots.every(({ fault }) => fault === undefined);
  return whole ? 0 : 2;
}
