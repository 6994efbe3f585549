// npm run canvas-pictures: prints the page for sponsors of every report of the cast with the Chromium that is installed
// and fails when one needs more than one A4 page; then writes the pictures of docs/pictures.
// CHROMIUM names the browser; `-- --keep FOLDER` keeps all pages, PDFs and pictures for a look.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from './load.mjs';

const { canvasCast, renderCanvas, smallPng } = await load('scripts/canvas-pages.ts');
const MAX_BYTES = 150_000;
const PICTURES = {
  'canvas-not-ready': { report: 'wholePilot', width: 794, height: 1123, scheme: 'light', paper: true },
  'canvas-ready': { report: 'wholePilotReady', width: 794, height: 1123, scheme: 'light', paper: true },
  'canvas-phone': { report: 'wholePilot', width: 500, height: 900, scheme: 'dark' },
};

const browser = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);
if (browser === undefined) {
  console.log('No Chromium is installed: nothing was printed. Set CHROMIUM to the path of one.');
  process.exit(2);
}

const keep = process.argv[process.argv.indexOf('--keep') + 1];
const folder = process.argv.includes('--keep') && keep ? resolve(keep) : mkdtempSync(join(tmpdir(), 'canvas-'));
mkdirSync(folder, { recursive: true });
const failures = [];

function chromium(...options) {
  const all = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-lcd-text',
    '--hide-scrollbars',
    `--user-data-dir=${folder}/profile`,
  ];
  execFileSync(browser, [...all, ...options], { stdio: ['ignore', 'ignore', 'ignore'], timeout: 120_000 });
}

/** The page as paper shows it: its rules for print, inside the margins of an A4 page of 794 by 1123 pixels. */
function asPaper(html) {
  return html
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace(',print{', ',all{')
    .replace('@media print{', '@media all{')
    .replace('</style>', 'body{margin:5mm 9mm}</style>');
}

/** A browser window cannot be as narrow as a phone: the page stands in a frame, half as wide where that is asked. */
function picture(html, file, { width, height, scheme, paper = false, frame = width }) {
  const page = `${file}.html`;
  const around = `${file}.frame.html`;
  writeFileSync(page, paper ? asPaper(html) : html);
  writeFileSync(
    around,
    `<body style="margin:0"><iframe src="${page}" width="${frame}" height="${height}" style="border:0">`,
  );
  const settings = `--blink-settings=preferredColorScheme=${scheme === 'dark' ? 0 : 1}`;
  chromium(settings, `--screenshot=${file}`, `--window-size=${width},${height}`, around);
  writeFileSync(file, smallPng(readFileSync(file)));
  rmSync(around);
  rmSync(page);
}

for (const [name, report] of Object.entries(canvasCast)) {
  const page = join(folder, `${name}.html`);
  const pdf = join(folder, `${name}.pdf`);
  writeFileSync(page, renderCanvas(report));
  chromium(`--print-to-pdf=${pdf}`, '--no-pdf-header-footer', page);
  const pages = readFileSync(pdf, 'latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
  console.log(`${name}: ${pages} page${pages === 1 ? '' : 's'}`);
  if (pages !== 1) failures.push(`${name} is printed on ${pages} pages`);
}

const pictures = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
mkdirSync(pictures, { recursive: true });
for (const [name, shot] of Object.entries(PICTURES)) {
  const file = join(pictures, `${name}.png`);
  picture(renderCanvas(canvasCast[shot.report]), file, shot);
  const { length } = readFileSync(file);
  console.log(`docs/pictures/${name}.png: ${length} bytes`);
  if (length > MAX_BYTES) failures.push(`${name}.png has ${length} bytes, more than ${MAX_BYTES}`);
}

if (!process.argv.includes('--keep')) rmSync(folder, { recursive: true, force: true });
for (const failure of failures) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;
