// The demo with test chapters: a short one, and the real one in broken environments.
import { fileURLToPath } from 'node:url';
import { load } from '../../scripts/load.mjs';

const { demo, worldHere, CHAPTERS } = await load('scripts/demo/run.ts', { packages: 'external' });
const [promotion] = CHAPTERS;

/** The same chapter in a modified environment. */
const broken = (name, tamper) => ({
  ...promotion,
  name,
  run: (context, narrator) => {
    tamper(context);
    return promotion.run(context, narrator);
  },
});

const chapters = [
  {
    name: 'short',
    look: ['/repos/acme-support/triage'],
    run: async ({ github }, narrator) => {
      narrator.begin('A repository');
      await github.as('samir-haddad').createRepository('triage');
      narrator.say('It is there.');
    },
  },
  broken('deaf', (context) => {
    context.log.push('nobody tells me anything');
    context.timeoutMs = 1000;
    context.github.sendWebhooksTo(undefined);
  }),
  broken('unprotected', ({ github }) => {
    github.as(`${github.org}-owner`).protect = async () => ({});
  }),
  broken('unsigned', (context) => {
    context.timeoutMs = 8000;
    context.github.as('hanne-vik').review = async () => 0;
  }),
];

const root = fileURLToPath(new URL('../..', import.meta.url));
process.exitCode = await demo(process.argv.slice(2), worldHere(root), chapters);
