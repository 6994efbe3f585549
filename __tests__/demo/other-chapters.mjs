// The demo with chapters of the test's own: a short one, and the real one where something is broken underneath.
import { fileURLToPath } from 'node:url';
import { load } from '../../scripts/load.mjs';

const { demo, worldHere, CHAPTERS } = await load('scripts/demo/run.ts', { packages: 'external' });
const [promotion] = CHAPTERS;

/** The same story, told on a stage that somebody tampered with. */
const broken = (name, tamper) => ({
  ...promotion,
  name,
  tell: (stage, narrator) => {
    tamper(stage);
    return promotion.tell(stage, narrator);
  },
});

const chapters = [
  {
    name: 'short',
    look: ['/repos/acme-support/triage'],
    tell: async ({ github }, narrator) => {
      narrator.begin('A repository');
      await github.as('samir-haddad').createRepository('triage');
      narrator.say('It is there.');
    },
  },
  broken('deaf', (stage) => {
    stage.log.push('nobody tells me anything');
    stage.patience = 1000;
    stage.github.sendWebhooksTo(undefined);
  }),
  broken('unprotected', ({ github }) => {
    github.as(`${github.org}-owner`).protect = async () => ({});
  }),
  broken('unsigned', (stage) => {
    stage.patience = 8000;
    stage.github.as('hanne-vik').review = async () => 0;
  }),
];

const root = fileURLToPath(new URL('../..', import.meta.url));
process.exitCode = await demo(process.argv.slice(2), worldHere(root), chapters);
