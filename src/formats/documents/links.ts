/** Where a link of a document leads inside the repository, and the anchors its headings make. */

/**
 * Repository path and anchor a relative link means. `./`, `../`, `%20`, `?plain=1` and a leading `/` (repository root)
 * are understood. External addresses and links that climb above the root have no path.
 */
export function resolveLink(fromPath: string, target: string): { path?: string; anchor?: string } {
  const trimmed = target.trim();
  if (trimmed === '' || /^[a-z][a-z0-9+.-]*:/i.test(trimmed) || trimmed.startsWith('//')) return {};
  const hash = trimmed.indexOf('#');
  const anchorText = hash < 0 ? '' : decode(trimmed.slice(hash + 1));
  const anchor = anchorText === '' ? {} : { anchor: anchorText };
  const written = decode((hash < 0 ? trimmed : trimmed.slice(0, hash)).replace(/\?.*$/s, ''));
  if (written === '') return hash < 0 ? {} : { path: fromPath, ...anchor };
  const base = written.startsWith('/') ? [] : fromPath.split('/').slice(0, -1);
  const parts: string[] = [];
  for (const part of [...base, ...written.split('/')]) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.length === 0) return anchor;
      parts.pop();
    } else parts.push(part);
  }
  return parts.length === 0 ? anchor : { path: parts.join('/'), ...anchor };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The anchor GitHub gives a heading (docs.github.com, "Section links"), before the `-1` of a repeated one. */
export function slugify(heading: string): string {
  return heading
    .trim()
    .replace(/!?\[([^[\]]{0,500})\]\([^()\s]{0,2000}\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** Anchors of headings in order; repeated ones get `-1`, `-2`, … */
export function headingAnchors(headings: readonly string[]): string[] {
  const taken = new Map<string, number>();
  return headings.map((heading) => {
    const slug = slugify(heading);
    let anchor = slug;
    let count = taken.get(slug) ?? 0;
    while (taken.has(anchor)) anchor = `${slug}-${++count}`;
    taken.set(slug, count);
    if (anchor !== slug) taken.set(anchor, 0);
    return anchor;
  });
}
