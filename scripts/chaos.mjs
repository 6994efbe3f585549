// npm run chaos -- [--storms 20] [--pulls 8] [--seed 1] [--record]: a burst of pull requests while everything that can
// come between the App and GitHub does; DATABASE_URL adds times at which the store is away. Bundled first, since
// sources do not run on every supported Node; inside node_modules, so that packages are found from there.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { writeSection } from './attacks-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const outdir = join(root, 'node_modules/.cache/pilot-readiness', `chaos-${process.pid}`);
mkdirSync(outdir, { recursive: true });
process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
await build({
  entryPoints: { app: join(root, 'src/app.ts'), chaos: join(root, 'scripts/chaos/run.ts') },
  ...{ outdir, outExtension: { '.js': '.mjs' }, bundle: true, packages: 'external', platform: 'node' },
  ...{ target: 'node20', format: 'esm', define: { __VERSION__: JSON.stringify(version) }, logLevel: 'error' },
});
const { chaos } = await import(pathToFileURL(join(outdir, 'chaos.mjs')).href);
const { code, told } = await chaos(process.argv.slice(2), { root, app: join(outdir, 'app.mjs') });
console.log(told);
if (process.argv.includes('--record')) writeSection('chaos', told);
process.exit(code);
