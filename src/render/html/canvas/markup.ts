import { cut, forHtml, linkTarget } from '../../model/text.ts';
import type { Tone } from './words.ts';

/** Small pieces of HTML. Every text of the report becomes HTML here and nowhere else. */

const SHAPES: Record<Tone, string> = {
  good: '<path d="M3 8.5l3.2 3.2L13 5"/>',
  bad: '<path d="M4 4l8 8M12 4l-8 8"/>',
  open: '<path d="M5.2 5.8a2.8 2.8 0 1 1 4.3 2.4c-1 .6-1.5 1-1.5 2.1M8 13v.2"/>',
  mute: '<path d="M3.5 8h9"/>',
};

/** The signs, drawn once: fonts differ, and color is never the only signal. */
export const SIGNS = `<svg class="signs" width="0" height="0" aria-hidden="true"><defs>${Object.entries(SHAPES)
  .map(
    ([tone, shape]) =>
      `<symbol id="${tone}" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">${shape}</symbol>`,
  )
  .join('')}</defs></svg>`;

export function sign(tone: Tone): string {
  return `<svg class="sign ${tone}" aria-hidden="true"><use href="#${tone}"/></svg>`;
}

/** Text of the report: at most `max` characters, escaped. Direction is the text's own, and ends with it. */
export function said(text: string, max: number): string {
  return `<bdi>${forHtml(cut(text.slice(0, 4000).replace(/`/g, ''), max))}</bdi>`;
}

/** The same as a link, when its address is one that may be opened. */
export function linked(text: string, max: number, url: string | undefined): string {
  const target = linkTarget(url);
  if (target === undefined || target.length > 1000) return said(text, max);
  return `<a href="${target.replace(/'/g, '%27')}" rel="noreferrer">${said(text, max)}</a>`;
}

/** A titled box, with what stands beside its title; nothing at all without content. */
export function box(title: string, content: string, beside = ''): string {
  return content === '' ? '' : `<section>${beside}<h2>${forHtml(title)}</h2>${content}</section>`;
}

/** At most `max` items as a list; what is left out is counted. */
export function list(items: string[], max: number, kind: string, element: 'ol' | 'ul' = 'ul'): string {
  if (items.length === 0) return '';
  const more = items.length > max ? `<p class="more">and ${items.length - max} more</p>` : '';
  return `<${element} class="${kind}">${items.slice(0, max).join('')}</${element}>${more}`;
}
