import type { Report } from '../../domain/report.ts';
import type { PullRequestOptions } from '../markdown/pull-request.ts';
import { dayWords } from './days.ts';
import { cut, forMarkdownCode } from './text.ts';
import { CHECK_NAMES } from './titles.ts';

const CHECK = `\`${CHECK_NAMES.promotion}\``;

/** What the verdict means for the merge, as one or two sentences of Markdown: never more than was really seen. */
export function gateWords(report: Report, options: PullRequestOptions): string {
  if (!report.subject.promotion.is) return 'A preview blocks nothing.';
  if (report.mode === 'observe') {
    const from = report.policy.enforceFrom;
    return `The policy only observes${from === undefined ? '' : ` until ${dayWords(from)}`}: nothing is blocked.`;
  }
  return [sameCommit(report, options), enforcementWords(report, options)].filter(Boolean).join(' ');
}

/** The number is code: as a reference it would leave a trace in the other pull request. */
function sameCommit(report: Report, { combined }: PullRequestOptions): string {
  if (combined === undefined) return '';
  if (combined.unlisted !== undefined)
    return 'The check stays red, because other pull requests with this commit could not be listed.';
  if (combined.from === report.subject.pullRequest) return '';
  return `The check speaks for \`#${combined.from}\` too, which has the same commit and is stricter.`;
}

function enforcementWords(report: Report, options: PullRequestOptions): string {
  const { required, boundToApp } = options.enforcement ?? { required: 'unknown', boundToApp: 'unknown' };
  if (required === 'unknown') return `Whether this branch requires the check ${CHECK} could not be seen.`;
  if (!required) {
    return `Nothing requires the check ${CHECK} on this branch yet, so GitHub lets this be merged. A repository admin adds it under Settings, Rules, Rulesets, with the App as its source; ${doctorCommand(report)} prints the rule.`;
  }
  const pinned = options.enforcement?.pinnedTo;
  if (pinned?.kind === 'another') {
    return `The branch takes the check ${CHECK} from App ${pinned.appId} alone, which is not the one that reports here: this report cannot open the merge.`;
  }
  const opens = report.verdict === 'ready' && (options.combined?.conclusion ?? 'success') === 'success';
  const merge = opens ? `The required check ${CHECK} passes` : `Merge is blocked by the required check ${CHECK}`;
  if (pinned?.kind === 'actions') {
    return `${merge}, which any workflow of this repository can set: against somebody who can push it is advice, pinned to the App it is a gate.`;
  }
  if (boundToApp === true) return `${merge}.`;
  if (boundToApp === 'unknown') return `${merge}; whether only the App can set it could not be seen.`;
  return `${merge}, which is not pinned to an App: whoever can write to the repository could set it too. ${doctorCommand(report)} prints the rule that pins it.`;
}

const REPOSITORY = /^[\w.-]+\/[\w.-]+$/;

function doctorCommand({ subject }: Report): string {
  return `\`pilot-readiness doctor ${REPOSITORY.test(subject.repository) ? subject.repository : 'OWNER/REPO'}\``;
}

const MAX_STRANGERS = 5;

/** A run of our name by somebody else is said, whatever it concluded: it is never taken for ours. */
export function otherReporterWords({ enforcement }: PullRequestOptions): string[] {
  const otherReporters = enforcement?.otherReporters ?? [];
  if (enforcement === undefined || otherReporters.length === 0) return [];
  const named = otherReporters
    .slice(0, MAX_STRANGERS)
    .map((one) =>
      one.kind === 'app'
        ? `App ${forMarkdownCode(cut(one.slug, 60))} (${one.id})`
        : `a commit status${one.by === '' ? '' : ` of ${forMarkdownCode(cut(one.by, 60))}`}`,
    );
  const more = otherReporters.length > named.length ? ` and ${otherReporters.length - named.length} more` : '';
  const counts = enforcement.required === true && enforcement.boundToApp !== true;
  const end = counts ? 'it is not this report, and GitHub may count it' : 'it is not this report';
  return [`⚠️ Somebody else reports ${CHECK} on this commit: ${named.join(', ')}${more}; ${end}.`];
}
