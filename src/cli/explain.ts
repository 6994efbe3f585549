import { resolve } from 'node:path';
import { catalog } from '../criteria/index.ts';
import { UserError } from '../domain/errors.ts';
import { catalogOf, explanationOf, findExplained } from '../engine/explanation.ts';
import { openWorktree } from '../git/worktree.ts';
import { renderExplanationForTerminal } from '../render/markdown/explanation.ts';
import { clockOf, type Invocation } from './arguments.ts';
import { evaluateWorktree, policyOf } from './evaluate-worktree.ts';

export const EXPLAIN_OPTIONS = {
  dir: 'string',
  policy: 'string',
  'org-policy': 'string',
  'as-of': 'string',
  github: 'string',
} as const;

/**
 * `explain [CRITERION|CODE]`: judges the work tree as `check` does and says of one criterion or check what was seen where,
 * which line of the policy asks for it, what to add and who can act; without an argument, the catalog.
 */
export async function explain({ positionals, options, world }: Invocation): Promise<number> {
  const [wanted = ''] = positionals;
  const dir = typeof options.dir === 'string' ? options.dir : '.';
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
}
