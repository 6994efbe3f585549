import { answerCommands } from '../../src/commands/answer.ts';
import { readCommands } from '../../src/commands/language/command-lines.ts';
import { catalog } from '../../src/criteria/index.ts';
import type { Decision } from '../../src/engine/decisions/decision.ts';
import { explanationOf } from '../../src/engine/explanation.ts';
import { commandTools } from '../../src/evaluation/command-tools.ts';
import { evaluateHead, type HeadEvaluation } from '../../src/evaluation/evaluate-head.ts';
import { commentOf, presentationOptions } from '../../src/evaluation/presentation.ts';
import { connect } from '../../src/github/index.ts';
import { renderExplanation, renderExplanationForTerminal } from '../../src/render/markdown/explanation.ts';
import { renderReceipts } from '../../src/render/markdown/receipt.ts';
import { type Client, type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';
import { ORG, PEOPLE } from '../demo/people.ts';
import { createPilot, type PilotFiles } from '../demo/support-triage.ts';

/** The day on which the pictures are taken: the example's dates age. */
export const DAY = '2026-11-20';
const SERVER = 'https://github.example';
const TEAMS = {
  security: ['tomas-lindqvist'],
  platform: ['ravi-desai'],
  'triage-team': ['samir-haddad', 'yuki-tanabe'],
};

export const openGitHub = (): Promise<GitHub> =>
  startGitHub({ org: ORG, users: Object.entries(PEOPLE).map(([login, { name }]) => ({ login, name })), teams: TEAMS });

/** A pilot with a promotion on the emulated GitHub, evaluated and answered with the code of the App. */
export class Pilot {
  readonly #github: GitHub;
  readonly repo: string;
  readonly #decisions: Decision[] = [];
  readonly samir: Client;
  #number = 0;
  #comments = 100;

  private constructor(github: GitHub, repo: string) {
    this.#github = github;
    this.repo = repo;
    this.samir = github.as('samir-haddad');
  }

  /** Opens the promotion of the branch `go-live` with these files changed. */
  static async open(
    github: GitHub,
    pilot: { repo: string; folder: string; files: PilotFiles; changed: Record<string, string> },
  ): Promise<Pilot> {
    const one = new Pilot(github, pilot.repo);
    const check = { context: 'pilot-readiness', app_id: github.appCredentials.appId };
    await createPilot(one.samir, github.as(`${ORG}-owner`), { ...pilot, check });
    await one.push('samir-haddad', pilot.changed, `${DAY}T08:10:00Z`);
    const title = 'Put support triage into production';
    one.#number = (await one.samir.openPullRequest(pilot.repo, { head: 'go-live', base: 'production', title })).number;
    return one;
  }

  async push(login: string, files: Record<string, string>, date = `${DAY}T09:00:00Z`): Promise<void> {
    await this.#github.as(login).commit(this.repo, { branch: 'go-live', message: 'Go live', files, date });
  }

  /** The current comment of the promotion. */
  async comment(): Promise<string> {
    const { evaluation, combined } = await this.#judge();
    const appId = this.#github.appCredentials.appId;
    const publishContext = { serverUrl: SERVER, repository: `${ORG}/${this.repo}`, commands: 'app' as const, appId };
    return commentOf(evaluation, presentationOptions(publishContext, evaluation, combined));
  }

  /** The answer to a comment with commands; what was decided counts from then on. */
  async answer(by: string, text: string): Promise<string> {
    const { evaluation } = await this.#judge();
    const { subject, policy, report } = evaluation;
    if (policy === undefined || report === undefined) throw new Error('there is no report');
    const record = { decisions: this.#decisions, tamperings: [] };
    const now = Date.now();
    const tools = await commandTools({
      ...{ access: this.#access(), catalog, subject, policy, report, defaultBranch: 'main', record, now },
      arrival: {
        headAtArrival: { known: true, value: subject.sha },
        lastReportedHead: subject.sha,
        lastPush: async () => ({ known: true, value: undefined }),
      },
    });
    this.#comments += 1;
    const url = `${SERVER}/${ORG}/${this.repo}/pull/${this.#number}#issuecomment-${this.#comments}`;
    const comment = { kind: 'comment' as const, id: this.#comments, url };
    // Comments need different timestamps, and a grant must not follow its request immediately.
    const at = new Date(now + this.#comments * 120_000).toISOString();
    const receipts = await answerCommands({ by, at, comment, lines: readCommands(text) }, record, tools);
    for (const receipt of receipts) if (receipt.kind === 'recorded') this.#decisions.push(receipt.decision);
    return renderReceipts(receipts, { serverUrl: SERVER, repository: `${ORG}/${this.repo}` });
  }

  /** The answer to "why", as a comment and as a terminal shows it. */
  async explain(wanted: string): Promise<{ markdown: string; terminal: string }> {
    const { policy, report } = (await this.#judge()).evaluation;
    if (policy === undefined || report === undefined) throw new Error('there is no report');
    const explanation = explanationOf({ catalog, policy, report, wanted });
    return {
      markdown: renderExplanation(explanation, { serverUrl: SERVER }),
      terminal: renderExplanationForTerminal(explanation, { width: 80, color: false }),
    };
  }

  #judge(): Promise<HeadEvaluation> {
    const request = { access: this.#access(), catalog, owner: ORG, repo: this.repo, number: this.#number };
    const decisions = { decisions: this.#decisions, tamperings: [] };
    return evaluateHead({ ...request, now: Date.now(), toolVersion: 'pictures', decisions });
  }

  #access(): ReturnType<typeof connect> {
    const token = this.#github.actionsToken(this.repo, {
      ...{ contents: 'read', 'pull-requests': 'read', pull_requests: 'read', issues: 'read', checks: 'read' },
      ...{ statuses: 'read', deployments: 'read', actions: 'read', metadata: 'read' },
      ...{ administration: 'read', members: 'read' },
    });
    return connect({ token, baseUrl: this.#github.url, serverUrl: SERVER });
  }
}
