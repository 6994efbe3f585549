import { resolve } from 'node:path';
import { catalog } from '../criteria/index.ts';
import { UserError } from '../domain/errors.ts';
import { catalogOf, explanationOf, findExplained } from '../engine/explanation.ts';
import { openWorktree } from '../git/worktree.ts';
import { renderExplanationForTerminal } from '../render/markdown/explanation.ts';
import { evaluateWorktree, policyOf } from './evaluate-worktree.ts';
import { AS_OF, clockOf, GITHUB, ORG_POLICY, POLICY } from './options.ts';
import { defineVerb } from './verb.ts';

/**
 * Evaluates the work tree as `check` does and explains one criterion or check: what was found where, which line of the
 * policy requires it, what to add and who can act. Without an argument it lists the catalog.
 */
export const explain = defineVerb({
  name: 'explain',
  usage: '[CRITERION or CODE]',
  summary: 'Explain a check: what was found where, which policy line requires it, what to add, who can act',
  options: {
    dir: { value: 'DIR', summary: 'The pilot to evaluate (default: the current folder)' },
    ...POLICY,
    ...ORG_POLICY,
    ...AS_OF,
    ...GITHUB,
  },
  run: async ({ positionals, options, world }) => {
    const [wanted = ''] = positionals;
    const dir = options.dir ?? '.';
    const terminal = { width: world.columns, color: world.color };
    if (findExplained(catalog, wanted) === undefined) {
      const worktree = await openWorktree(resolve(world.cwd, dir), {});
      const now = clockOf(options['as-of'], world.now);
      const files = { file: options.policy, organization: options['org-policy'] };
      const { policy } = await policyOf(worktree, { now, profile: undefined, ...files, cwd: world.cwd });
      const known = catalogOf(catalog, policy, wanted);
      if (known.wanted !== '') {
        const near = known.nearest === undefined ? '' : `; did you mean ${known.nearest}?`;
        throw new UserError(`explain: the catalog has no "${known.wanted}"${near}`, 'Run: pilot-readiness explain');
      }
      world.write(renderExplanationForTerminal(known, terminal));
      return 0;
    }
    const { report, policy } = await evaluateWorktree({ dir, options, world });
    world.write(renderExplanationForTerminal(explanationOf({ catalog, policy, report, wanted }), terminal));
    return 0;
  },
});
