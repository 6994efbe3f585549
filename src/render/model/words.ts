import type { Report, ReportCheck, ReportPlace } from '../../domain/report.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { Task } from './tasks.ts';
import { cut } from './text.ts';

/** Wording that all mouths share. Plain text: each mouth escapes it for itself. */

const ACTORS: Record<string, string> = {
  author: 'author',
  'product-owner': 'product owner',
  'production-owner': 'production owner',
  'governance-owner': 'governance owner',
  sponsor: 'sponsor',
  'waiver-approvers': 'waiver approvers',
  'repository-admin': 'repository admin',
  'organization-owner': 'organization owner',
  operator: 'operator of the App',
};

const VERDICT_WORDS: Record<Verdict, string> = {
  ready: 'Ready for production',
  'not-ready': 'Not ready for production',
  undetermined: 'Undetermined',
};

const OUTCOME_WORDS: Record<ReportCheck['outcome'], string> = {
  met: 'met',
  unmet: 'missing',
  stale: 'out of date',
  unknown: 'not known',
  'not-applicable': 'not applicable',
  waived: 'waived',
};

const PROFILE_WORDS: Record<Report['policy']['profile'], string> = {
  minimal: 'the five artifacts and the people who answer for them',
  standard: 'everything a pilot needs to scale',
  regulated: 'standard, with shorter intervals and more proof',
};

/** Who is meant, as people say it: `control:privacy` are the privacy approvers. */
export function actorWords(actor: string): string {
  if (Object.hasOwn(ACTORS, actor)) return ACTORS[actor] ?? actor;
  return actor.startsWith('control:') ? `${actor.slice('control:'.length)} approvers` : actor;
}

export function outcomeWords(outcome: ReportCheck['outcome']): string {
  return OUTCOME_WORDS[outcome];
}

export function profileWords(profile: Report['policy']['profile']): string {
  return PROFILE_WORDS[profile];
}

/** `3 things`, `1 thing`. */
export function many(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

/** `2026-11-20 14:02 UTC`; a text that is no instant is given back. */
export function moment(iso: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?Z$/.exec(iso);
  return match ? `${match[1]} ${match[2]} UTC` : iso;
}

/** A moment as an end: midnight is said as the day alone. */
export function dayOrMoment(iso: string): string {
  return moment(iso).replace(' 00:00 UTC', '');
}

export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** `docs/rollback.md:14:3`, as editors and compilers write it. */
export function placeWords(place: Pick<ReportPlace, 'path' | 'line' | 'column'>): string {
  if (place.line === undefined) return place.path;
  return place.column === undefined ? `${place.path}:${place.line}` : `${place.path}:${place.line}:${place.column}`;
}

/** ` (docs/rollback.md:14)` behind a title, unless the title names the file and there is no line to add. */
export function whereWords(task: Task): string {
  const { where } = task;
  if (where === undefined || (where.line === undefined && task.title.includes(where.path))) return '';
  return placeWords(where);
}

/** "Not ready for production: 4 of 7 criteria pass, 3 things left". No codes. */
export function headline(report: Report, all: Task[]): string {
  const words = VERDICT_WORDS[report.verdict];
  if (report.mode === 'observe') return `Observe only, ${lower(words)}: ${counts(report, all)}`;
  if (!report.subject.promotion.is) return `Preview, ${lower(words)}: ${counts(report, all)}`;
  return `${words}: ${counts(report, all)}`;
}

function counts(report: Report, all: Task[]): string {
  const asked = report.criteria.filter((criterion) => criterion.status !== 'not-asked');
  if (asked.length === 0) return 'nothing is required here, so nothing is proven';
  const passed = asked.filter((criterion) => criterion.status === 'met').length;
  const parts = [`${passed} of ${many(asked.length, 'criterion passes', 'criteria pass')}`];
  const left = all.filter((task) => task.level === 'blocking' && task.outcome !== 'unknown').length;
  if (left > 0) parts.push(`${many(left, 'thing')} left`);
  const { unknown, waived } = report.summary;
  // A waiver never hides behind a green headline.
  if (waived > 0) parts.push(`${waived} waived`);
  if (unknown > 0) parts.push(`${many(unknown, 'fact')} not known`);
  else if (report.verdict === 'undetermined') parts.push('but not all of them were judged');
  return parts.join(', ');
}

/** What is left in one half: `2 left`, `ready`, `1 not known`. */
export function halfWords(report: Report, all: Task[], half: 'technical' | 'organizational'): string {
  if (report.halves[half] === 'ready') return 'ready';
  const own = all.filter((task) => task.level === 'blocking' && task.halves.includes(half));
  const left = own.filter((task) => task.outcome !== 'unknown').length;
  const unknown = own.length - left;
  if (left === 0 && unknown === 0) return 'nothing required';
  return [left > 0 ? `${left} left` : '', unknown > 0 ? `${unknown} not known` : ''].filter(Boolean).join(', ');
}

/** "profile minimal (.github/pilot-readiness.yml at 9f8e7d6)". */
export function policyWords(report: Report): string {
  const layers = report.policy.layers.map((layer) =>
    layer.commit === undefined ? cut(layer.path, 160) : `${cut(layer.path, 160)} at ${shortCommit(layer.commit)}`,
  );
  const { profile, rule } = report.policy;
  // A file that names no profile means minimal: any other one that is not the file's own was asked for by who ran it.
  const asked = layers.length > 0 && profile !== 'minimal' && rule.path === `profile ${profile}`;
  const says = layers.length === 0 ? 'built in, no policy file' : layers.join(', ');
  return `profile ${profile} (${asked ? 'asked for here, stricter than ' : ''}${says})`;
}

/** What is missing above the repository's own policy; nothing where an organization's is in force or cannot be. */
export function floorWords({ policy }: { policy: Pick<Report['policy'], 'organization'> }): string | undefined {
  const { organization } = policy;
  const where = organization?.repository === undefined ? '' : ` in ${cut(organization.repository, 140)}`;
  switch (organization?.state) {
    case 'none':
      return `there is no organization policy${where}, so no floor: this repository's own policy may ask for less`;
    case 'not-seen':
      return `no organization policy could be seen${where}: if one stands there, this token may not read it, and its floor was not applied`;
    case 'not-looked':
      return 'a work tree knows no organization, so the floor of its policy was not applied (name the file with --org-policy)';
    default:
      return undefined;
  }
}

/** "acme/triage#12, commit a1b2c3d with local changes, judged 2026-11-20 14:02 UTC". */
export function subjectWords(report: Report): string {
  const { repository, pullRequest, commit, dirty } = report.subject;
  const name = pullRequest === undefined ? cut(repository, 140) : `${cut(repository, 140)}#${pullRequest}`;
  const state = commit === null ? 'plain files without a commit' : `commit ${shortCommit(commit)}`;
  const changed = dirty && commit !== null ? ' with local changes' : '';
  return `${name}, ${state}${changed}, judged ${moment(report.evaluatedAt)}`;
}

/** What a report under observe, or one that will be enforced later, means for the merge. */
export function modeWords(report: Report): string | undefined {
  if (report.mode !== 'observe') return undefined;
  const from = report.policy.enforceFrom;
  const blocks = report.verdict === 'ready' ? 'Nothing would block' : 'This would block';
  return from === undefined
    ? 'Nothing is blocked: the policy only observes'
    : `${blocks} from ${from}; until then the policy only observes`;
}

export function validityWords(report: Report): string | undefined {
  if (report.validUntil === null) return undefined;
  return `Valid until ${dayOrMoment(report.validUntil)} unless something changes`;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
