/**
 * The sentence for a Node on which the App does not run, or undefined. Supported is `^22.15 || >=24`, as `engines` in
 * package.json says: 22.15 brought the zstd decoder of `node:zlib`, and odd versions have no long-term support.
 */
export function unsupportedNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major >= 24 || (major === 22 && minor >= 15)) return undefined;
  return `The App needs Node.js 22.15 or later 22 releases, or 24 or later; this is ${version}. Install Node.js 24 and start the App again.`;
}
