import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { blankFindings } from '../shared/documents/blanks.ts';
import { unfilled } from '../shared/documents/content.ts';
import { anchorsOf, type Repository } from '../shared/documents/repository-anchors.ts';
import { stepsOf, triggerLines, verificationLines } from './rollback-plan.ts';

/** No plan at all: a template, or a page about a feature that happens to be called rollback. */
export function noPlan(set: DocumentSet): Finding | undefined {
  const template = unfilled(set, 'rollback plan');
  if (template !== undefined) return template;
  const { document } = set;
  if (stepsOf(document).length + triggerLines(document).length + verificationLines(document).length > 0)
    return undefined;
  const about = document.sections.slice(0, 3).map(({ title }) => quote(title, 40));
  return unmet(
    `${document.path} describes something called rollback (${about.join(', ')}) but is no plan: it has no trigger, no steps and no verification`,
    { ...set.place, line: 1 },
    {
      cause: `off-subject:${document.path}`,
      remedy:
        'Write the rollback plan of this service in docs/rollback.md, or name the right file under evidence.rollback in the policy.',
    },
  );
}

/** Whether the plan uses things of this repository and leaves nothing decisive blank. */
export function specificToService(set: DocumentSet, repository: Repository, wanted: number): Finding[] {
  const { document } = set;
  const found = blankFindings(
    set,
    ['trigger', 'owner', 'escalation', 'procedure', 'rollback', 'kill-switch', 'verification'],
    2,
  );
  const anchors = anchorsOf(document, repository);
  const names = anchors.slice(0, 5).map(({ name }) => quote(name));
  if (anchors.length < wanted) {
    found.push(
      unmet(
        `${document.path} names ${names.length === 0 ? 'nothing' : `only ${names.join(', ')}`} of this repository; a plan of this service names at least ${wanted} of its files, workflows or commands`,
        { ...set.place, line: anchors[0]?.line ?? 1 },
        {
          remedy:
            'Write into the steps what they run, for example `gh workflow run rollback.yml` or `make rollback`, with names that exist at this commit.',
        },
      ),
    );
  }
  return found.length > 0
    ? found
    : [
        met(
          `${document.path} uses ${names.join(', ')}`,
          anchors.map(({ line }) => ({ ...set.place, line })),
        ),
      ];
}
