import { isJson, type Json } from './answers.ts';
import { type Behind, type CommitOptions, createClientRequests } from './client-requests.ts';
import { type Files, readFolder } from './folder.ts';

export interface RepositoryOptions {
  files?: Files;
  /** A folder of the disk, with file modes. */
  folder?: string;
  topics?: string[];
  properties?: Record<string, unknown>;
  private?: boolean;
  defaultBranch?: string;
  /** Role by login: read, triage, write, maintain, admin. By default every member of the organization can write. */
  access?: Record<string, string>;
  /** The date of the first commit. */
  date?: string;
}

export interface Pull {
  number: number;
  head: string;
  base: string;
}

export type CheckWanted = string | { context: string; app_id: number };

/** Acts on GitHub as one person. A repository is named `triage`, or `owner/name` outside the organization. */
export type Client = ReturnType<typeof createClient>;

export function createClient(behind: Behind, login: string, token: string) {
  const requests = createClientRequests(behind, login, token);
  const { full, request, must, tip, makeCommit } = requests;

  const client = {
    login,
    token,
    request,
    tip,

    async createRepository(name: string, options: RepositoryOptions = {}): Promise<void> {
      const { folder, files = {}, defaultBranch = 'main', topics, properties } = options;
      await must(`POST /orgs/${behind.org}/repos`, { name, auto_init: true, private: options.private ?? false });
      behind.grant(name, options.access, login);
      const all = { ...(folder === undefined ? {} : await readFolder(folder)), ...files };
      const content = Object.keys(all).length > 0 ? all : { 'README.md': `# ${name}\n` };
      const date = options.date === undefined ? {} : { date: options.date };
      const sha = await makeCommit(name, undefined, { files: content, message: 'First commit', ...date });
      await must(`PATCH /repos/${full(name)}/git/refs/heads/main`, { sha, force: true });
      if (defaultBranch !== 'main') {
        await client.branch(name, defaultBranch);
        await must(`PATCH /repos/${full(name)}`, { default_branch: defaultBranch });
      }
      if (topics !== undefined) await client.setTopics(name, topics);
      if (properties !== undefined) await client.setProperties(name, properties);
    },

    /** A new branch at another one's tip, or at a commit. */
    async branch(repo: string, name: string, from = 'main'): Promise<string> {
      const sha = /^[0-9a-f]{40}$/.test(from) ? from : await tip(repo, from);
      if (sha === undefined) throw new Error(`${repo} has no branch ${from}`);
      await must(`POST /repos/${full(repo)}/git/refs`, { ref: `refs/heads/${name}`, sha });
      return sha;
    },

    /** Creates one commit with all files, like one push. */
    async commit(repo: string, options: CommitOptions): Promise<string> {
      const branch = options.branch ?? 'main';
      const parent = (await tip(repo, branch)) ?? (await client.branch(repo, branch));
      const sha = await makeCommit(repo, parent, options);
      await must(`PATCH /repos/${full(repo)}/git/refs/heads/${branch}`, { sha });
      return sha;
    },

    async openPullRequest(
      repo: string,
      options: { head: string; base?: string; title?: string; body?: string; draft?: boolean },
    ): Promise<Pull> {
      const { head, base = 'main', title = `Merge ${head}`, ...rest } = options;
      const pull = await must(`POST /repos/${full(repo)}/pulls`, { head, base, title, ...rest });
      return { number: Number(pull.number), head: isJson(pull.head) ? String(pull.head.sha) : '', base };
    },

    /** A fork under one's own name. */
    async fork(repo: string): Promise<string> {
      return String((await must(`POST /repos/${full(repo)}/forks`, {})).full_name);
    },

    editPullRequest: (repo: string, number: number, change: Json) =>
      must(`PATCH /repos/${full(repo)}/pulls/${number}`, change),
    /** GitHub offers this through GraphQL only. */
    async turnDraft(repo: string, number: number, draft: boolean): Promise<void> {
      behind.turnDraft(full(repo), number, draft, login);
    },
    label: (repo: string, number: number, ...labels: string[]) =>
      must(`POST /repos/${full(repo)}/issues/${number}/labels`, { labels }),
    unlabel: (repo: string, number: number, name: string) =>
      must(`DELETE /repos/${full(repo)}/issues/${number}/labels/${encodeURIComponent(name)}`),
    async comment(repo: string, number: number, body: string): Promise<number> {
      return Number((await must(`POST /repos/${full(repo)}/issues/${number}/comments`, { body })).id);
    },
    editComment: (repo: string, id: number, body: string) =>
      must(`PATCH /repos/${full(repo)}/issues/comments/${id}`, { body }),
    deleteComment: (repo: string, id: number) => must(`DELETE /repos/${full(repo)}/issues/comments/${id}`),
    async review(
      repo: string,
      number: number,
      event: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT',
      body = '',
    ): Promise<number> {
      return Number((await must(`POST /repos/${full(repo)}/pulls/${number}/reviews`, { event, body })).id);
    },
    editReview: (repo: string, number: number, id: number, body: string) =>
      must(`PUT /repos/${full(repo)}/pulls/${number}/reviews/${id}`, { body }),
    /** Edits anybody's review, as people with write access can on its page; GitHub offers this through GraphQL only. */
    async rewriteReview(repo: string, number: number, id: number, body: string): Promise<void> {
      const { node_id } = await must(`GET /repos/${full(repo)}/pulls/${number}/reviews/${id}`);
      const query =
        'mutation ($id: ID!, $body: String!) { updatePullRequestReview(input: { pullRequestReviewId: $id, body: $body }) { pullRequestReview { id } } }';
      await must('POST /graphql', { query, variables: { id: node_id, body } });
    },
    dismissReview: (repo: string, number: number, id: number, message: string) =>
      must(`PUT /repos/${full(repo)}/pulls/${number}/reviews/${id}/dismissals`, { message }),

    /** Never throws: many tests expect a refusal. */
    async merge(
      repo: string,
      number: number,
      options: Json = {},
    ): Promise<{ status: number; message: string; sha?: string }> {
      const { status, data } = await request(`PUT /repos/${full(repo)}/pulls/${number}/merge`, options);
      const { message, sha } = isJson(data) ? data : {};
      return { status, message: String(message), ...(typeof sha === 'string' ? { sha } : {}) };
    },

    /** Classic protection; a check can be bound to an App. Admins are included by default. */
    protect: (
      repo: string,
      branch: string,
      options: { checks?: CheckWanted[]; enforceAdmins?: boolean; reviews?: number },
    ) =>
      must(`PUT /repos/${full(repo)}/branches/${branch}/protection`, {
        required_status_checks:
          options.checks === undefined
            ? null
            : {
                strict: false,
                checks: options.checks.map((one) => (typeof one === 'string' ? { context: one } : one)),
              },
        enforce_admins: options.enforceAdmins ?? true,
        required_pull_request_reviews:
          options.reviews === undefined ? null : { required_approving_review_count: options.reviews },
        restrictions: null,
      }),
    /** The rule that requires one check on a branch; `guarded` also forbids pushes past it. */
    async ruleset(
      repo: string,
      options: {
        branch: string;
        check: string;
        appId?: number;
        enforcement?: string;
        bypass?: Json[];
        guarded?: boolean;
      },
    ): Promise<number> {
      const { branch, check, appId, enforcement = 'active', bypass = [], guarded = false } = options;
      const guards = guarded ? ['pull_request', 'non_fast_forward', 'deletion'].map((type) => ({ type })) : [];
      const required = [{ context: check, ...(appId === undefined ? {} : { integration_id: appId }) }];
      const parameters = { strict_required_status_checks_policy: false, required_status_checks: required };
      const made = await must(`POST /repos/${full(repo)}/rulesets`, {
        ...{ name: check, target: 'branch', enforcement, bypass_actors: bypass },
        conditions: { ref_name: { include: [`refs/heads/${branch}`], exclude: [] } },
        rules: [{ type: 'required_status_checks', parameters }, ...guards],
      });
      return Number(made.id);
    },
    setTopics: (repo: string, names: string[]) => must(`PUT /repos/${full(repo)}/topics`, { names }),
    setProperties: (repo: string, values: Record<string, unknown>) =>
      must(`PATCH /orgs/${behind.org}/properties/values`, {
        repository_names: [repo],
        properties: Object.entries(values).map(([property_name, value]) => ({ property_name, value })),
      }),
    /** With an App's token only. */
    async publishCheck(
      repo: string,
      check: { name: string; head_sha: string; conclusion?: string } & Json,
    ): Promise<number> {
      return Number((await must(`POST /repos/${full(repo)}/check-runs`, check)).id);
    },
  };
  return client;
}
