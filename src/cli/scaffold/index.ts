import type { SectionName } from '../../evidence/schema/index.ts';
import { ROLLBACK_TEMPLATE, RUNBOOK_TEMPLATE } from './documents.ts';
import { manifestFile } from './manifest.ts';
import type { ScaffoldOptions } from './options.ts';
import { policyFile } from './policy.ts';
import { sectionFile } from './sections.ts';

/** What the profile requires and the repository lacks; only that is written. */
export interface Lacking {
  policy: boolean;
  sections: SectionName[];
  runbook: boolean;
  rollback: boolean;
}

export interface ScaffoldFile {
  path: string;
  /** Its purpose, in a few words. */
  is: string;
  text: string;
}

/** Sections that a new manifest contains inline, to keep the number of files small. */
const INLINE: SectionName[] = ['evals', 'guardrails'];

/**
 * The starter files of a pilot. They are valid, but no check is met by a placeholder: required values are TODO or an empty
 * list, which count as missing.
 */
export function scaffold(lacking: Lacking, options: ScaffoldOptions): ScaffoldFile[] {
  const { root } = options;
  const files: ScaffoldFile[] = [];
  if (lacking.policy) {
    files.push({
      path: '.github/pilot-readiness.yml',
      is: `the policy: profile ${options.profile}, only observing`,
      text: policyFile(options.profile),
    });
  }
  const hasManifest = !lacking.sections.includes('pilot');
  const inline = hasManifest ? [] : INLINE.filter((name) => lacking.sections.includes(name));
  if (!hasManifest) {
    const also = inline.length > 0 ? `, ${inline.join(', ')}` : '';
    files.push({
      path: `${root}/pilot.yaml`,
      is: `the manifest: accountable people${also}`,
      text: manifestFile(inline, options),
    });
  }
  for (const name of lacking.sections.filter((one) => one !== 'pilot' && !inline.includes(one))) {
    files.push({ path: `${root}/${name}.yaml`, ...sectionFile(name, options) });
  }
  if (lacking.runbook) {
    files.push({ path: 'docs/runbook.md', is: 'how to operate it', text: RUNBOOK_TEMPLATE });
  }
  if (lacking.rollback) {
    files.push({ path: 'docs/rollback.md', is: 'when and how to roll back', text: ROLLBACK_TEMPLATE });
  }
  return files;
}
