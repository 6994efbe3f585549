import { join, resolve } from 'node:path';
import { evalCovers } from '../criteria/shared/evals/covers.ts';
import { coveredFiles, coverHash } from '../domain/cover.ts';
import { defined } from '../domain/defined.ts';
import { UserError } from '../domain/errors.ts';
import { evalResults, section, tree } from '../engine/inputs.ts';
import { resolveInputs } from '../evidence/resolve.ts';
import { openWorktree } from '../git/worktree.ts';
import { faultLine } from '../render/model/words.ts';
import { policyOf } from './evaluate-worktree.ts';
import { clockOf, POLICY } from './options.ts';
import { defineVerb } from './verb.ts';
import { writePlainFile } from './write-file.ts';

/**
 * Writes `<results>.provenance.json` beside each eval result file that the manifest names: the commit, the digest of the
 * files that the suite covers, and the sha256 of the results. It records the current files, so it must run right after
 * the suite.
 */
export const evalStamp = defineVerb({
  name: 'eval-stamp',
  usage: '[DIR]',
  summary: 'Record which code the eval results were made from; run it right after the suite',
  options: {
    'run-id': { value: 'ID', summary: 'The workflow run that made them' },
    'as-of': { value: 'DATE', summary: 'When they were made, if the file does not contain it' },
    ...POLICY,
  },
  run: async ({ positionals, options, world }) => {
    const dir = positionals[0] ?? '.';
    const now = clockOf(options['as-of'], world.now);
    const worktree = await openWorktree(resolve(world.cwd, dir), {});
    const { commit } = worktree.subject;
    if (commit === undefined)
      throw new UserError(`${dir} has no commit yet`, 'Commit the code, run the suite, then stamp its results.');
    const { policy } = await policyOf(worktree, { now, profile: undefined, file: options.policy, cwd: world.cwd });
    const requests = { evals: section('evals'), results: evalResults(), tree: tree() };
    const onDisk = await resolveInputs(worktree.files, Object.values(requests), policy.evidence);
    const evals = onDisk.get(requests.evals);
    const results = onDisk.get(requests.results);
    const files = onDisk.get(requests.tree);
    if (evals.state === 'seen' && results.state === 'absent' && results.why !== undefined) {
      const { why, place } = results;
      throw new UserError(
        why.startsWith(place.path) ? why : `${place.path} ${why}`,
        'Put the file itself in its place, then stamp again; nothing was written.',
      );
    }
    if (evals.state === 'absent' || results.state === 'absent') {
      throw new UserError(
        'no eval results are named',
        'Write `evals: { results: … }` into readiness/pilot.yaml and run the suite.',
      );
    }
    // An existing stamp may be out of date, which is a reason to stamp again: only the results must be readable.
    const faults =
      results.state === 'invalid' ? results.faults.filter((fault) => !fault.path.endsWith('.provenance.json')) : [];
    if (evals.state !== 'seen' || files.state !== 'seen' || faults.length > 0) {
      const broken = evals.state === 'invalid' ? evals.faults : faults;
      throw new UserError(
        broken.map(faultLine).join('; ') || 'the files of the pilot could not be read',
        'Fix them, then stamp again; nothing was written.',
      );
    }
    if (results.state !== 'seen')
      throw new UserError('the existing stamp cannot be read', 'Remove the .provenance.json file and stamp again.');
    const covers = evalCovers(evals.value.value, policy.evidence.root);
    const committed = await (await openWorktree(resolve(world.cwd, dir), { ref: commit })).files.tree();
    const treeHash = coverHash(files.value, covers);
    const dirty = committed.state !== 'seen' || coverHash(committed.value, covers) !== treeHash;
    const written = await Promise.all(
      results.value.map(async ({ path, sha256, run }) => {
        const stamp = {
          commit,
          dirty,
          treeHash,
          sha256,
          cases: new Set(run.cases.map((one) => one.id)).size,
          ...defined({ runId: options['run-id'] }),
          startedAt: run.startedAt ?? new Date(now).toISOString(),
        };
        const target = `${path}.provenance.json`;
        const text = `${JSON.stringify(stamp, null, 2)}\n`;
        await writePlainFile(resolve(world.cwd, dir, target), text, resolve(world.cwd, dir));
        return join(dir, target);
      }),
    );
    world.write(
      `Wrote ${written.join(', ')}: ${coveredFiles(files.value, covers).length} covered files at ${commit.slice(0, 7)}${dirty ? ', with changes that are not committed: such results do not count' : ''}.\n`,
    );
    return 0;
  },
});
