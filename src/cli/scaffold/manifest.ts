import { schemaComment } from '../../domain/schema-address.ts';
import type { SectionName } from '../../evidence/schema/index.ts';
import type { ScaffoldOptions } from './options.ts';
import { sectionBody } from './sections.ts';

/** `pilot.yaml` with its inline sections. */
export function manifestFile(inline: SectionName[], options: ScaffoldOptions): string {
  const parts = inline.map((name) => {
    const lines = sectionBody(name, options).trimEnd().split('\n');
    return `\n${name}:\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`;
  });
  return `${schemaComment('pilot')}
# The pilot: what it is, who is accountable, how it is proven and how it is stopped.
# TODO and empty lists count as missing until a person replaces them: \`pilot-readiness check\` lists what is left.
name: TODO
started-on: ${options.startedOn}   # the day of its first real case: correct it

owners:              # accountable people, each "@handle" in quotes; nobody can act in their place
  product: TODO      # for the business result, and for the workflow unless \`workflow:\` names another person
  production: TODO   # for daily operation
  governance: TODO   # for decisions on risk
  sponsor: TODO      # for the budget; use "Name <mail>" where there is no account
${parts.join('')}`;
}
