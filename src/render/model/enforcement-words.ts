import type { Report } from '../../domain/report.ts';
import type { CheckProducer } from '../../engine/enforcement/facts.ts';
import type { PullRequestOptions } from '../markdown/pull-request.ts';
import { line, listed, type Piece } from './blocks.ts';
import { cut } from './text.ts';
import { CHECK_NAMES } from './titles.ts';
import { dayWords } from './words.ts';

const CHECK = `\`${CHECK_NAMES.promotion}\``;

/** What the verdict means for the merge, in one or two sentences, and never more than was verified. */
export function gateWords(report: Report, options: PullRequestOptions): string {
  if (!report.subject.promotion.is) return 'A preview blocks nothing.';
  if (report.mode === 'observe') {
    const from = report.policy.enforceFrom;
    return `Observe only${from === undefined ? '' : ` until ${dayWords(from)}`}: nothing is blocked.`;
  }
  return [sameCommit(report, options), enforcementWords(report, options)].filter(Boolean).join(' ');
}

/** The number is code: as a reference it would leave a trace in the other pull request. */
function sameCommit(report: Report, { combined }: PullRequestOptions): string {
  if (combined === undefined) return '';
  if (combined.unlisted !== undefined)
    return 'The check stays red because other pull requests with this commit could not be listed.';
  if (combined.from === report.subject.pullRequest) return '';
  return `The check also covers \`#${combined.from}\`, which has the same commit and a stricter result.`;
}

function enforcementWords(report: Report, options: PullRequestOptions): string {
  const words = requirementWords(report, options);
  if (options.enforcement?.acceptsPushes !== true) return words;
  return `${words} A direct push goes past this gate: no rule of the branch requires a pull request. ${doctorCommand(report)} prints the rule.`;
}

function requirementWords(report: Report, options: PullRequestOptions): string {
  const { required, boundToApp, pinnedTo } = options.enforcement ?? { required: 'unknown', boundToApp: 'unknown' };
  if (required === 'unknown') return `Whether this branch requires the check ${CHECK} could not be verified.`;
  if (!required) {
    return `No rule requires the check ${CHECK} on this branch yet, so GitHub allows this merge. A repository admin can require it under Settings > Rules > Rulesets, with the App as its source. ${doctorCommand(report)} prints the rule.`;
  }
  if (pinnedTo?.kind === 'another') {
    return `The branch accepts the check ${CHECK} only from App ${pinnedTo.appId}, which is not the one reporting here, so this report cannot unblock the merge.`;
  }
  const isOpen = report.verdict === 'ready' && (options.combined?.conclusion ?? 'success') === 'success';
  const merge = isOpen ? `The required check ${CHECK} passes` : `Merge is blocked by the required check ${CHECK}`;
  if (pinnedTo?.kind === 'actions') {
    return `${merge}, which any workflow of this repository can set. It is advice for anyone who can push; pinned to the App it is a gate.`;
  }
  if (boundToApp === true) return `${merge}.`;
  if (boundToApp === 'unknown') return `${merge}. Whether only the App can set it could not be verified.`;
  return `${merge}, which is not pinned to an App: anyone with write access can set it too. ${doctorCommand(report)} prints the rule that pins it.`;
}

const REPOSITORY = /^[\w.-]+\/[\w.-]+$/;

function doctorCommand({ subject }: Report): string {
  return `\`pilot-readiness doctor ${REPOSITORY.test(subject.repository) ? subject.repository : 'OWNER/REPO'}\``;
}

const MAX_REPORTERS = 5;

/** Names any other source of a check with our name, whatever it concluded: it is never taken for ours. */
export function otherReporterWords({ enforcement }: PullRequestOptions): Piece[][] {
  const reporters = enforcement?.otherReporters ?? [];
  if (enforcement === undefined || reporters.length === 0) return [];
  const named = listed(
    reporters.map((one) => ({ code: producerWords(one) })),
    MAX_REPORTERS,
  );
  const counts = enforcement.required === true && enforcement.boundToApp !== true;
  const end = counts ? 'This is not our report, and GitHub may count it.' : 'This is not our report.';
  return [line`⚠️ Another source reports ${CHECK} on this commit: ${named}. ${end}`];
}

/** `App acme-ci (99)`, or whose commit status it is. */
export function producerWords(producer: CheckProducer): string {
  if (producer.kind === 'app') return `App ${cut(producer.slug, 60)} (${producer.id})`;
  return `a commit status${producer.by === '' ? '' : ` by ${cut(producer.by, 60)}`}`;
}
