import type { Report, ReportCheck, ReportPlace } from '../../domain/report.ts';
import { expiresSoon } from '../../engine/waivers.ts';
import { dayWords } from './days.ts';
import { cut } from './text.ts';
import { dayOrMoment, many, placeWords } from './words.ts';

/** What stands beside the verdict: exceptions, and what time alone will end. Plain text, one entry each. */

export interface Exception {
  text: string;
  code?: string;
  place?: Pick<ReportPlace, 'path' | 'line' | 'column'>;
}

/**
 * Acceptances, waivers (those that do not count too, and those only asked for), switched-off checks, exceptions accepted
 * as not applicable, lowered settings, and what the repository asked for below its organization's floor.
 */
export function exceptionsOf(report: Report): Exception[] {
  const checks = report.criteria.flatMap((criterion) => criterion.checks);
  return [
    ...checks.flatMap(acceptedOf),
    ...checks.flatMap((check) => waiverOf(check, report.evaluatedAt)),
    ...checks.flatMap(notApplicableOf),
    ...checks.flatMap(askedOf),
    ...checks
      .filter((check) => check.level === 'off')
      .map((check) => ({ text: `Switched off: ${check.title}`, code: check.code, place: check.rule })),
    ...report.policy.lowered.map((one) => ({
      text: `Lowered: ${one.what} from ${one.from} to ${one.to}`,
      place: one.place,
    })),
    ...(report.policy.refused ?? []).map((one) => ({ text: refusedWords(one), place: one.askedAt })),
  ];
}

/** Both values and where the one that stands is from; where the other one is from stands beside it as its place. */
export function refusedWords(one: NonNullable<Report['policy']['refused']>[number]): string {
  const [asked, held] = [cut(one.asked, 120), cut(one.held, 200)];
  return `Refused: ${one.key}: ${asked} is less than the organization sets; in force is ${held} (${placeWords(one.heldAt)})`;
}

/** Those of one check: what was waived, declared not applicable or asked for. */
export function checkExceptions(check: ReportCheck, evaluatedAt: string): Exception[] {
  return [...acceptedOf(check), ...waiverOf(check, evaluatedAt), ...notApplicableOf(check), ...askedOf(check)];
}

/** The waivers that the verdict rests on and that are about to end, soonest first: each is a check that will block again. */
export function expiringWaivers(report: Report): { code: string; title: string; until: string; askedBy: string }[] {
  return report.criteria
    .flatMap((criterion) => criterion.checks)
    .flatMap((check) => {
      const { waiver } = check;
      const counts = check.level === 'blocking' && check.outcome === 'waived';
      if (waiver === undefined || !counts || !expiresSoon(waiver.until, Date.parse(report.evaluatedAt))) return [];
      return [{ code: check.code, title: check.title, until: waiver.until, askedBy: waiver.askedBy }];
    })
    .sort((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : 0));
}

const MAX_WARNINGS = 3;

/** The warnings before waivers end, one sentence or two each. No days are counted: what was published stays as it is. */
export function waiverWarnings(report: Report): string[] {
  const outcome = expiringWaivers(report);
  const more = outcome.length - MAX_WARNINGS;
  return [
    ...outcome.slice(0, MAX_WARNINGS).map(({ code, title, until, askedBy }) => {
      const what = `"${cut(title, 160)}" (\`${cut(code.replaceAll('`', ''), 20)}\`)`;
      return `A waiver ends soon: after ${dayWords(until)} ${what} blocks again. Meet it before that day, or have ${cut(askedBy, 60)} ask for a new waiver`;
    }),
    ...(more > 0 ? [`${many(more, 'more waiver ends', 'more waivers end')} soon`] : []),
  ];
}

/** What nobody can prove any more, and somebody stands by in their own name. */
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
  const soon = mayCount && expiresSoon(waiver.until, Date.parse(evaluatedAt)) ? ', ends soon' : '';
  const where = waiver.pr === undefined ? '' : ` in #${waiver.pr}`;
  const terms = `until ${waiver.until}${soon}, granted by ${waiver.by}${where}, asked by ${waiver.askedBy}: ${waiver.reason}`;
  const text = waiver.applied
    ? `Waived: ${check.title}, ${terms}`
    : `Waiver that does not count (${waiver.because ?? 'not proven'}): ${check.title}, ${terms}`;
  // What was granted by command stands in no file.
  return [{ text, code: check.code, ...(waiver.link === undefined ? { place: check.rule } : {}) }];
}

/** What the policy declares not applicable, and was accepted, is always displayed. */
function notApplicableOf(check: ReportCheck): Exception[] {
  return (check.findings ?? []).flatMap((finding) =>
    finding.exception === undefined
      ? []
      : [
          {
            text: `${check.title}: ${finding.exception.part ?? 'the check'} declared not applicable by ${finding.exception.by}: ${finding.exception.reason}`,
            code: check.code,
            place: finding.places[0] ?? check.rule,
          },
        ],
  );
}

/** What was asked for by command and waits for a second person. */
function askedOf(check: ReportCheck): Exception[] {
  return (check.asked ?? []).map(({ by, until, part, reason }) => {
    const what = until === undefined ? `${part ?? 'the check'} as not applicable` : `a waiver until ${until}`;
    return {
      text: `Asked for, not granted yet: ${check.title}, ${what}, by ${by}: ${reason}`,
      code: check.code,
    };
  });
}

/** Blocking checks and waivers that time alone will end, soonest first. */
export function expiries(report: Report): { on: string; text: string; code: string }[] {
  return report.criteria
    .flatMap((criterion) => criterion.checks)
    .filter((check) => check.level === 'blocking')
    .flatMap((check) => {
      if (check.outcome === 'waived' && check.waiver !== undefined)
        return [{ on: check.waiver.until, text: `waiver of ${check.title}`, code: check.code }];
      if (check.outcome !== 'met' || check.until === undefined) return [];
      return [{ on: dayOrMoment(check.until), text: check.title, code: check.code }];
    })
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** "Lowered: … (.github/pilot-readiness.yml:7)" without its code. */
export function exceptionPlace(exception: Exception): string {
  return exception.place === undefined ? '' : placeWords(exception.place);
}
