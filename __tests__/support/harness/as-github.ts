import { expect } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import type { PullRequestOptions } from '../../../src/render/markdown/pull-request.ts';

/** Close to what GitHub does: tables, HTML allowed, bare addresses become links. */
const github = new MarkdownIt({ html: true, linkify: true }).enable(['table', 'strikethrough', 'linkify']);
github.linkify.set({ fuzzyLink: false, fuzzyEmail: true });

export function html(markdown: string): string {
  return github.render(markdown);
}

/** The options where everything is known. */
export const options: PullRequestOptions = {
  serverUrl: 'https://github.com',
  commands: 'app',
  enforcement: { required: true, boundToApp: true },
  people: { 'control:privacy': { names: ['@acme/privacy'], reviewRequested: true } },
  reportUrl: 'https://readiness.acme.example/acme/triage/12',
};

const OURS = new Set('h3 h4 p table thead tbody tr th td strong code a details summary ul li sub'.split(' '));
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

/** Nothing of the repository became an element, a link elsewhere, a mention, a reference, or an invisible character. */
export function expectHarmless(markdown: string): void {
  const page = html(markdown.replace(/^<!-- pilot-readiness:v1 -->\n/, ''));
  const elements = [...page.matchAll(/<\/?([a-z0-9]+)/gi)].map((match) => match[1] ?? '');
  expect(elements.filter((element) => !OURS.has(element))).toEqual([]);
  expect(page).not.toContain('<!--');
  expect(page.match(/<details>/g) ?? []).toHaveLength((page.match(/<\/details>/g) ?? []).length);
  const targets = [...page.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '');
  for (const target of targets) expect(target).toMatch(/^https:\/\/(github\.com\/acme|readiness\.acme\.example)\//);
  const visible = page.replace(/<code>[^<]*<\/code>/g, '').replace(/href="[^"]*"/g, '');
  expect(visible).not.toMatch(/@[a-z0-9]|#\d|GH-\d|www\.|:\/\/|:(?!\d+:)[+\w-]+:/i);
  expect(markdown).not.toMatch(UNSEEN);
}
