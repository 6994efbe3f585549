import { defined } from '../domain/defined.ts';
import { nearestOf } from '../domain/nearest.ts';
import type { Report, ReportCheck } from '../domain/report.ts';
import type { Check, Criterion } from './criterion.ts';
import type { Input } from './inputs.ts';
import { approversOf } from './policy/approvers.ts';
import type { EffectivePolicy, Origin } from './policy/effective.ts';

/** An option of a criterion with its value in force. */
export interface OptionInForce {
  /** As it is written in the policy. */
  name: string;
  value: unknown;
  origin: Origin;
  stricter: string;
  doc: string;
}

/** One check of the catalog, with its result in the report when it is required. */
export interface ExplainedCheck {
  check: Check;
  reported?: ReportCheck;
}

/** An explanation as data; the renderers word it. */
export type Explanation =
  | {
      kind: 'checks';
      report: Report;
      criterion: Criterion;
      /** The whole criterion is explained, not one of its checks. */
      isWhole: boolean;
      checks: ExplainedCheck[];
      inputs: Input<unknown>[];
      evidenceRoot: string;
      options: OptionInForce[];
      /** The people behind an actor such as `control:privacy`, as the policy names them. */
      people: Record<string, string[]>;
    }
  | {
      kind: 'catalog';
      profile: string;
      /** The requested name that does not exist; empty when none was given. */
      wanted: string;
      nearest?: string;
      rows: { criterion: Criterion; blocking: number; advisory: number }[];
    };

export interface ExplanationRequest {
  catalog: Criterion[];
  policy: EffectivePolicy;
  report: Report;
  /** The id of a criterion or the code of a check, in any case. Hostile. */
  wanted: string;
}

/** The criterion and checks of a name; undefined when the catalog does not have it. */
export function findExplained(
  catalog: Criterion[],
  wanted: string,
): { criterion: Criterion; checks: Check[]; isWhole: boolean } | undefined {
  const word = nameIn(wanted);
  for (const criterion of catalog) {
    if (criterion.id === word.toLowerCase()) return { criterion, checks: criterion.checks, isWhole: true };
    const check = criterion.checks.find(({ code }) => code === word.toUpperCase());
    if (check !== undefined) return { criterion, checks: [check], isWhole: false };
  }
  return undefined;
}

/** Explains a criterion or a check of a report; lists the catalog when the name is empty or unknown. */
export function explanationOf({ catalog, policy, report, wanted }: ExplanationRequest): Explanation {
  const found = findExplained(catalog, wanted);
  if (found === undefined) return catalogOf(catalog, policy, wanted);
  const { criterion, checks, isWhole } = found;
  const reported = report.criteria.find(({ id }) => id === criterion.id)?.checks ?? [];
  return {
    kind: 'checks',
    report,
    criterion,
    isWhole,
    checks: checks.map((check) => {
      const one = reported.find(({ code }) => code === check.code);
      return { check, ...defined({ reported: one }) };
    }),
    inputs: Object.values(criterion.inputs(policy.criteria[criterion.id]?.params ?? {})),
    evidenceRoot: policy.evidence.root,
    options: optionsOf(criterion, policy),
    people: peopleOf(policy, reported),
  };
}

/** The catalog under a policy, with what was probably meant when `wanted` is not in it. */
export function catalogOf(
  catalog: Criterion[],
  policy: EffectivePolicy,
  wanted: string,
): Explanation & { kind: 'catalog' } {
  const word = nameIn(wanted);
  const names = catalog.flatMap((criterion) => [criterion.id, ...criterion.checks.map(({ code }) => code)]);
  const nearest = word === '' ? undefined : nearestOf(word, names);
  return {
    kind: 'catalog',
    profile: policy.profile,
    wanted: word,
    ...defined({ nearest }),
    rows: catalog.map((criterion) => {
      const levels = Object.values(policy.criteria[criterion.id]?.checks ?? {}).map(({ level }) => level);
      return {
        criterion,
        blocking: levels.filter((level) => level === 'blocking').length,
        advisory: levels.filter((level) => level === 'advisory').length,
      };
    }),
  };
}

/** Names may be given in quotes or with a period. */
function nameIn(wanted: string): string {
  return wanted.replace(/^[\s`'"“«(]+|[\s`'"”».,;:!?)]+$/g, '');
}

function optionsOf(criterion: Criterion, policy: EffectivePolicy): OptionInForce[] {
  const rule = policy.criteria[criterion.id];
  return Object.entries(criterion.params).map(([name, spec]) => ({
    name: name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    value: rule?.params[name],
    origin: rule?.paramOrigins[name] ?? policy.profileOrigin,
    stricter: spec.stricter,
    doc: spec.doc,
  }));
}

function peopleOf(policy: EffectivePolicy, reported: ReportCheck[]): Record<string, string[]> {
  const actors = [...new Set(reported.flatMap((one) => one.actors))];
  const named = actors.flatMap((actor): [string, string[]][] => {
    if (actor === 'waiver-approvers') return [[actor, policy.waivers.approvers]];
    return actor.startsWith('control:') ? [[actor, approversOf(policy, actor.slice('control:'.length)).approvers]] : [];
  });
  return Object.fromEntries(named.filter(([, people]) => people.length > 0));
}
