// npm run pictures: plays a promotion on the GitHub emulator and takes pictures of what people see, into docs/pictures.
// Needs a Chromium or Chrome (CHROME_PATH names another one); `-- --html DIR` writes the pages instead and needs none.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { load } from './load.mjs';

const WIDTH = 900;
const MAX_BYTES = 120_000;
const { pages, smallPng } = await load('scripts/pictures/run.ts', { packages: 'external' });
const root = fileURLToPath(new URL('..', import.meta.url));
const [option, folder] = process.argv.slice(2);
process.exitCode = await (option === '--html' && folder ? writePages(folder) : takePictures());
// The emulator's connections may outlive the story by a while.
process.exit();

async function writePages(into) {
  mkdirSync(into, { recursive: true });
  for (const { name, html } of await pages(root)) writeFileSync(join(into, `${name}.html`), html);
  return 0;
}

async function takePictures() {
  const browser = findBrowser();
  if (browser === undefined) {
    console.error(
      'pictures: there is no Chromium or Chrome on the PATH, so no picture was taken. Install one, or name it in CHROME_PATH.',
    );
    return 1;
  }
  const into = join(root, 'docs/pictures');
  mkdirSync(into, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'pilot-readiness-pictures-'));
  let isFine = true;
  try {
    for (const { name, html } of await pages(root)) {
      const bytes = shoot(browser, work, join(into, `${name}.png`), html);
      console.log(`docs/pictures/${name}.png  ${Math.round(bytes / 1000)} kB`);
      if (bytes > MAX_BYTES) {
        console.error(`pictures: ${name}.png is above ${MAX_BYTES / 1000} kB; tell less in its scene.`);
        isFine = false;
      }
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return isFine ? 0 : 1;
}

/** Writes the picture of a page, as high as its content, and returns its size in bytes. */
function shoot(browser, work, picture, html) {
  const page = join(work, 'page.html');
  writeFileSync(page, html);
  const address = pathToFileURL(page).href;
  const common = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    `--user-data-dir=${work}/profile`,
  ];
  const run = (...words) =>
    execFileSync(browser, [...common, ...words, address], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const height = Number(/data-height="(\d+)"/.exec(run(`--window-size=${WIDTH},400`, '--dump-dom'))?.[1]);
  if (!(height > 0)) throw new Error('the browser did not say how high the page is');
  rmSync(picture, { force: true });
  run(`--window-size=${WIDTH},${height}`, '--force-device-scale-factor=1.5', `--screenshot=${picture}`);
  writeFileSync(picture, smallPng(readFileSync(picture)));
  return statSync(picture).size;
}

function findBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((dir) => names.map((name) => join(dir, name)));
  return [process.env.CHROME_PATH, ...onPath].find((path) => path !== undefined && isExecutable(path));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
