import { digest } from '../domain/cover.ts';
import { parsePerson } from '../domain/people/person.ts';
import type { Report } from '../domain/report.ts';
import type { PullEvaluation } from '../evaluation/evaluate-pull-request.ts';
import { type GitHubWriter, send } from '../github/publish/writer.ts';
import type { PullRequestOptions } from '../render/markdown/pull-request.ts';
import { recordReviewRequest, wasReviewRequested } from '../store/pending-comments.ts';
import type { JobContext } from './job.ts';

type People = NonNullable<PullRequestOptions['people']>;

/** GitHub accepts this many reviewers per request; a control with more approvers should name a team. */
const MAX_REVIEWERS = 15;
const CONTROL = 'control:';

/**
 * Requests a review from the approvers of each unsigned control, once for the same files. Returns the people of the
 * report, with those whose review was requested marked. A refusal by GitHub is logged and does not delay the verdict.
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
  for (const [actor, files] of unsignedControls(report)) {
    const named = people[actor]?.names ?? [];
    if (named.length === 0) continue;
    const row = { repository, pullRequest: subject.number, subject: actor, digest: digest(files.join('\n')) };
    if (!(await wasReviewRequested(db, row))) {
      const failed = await requestFrom(writer, repository, subject, named);
      // Not recorded, so that the request is repeated by the next evaluation; GitHub merges duplicate requests.
      if (failed !== undefined) {
        log(`${repository}#${subject.number}: ${actor} : review request failed: ${failed}`);
        continue;
      }
      await recordReviewRequest(db, row);
    }
    asked[actor] = { names: named, reviewRequested: true };
  }
  return asked;
}

/** Controls with a blocking check that waits for a signature, and the files that check was evaluated on. */
function unsignedControls(report: Report): Map<string, string[]> {
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

/**
 * The author cannot be requested. GitHub refuses the whole request if one person is not a collaborator, so each is then
 * requested alone.
 */
async function requestFrom(
  writer: GitHubWriter,
  repository: string,
  { number, author }: PullEvaluation['subject'],
  named: string[],
): Promise<string | undefined> {
  const [owner = '', repo = ''] = repository.split('/');
  const written = named.slice(0, MAX_REVIEWERS).map(parsePerson);
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
