// npm run fuzz -- --runs 1000000 [--seed 1] [--only "policy file"] [--record]: feeds every parser with mutated real
// inputs. The same seed gives the same inputs. --record writes the counts into docs/attacks.md.
import { fileURLToPath } from 'node:url';
import { load } from './load.mjs';

const { fuzzMain } = await load('scripts/fuzz/main.ts', { packages: 'external' });
process.exit(await fuzzMain(process.argv.slice(2), fileURLToPath(new URL('..', import.meta.url))));
