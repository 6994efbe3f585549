import { matcher } from '../domain/cover.ts';
import { parsePerson, samePerson } from '../domain/people/person.ts';
import type { EffectivePolicy } from './policy/effective.ts';

/** A fact about a pull request, or why it could not be read completely. */
export type Known<T> = { known: true; value: T } | { known: false; reason: string };

/** One change of a label, oldest first, over this pull request and earlier ones from the same head branch. */
export interface LabelEvent {
  pullRequest: number;
  label: string;
  added: boolean;
  by: string;
  at: string;
}

/** The lifecycle of one entity; `entity` is its kind and name, so that two in one file can be distinguished. */
export interface EntityLifecycle {
  entity: string;
  lifecycle: string;
}

/** The facts by which a promotion is recognized. */
export interface PromotionFacts {
  base: string;
  labels: string[];
  labelEvents: Known<LabelEvent[]>;
  /** Changed paths, previous names of renamed files included. */
  paths: Known<string[]>;
  /** `spec.lifecycle` values of catalog-info.yaml at the base and at the head. */
  lifecycles: Known<{ before: EntityLifecycle[]; after: EntityLifecycle[] }>;
  opener: string;
  /** Logins of everybody who wrote a commit of the pull request. */
  authors: Known<string[]>;
}

export interface Promotion {
  is: boolean;
  because: string[];
  /** Shown in every report: the recognition depends on something weak. */
  warnings: string[];
  /** Part of it depends on something that could not be read. */
  isUnsure?: true;
}

/**
 * Whether a pull request would put the pilot into production. If the facts of a rule could not be read completely, it is
 * treated as a promotion.
 */
export function recognizePromotion(facts: PromotionFacts, policy: EffectivePolicy): Promotion {
  const rules = policy.promotion;
  const strong: string[] = [];
  if (rules.branches.length > 0 && matcher(rules.branches)(facts.base)) strong.push(`base branch \`${facts.base}\``);
  if (rules.paths.length > 0) {
    const matches = matcher(rules.paths);
    const hit = facts.paths.known ? facts.paths.value.find(matches) : undefined;
    if (hit !== undefined) strong.push(`changes \`${hit}\``);
    else if (!facts.paths.known) strong.push(`the changed files could not be read completely (${facts.paths.reason})`);
  }
  const wanted = [rules.catalogLifecycle ?? []].flat();
  if (wanted.length > 0 && !facts.lifecycles.known)
    strong.push(`catalog-info.yaml could not be read (${facts.lifecycles.reason})`);
  else if (facts.lifecycles.known) {
    const { before, after } = facts.lifecycles.value;
    for (const lifecycle of wanted)
      if (turns(before, after, lifecycle)) strong.push(`catalog lifecycle turns to \`${lifecycle}\``);
  }
  const labels = rules.labels.flatMap((label) => labelReason(label, facts, policy));
  const because = [...strong, ...labels];
  const isUnsure =
    (rules.paths.length > 0 && !facts.paths.known) ||
    (wanted.length > 0 && !facts.lifecycles.known) ||
    (!facts.labelEvents.known && rules.labels.some((label) => !hasLabel(facts, label)));
  const warnings =
    strong.length === 0 && labels.length > 0
      ? [
          'Recognized by its label alone: a promotion without the label is not evaluated. Name branches or paths under `promotion:` in the policy',
        ]
      : [];
  return { is: because.length > 0, because, warnings, ...(isUnsure ? { isUnsure: true as const } : {}) };
}

/** Whether any entity newly has this lifecycle; one that had it before does not count. */
function turns(before: EntityLifecycle[], after: EntityLifecycle[], wanted: string): boolean {
  const isWanted = ({ lifecycle }: EntityLifecycle): boolean => sameWord(lifecycle, wanted);
  const had = new Set(before.filter(isWanted).map((one) => one.entity));
  return after.some((one) => isWanted(one) && !had.has(one.entity));
}

/** A label counts while it is set, and after its removal unless a person who may remove it did so. */
function labelReason(label: string, facts: PromotionFacts, policy: EffectivePolicy): string[] {
  if (hasLabel(facts, label)) return [`label \`${label}\``];
  if (!facts.labelEvents.known)
    return [`whether the label \`${label}\` was ever there could not be read (${facts.labelEvents.reason})`];
  const events = facts.labelEvents.value.filter((event) => sameWord(event.label, label));
  const last = events.at(-1);
  if (last === undefined) return [];
  if (!last.added && mayRelease(last.by, facts, policy)) return [];
  return [
    last.added
      ? `label \`${label}\` in #${last.pullRequest}`
      : `label \`${label}\`, taken away by ${last.by || 'a deleted account'} on ${last.at.slice(0, 10)}`,
  ];
}

function hasLabel({ labels }: PromotionFacts, label: string): boolean {
  return labels.some((one) => sameWord(one, label));
}

/** GitHub takes labels that differ only in case for one label, and catalogs know no case. */
function sameWord(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** A waiver approver named by account who is neither opener nor author. Team membership is not checked here. */
function mayRelease(by: string, facts: PromotionFacts, policy: EffectivePolicy): boolean {
  const person = parsePerson(by);
  const approver = policy.waivers.approvers.some((written) => samePerson(parsePerson(written), person));
  const own =
    samePerson(parsePerson(facts.opener), person) ||
    !facts.authors.known ||
    facts.authors.value.some((author) => samePerson(parsePerson(author), person));
  return approver && !own;
}
