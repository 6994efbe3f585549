import { type Finding, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import { openText } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';
import { mockSwitches } from './mock-switches.ts';

const FIRST_SWITCHES = 5;

/** Production configuration that is not named, cannot be read, or has a mock turned on. */
export function judgeProductionConfig(integration: Located<Integration>, files: Named): Finding[] {
  const paths = integration.value.productionConfig ?? [];
  if (paths.length === 0) return [unmet(messages.noProductionConfig(), integration.at('productionConfig'))];
  return paths.flatMap((path, index): Finding[] => {
    const place = integration.at('productionConfig', index);
    const opened = openText(files, path, { what: 'The production configuration', place });
    if ('open' in opened) return [opened.open];
    return mockSwitches(opened.text)
      .slice(0, FIRST_SWITCHES)
      .map(({ line, words }) => unmet(messages.mockInProduction({ path, line, words }), { path, line }));
  });
}
