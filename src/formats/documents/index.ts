export { discoverDocuments } from './discover.ts';
export { resolveLink, slugify } from './links.ts';
export { parseDocument } from './parse.ts';
