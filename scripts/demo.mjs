// npm run demo: a pilot's way to production, told against a running GitHub emulator and the real App.
// `-- --chapter NAME` tells another chapter, `-- --keep` leaves everything running for a look.
import { fileURLToPath } from 'node:url';
import { load } from './load.mjs';

const { demo, worldHere, CHAPTERS } = await load('scripts/demo/run.ts', { packages: 'external' });
const root = fileURLToPath(new URL('..', import.meta.url));
process.exitCode = await demo(process.argv.slice(2), worldHere(root), CHAPTERS);
// Interrupted, the story may still be waiting for something that will not come any more.
if (process.exitCode > 128) process.exit();
