import { type Observation, seen, unavailable } from '../domain/observation.ts';
import type { ControlQuestion, FactRequest } from '../engine/fact-requests.ts';

/** The answer to a request without subjects, which needs no source. */
export function emptyAnswer(request: FactRequest): Observation<unknown> | undefined {
  switch (request.kind) {
    case 'people':
      return request.who.length === 0 ? seen([], { path: '' }) : undefined;
    case 'approvals':
      return request.controls.length === 0 ? seen([], { path: '' }) : undefined;
    case 'approved-changes':
      return request.commits.length === 0 ? seen({}, { path: '' }) : undefined;
    case 'issues':
      return request.links.length === 0 ? seen({}, { path: '' }) : undefined;
    default:
      return undefined;
  }
}

/** The answer of a work tree to a request that only GitHub can answer; says what was not verified. */
export function onlyGithub(request: FactRequest): Observation<never> {
  return unavailable(`only GitHub can answer ${question(request)}`, 'github');
}

function question(request: FactRequest): string {
  switch (request.kind) {
    case 'people':
      return request.who.length === 1
        ? `whether ${names(request.who)} exists and is a member of the organization`
        : `whether ${names(request.who)} exist and are members of the organization`;
    case 'approvals':
      return `who approved ${controls(request.controls)}`;
    case 'acceptance':
      return `whether ${names(request.who)} accepted ${request.subject.replace(/^role:/, 'the role ')}`;
    case 'approved-changes':
      return 'who approved the pull requests that changed definitions';
    case 'definition-acceptances':
      return `whether ${names(request.who)} accepted the definitions`;
    case 'waiver-proof':
    case 'grant-proof':
      return `whether ${names([request.by])} approved pull request #${request.pr}`;
    case 'no-part':
      return `whether ${names([request.by])} contributed to this pull request`;
    case 'required-check':
      return `whether the check "${request.context}" is required`;
    case 'check-run':
      return `how the check "${request.context}" ended`;
    case 'newest-run':
      return `how the newest run of ${request.workflow} ended`;
    case 'workflow-run':
      return `how the run ${request.url} ended`;
    case 'releases':
      return 'which releases and deployments there are';
    case 'issues':
      return 'whether the linked issues are closed';
    case 'last-promotion':
      return 'when this pilot was last promoted';
    case 'part-taken':
      return `what ${names([request.who])} did in this repository before ${request.before.slice(0, 10)}`;
    default:
      return `${request.kind} here`;
  }
}

function controls(requested: readonly ControlQuestion[]): string {
  return `control${requested.length === 1 ? '' : 's'} ${requested.map(({ control }) => control).join(', ')}`;
}

const SHOWN = 3;

function names(people: readonly string[]): string {
  const all = people.map((name) => (/^[\w-]+(\/[\w.-]+)?(\[bot\])?$/.test(name) ? `@${name}` : name));
  const shown = all.slice(0, SHOWN);
  const more = all.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  const end = shown.pop() ?? 'the people named';
  return shown.length === 0 ? end : `${shown.join(', ')} and ${end}`;
}
