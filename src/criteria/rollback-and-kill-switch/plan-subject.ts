import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import { quote } from '../../domain/message.ts';
import type { Precondition } from '../../engine/criterion.ts';
import { judgeBlanks } from '../shared/documents/blanks.ts';
import { findAnchors, type Repository } from '../shared/documents/repository-anchors.ts';
import { filledDocument } from '../shared/preconditions.ts';
import { messages } from './messages.ts';
import { findSteps, findTriggers, findVerification } from './rollback-plan.ts';

/** The document is a rollback plan: neither a template nor a page about a feature that happens to be called rollback. */
export function actualPlan(set: DocumentSet): Precondition[] {
  const { document, place } = set;
  const { path } = document;
  const parts = [findSteps(document), findTriggers(document), findVerification(document)].flat();
  const headings = document.sections.slice(0, 3).map(({ title }) => quote(title, 40));
  const extra = { cause: `off-subject:${path}` };
  const findings = parts.length > 0 ? [] : [unmet(messages.noPlan({ path, headings }), { ...place, line: 1 }, extra)];
  return [filledDocument(set, 'rollback plan'), { decisive: true, findings, requests: [], objections: () => [] }];
}

/** Whether the plan uses files and commands of this repository and has no placeholder where it counts. */
export function judgeSpecificity(set: DocumentSet, repository: Repository, needed: number): Finding[] {
  const { document, place } = set;
  const { path } = document;
  const found = judgeBlanks(
    set,
    ['trigger', 'owner', 'escalation', 'procedure', 'rollback', 'kill-switch', 'verification'],
    2,
  );
  const anchors = findAnchors(document, repository);
  const names = anchors.slice(0, 5).map(({ name }) => quote(name));
  if (anchors.length < needed) {
    const message =
      names.length === 0 ? messages.noAnchors({ path, needed }) : messages.tooFewAnchors({ path, names, needed });
    found.push(unmet(message, { ...place, line: anchors[0]?.line ?? 1 }));
  }
  if (found.length > 0) return found;
  const places = anchors.map(({ line }) => ({ ...place, line }));
  return [met(messages.anchors({ path, names }), places)];
}
