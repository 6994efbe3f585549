import { VERSION } from '../../src/cli/version.ts';
import { catalog } from '../../src/criteria/index.ts';
import { outcomeOf } from '../../src/evaluation/conclude.ts';
import { evaluateHead } from '../../src/evaluation/evaluate-head.ts';
import { checkRunOf, commentOf, presentationOptions } from '../../src/evaluation/presentation.ts';
import { connect } from '../../src/github/index.ts';
import { COMMENT_MARKER } from '../../src/render/markdown/comment.ts';
import type { LedgerRow } from '../../src/store/ledger.ts';
import { canonicalJson } from '../../src/store/ledger.ts';
import type { GitHub } from '../../testing/github-emulator/index.ts';
import type { Played } from './burst.ts';
import { AUTHOR, ORG } from './fixture.ts';
import type { StoreState } from './store-state.ts';

/** The published state of one pull request, compared with an undisturbed evaluation. */
export interface Checked extends Played {
  title: string;
  conclusion: string;
  /** What is wrong, each in one sentence; empty is well. */
  faults: string[];
}

interface Run {
  id: number;
  name: string;
  status: string;
  conclusion: string | null;
  output: { title: string | null; summary: string | null };
  app: { id: number };
}

interface Comment {
  body: string;
  user: { login: string };
  performed_via_github_app?: { id: number } | null;
}

const CHECK = 'pilot-readiness';

/**
 * Evaluates the current pull request in this process and compares the result with GitHub and the ledger. The App must
 * be idle meanwhile.
 */
export async function checkPull(
  github: GitHub,
  played: Played,
  store: Pick<StoreState, 'verdicts' | 'decisions'>,
): Promise<Checked> {
  const { repo, number } = played;
  const repository = `${ORG}/${repo}`;
  const access = connect({
    ...{ token: github.installationToken(), baseUrl: github.url, serverUrl: 'https://github.com' },
    // As the App's own token does: it sees that there is no policy of the organization.
    reach: 'all',
  });
  const now = Date.now();
  const decisions = store.decisions.get(repo);
  if (decisions === undefined) throw new Error(`the decisions of ${repo} were not read`);
  const { evaluation, combined } = await evaluateHead({
    ...{ access, catalog, owner: ORG, repo, number, now, toolVersion: VERSION, decisions },
  });
  const options = presentationOptions(
    { serverUrl: access.serverUrl, repository, commands: 'app' },
    evaluation,
    combined,
  );
  const right = { check: checkRunOf(evaluation, options), comment: commentOf(evaluation, options) };
  const runs = await ownRuns(github, repo, evaluation.subject.sha);
  const comments = await ownComments(github, repo, number);
  const [newest] = runs;
  const faults: string[] = [];
  if (right.check.name !== CHECK) faults.push(`it is no promotion, so the test means nothing: ${right.check.title}`);
  if (newest === undefined) faults.push('its head has no check run');
  else if (newest.status !== 'completed') faults.push(`its newest check run is ${newest.status}`);
  else {
    if (newest.conclusion !== right.check.conclusion)
      faults.push(`it concludes ${newest.conclusion}, right is ${right.check.conclusion}`);
    if (newest.output.title !== right.check.title)
      faults.push(`its check run is titled "${newest.output.title}", expected "${right.check.title}"`);
    else if (timeless(newest.output.summary ?? '') !== timeless(right.check.summary))
      faults.push('the summary of its check run is not that of its last state');
  }
  const open = runs.slice(1).filter((run) => run.status !== 'completed').length;
  if (open > 0) faults.push(`${open} older check run${open > 1 ? 's are' : ' is'} left in progress`);
  if (comments.length !== 1) faults.push(`it has ${comments.length} comments of ours instead of one`);
  else if (timeless(comments[0] ?? '') !== timeless(right.comment))
    faults.push(`its comment does not match its check run: ${firstDifference(comments[0] ?? '', right.comment)}`);
  const entries = store.verdicts.filter((one) => one.repository === repository && one.pullRequest === number);
  const verdict = outcomeOf(evaluation) ?? evaluation.report?.verdict ?? 'undetermined';
  faults.push(...ledgerFaults(entries, { sha: evaluation.subject.sha, verdict }));
  return { ...played, title: right.check.title, conclusion: right.check.conclusion, faults };
}

/** One entry per change of the verdict or its reason: the last is current, and none repeats another. */
function ledgerFaults(entries: LedgerRow[], { sha, verdict }: { sha: string; verdict: string }): string[] {
  const last = entries.at(-1);
  if (last === undefined) return ['the ledger has no verdict on it'];
  const repeated = entries.filter((one, index) => {
    const before = entries[index - 1];
    return before?.subject === one.subject && canonicalJson(before.body) === canonicalJson(one.body);
  });
  return [
    ...repeated.map(({ seq }) => `entry ${seq} of the ledger repeats the one before it`),
    ...(last.subject === sha && last.body.verdict === verdict
      ? []
      : [`the ledger ends with ${last.body.verdict} on ${last.subject}, right is ${verdict} on ${sha}`]),
  ];
}

/** The App's check runs of this name on a commit, the newest first. */
async function ownRuns(github: GitHub, repo: string, sha: string): Promise<Run[]> {
  const route = `GET /repos/${ORG}/${repo}/commits/${sha}/check-runs?filter=all&per_page=100`;
  const { data } = await github.as(AUTHOR).request(route);
  return (data as { check_runs: Run[] }).check_runs
    .filter((run) => run.name === CHECK && run.app.id === github.appCredentials.appId)
    .sort((a, b) => b.id - a.id);
}

async function ownComments(github: GitHub, repo: string, number: number): Promise<string[]> {
  const route = `GET /repos/${ORG}/${repo}/issues/${number}/comments?per_page=100`;
  const { data } = await github.as(AUTHOR).request(route);
  return (data as Comment[])
    .filter((one) => one.body.startsWith(COMMENT_MARKER) && one.user.login === 'pilot-readiness[bot]')
    .map((one) => one.body);
}

/** Two evaluations of one state differ in their moment only, and in whom the App asked meanwhile. */
function timeless(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'then')
    .replaceAll(' (review requested)', '')
    .replace(/\r\n/g, '\n')
    .trim();
}

function firstDifference(one: string, other: string): string {
  const [left, right] = [one, other].map((text) => timeless(text).split('\n'));
  const at = (left ?? []).findIndex((line, index) => line !== right?.[index]);
  return `"${left?.[at]?.slice(0, 120)}" instead of "${right?.[at]?.slice(0, 120)}"`;
}
