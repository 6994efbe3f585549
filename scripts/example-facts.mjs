// npm run example-facts: writes what GitHub would answer about examples/support-triage, for the tests that need it.
// Run it after a change to the example (then sign and stamp it again, see CONTRIBUTING.md).
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from './load.mjs';

const { exampleFacts } = await load('scripts/example-facts.ts');
const facts = await exampleFacts(fileURLToPath(new URL('../examples/support-triage', import.meta.url)));
const path = new URL('../__tests__/fixtures/support-triage.facts.json', import.meta.url);
writeFileSync(path, `${JSON.stringify({ schema: 'pilot-readiness/facts/v1', facts }, null, 1)}\n`);
console.log(`wrote ${facts.length} facts`);
