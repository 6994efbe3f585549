// npm run soak -- [--minutes 10] [--rate 3] [--json FILE] [--record]: a steady rate of events against the App in a
// process of its own, beside a GitHub in this one. Says whether memory stays flat, handles are given back and the queue drains.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { writeSection } from './attacks-page.mjs';

const text = { type: 'string' };
const { values } = parseArgs({ options: { minutes: text, rate: text, json: text, record: { type: 'boolean' } } });
const [minutes, rate] = [Number(values.minutes ?? 10), Number(values.rate ?? 3)];
if (!(minutes > 0 && rate > 0)) {
  console.error('--minutes and --rate (events a second): write numbers above 0');
  process.exit(1);
}
const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const outdir = join(root, 'node_modules/.cache/pilot-readiness', `soak-${process.pid}`);
mkdirSync(outdir, { recursive: true });
process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
await build({
  entryPoints: { app: join(root, 'src/app.ts'), soak: join(root, 'scripts/soak/run.ts') },
  ...{ outdir, outExtension: { '.js': '.mjs' }, bundle: true, packages: 'external', platform: 'node' },
  ...{ target: 'node20', format: 'esm', define: { __VERSION__: JSON.stringify(version) }, logLevel: 'error' },
});
const { soak } = await import(pathToFileURL(join(outdir, 'soak.mjs')).href);
const { faults, markdown, json } = await soak({ minutes, rate }, { root, app: join(outdir, 'app.mjs') });
console.log(markdown);
if (values.json) writeFileSync(values.json, `${JSON.stringify(json, null, 2)}\n`);
if (values.record) writeSection('soak', markdown);
process.exit(faults.length === 0 ? 0 : 1);
