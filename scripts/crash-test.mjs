// npm run crash-test: kills the App with SIGKILL again and again during a burst of events, then holds what stands on
// every pull request against an undisturbed evaluation of it. Both are bundled first, since sources do not run on every
// supported Node; inside node_modules, so that packages are found from there.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const outdir = join(root, 'node_modules/.cache/pilot-readiness', `crash-test-${process.pid}`);
mkdirSync(outdir, { recursive: true });
process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
await build({
  entryPoints: { app: join(root, 'src/app.ts'), test: join(root, 'scripts/crash-test/main.ts') },
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  define: { __VERSION__: JSON.stringify(version) },
  logLevel: 'error',
});
const { crashTest } = await import(pathToFileURL(join(outdir, 'test.mjs')).href);
process.exit(await crashTest(process.argv.slice(2), { root, app: join(outdir, 'app.mjs') }));
