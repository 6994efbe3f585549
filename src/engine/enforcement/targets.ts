import { matcher } from '../../domain/cover.ts';
import { DEFAULT_PROMOTION } from '../policy/merge.ts';

export interface Targets {
  /** Branches that promotions are merged into; one that the policy names may not exist yet. */
  branches: { name: string; exists: boolean }[];
  /** Wildcards of the policy, each with an unused matching name where one can be built. */
  probes: { pattern: string; probe?: string }[];
}

const WILD = /[*?{}[\]()\\]/;
const NEW_NAME = 'pilot-readiness-probe';

/**
 * Where promotions go by the policy. Branches that match are targets; so is the default branch, when what a pull
 * request changes can make it a promotion, or when nothing else is a target: then only a label does. Without a policy,
 * names of the built-in list that do not exist are ignored.
 */
export function targetsOf(
  rules: { branches: string[]; recognizesByContent: boolean },
  existing: string[],
  defaultBranch: string,
): Targets {
  const isBuiltIn = rules.branches.join('\n') === DEFAULT_PROMOTION.branches.join('\n');
  const matching = rules.branches.length === 0 ? [] : existing.filter(matcher(rules.branches));
  const named = rules.branches.filter((name) => !isBuiltIn && !WILD.test(name) && !existing.includes(name));
  const wanted = [
    ...matching.map((name) => ({ name, exists: true })),
    ...named.map((name) => ({ name, exists: false })),
  ];
  if (!matching.includes(defaultBranch) && (rules.recognizesByContent || wanted.length === 0)) {
    wanted.push({ name: defaultBranch, exists: true });
  }
  const probes = rules.branches
    .filter((pattern) => WILD.test(pattern) && (!isBuiltIn || existing.some(matcher([pattern]))))
    .map((pattern) => {
      const probe = newNameFor(pattern);
      return !WILD.test(probe) && matcher([pattern])(probe) ? { pattern, probe } : { pattern };
    });
  return { branches: wanted.sort((a, b) => (a.name < b.name ? -1 : 1)), probes };
}

function newNameFor(pattern: string): string {
  return pattern
    .replace(/\/$/, '/**')
    .replace(/\{([^{},]*)[^{}]*\}/g, '$1')
    .replace(/\*+/g, NEW_NAME)
    .replace(/\?/g, 'x');
}
