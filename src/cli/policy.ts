import { resolve } from 'node:path';
import { broadCovers } from '../criteria/shared/controls/breadth.ts';
import { openWorktree } from '../git/worktree.ts';
import { renderPolicy } from '../render/terminal/policy.ts';

import { policyOf } from './evaluate-worktree.ts';
import { AS_OF, clockOf, ORG_POLICY, POLICY, profileOf } from './options.ts';
import { defineVerb } from './verb.ts';

/** Validates the policy and prints the effective values, each with its origin. */
export const policy = defineVerb({
  name: 'policy',
  usage: '[DIR]',
  summary: 'Validate the policy and print the effective values, each with its origin',
  options: {
    ...POLICY,
    ...ORG_POLICY,
    profile: { value: 'NAME', summary: 'minimal, standard or regulated; can only tighten' },
    ...AS_OF,
  },
  run: async ({ positionals, options, world }) => {
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
  },
});
