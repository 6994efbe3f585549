import { type Finding, met, stale } from '../../../domain/finding.ts';
import type { Approvals } from '../../../engine/fact-answers.ts';
import { bestApproval, type ControlCase } from './cases.ts';
import { type CoverChange, coverDifference } from './cover-difference.ts';
import { messages } from './messages.ts';
import { about, answerFor, changeWords, countingApprovals, unsigned } from './validity.ts';

/** The changed files that still exist. */
const placesOf = (changes: CoverChange[]) =>
  changes.filter(({ how }) => how !== 'removed').map(({ path }) => ({ path }));

/** Whether each record lists the files as they are now. */
export function judgeBinding(cases: ControlCase[]): Finding[] {
  const findings = cases.flatMap((one): Finding[] => {
    const { control, record } = one;
    if (record === undefined) return [unsigned(one)];
    const changes = coverDifference(record.value.subject, one.list);
    if (changes.length === 0) return [];
    const words = { control, changes: changeWords(changes) };
    const places = [record.at('subject'), ...placesOf(changes).slice(0, 4)];
    const cause = `stale-signoff:${control}`;
    return [stale(messages.recordOutdated(words), places, { ...about(control), cause, facts: 'can-overturn' })];
  });
  const places = cases.flatMap(({ record }) => record?.at('subject') ?? []);
  return findings.length > 0 ? findings : [met(messages.recordsCurrent(), places)];
}

/** Whether the best approval of each control is for the files as they are now; one that counts goes first. */
export function checkBinding(cases: ControlCase[], answers: Approvals[], now: number): Finding[] {
  const findings = cases.flatMap((one): Finding[] => {
    const { control, list } = one;
    const answer = answerFor(one, answers);
    const counting = countingApprovals(one, answer, now);
    const best = bestApproval(counting.length > 0 ? { control, approvals: counting } : answer, list);
    if (best === undefined) return [unsigned(one)];
    const changes = coverDifference(best.covered, list);
    if (changes.length === 0) return [];
    const words = { control, by: best.by, commit: best.commit.slice(0, 7), changes: changeWords(changes) };
    const cause = `stale-signoff:${control}`;
    return [stale(messages.signatureOutdated(words), placesOf(changes), { ...about(control), cause })];
  });
  return findings.length > 0 ? findings : [met(messages.signaturesCurrent())];
}
