// Bundles a TypeScript module to a throw-away file and imports it, so that scripts run on any supported Node.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/**
 * The exports of a TypeScript file of this project, named relative to its root. `packages: 'external'` leaves the
 * packages where they are: for those that load files of their own, such as the embedded database.
 */
export async function load(path, { packages = 'bundle' } = {}) {
  const folder = mkdtempSync(join(home(packages), 'pilot-readiness-'));
  try {
    const outfile = join(folder, 'module.mjs');
    await build({
      entryPoints: [fileURLToPath(new URL(`../${path}`, import.meta.url))],
      outfile,
      bundle: true,
      packages,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      define: { __VERSION__: JSON.stringify(version) },
      banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" },
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Packages that stay outside are looked for upwards from the file that imports them. */
function home(packages) {
  if (packages === 'bundle') return tmpdir();
  const cache = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));
  mkdirSync(cache, { recursive: true });
  return cache;
}
