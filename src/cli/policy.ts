import { resolve } from 'node:path';
import { broadCovers } from '../criteria/shared/controls/breadth.ts';
import { openWorktree } from '../git/worktree.ts';
import { renderPolicy } from '../render/terminal/policy.ts';
import { clockOf, type Invocation, profileOf } from './arguments.ts';
import { policyOf } from './evaluate-worktree.ts';

export const POLICY_OPTIONS = {
  policy: 'string',
  'org-policy': 'string',
  profile: 'string',
  'as-of': 'string',
} as const;

/** `policy [DIR]`: validates the policy and prints what is in force, with the origin of each value. */
export async function policy({ positionals, options, world }: Invocation): Promise<number> {
  const worktree = await openWorktree(resolve(world.cwd, positionals[0] ?? '.'), {});
  const { policy: effective, notes } = await policyOf(worktree, {
    now: clockOf(options['as-of'], world.now),
    profile: profileOf(options.profile),
    file: options.policy,
    organization: options['org-policy'],
    cwd: world.cwd,
  });
  const tree = await worktree.files.tree();
  const broad = tree.state === 'seen' ? broadCovers(effective.controls, tree.value) : [];
  world.write(renderPolicy(effective, [...worktree.subject.notes, ...notes, ...broad], world.columns));
  return 0;
}
