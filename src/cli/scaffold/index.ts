import type { SectionName } from '../../evidence/schema/index.ts';
import { ROLLBACK_TEMPLATE, RUNBOOK_TEMPLATE } from './documents.ts';
import { manifestFile } from './manifest.ts';
import type { ScaffoldOptions } from './options.ts';
import { policyFile } from './policy.ts';
import { sectionFile } from './sections.ts';

/** What a repository lacks of what its profile asks for; only that is written. */
export interface Lacking {
  policy: boolean;
  sections: SectionName[];
  runbook: boolean;
  rollback: boolean;
}

export interface ScaffoldFile {
  path: string;
  /** What it is for, in a few words. */
  is: string;
  text: string;
}

/** Stand inside the manifest while it is young: one file less to know about. */
const INLINE: SectionName[] = ['evals', 'guardrails'];

/**
 * The files a pilot starts with: valid, and met by nobody's placeholder. Nothing is claimed that a person has not written;
 * what cannot be left out of a file stands as TODO or as an empty list, which count as absence.
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
      is: `the manifest: who answers${also}`,
      text: manifestFile(inline, options),
    });
  }
  for (const name of lacking.sections.filter((one) => one !== 'pilot' && !inline.includes(one))) {
    files.push({ path: `${root}/${name}.yaml`, ...sectionFile(name, options) });
  }
  if (lacking.runbook) {
    files.push({ path: 'docs/runbook.md', is: 'how a stranger operates it', text: RUNBOOK_TEMPLATE });
  }
  if (lacking.rollback) {
    files.push({ path: 'docs/rollback.md', is: 'when and how to go back', text: ROLLBACK_TEMPLATE });
  }
  return files;
}
