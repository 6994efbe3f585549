import { defined } from '../domain/defined.ts';
import { UserError } from '../domain/errors.ts';
import { PORTFOLIO_FORMATS, renderPortfolio } from '../render/terminal/portfolio.ts';
import { eachOf } from './for-each.ts';
import { APP_ID, AS_OF, appIdOf, clockOf, OUTPUT, oneOf, organizationOf, tokenOf } from './options.ts';
import { defineVerb } from './verb.ts';
import { writeResult } from './write-result.ts';

/**
 * Every pilot of an organization in one row, evaluated through the API without a clone. Exit code 0 when all could be
 * evaluated, whatever the verdicts; 2 when one could not, or none was found.
 */
export const portfolio = defineVerb({
  name: 'portfolio',
  usage: '--org NAME',
  summary: 'List every pilot of an organization: verdict, longest open task and its owner, next expiry',
  maxArguments: 0,
  options: {
    org: { value: 'NAME', summary: 'The organization' },
    format: { value: 'NAME', summary: 'table (default), html, csv or json' },
    ...OUTPUT,
    ...APP_ID,
    ...AS_OF,
  },
  run: async ({ options, world }) => {
    const format = oneOf('format', options.format, PORTFOLIO_FORMATS, 'table');
    const organization = organizationOf(options.org);
    if (organization === undefined) throw new UserError('portfolio: no organization is given', 'Write --org NAME.');
    const appId = appIdOf(options['app-id']);
    const now = clockOf(options['as-of'], world.now);
    const token = tokenOf('portfolio', world);
    const { openPortfolio } = await import('./evaluate-organization.ts');
    const reader = openPortfolio({
      token,
      now,
      warn: world.warn,
      ...defined({ baseUrl: world.env.GITHUB_API_URL || undefined, appId }),
    });
    const { names, notAsked } = await reader.pilots(organization);
    const pilots = await eachOf(
      names,
      world,
      (repo) => reader.pilot(organization, repo),
      (repo, fault) => ({ repository: `${organization}/${repo}`, fault }),
    );
    const text = renderPortfolio({ organization, now, pilots, notAsked }, format, {
      width: world.columns,
      color: world.color && options.output === undefined,
      serverUrl: reader.serverUrl,
    });
    await writeResult(text, options.output, world);
    const whole = pilots.length > 0 && notAsked === 0 && pilots.every(({ fault }) => fault === undefined);
    return whole ? 0 : 2;
  },
});
