// npm run npm-package [-- FOLDER]: writes the package that is published to npm, by default into build/npm. It holds the
// bundled command line and depends on nothing. The manifest of this repository is private: its dependencies serve the
// App and development, and a consumer must not get them.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = resolve(process.argv[2] ?? join(root, 'build/npm'));
const { name, version, description, license, type, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
// The bundle runs on older Nodes than the App does; see `target` in bundle.mjs.
const manifest = { name, version, description, license, type, bin, engines: { node: '>=20.18' } };

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'dist'), { recursive: true });
for (const path of ['README.md', 'LICENSE', 'schema'])
  cpSync(join(root, path), join(folder, path), { recursive: true });
// GitHub loads the Action from the repository.
for (const file of readdirSync(join(root, 'dist')))
  if (file !== 'action.js') cpSync(join(root, 'dist', file), join(folder, 'dist', file));
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
