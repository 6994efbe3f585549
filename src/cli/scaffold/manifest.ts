import { schemaComment } from '../../domain/schema-address.ts';
import type { SectionName } from '../../evidence/schema/index.ts';
import type { ScaffoldOptions } from './options.ts';
import { sectionBody } from './sections.ts';

/** `pilot.yaml` with the sections that stand inside it. */
export function manifestFile(inline: SectionName[], options: ScaffoldOptions): string {
  const parts = inline.map((name) => {
    const lines = sectionBody(name, options).trimEnd().split('\n');
    return `\n${name}:\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`;
  });
  return `${schemaComment('pilot')}
# The pilot: what it is, who answers for it, how it is proven and how it is stopped.
# TODO and empty lists count as missing until a person replaces them: \`pilot-readiness check\` lists what is left.
name: TODO
started-on: ${options.startedOn}   # the day it met its first real case: correct it

owners:              # people who answer, each "@handle" in quotes; nobody is asked in their place
  product: TODO      # for the business result, and for the workflow unless \`workflow:\` names somebody else
  production: TODO   # for running it on an ordinary Tuesday
  governance: TODO   # who rules on risk
  sponsor: TODO      # who decides about the money; "Name <mail>" serves where there is no account
${parts.join('')}`;
}
