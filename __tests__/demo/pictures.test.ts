import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { smallPng } from '../../scripts/pictures/small-png.ts';
import { type Picture, story } from '../../scripts/pictures/story.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = join(root, 'docs/pictures');

/** The page for sponsors has pictures of its own. */
const ofStory = (): string[] =>
  readdirSync(folder)
    .filter((name) => !name.startsWith('canvas-'))
    .sort();

describe('pictures', () => {
  test('those that the pages show are there, small, and each is shown or one of the README', () => {
    const page = readFileSync(join(root, 'docs/commands.md'), 'utf8');
    const shown = [...page.matchAll(/\]\(pictures\/([\w-]+\.png)\)/g)].map((found) => found[1] ?? '');
    expect(shown.length).toBeGreaterThan(3);
    for (const name of shown) expect([name, existsSync(join(folder, name))]).toEqual([name, true]);
    const there = ofStory();
    expect(there).toEqual([...new Set([...shown, 'blocked.png', 'ready.png'])].sort());
    for (const name of there) expect([name, statSync(join(folder, name)).size < 120_000]).toEqual([name, true]);
  });

  test('their story still tells what they show', async () => {
    const scenes = new Map((await story(root)).map((scene) => [scene.name, scene]));
    expect([...scenes.keys()].map((name) => `${name}.png`).sort()).toEqual(ofStory());
    const said = (name: string): string[] =>
      (scenes.get(name) as Picture).turns.filter(({ by }) => by === undefined).map(({ markdown }) => markdown);
    expect(said('blocked')[0]).toMatch(/### ⛔ Not ready for production: 2 of 7 criteria pass, 6 tasks left/);
    expect(said('ready')[0]).toMatch(
      /### ✅ Ready for production: 7 of 7 criteria pass[\s\S]*accepted late by `@ines-okafor`/,
    );
    expect(said('explain')[0]).toMatch(/\*\*Result:\*\* not met\. The trigger/);
    expect(scenes.get('explain')?.terminal?.text).toMatch(/Result: not met\. The trigger/);
    expect(said('sign-off')[0]).toMatch(/^✅ `@tomas-lindqvist` signed off `security`/);
    expect(said('refusal').map((text) => text.slice(0, 1))).toEqual(['❌', '❌', '❌']);
    expect(said('waiver').map((text) => text.slice(0, 2))).toEqual(['📝', '✅ ']);
    expect(said('waiver-and-hold')[0]).toMatch(
      /\| 1 \| \*\*On hold by `@tomas-lindqvist`[\s\S]*⚠️ A waiver expires soon/,
    );
  }, 120_000);
});

describe('a small PNG', () => {
  /** Rows of RGB pixels, each behind the number of its filter. */
  const png = (width: number, rows: number[][]): Buffer => {
    const header = Buffer.from([0, 0, 0, width, 0, 0, 0, rows.length, 8, 2, 0, 0, 0]);
    const chunk = (type: string, body: Buffer): Buffer => {
      const size = Buffer.alloc(4);
      size.writeUInt32BE(body.length);
      return Buffer.concat([size, Buffer.from(type, 'latin1'), body, Buffer.alloc(4)]);
    };
    const data = deflateSync(Buffer.from(rows.flat()));
    const signature = Buffer.from('89504e470d0a1a0a', 'hex');
    return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data)]);
  };
  const pixels = (small: Buffer): string[] => {
    const part = (type: string): Buffer => {
      const at = small.indexOf(type, 8, 'latin1');
      return small.subarray(at + 4, at + 4 + small.readUInt32BE(at - 4));
    };
    const palette = part('PLTE');
    const width = part('IHDR').readUInt32BE(0);
    return [...inflateSync(part('IDAT'))]
      .filter((_, at) => at % (width + 1) > 0)
      .map((index) => palette.toString('hex', index * 3, index * 3 + 3));
  };

  test('has the colors of the picture, whatever its filters', () => {
    const red = [250, 0, 0];
    const rows = [
      [0, ...red, 0, 0, 250],
      [1, ...red, 6, 250, 0],
      [2, 0, 0, 0, 0, 0, 0],
      [3, 125, 0, 0, 3, 125, 0],
      [4, 0, 0, 0, 0, 0, 0],
    ];
    expect(pixels(smallPng(png(2, rows)))).toEqual([
      'fa0000',
      '0000fa',
      'fa0000',
      '00fa00',
      'fa0000',
      '00fa00',
      'fa0000',
      expect.stringMatching(/^[0-9a-f]{6}$/),
      'fa0000',
      expect.stringMatching(/^[0-9a-f]{6}$/),
    ]);
  });

  test('refuses what is no such picture', () => {
    expect(() => smallPng(Buffer.from('GIF89a and so on, and so forth'))).toThrow(/no PNG of the kind/);
  });
});
