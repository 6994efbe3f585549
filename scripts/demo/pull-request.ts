import type { Client } from '../../testing/github-emulator/index.ts';
import type { DemoContext } from './context.ts';
import { ORG } from './people.ts';
import { type ReadComment, readComment, readReply } from './read-comment.ts';
import { must, Unexpected } from './unexpected.ts';

export const CHECK = 'pilot-readiness';
const BOT = 'pilot-readiness[bot]';
const REPORT = '<!-- pilot-readiness:v1 -->';
const ANSWER = '<!-- pilot-readiness:answer:';

export interface CheckRun {
  id: number;
  name: string;
  conclusion: string | null;
  app: { id: number; name: string };
  output: { title: string };
}

/** One pull request as GitHub shows it. Everything here asks GitHub anew, and fails when it is refused. */
export class PullRequest {
  readonly #context: DemoContext;
  readonly #repo: string;
  readonly number: number;
  head: string;

  constructor(context: DemoContext, repo: string, opened: { number: number; head: string }) {
    this.#context = context;
    this.#repo = repo;
    this.number = opened.number;
    this.head = opened.head;
  }

  /** Every check run of that name on the head, whoever published it; the newest first. */
  async checkRuns(): Promise<CheckRun[]> {
    const found = await this.#get<{ check_runs: CheckRun[] }>(`/commits/${this.head}/check-runs?filter=all`);
    return found.check_runs.filter((run) => run.name === CHECK).sort((a, b) => b.id - a.id);
  }

  /** Waits until the App's check run on the head has this result. */
  async concluded(conclusion: 'success' | 'failure', left: number): Promise<CheckRun> {
    const { github, timeoutMs } = this.#context;
    const end = Date.now() + timeoutMs;
    for (;;) {
      await within(timeoutMs, github.settled());
      const newest = (await this.checkRuns()).find((run) => run.app.id === github.appCredentials.appId);
      if (newest?.conclusion === conclusion && leftBy(newest.output.title) === left) return newest;
      if (Date.now() > end) {
        const seen = newest ? `${newest.conclusion}: ${newest.output.title}` : 'no check run of the App';
        throw new Unexpected(`the check ${CHECK} to conclude ${conclusion} with ${left} left`, seen);
      }
      await pause();
    }
  }

  /** The one comment of the App, as a person reads it. */
  async comment(): Promise<ReadComment> {
    const [own, ...more] = (await this.#written()).filter((one) => one.startsWith(REPORT));
    must(own !== undefined && more.length === 0, `one report by ${BOT}`, `${more.length + (own ? 1 : 0)}`);
    return readComment(own);
  }

  /** Posts a comment with a command and waits for the reply of the App. */
  async say(by: Client, words: string): Promise<{ reaction: string; reply: string[] }> {
    const id = await by.comment(this.#repo, this.number, words);
    const mark = `${ANSWER}comment:${id} -->`;
    const end = Date.now() + this.#context.timeoutMs;
    for (;;) {
      const reply = (await this.#written()).find((one) => one.startsWith(mark));
      if (reply !== undefined) {
        const [reaction] = await this.#get<{ content: string }[]>(`/issues/comments/${id}/reactions`);
        return { reaction: reaction?.content ?? 'none', reply: readReply(reply) };
      }
      if (Date.now() > end) throw new Unexpected(`an answer to "${words}"`, 'none');
      await pause();
    }
  }

  /** Who was asked for a review. */
  async asked(): Promise<string[]> {
    const { requested_reviewers } = await this.#get<{ requested_reviewers: { login: string }[] }>(
      `/pulls/${this.number}`,
    );
    return requested_reviewers.map(({ login }) => login).sort();
  }

  async #written(): Promise<string[]> {
    const all = await this.#get<{ body: string; user: { login: string } }[]>(
      `/issues/${this.number}/comments?per_page=100`,
    );
    return all.filter((one) => one.user.login === BOT).map(({ body }) => body);
  }

  /** GitHub's response to the merge button. Retries while the check is in progress. */
  async merge(by: Client): Promise<{ status: number; message: string; sha?: string }> {
    const end = Date.now() + this.#context.timeoutMs;
    for (;;) {
      const answer = await by.merge(this.#repo, this.number);
      if (!/is in progress/.test(answer.message) || Date.now() > end) return answer;
      await pause();
    }
  }

  /** The merge button has to be refused, because of the check. */
  async refused(by: Client): Promise<string> {
    const { status, message } = await this.merge(by);
    must(status === 405 && message.includes(CHECK), `GitHub to refuse the merge because of ${CHECK}`, message);
    return message;
  }

  async state(): Promise<{ merged: boolean; merge_commit_sha: string | null; base: { ref: string; sha: string } }> {
    return this.#get(`/pulls/${this.number}`);
  }

  async approvals(): Promise<{ login: string; body: string; commit: string }[]> {
    type Review = { user: { login: string }; body: string; state: string; commit_id: string };
    const all = await this.#get<Review[]>(`/pulls/${this.number}/reviews`);
    return all
      .filter((one) => one.state === 'APPROVED')
      .map((one) => ({ login: one.user.login, body: one.body, commit: one.commit_id }));
  }

  async tip(branch: string): Promise<string> {
    return (await this.#get<{ object: { sha: string } }>(`/git/ref/heads/${branch}`)).object.sha;
  }

  async #get<T>(path: string): Promise<T> {
    const { status, data } = await this.#context.github
      .as(`${ORG}-owner`)
      .request(`GET /repos/${ORG}/${this.#repo}${path}`);
    must(status === 200, `GitHub to answer GET ${path}`, `${status} ${JSON.stringify(data)}`);
    return data as T;
  }
}

/** "… 5 tasks left"; a title that counts nothing has nothing left. */
export function leftBy(title: string): number {
  return Number(/(\d+) tasks? left/.exec(title)?.[1] ?? 0);
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 25));

/** Waits up to the limit, then continues with the current state. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
