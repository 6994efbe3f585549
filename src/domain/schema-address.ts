/** Where the JSON Schemas of this major version are published; editors follow it from a comment in the file. */
export const SCHEMA_ADDRESS = 'https://unpkg.com/pilot-readiness@0/schema';

/** The first line of an evidence file, by which editors complete and check it. `name` is a file of `schema/`. */
export function schemaComment(name: string): string {
  return `# yaml-language-server: $schema=${SCHEMA_ADDRESS}/${name}.json`;
}
