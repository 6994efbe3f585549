import { type Observation, seen, unavailable } from '../domain/observation.ts';
import type { Ask } from '../engine/fact-requests.ts';
import { text, texts } from '../git/history-context.ts';

/** A question about nobody and nothing has its answer in itself, whoever is asked. */
export function emptyAnswer({ kind, args }: Ask<unknown>): Observation<unknown> | undefined {
  const asksNothing =
    (kind === 'people' && texts(args.who).length === 0) ||
    (kind === 'approvals' && Array.isArray(args.controls) && args.controls.length === 0);
  if (asksNothing) return seen([], { path: '' });
  return kind === 'issues' && texts(args.links).length === 0 ? seen({}, { path: '' }) : undefined;
}

/** The answer of a work tree to what no clone can know, in words that say what was not looked at. */
export function onlyGithub(request: Ask<unknown>): Observation<never> {
  return unavailable(`only GitHub can answer ${question(request)}`, 'github');
}

function question({ kind, args }: Ask<unknown>): string {
  switch (kind) {
    case 'people':
      return texts(args.who).length === 1
        ? `whether ${names(args.who)} exists and is a member of the organization`
        : `whether ${names(args.who)} exist and are members of the organization`;
    case 'approvals':
      return `who approved ${controls(args.controls)}`;
    case 'acceptance':
      return `whether ${names(args.who)} accepted ${text(args.subject).replace(/^role:/, 'the role ')}`;
    case 'waiver-proof':
      return `whether ${names([args.by])} approved pull request #${String(args.pr)}`;
    case 'required-check':
      return `whether the check "${text(args.context)}" is required`;
    case 'check-run':
      return `how the check "${text(args.context)}" ended`;
    case 'workflow-run':
      return typeof args.workflow === 'string'
        ? `how the newest run of ${args.workflow} ended`
        : `how the run ${text(args.url)} ended`;
    case 'releases':
      return 'which releases and deployments there are';
    case 'issues':
      return 'whether the linked issues are closed';
    case 'last-promotion':
      return 'when this pilot was last promoted';
    case 'part-taken':
      return `what ${names([args.who])} did in this repository before ${text(args.before).slice(0, 10)}`;
    default:
      return `${kind} here`;
  }
}

function controls(asked: unknown): string {
  const all = Array.isArray(asked) ? asked : [];
  const ids = all.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'control' in one ? [String(one.control)] : [],
  );
  return `control${ids.length === 1 ? '' : 's'} ${ids.join(', ')}`;
}

const SHOWN = 3;

function names(value: unknown): string {
  const all = texts(value).map((name) => (/^[\w-]+(\/[\w.-]+)?(\[bot\])?$/.test(name) ? `@${name}` : name));
  const shown = all.slice(0, SHOWN);
  const more = all.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  const end = shown.pop() ?? 'the people named';
  return shown.length === 0 ? end : `${shown.join(', ')} and ${end}`;
}
