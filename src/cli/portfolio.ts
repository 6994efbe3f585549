import { UserError } from '../domain/errors.ts';
import { PORTFOLIO_FORMATS, renderPortfolio } from '../render/terminal/portfolio.ts';
import { clockOf, type Invocation, oneOf } from './arguments.ts';
import { appIdOf } from './doctor.ts';
import { eachOf, organisationOf, tokenOf } from './organization.ts';
import { save } from './save.ts';

export const PORTFOLIO_OPTIONS = {
  org: 'string',
  format: 'string',
  output: 'string',
  'app-id': 'string',
  'as-of': 'string',
} as const;

/**
 * `portfolio --org NAME`: every pilot of an organisation in one row, judged through the API without a clone. Exit code
 * 0 when all could be judged, whatever the verdicts; 2 when one could not, or none was found.
 */
export async function portfolio({ options, world }: Invocation): Promise<number> {
  const format = oneOf('format', options.format, PORTFOLIO_FORMATS, 'table');
  const organisation = organisationOf(options.org);
  if (organisation === undefined) throw new UserError('portfolio: of which organisation?', 'Write --org NAME.');
  const appId = appIdOf(options['app-id']);
  const now = clockOf(options['as-of'], world.now);
  const token = tokenOf('portfolio', world);
  const { openPortfolio } = await import('./evaluate-organization.ts');
  const reader = openPortfolio({
    token,
    now,
    warn: world.warn,
    ...(world.env.GITHUB_API_URL ? { baseUrl: world.env.GITHUB_API_URL } : {}),
    ...(appId === undefined ? {} : { appId }),
  });
  const { names, notAsked } = await reader.pilots(organisation);
  const pilots = await eachOf(
    names,
    world,
    (repo) => reader.pilot(organisation, repo),
    (repo, fault) => ({ repository: `${organisation}/${repo}`, fault }),
  );
  const toFile = typeof options.output === 'string';
  const text = renderPortfolio({ organisation, now, pilots, notAsked }, format, {
    width: world.columns,
    colour: world.colour && !toFile,
    serverUrl: reader.serverUrl,
  });
  if (typeof options.output === 'string') await save(options.output, text, world.cwd);
  else world.write(text);
  const whole = pilots.length > 0 && notAsked === 0 && pilots.every(({ fault }) => fault === undefined);
  return whole ? 0 : 2;
}
