import { type Answer, isJson } from './answers.ts';
import { copyObjects, setRef } from './git.ts';
import { type Call, findRepository, type Route, repositoryOf } from './world.ts';

export const FORK_ROUTES: Route[] = [['POST /repos/:owner/:repo/forks', fork]];

/** A fork begins with its parent's branches and history; the emulator gives it a first commit of its own. */
async function fork(call: Call): Promise<Answer> {
  const { world } = call;
  const parent = repositoryOf(call);
  const answer = await call.forward();
  const made = isJson(answer.body) ? findRepository(world, String(answer.body.full_name)) : undefined;
  if (made === undefined) return answer;
  for (const { ref, sha } of world.rows.refs.findBy('repo_id', parent.id)) {
    if (!ref.startsWith('refs/heads/')) continue;
    copyObjects(world, parent.id, made.id, sha);
    setRef(world, made, ref, sha);
  }
  return answer;
}
