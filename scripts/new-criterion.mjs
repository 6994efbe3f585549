// npm run new-criterion <id> [CODE]: the three files of a criterion under one name. No fourth file is edited by hand.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';

const [id, code = 'XX'] = process.argv.slice(2);
if (!id || !/^[a-z][a-z0-9-]{2,40}$/.test(id) || !/^[A-Z]{2}$/.test(code)) {
  console.error('Usage: npm run new-criterion -- <kebab-case-id> <TWO-LETTER-CODE>');
  process.exit(3);
}
const root = new URL('..', import.meta.url);
const files = {
  [`src/criteria/${id}/index.ts`]: `import { defineCriterion } from '../../engine/criterion.ts';
import { met, unmet } from '../../domain/finding.ts';
import { section } from '../../engine/inputs.ts';

/** Say in one sentence what this asks for. */
export default defineCriterion({
  id: '${id}',
  title: 'Finish the sentence: the pilot is ready when …',
  half: 'organizational',
  why: 'Say what goes wrong without it.',
  sources: [],
  params: {},
  inputs: () => ({ pilot: section('pilot') }),
  requests: () => ({}),
  checks: (check) => [
    check('${code}-1', {
      title: 'What the first check asks',
      levels: 'a/B/B',
      remedy: 'What a person does next; possible today.',
      requires: ['pilot'],
      judge: ({ pilot }) => (pilot.value.value.name ? met('Seen', pilot.place) : unmet('Not seen', pilot.place)),
    }),
  ],
});
`,
  [`docs/criteria/${id}.md`]: `# ${id}

What it asks and why.

## How the evidence looks

## How to meet each check

## What cannot be known
`,
  [`__tests__/criteria/${id}.test.ts`]: `import criterion from '../../src/criteria/${id}/index.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

testCriterion(criterion, {
  files: {
    'readiness/pilot.yaml': \`name: Support triage
started-on: 2026-09-01
owners: { product: "@dana", production: "@ravi", governance: "@mira", sponsor: "@ines" }
\`,
  },
  facts: {},
  profile: 'standard',
  now: '2026-11-20',
  cases: {
    '${code}-1': { unmet: [] },
  },
});
`,
};
for (const path of Object.keys(files)) {
  if (existsSync(new URL(path, root))) {
    console.error(`${path} is already there; nothing was written.`);
    process.exit(3);
  }
}
for (const [path, text] of Object.entries(files)) {
  mkdirSync(new URL('.', new URL(path, root)), { recursive: true });
  writeFileSync(new URL(path, root), text);
}
console.log(`Wrote ${Object.keys(files).join(', ')}.\nFill them, then: npm run generate && npm test -- ${id}`);
