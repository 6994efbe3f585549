import { type Finding, notVerified, quote, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import { mockSwitches } from './mock-switches.ts';

/** Production configuration that is not named, cannot be read, or has a mock switched on. */
export function judgeProductionConfig(integration: Located<Integration>, files: Named): Finding[] {
  const paths = integration.value.productionConfig ?? [];
  if (paths.length === 0)
    return [
      unmet(
        'No production configuration is named, so nobody can see that mocks are off',
        integration.at('productionConfig'),
        {
          remedy: 'List the files that configure production under production-config in readiness/integration.yaml.',
        },
      ),
    ];
  return paths.flatMap((path, index): Finding[] => {
    const place = integration.at('productionConfig', index);
    const text = files.text(path);
    if (text.state === 'unavailable') return [notVerified(text.reason, text.resolvableBy, place)];
    if (text.state !== 'seen')
      return [
        unmet(`The production configuration ${quote(path)} is not there, or is no text`, place, {
          remedy: 'Commit the file, or correct the path.',
          cause: `${text.state}:${path}`,
        }),
      ];
    return mockSwitches(text.value)
      .slice(0, 5)
      .map(({ line, words }) =>
        unmet(
          `${path}:${line} switches a mock on in production: ${quote(words)}`,
          { path, line },
          {
            remedy: 'Turn it off in the production configuration.',
          },
        ),
      );
  });
}
