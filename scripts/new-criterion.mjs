// npm run new-criterion -- <id> <CODE>: the folder, page and test of a criterion. No existing file is edited by hand.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';

const [id, code] = process.argv.slice(2);
if (!id || !code || !/^[a-z][a-z0-9-]{2,40}$/.test(id) || !/^[A-Z]{2}$/.test(code)) {
  console.error('Usage: npm run new-criterion -- <kebab-case-id> <TWO-LETTER-CODE>');
  process.exit(3);
}
const title = `${id[0].toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`;
const root = new URL('..', import.meta.url);
const files = {
  [`src/criteria/${id}/index.ts`]: `import { met, unmet } from '../../domain/finding.ts';
import { defineCriterion } from '../../engine/criterion.ts';
import { section } from '../../engine/inputs.ts';
import { messages } from './messages.ts';

/** Requires (one sentence). */
export default defineCriterion({
  id: '${id}',
  title: '${title}',
  subtitle: 'What is true when the criterion is met, as one plain sentence',
  half: 'organizational',
  why: 'What goes wrong without it, as one plain sentence.',
  sources: [],
  params: {},
  inputs: () => ({ pilot: section('pilot') }),
  facts: {},
  requests: () => ({}),
  checks: (check) => [
    check('${code}-1', {
      title: 'What the first check requires',
      levels: 'a/B/B',
      remedy: 'What a person does next; it must be possible today.',
      requires: ['pilot'],
      judge: ({ pilot }) => {
        const { phase } = pilot.value.value;
        return phase === undefined
          ? unmet(messages.noPhase(), pilot.value.at('phase'))
          : met(messages.phase({ phase }), pilot.value.at('phase'));
      },
    }),
  ],
});
`,
  [`src/criteria/${id}/messages.ts`]: `import { defineMessages } from '../../domain/message.ts';

/** Everything this criterion says. */
export const messages = defineMessages({
  noPhase: { summary: 'The phase of the pilot is not stated', remedy: 'Add phase to readiness/pilot.yaml.' },
  phase: 'The phase is {phase}',
});
`,
  [`docs/criteria/${id}.md`]: `# ${title}

What the criterion requires and why, in one paragraph.

## What it asks

<!-- generated: checks -->
<!-- end of generated -->

## The evidence

The files that the criterion reads, with an example.

## How to fix each code

- **${code}-1** What to write or change.

## Options

<!-- generated: options -->
<!-- end of generated -->

## What cannot be known

What the criterion takes as declared.
`,
  [`__tests__/criteria/${id}.test.ts`]: `import criterion from '../../src/criteria/${id}/index.ts';
import { testCriterion } from '../support/harness/test-criterion.ts';

const PILOT = 'readiness/pilot.yaml';

testCriterion(criterion, {
  files: {
    [PILOT]: \`name: Support triage
started-on: 2026-09-01
phase: pilot
owners: { product: "@dana", production: "@ravi", governance: "@mira", sponsor: "@ines" }
\`,
  },
  facts: {},
  profile: 'standard',
  now: '2026-11-20T12:00:00Z',
  cases: {
    '${code}-1': {
      unmet: [
        {
          name: 'no phase',
          change: { [PILOT]: (text) => text.replace('phase: pilot\\n', '') },
          message: 'no-phase',
        },
      ],
    },
  },
});
`,
};
for (const path of Object.keys(files)) {
  if (existsSync(new URL(path, root))) {
    console.error(`${path} already exists; nothing was written.`);
    process.exit(3);
  }
}
for (const [path, text] of Object.entries(files)) {
  mkdirSync(new URL('.', new URL(path, root)), { recursive: true });
  writeFileSync(new URL(path, root), text);
}
console.log(`Wrote ${Object.keys(files).join(', ')}.\nEdit them, then run: npm run generate && npm test -- ${id}`);
