import { Refusal, text } from './answers.ts';
import { callerLogin } from './callers.ts';
import { bypasses, refusalWords, requiredBy, rulesetsOn } from './gate.ts';
import { branchTip } from './git.ts';
import { isForced } from './pushes.ts';
import type { RepoRow } from './rows.ts';
import { type Call, findRepository } from './world.ts';

/** What a request would do to a branch that exists, other than through a pull request. */
interface Push {
  repo: RepoRow;
  branch: string;
  kind: 'update' | 'delete';
  /** The new tip; undefined for a commit that the request makes. */
  sha?: string;
  status: 409 | 422;
}

/** Refuses a push that a ruleset of the branch forbids, in GitHub's words. Creating a branch is not checked. */
export function refusePush(call: Call): void {
  const push = pushOf(call);
  if (push === undefined) return;
  const { world } = call;
  const { repo, branch, kind, sha } = push;
  const login = callerLogin(call.caller) ?? '';
  const rulesets = rulesetsOn(world, repo, branch).filter((one) => !bypasses(world, repo, one, login, 'push'));
  const has = (type: string): boolean => rulesets.some(({ rules }) => rules.some((rule) => rule.type === type));
  const violations =
    kind === 'delete'
      ? [has('deletion') ? 'Cannot delete this branch' : undefined]
      : [
          has('non_fast_forward') && isForced(world, repo, branchTip(world, repo, branch), sha)
            ? 'Cannot force-push to this branch'
            : undefined,
          has('pull_request') ? 'Changes must be made through a pull request.' : undefined,
          refusalWords(world, repo, sha ?? '', rulesets.flatMap(requiredBy)),
        ];
  const words = violations.flatMap((one) => one ?? []);
  if (words.length > 0) throw new Refusal(push.status, `Repository rule violations found\n\n${words.join('\n\n')}\n\n`);
}

function pushOf({ world, method, path, body }: Call): Push | undefined {
  const [, name = '', rest = ''] = /^\/repos\/([^/]+\/[^/]+)\/(.+)$/.exec(decodeURIComponent(path)) ?? [];
  const repo = findRepository(world, name);
  if (repo === undefined) return undefined;
  const ref = /^git\/refs\/heads\/(.+)$/.exec(rest)?.[1];
  if (ref !== undefined && (method === 'PATCH' || method === 'DELETE')) {
    const sha = text(body.sha);
    const kind = method === 'PATCH' ? 'update' : 'delete';
    return { repo, branch: ref, kind, status: 422, ...(sha === undefined ? {} : { sha }) };
  }
  if (rest.startsWith('contents/') && (method === 'PUT' || method === 'DELETE'))
    return { repo, branch: text(body.branch) ?? repo.default_branch, kind: 'update', status: 409 };
  if (rest === 'merges' && method === 'POST')
    return { repo, branch: text(body.base) ?? '', kind: 'update', status: 409 };
  return undefined;
}
