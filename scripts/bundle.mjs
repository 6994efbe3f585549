// Bundles the doors that run with `node` alone. `--check` builds in memory and compares with what is committed.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** One bundled door. Unminified: what is committed can be reviewed. */
async function bundle(entry, outfile, banner) {
  const result = await build({
    entryPoints: [new URL(entry, root).pathname],
    outfile: new URL(outfile, root).pathname,
    absWorkingDir: root.pathname,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    legalComments: 'none',
    write: false,
    metafile: true,
    define: { __VERSION__: JSON.stringify(version) },
    banner: { js: banner },
  });
  return { files: result.outputFiles.map((file) => [outfile, file.text]), inputs: Object.keys(result.metafile.inputs) };
}

/** Names and licences of what is bundled, sorted: the notice that redistribution asks for. */
function licences(inputs) {
  const packages = new Set(inputs.flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
  const texts = [...packages].sort().map((name) => {
    const manifest = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, root), 'utf8'));
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license', 'LICENSE-MIT'].find((one) =>
      existsSync(new URL(`node_modules/${name}/${one}`, root)),
    );
    const text = file
      ? readFileSync(new URL(`node_modules/${name}/${file}`, root), 'utf8').trim()
      : `Licence: ${manifest.license}`;
    return `${name} ${manifest.version}\n\n${text}\n`;
  });
  return `${texts.join('\n---\n\n')}`;
}

const doors = [await bundle('src/cli.ts', 'dist/cli.js', `#!/usr/bin/env node\n${REQUIRE}`)];
const files = new Map([
  ...doors.flatMap((door) => door.files),
  ['dist/licenses.txt', licences(doors.flatMap((door) => door.inputs))],
  ['dist/package.json', '{ "type": "module" }\n'],
]);

const check = process.argv.includes('--check');
const stale = [];
for (const [path, text] of files) {
  const url = new URL(path, root);
  const same = existsSync(url) && readFileSync(url, 'utf8') === text;
  if (same) continue;
  stale.push(path);
  if (!check) {
    mkdirSync(new URL('.', url), { recursive: true });
    writeFileSync(url, text, path.endsWith('cli.js') ? { mode: 0o755 } : {});
  }
}
if (check && stale.length > 0) {
  console.error(`${stale.join(', ')} differ from the sources. Run: npm run bundle`);
  process.exit(1);
}
if (!check) console.log(stale.length > 0 ? `wrote ${stale.join(', ')}` : 'dist/ is up to date');
