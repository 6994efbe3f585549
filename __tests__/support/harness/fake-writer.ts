import type { GitHubWriter } from '../../../src/github/publish/writer.ts';

/** A fake GitHub that stores comments and check runs, records every request and fails on demand. */

export interface Asked {
  route: string;
  parameters: Record<string, unknown>;
}
type Row = Record<string, unknown> & { id: number };

export class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

export interface Failing {
  /** Part of the route that fails. */
  on: string;
  status: number;
  /** The write succeeds, but its response is lost. */
  done?: boolean;
}

export class FakeWriter implements GitHubWriter {
  readonly asked: Asked[] = [];
  readonly comments: Row[] = [];
  readonly runs: Row[] = [];
  readonly failing: Failing[] = [];
  head = 'abc';
  pauses = 0;

  pause(): Promise<void> {
    this.pauses += 1;
    return Promise.resolve();
  }

  async request(route: string, parameters: Record<string, unknown>) {
    this.asked.push({ route, parameters });
    const at = this.failing.findIndex((one) => route.includes(one.on));
    const [failure] = at < 0 ? [] : this.failing.splice(at, 1);
    if (failure === undefined || failure.done === true) {
      const data = this.#answer(route, parameters);
      if (failure === undefined) return { status: 200, data, headers: {} };
    }
    throw new Refused(failure.status);
  }

  /** Routes without `/repos/{owner}/{repo}`, in request order. */
  routes(): string[] {
    return this.asked.map(({ route }) => route.replace('/repos/{owner}/{repo}', ''));
  }

  writes(): Asked[] {
    return this.asked.filter(({ route }) => !route.startsWith('GET '));
  }

  #answer(route: string, { page = 1, ...sent }: Record<string, unknown>): unknown {
    const part = (rows: Row[]) => rows.slice((Number(page) - 1) * 100, Number(page) * 100);
    switch (route.replace('/repos/{owner}/{repo}', '')) {
      case 'GET /pulls/{pull_number}':
        return { head: { sha: this.head } };
      case 'GET /issues/{issue_number}/comments':
        return part(this.comments);
      case 'POST /issues/{issue_number}/comments':
        return this.#put(this.comments, { body: sent.body, user: { login: 'slug[bot]' } });
      case 'PATCH /issues/comments/{comment_id}':
        return Object.assign(this.#find(this.comments, sent.comment_id), { body: sent.body });
      case 'DELETE /issues/comments/{comment_id}':
        return this.comments.splice(this.comments.indexOf(this.#find(this.comments, sent.comment_id)), 1);
      case 'GET /commits/{ref}/check-runs':
        return { total_count: this.runs.length, check_runs: part(this.runs) };
      case 'GET /check-runs/{check_run_id}':
        return this.#find(this.runs, sent.check_run_id);
      case 'POST /check-runs':
        return this.#put(this.runs, { ...sent, output: { annotations_count: 0 } });
      case 'PATCH /check-runs/{check_run_id}':
        return this.#update(this.#find(this.runs, sent.check_run_id), sent);
      default:
        throw new Refused(404);
    }
  }

  #put(rows: Row[], row: Record<string, unknown>): Row {
    const id = rows.length + 1;
    const made = { ...row, id, html_url: `https://github.com/${id}` };
    rows.push(made);
    return made;
  }

  #find(rows: Row[], id: unknown): Row {
    const row = rows.find((one) => one.id === id);
    if (row === undefined) throw new Refused(404);
    return row;
  }

  /** Annotations are appended; a conclusion completes the run. */
  #update(row: Row, sent: Record<string, unknown>): Row {
    const before = (row.output as { annotations_count: number }).annotations_count;
    const { annotations } = sent.output as { annotations: unknown[] };
    if (annotations.length > 50) throw new Refused(422);
    const { status, conclusion } = sent;
    return Object.assign(row, { status, conclusion, output: { annotations_count: before + annotations.length } });
  }
}
