import MarkdownIt from 'markdown-it';
import { forHtml } from '../../src/render/model/text.ts';
import { nameOf } from '../demo/people.ts';
import { DAY } from './pilot.ts';
import type { Picture, Turn } from './story.ts';

/** A scene as a page that looks like GitHub's conversation of a pull request. */

const github = new MarkdownIt({ html: true, linkify: true });
github.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

const STYLE = `
* { box-sizing: border-box }
body { margin: 0; padding: 16px; width: 900px; background: #fff; color: #1f2328;
  font: 14px/1.5 "Liberation Sans", Arial, Helvetica, "Noto Color Emoji", sans-serif }
.turn { display: flex; gap: 14px; margin: 0 0 16px } .turn:last-child { margin: 0 }
.face { flex: none; width: 40px; height: 40px; border-radius: 50%; color: #fff; font-weight: 700; font-size: 15px;
  display: flex; align-items: center; justify-content: center }
.face.bot { border-radius: 8px; background: #1f2328 }
.box { flex: 1; min-width: 0; border: 1px solid #d1d9e0; border-radius: 6px }
.head { padding: 7px 16px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; color: #59636e }
.head b { color: #1f2328 } .head i { font-style: normal; font-size: 12px; border: 1px solid #d1d9e0; border-radius: 2em;
  padding: 0 7px; margin-left: 4px }
.body { padding: 14px 16px } .body > :first-child { margin-top: 0 } .body > :last-child { margin-bottom: 0 }
p, ul, table, details { margin: 0 0 12px } ul { padding-left: 24px } li + li { margin-top: 3px }
h3 { font-size: 17px; line-height: 1.3; margin: 0 0 12px } h4 { font-size: 14px; margin: 0 0 12px }
a { color: #0969da; text-decoration: underline } sub { font-size: 12px; color: #59636e; vertical-align: baseline }
code { font: 12px/1.4 "DejaVu Sans Mono", monospace; background: #eff1f3; border-radius: 6px; padding: 2px 5px;
  overflow-wrap: break-word }
table { border-collapse: collapse; width: 100% } th, td { border: 1px solid #d1d9e0; padding: 6px 11px; text-align: left;
  vertical-align: top }
th { font-weight: 600 } summary { cursor: pointer } details > :not(summary) { margin-top: 8px }
pre { margin: 0 0 0 54px; padding: 14px 16px; border-radius: 6px; background: #1f2328; color: #f0f3f6;
  font: 12px/1.45 "DejaVu Sans Mono", monospace; white-space: pre-wrap }
pre b { color: #7ee787; font-weight: 400 }
`;
const COLORS = ['#8250df', '#1a7f37', '#bc4c00', '#0969da', '#bf3989'];

/** The page of a scene. What was written is shown as it was published: only its Markdown is made into HTML. */
export function pageOf(scene: Picture): string {
  const terminal = scene.terminal
    ? `<pre><b>$ ${forHtml(scene.terminal.command)}</b>\n\n${escaped(scene.terminal.text.trimEnd())}</pre>`
    : '';
  const turns = scene.turns.map((turn) => turnOf(turn, scene.open)).join('\n');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${forHtml(scene.name)}</title><style>${STYLE}</style></head>
<body>${turns}${terminal}
<script>document.documentElement.dataset.height = Math.ceil(document.body.getBoundingClientRect().height)</script>
</body></html>
`;
}

function turnOf({ by, markdown }: Turn, open: string | undefined): string {
  const name = by === undefined ? '<b>pilot-readiness</b> <i>bot</i>' : `<b>${forHtml(by)}</b>`;
  const initials = by === undefined ? '✓' : nameOf(by).replace(/[^A-Z]/g, '');
  const color = by === undefined ? '' : ` style="background:${COLORS[by.length % COLORS.length]}"`;
  return `<div class="turn"><div class="face${by === undefined ? ' bot' : ''}"${color}>${forHtml(initials)}</div>
<div class="box"><div class="head">${name} commented on ${DAY}</div><div class="body">${bodyOf(markdown, open)}</div></div></div>`;
}

function bodyOf(markdown: string, open: string | undefined): string {
  const body = github.render(markdown);
  return open === undefined ? body : body.replaceAll(`<details><summary>${open}`, `<details open><summary>${open}`);
}

/** Every space of a terminal counts. */
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
