// Bundles the doors that run with `node` alone. `--check` builds in memory and compares with what is committed.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/**
 * @actions/* need undici only behind a proxy, and it would be three quarters of the bundle: it is loaded from a file of
 * its own when it is used. Node's fetch serves otherwise.
 */
const lazyUndici = {
  name: 'lazy-undici',
  setup(hooks) {
    hooks.onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'lazy' }));
    hooks.onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      loader: 'js',
      contents: `import { createRequire } from 'node:module';
let loaded;
const load = () => (loaded ??= createRequire(import.meta.url)('./proxy.cjs'));
export class ProxyAgent { constructor(...args) { return new (load().ProxyAgent)(...args); } }
export const fetch = (...args) => load().fetch(...args);`,
    }));
  },
};

/** What a proxy needs, alone. */
async function proxy() {
  const result = await build({
    stdin: { contents: "export { ProxyAgent, fetch } from 'undici'", resolveDir: root.pathname },
    outfile: new URL('dist/proxy.cjs', root).pathname,
    absWorkingDir: root.pathname,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    legalComments: 'none',
    write: false,
    metafile: true,
  });
  return { files: [['dist/proxy.cjs', result.outputFiles[0].text]], inputs: Object.keys(result.metafile.inputs) };
}

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
    plugins: [lazyUndici],
    define: { __VERSION__: JSON.stringify(version) },
    banner: { js: banner },
  });
  return { files: result.outputFiles.map((file) => [outfile, file.text]), inputs: Object.keys(result.metafile.inputs) };
}

/** Names and licenses of what is bundled, sorted: the notice that redistribution asks for. */
function licenses(inputs) {
  const packages = new Set(inputs.flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
  const texts = [...packages].sort().map((name) => {
    const manifest = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, root), 'utf8'));
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENSE', 'license', 'LICENSE-MIT'].find((one) =>
      existsSync(new URL(`node_modules/${name}/${one}`, root)),
    );
    const text = file
      ? readFileSync(new URL(`node_modules/${name}/${file}`, root), 'utf8').trim()
      : `License: ${manifest.license}`;
    return `${name} ${manifest.version}\n\n${text}\n`;
  });
  return `${texts.join('\n---\n\n')}`;
}

const doors = [
  await bundle('src/cli.ts', 'dist/cli.js', `#!/usr/bin/env node\n${REQUIRE}`),
  await bundle('src/action.ts', 'dist/action.js', REQUIRE),
  await proxy(),
];
const files = new Map([
  ...doors.flatMap((door) => door.files),
  ['dist/licenses.txt', licenses(doors.flatMap((door) => door.inputs))],
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
