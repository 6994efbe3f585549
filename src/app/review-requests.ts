import { digest } from '../domain/cover.ts';
import { parsePerson } from '../domain/people/person.ts';
import type { Report } from '../domain/report.ts';
import type { PullEvaluation } from '../evaluation/evaluate-pull-request.ts';
import { type GitHubWriter, send } from '../github/publish/writer.ts';
import type { PullRequestOptions } from '../render/markdown/pull-request.ts';
import { rememberAsked, wasAsked } from '../store/pending-comments.ts';
import type { JobContext } from './job.ts';

type People = NonNullable<PullRequestOptions['people']>;

/** GitHub takes so many at once; a control with more approvers should name a team. */
const MOST = 15;
const CONTROL = 'control:';

/**
 * Asks the approvers of each control that lacks a signature for a review: once for the same files, whoever asked before.
 * Answers the people of the report with whom it was asked of. What GitHub refuses is the operator's to read, no reason to
 * hold a verdict back.
 */
export async function requestReviews(
  { db, writer, log }: Pick<JobContext, 'db' | 'writer' | 'log'>,
  repository: string,
  evaluation: PullEvaluation,
  people: People,
): Promise<People> {
  const { subject, report } = evaluation;
  if (report === undefined || !evaluation.promotion.is || subject.draft || report.mode === 'observe') return people;
  const asked: People = { ...people };
  for (const [actor, files] of lacking(report)) {
    const named = people[actor]?.names ?? [];
    if (named.length === 0) continue;
    const row = { repository, pullRequest: subject.number, subject: actor, digest: digest(files.join('\n')) };
    if (!(await wasAsked(db, row))) {
      const failed = await ask(writer, repository, subject, named);
      // Not remembered, so that they are asked at the next evaluation: asking twice is one request on GitHub.
      if (failed !== undefined) {
        log(`${repository}#${subject.number}: ${actor} could not be asked for a review: ${failed}`);
        continue;
      }
      await rememberAsked(db, row);
    }
    asked[actor] = { names: named, reviewRequested: true };
  }
  return asked;
}

/** Controls with a blocking check that waits for them, and the files it was judged by. */
function lacking(report: Report): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const open = report.criteria
    .flatMap(({ checks }) => checks)
    .filter(({ level, outcome }) => level === 'blocking' && (outcome === 'unmet' || outcome === 'stale'));
  for (const { actors, places } of open) {
    for (const actor of actors.filter((one) => one.startsWith(CONTROL))) {
      const files = places.map(({ path, blob }) => `${path} ${blob ?? ''}`);
      found.set(actor, [...new Set([...(found.get(actor) ?? []), ...files])].sort());
    }
  }
  return found;
}

/** The opener cannot be asked to review; for one who is no collaborator GitHub refuses all, so each is asked alone then. */
async function ask(
  writer: GitHubWriter,
  repository: string,
  { number, author }: PullEvaluation['subject'],
  named: string[],
): Promise<string | undefined> {
  const [owner = '', repo = ''] = repository.split('/');
  const written = named.slice(0, MOST).map(parsePerson);
  const reviewers = written.flatMap(({ handle }) => (handle && handle !== author?.login ? [handle] : []));
  const team_reviewers = written.flatMap(({ team }) => (team ? [team.split('/').at(-1) ?? ''] : []));
  const request = async (body: { reviewers?: string[]; team_reviewers?: string[] }): Promise<void> => {
    const route = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers';
    await send(writer, route, { owner, repo, pull_number: number, ...body });
  };
  if (reviewers.length + team_reviewers.length === 0) return undefined;
  try {
    await request({ reviewers, team_reviewers });
    return undefined;
  } catch (error) {
    const single = [
      ...reviewers.map((one) => ({ reviewers: [one] })),
      ...team_reviewers.map((one) => ({ team_reviewers: [one] })),
    ];
    const refused: string[] = [];
    for (const one of single.length > 1 ? single : []) {
      await request(one).catch((again: unknown) =>
        refused.push(`${Object.values(one).flat().join()}: ${String(again)}`),
      );
    }
    return single.length > 1 ? refused.join('; ') || undefined : String(error);
  }
}
