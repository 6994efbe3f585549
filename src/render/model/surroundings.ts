import type { Report, ReportCheck, ReportPlace } from '../../domain/report.ts';
import { expiresSoon } from '../../engine/waivers.ts';
import { type Item, line } from './blocks.ts';
import { changeWords } from './definitions.ts';
import { cut } from './text.ts';
import { dayOrMoment, dayWords, many, moment, placeWords, profileWords, shortCommit } from './words.ts';

/** What is shown beside the verdict: exceptions, expiries, the policy and the state it rests on. Plain text. */

interface Exception {
  text: string;
  code?: string;
  place?: Pick<ReportPlace, 'path' | 'line' | 'column'>;
}

export const EXCEPTIONS_TITLE = 'Accepted, waived, lowered or switched off';
export const ADVICE_TITLE = 'Advice, never blocking';
export const LIMITS_TITLE = 'Not verifiable by any check';

/**
 * Acceptances, waivers (also those that do not count or were only requested), switched-off checks, exceptions accepted as
 * not applicable, lowered settings, and what the repository requested below its organization's minimum.
 */
export function exceptionsOf(report: Report): Exception[] {
  const checks = report.criteria.flatMap((criterion) => criterion.checks);
  return [
    ...acceptedDefinitions(report),
    ...checks.flatMap(acceptedOf),
    ...checks.flatMap((check) => waiverOf(check, report.evaluatedAt)),
    ...checks.flatMap(notApplicableOf),
    ...checks.flatMap(requestedOf),
    ...checks
      .filter((check) => check.level === 'off')
      .map((check) => ({ text: `Switched off: ${check.title}`, code: check.code, place: check.rule })),
    ...report.policy.lowered.map(({ what, from, to, place }) => ({
      text: `Lowered: ${what} from ${from} to ${to}`,
      place,
    })),
    ...(report.policy.refused ?? []).map((one) => ({ text: refusedWords(one), place: one.askedAt })),
  ];
}

/** Both values, and where the one in force is from; the place of the other one is that of the exception. */
export function refusedWords({ key, asked, held, heldAt }: NonNullable<Report['policy']['refused']>[number]): string {
  return `Rejected: ${key}: ${cut(asked, 120)} is below the organization's minimum; ${cut(held, 200)} applies (${placeWords(heldAt)})`;
}

/** Those of one check. */
export function checkExceptions(check: ReportCheck, evaluatedAt: string): Exception[] {
  return [...acceptedOf(check), ...waiverOf(check, evaluatedAt), ...notApplicableOf(check), ...requestedOf(check)];
}

/** Each exception with its place and its code. */
export function exceptionItems(report: Report): Item[] {
  return exceptionsOf(report).map(({ text, place, code }) => {
    const at = place === undefined ? [] : line` (${{ code: cut(placeWords(place), 160) }})`;
    return { text: [cut(text, 400), ...at, { codes: code === undefined ? [] : [code] }] };
  });
}

/** The waivers that the verdict rests on and that are about to end, soonest first: each is a check that will block again. */
export function expiringWaivers(report: Report): { code: string; title: string; until: string; askedBy: string }[] {
  return report.criteria
    .flatMap((criterion) => criterion.checks)
    .flatMap((check) => {
      const { waiver } = check;
      const counts = check.level === 'blocking' && (waiver?.applied || check.outcome === 'unknown');
      if (waiver === undefined || !counts || !expiresSoon(waiver.until, Date.parse(report.evaluatedAt))) return [];
      return [{ code: check.code, title: check.title, until: waiver.until, askedBy: waiver.askedBy }];
    })
    .sort((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : 0));
}

const MAX_WARNINGS = 3;

/** The warnings before waivers end. They count no days, so that what was published stays true. */
export function waiverWarnings(report: Report): string[] {
  const ending = expiringWaivers(report);
  const more = ending.length - MAX_WARNINGS;
  return [
    ...ending.slice(0, MAX_WARNINGS).map(({ code, title, until, askedBy }) => {
      const what = `"${cut(title, 160)}" (\`${cut(code.replaceAll('`', ''), 20)}\`)`;
      return `A waiver expires soon: after ${dayWords(until)}, ${what} blocks again. Meet it before then, or have ${cut(askedBy, 60)} request a new waiver.`;
    }),
    ...(more > 0 ? [`${many(more, 'more waiver expires', 'more waivers expire')} soon.`] : []),
  ];
}

/** What the promotion asks less of, and who accepted that. */
function acceptedDefinitions({ definitions }: Report): Exception[] {
  return (definitions?.looser ?? []).flatMap((one) =>
    one.accepted === undefined
      ? []
      : [{ text: `Asks less than before: ${changeWords(one)}, accepted by ${one.accepted.by}` }],
  );
}

function acceptedOf(check: ReportCheck): Exception[] {
  return (check.accepted ?? []).map((summary) => ({
    text: `Accepted: ${check.title}. ${summary.replace(/, always displayed$/, '')}`,
    code: check.code,
    place: check.places[0] ?? check.rule,
  }));
}

function waiverOf(check: ReportCheck, evaluatedAt: string): Exception[] {
  const { waiver } = check;
  if (waiver === undefined) return [];
  const mayCount = waiver.applied || check.outcome === 'unknown';
  const soon = mayCount && expiresSoon(waiver.until, Date.parse(evaluatedAt)) ? ', expires soon' : '';
  const where = waiver.pr === undefined ? '' : ` in #${waiver.pr}`;
  const terms = `until ${waiver.until}${soon}, granted by ${waiver.by}${where}, requested by ${waiver.askedBy}: ${waiver.reason}`;
  const text = waiver.applied
    ? `Waived: ${check.title}, ${terms}`
    : `Waiver not counted (${waiver.because ?? 'not proven'}): ${check.title}, ${terms}`;
  // What was granted by command is in no file.
  return [{ text, code: check.code, ...(waiver.link === undefined && { place: check.rule }) }];
}

function notApplicableOf(check: ReportCheck): Exception[] {
  return (check.findings ?? []).flatMap(({ exception, places }) => {
    if (exception === undefined) return [];
    const { part = 'the check', by, reason } = exception;
    const text = `Not applicable: ${check.title}: ${part}, declared by ${by}: ${reason}`;
    return [{ text, code: check.code, place: places[0] ?? check.rule }];
  });
}

function requestedOf(check: ReportCheck): Exception[] {
  return (check.asked ?? []).map(({ by, until, part, reason }) => {
    const what = until === undefined ? `${part ?? 'the check'} as not applicable` : `a waiver until ${until}`;
    return { text: `Requested, not granted yet: ${check.title}, ${what}, by ${by}: ${reason}`, code: check.code };
  });
}

/** Blocking checks and waivers that expire on their own, soonest first. */
export function expiries(report: Report): { on: string; text: string; code: string }[] {
  return report.criteria
    .flatMap((criterion) => criterion.checks)
    .filter((check) => check.level === 'blocking')
    .flatMap((check) => {
      if (check.outcome === 'waived' && check.waiver !== undefined)
        return [{ on: check.waiver.until, text: `Waiver of ${check.title}`, code: check.code }];
      if (check.outcome !== 'met' || check.until === undefined) return [];
      return [{ on: dayOrMoment(check.until), text: check.title, code: check.code }];
    })
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** What no check can verify and this report relies on. */
export function limitItems(report: Report): Item[] {
  return (report.limits ?? []).map((text) => ({ text }));
}

/** Which policy applies, and why no organization policy does. */
export function policyItems(report: Report): Item[] {
  return [`Policy: ${policyWords(report)}`, floorWords(report) ?? []].flat().map((text) => ({ text }));
}

/** "profile minimal (.github/pilot-readiness.yml at 9f8e7d6)". */
function policyWords(report: Report): string {
  const { profile, rule } = report.policy;
  const layers = report.policy.layers.map(({ path, commit }) =>
    commit === undefined ? cut(path, 160) : `${cut(path, 160)} at ${shortCommit(commit)}`,
  );
  // A file that names no profile means minimal: any other one that is not the file's own was requested for this run.
  const isRequested = layers.length > 0 && profile !== 'minimal' && rule.path === `profile ${profile}`;
  const from = layers.length === 0 ? 'built in, no policy file' : layers.join(', ');
  return `profile ${profile} (${isRequested ? 'requested for this run, stricter than ' : ''}${from}): ${profileWords(profile)}`;
}

/** Why no organization policy applies; nothing where one is in force or cannot exist. */
export function floorWords({ policy }: { policy: Pick<Report['policy'], 'organization'> }): string | undefined {
  const { organization } = policy;
  const where = organization?.repository === undefined ? '' : ` in ${cut(organization.repository, 140)}`;
  switch (organization?.state) {
    case 'none':
      return `No organization policy was found${where}, so no minimum applies: this repository's own policy decides`;
    case 'not-seen':
      return `No organization policy could be read${where}. If there is one, this token cannot access it, and its minimum was not applied`;
    case 'not-looked':
      return 'A work tree does not know its organization, so no organization policy was applied. To apply one, pass its file with --org-policy';
    default:
      return undefined;
  }
}

/** "acme/triage#12, commit a1b2c3d with local changes, evaluated 2026-11-20 14:02 UTC". */
export function subjectWords(report: Report): string {
  const { repository, pullRequest } = report.subject;
  const name = pullRequest === undefined ? cut(repository, 140) : `${cut(repository, 140)}#${pullRequest}`;
  return `${name}, ${commitWords(report)}, evaluated ${moment(report.evaluatedAt)}`;
}

function commitWords({ subject: { commit, dirty } }: Report): string {
  if (commit === null) return 'files outside a commit';
  return `commit ${shortCommit(commit)}${dirty ? ' with local changes' : ''}`;
}

/** What a report under observe, or one that will be enforced later, means for the merge. */
export function modeWords(report: Report): string | undefined {
  if (report.mode !== 'observe') return undefined;
  const from = report.policy.enforceFrom;
  if (from === undefined) return 'Observe only: the policy blocks nothing';
  const then = report.verdict === 'ready' ? 'this would not be blocked' : 'this would be blocked';
  return `Observe only until ${dayWords(from)}: nothing is blocked. After that, ${then}`;
}

export function validityWords({ validUntil }: Report, inWords = dayOrMoment): string | undefined {
  return validUntil === null ? undefined : `Valid until ${inWords(validUntil)} unless something changes`;
}

export const STALE_WORDS = 'Out of date means that it was verified once and no longer is';
