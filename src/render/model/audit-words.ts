import type { BypassActor } from '../../engine/enforcement/facts.ts';
import type { AuditPoint, GateAudit } from '../../engine/enforcement/points.ts';
import type { PushWay, Requirement } from '../../engine/enforcement/requirement.ts';
import { producerWords } from './enforcement-words.ts';
import { cut } from './text.ts';
import { CHECK_NAMES } from './titles.ts';
import { dayWords, many } from './words.ts';

/** What one point of the enforcement audit means, as plain text. */
interface PointWords {
  /** A clause for the first line: "no rule requires the check on production". Only used of points that decide. */
  short: string;
  text: string;
  /** What to do about it. */
  next?: string | undefined;
}

const CHECK = CHECK_NAMES.promotion;
/** What to know before relying on a check of GitHub Actions. */
const ADVICE =
  "For anyone who can push to the repository, the Action's check is advice; the App's pinned check is a gate.";
const MAX_LISTED = 8;
const MAX_BRANCHES = 5;

/** "The gate is enforced on production", or the first reason why not and how many more there are. */
export function auditHeadline({ verdict, branches, points }: GateAudit): string {
  if (verdict === 'holds') return `The gate is enforced on ${listed(branches, MAX_BRANCHES)}`;
  const deciding = points.filter(({ state }) => state === (verdict === 'unknown' ? 'unknown' : 'fails'));
  const [first, ...others] = [...new Set(deciding.map((point) => pointWords(point).short))];
  const more = others.length === 0 ? '' : `; and ${many(others.length, 'more reason')}`;
  const opening = verdict === 'unknown' ? 'Could not verify that the gate is enforced' : 'The gate is not enforced';
  return `${opening}: ${cut(first ?? '', 300)}${more}`;
}

/** The words of one point. */
export function pointWords(point: AuditPoint): PointWords {
  return (WORDS[point.id] as (one: AuditPoint) => PointWords)(point);
}

const WORDS: { [Id in AuditPoint['id']]: (point: Extract<AuditPoint, { id: Id }>) => PointWords } = {
  pilot: ({ state, topic, policyFile }) =>
    state === 'ok'
      ? same(`Tagged as a pilot by ${[topic && 'the topic "pilot"', policyFile].filter(Boolean).join(' and ')}.`)
      : {
          short: 'the repository is not tagged as a pilot, so nothing is evaluated',
          text: 'Not tagged as a pilot: without the topic "pilot" or a policy file, nothing is evaluated.',
          next: 'Add the topic "pilot" to the repository, or a policy file: .github/pilot-readiness.yml.',
        },
  observed: ({ until }) => ({
    short: 'the policy only observes',
    text: `The policy only observes${until === undefined ? '' : ` until ${dayWords(until)}`}: pilots that are not ready can still be merged.`,
    next: 'Set mode: enforce in the policy when the team is ready for it.',
  }),
  targets: ({ reason }) => ({ short: reason, text: `Not all branches could be checked: ${reason}.` }),
  required: ({ branch, exists, by, state, reason }) => {
    if (state === 'unknown')
      return {
        short: reason ?? 'the rules could not be read',
        text: `Could not verify that it is required: ${reason}.`,
      };
    if (by.length > 0) return same(`The check ${CHECK} is required by ${by.map(sourceWords).join(', and by ')}.`);
    return {
      short: `no rule requires the check on ${branch}`,
      text: exists
        ? `No rule requires the check ${CHECK}, so GitHub allows merging a pilot that is not ready.`
        : `This branch does not exist yet, and no ruleset would require the check ${CHECK} on it.`,
      next: 'Create the ruleset printed below.',
    };
  },
  pinned: ({ branch, to, appId }) => {
    const words: Record<typeof to, PointWords> = {
      ours: same(`Only App ${appId}, the one you named, can report it.`),
      unnamed: {
        short: `only App ${appId} can report the check on ${branch}, and your App is not known here`,
        text: `Only App ${appId} can report it. Whether that is your pilot-readiness App is not known here.`,
        next: `Compare ${appId} with the App ID on your App's settings page, then run this again with --app-id.`,
      },
      another: {
        short: `the check on ${branch} is accepted from App ${appId}, which is not yours`,
        text: `It is accepted only from App ${appId}, which is not the one you named.`,
        next: `Change the rule to expect your App instead of App ${appId}: until then, your App cannot unblock a merge.`,
      },
      actions: {
        short: `any workflow can report the check on ${branch}`,
        text: `It is accepted from GitHub Actions, so any workflow of the repository can report it. ${ADVICE}`,
        next: 'Install the App and pin the check to it (--app-id), or have the organization require the workflow.',
      },
      nobody: {
        short: `anyone who can push can report the check on ${branch}`,
        text: `It is not pinned to an App, so anyone who can push can report it. ${ADVICE}`,
        next: 'Pin the check to your App: run this with --app-id and create the ruleset printed below.',
      },
    };
    return words[to];
  },
  bypass: ({ branch, ruleset, actors, state, reason }) => {
    if (state === 'unknown')
      return {
        short: `who can bypass it on ${branch} could not be verified`,
        text: `Could not verify who can bypass it: ${reason}.`,
      };
    if (actors.length === 0) return same(`Nobody can bypass the ruleset ${ruleset}.`);
    const text = `Can bypass the ruleset ${ruleset}: ${listed(actors.map(bypassWords))}.`;
    if (state !== 'fails') return same(text, 'Limit that list to emergencies.');
    return {
      short: `everyone who can push can bypass it on ${branch}`,
      text: `${text} That is everyone who can push.`,
      next: `Remove the write role and GitHub Actions from the bypass list of the ruleset ${ruleset}.`,
    };
  },
  admins: ({ state }) => {
    if (state === 'ok') return same('It also applies to administrators.');
    if (state === 'warns')
      return same('Administrators can bypass it.', 'Turn on "Do not allow bypassing the above settings".');
    return same('GitHub did not return whether it applies to administrators.');
  },
  pushes: ({ branch, way, actors, state, reason }) => {
    const { closed, open, effect } = WAYS[way];
    if (state === 'unknown')
      return {
        short: `whether ${branch} can be moved past its pull requests could not be verified`,
        text: `Could not verify that ${closed}: ${reason}.`,
      };
    if (actors.length > 0)
      return {
        short: `everyone who can push can move ${branch} past its pull requests`,
        text: `Although ${closed}, the rule can be bypassed by ${listed(actors.map(bypassWords))}.`,
        next: 'Limit that list to emergencies.',
      };
    if (state === 'ok') return same(`${sentence(closed)}.`);
    return { short: `${open} ${branch}`, text: `${sentence(open)} it. ${effect}`, next: GUARD };
  },
  workflows: ({ branch, workflows }) => ({
    short: `a workflow that the organization requires on ${branch} may be the gate, which has to be checked by hand`,
    text: `The organization requires ${listed(workflows)} on every pull request. If that is pilot-readiness, it is a gate: check it.`,
  }),
  queue: ({ strategy }) =>
    same(
      strategy === 'ALLGREEN'
        ? 'A merge queue tests each entry on its own (ALLGREEN).'
        : 'A merge queue tests only the last entry of a group (HEADGREEN): a group is evaluated as a whole, as a promotion.',
    ),
  'new-branches': ({ pattern, probe, lacks, state, reason }) => {
    const next = 'Create a ruleset for the whole pattern, not for one branch.';
    if (state === 'unknown')
      return {
        short: `whether a new branch matching ${pattern} requires the check could not be verified`,
        text: `Could not verify the rules for a new branch matching ${pattern}: ${reason}.`,
        next,
      };
    return lacks === 'check'
      ? {
          short: `a new branch matching ${pattern} does not require the check`,
          text: `A new branch matching ${pattern}, such as ${probe}, would not require the check.`,
          next,
        }
      : {
          short: `a new branch matching ${pattern} can be moved past its pull requests`,
          text: `A new branch matching ${pattern}, such as ${probe}, would accept a direct push, a force push, or its deletion.`,
          next,
        };
  },
  'policy-review': ({ path, branch, owners, lacks, state, reason }) => {
    if (state === 'ok') return same(`Changing ${path} on ${branch} requires a review by ${listed(owners)}.`);
    if (state === 'unknown')
      return {
        short: 'whether the policy requires a review could not be verified',
        text: `Could not verify that changing the policy requires a review: ${reason}.`,
      };
    const noOwner = `CODEOWNERS names no owner for it`;
    const noReview = `${branch} does not require a review by code owners`;
    const addLines = `Add two lines to .github/CODEOWNERS: /${path} and /.github/CODEOWNERS, each followed by the team that owns the policy.`;
    const why = { nothing: [], review: [noReview], owners: [noOwner], both: [noOwner, noReview] }[lacks];
    const next = {
      nothing: '',
      review: 'Create the ruleset for reviews printed below.',
      owners: addLines,
      both: `${addLines} Then create the ruleset for reviews printed below.`,
    };
    return {
      short: 'anyone who can push can change the policy',
      text: `Changing the policy ${path} requires no review: ${why.join(', and ')}. Anyone who changes it can turn off the gate.`,
      next: next[lacks],
    };
  },
  'owners-list': () =>
    same(
      'CODEOWNERS itself has no owner: anyone who edits it can remove the owner of the policy.',
      'Name an owner for /.github/CODEOWNERS.',
    ),
  floor: ({ path, state, reason }) => {
    if (state === 'unseen') return same(`Could not verify whether there is an organization policy: ${reason}.`);
    if (path !== undefined) return same(`There is an organization policy: ${path}.`);
    return same(
      "No organization policy was found, so no minimum applies: this repository's own policy decides. (A policy in a repository that this token cannot read looks the same.)",
    );
  },
  deploys: ({ branch, workflows, state, reason }) => {
    if (state === 'unseen') return same(`Could not verify whether merging into ${branch} deploys: ${reason}.`);
    const text = `Merging into ${branch} deploys: ${listed(workflows.map(({ path, environment }) => `${path} (${environment})`))}.`;
    const next = `Add ${branch} to promotion.branches in the policy, or deploy from a branch that is listed there.`;
    if (state === 'warns') return same(`${text} Only some of its changes count as a promotion.`, next);
    return {
      short: `merging into ${branch} deploys to production, and only a label makes that a promotion`,
      text: `${text} A pull request without the label is not evaluated.`,
      next,
    };
  },
  retarget: ({ branches, state, reason }) => {
    if (state === 'unknown')
      return {
        short: 'whether other branches require the check could not be verified',
        text: `Could not verify whether other branches require the check: ${reason}.`,
      };
    const require = `${listed(branches)} also ${branches.length === 1 ? 'requires' : 'require'} the check`;
    return {
      short: `${require} without being a promotion branch`,
      text: `${require} without being a promotion branch. There, a pull request that is no promotion gets a green check. While it is open, its commit can be pushed to a promotion branch, or be proposed there and merged before it is evaluated. This does not end by itself.`,
      next: 'Require the check on promotion branches only: take the other branches out of the rule.',
    };
  },
  idle: ({ rulesets, state, reason }) =>
    state === 'unseen'
      ? same(`Could not verify whether inactive rulesets would require the check: ${reason}.`)
      : same(
          `Blocks nothing: ${listed(rulesets.map(({ name, enforcement }) => `the ruleset ${name} (${enforcement})`))}.`,
          'Set its enforcement to active.',
        ),
  'look-alike': ({ seen, counts, state, reason }) => {
    if (state === 'unseen') return same(`Could not verify whether others report a check named ${CHECK}: ${reason}.`);
    const who = listed(seen.map(({ pullRequest, producer }) => `${producerWords(producer)} on #${pullRequest}`));
    const effect = counts
      ? 'GitHub accepts it where the check is not pinned.'
      : 'It does not count where the check is pinned.';
    return same(`Others report a check named ${CHECK}: ${who}. ${effect}`, 'Find out who does that, and why.');
  },
};

const GUARD = 'Create the ruleset printed below.';
const WAYS: Record<PushWay, { closed: string; open: string; effect: string }> = {
  push: {
    closed: 'a change needs a pull request',
    open: 'anyone who can push can push directly to',
    effect: 'A commit that has a green check, from whichever pull request, can be pushed there.',
  },
  'force-push': {
    closed: 'force pushes are blocked',
    open: 'anyone who can push can force-push to',
    effect: 'The branch can be moved back to an older commit that has a green check.',
  },
  deletion: {
    closed: 'its deletion is blocked',
    open: 'anyone who can push can delete',
    effect: 'The branch can be deleted and created again at another commit.',
  },
};

function sentence(clause: string): string {
  return `${clause.slice(0, 1).toUpperCase()}${clause.slice(1)}`;
}

function listed(items: string[], max = MAX_LISTED): string {
  const shown = items.slice(0, max).join(', ');
  return items.length > max ? `${shown} and ${items.length - max} more` : shown;
}

/** For points whose sentence also serves as the reason. */
function same(text: string, next?: string): PointWords {
  return { short: text, text, next };
}

function sourceWords({ source, name, level, strict }: Requirement): string {
  const by = name === undefined ? source : `the ruleset ${name} (${source.replace(/^ruleset /, '')})`;
  const above = level === 'organization' || level === 'enterprise' ? `, set by the ${level}` : '';
  return `${by}${above}${strict ? ', on branches that are up to date' : ''}`;
}

const ROLES: Record<number, string> = {
  2: 'everyone with the maintain role',
  4: 'everyone with the write role',
  5: 'repository administrators',
};
const MODES: Record<string, string> = { pull_request: ' (by pull request)', exempt: ' (without a trace)' };

function bypassWords({ type, id, mode }: BypassActor): string {
  const number = id === undefined ? '' : ` ${id}`;
  const names: Record<string, string> = {
    OrganizationAdmin: 'organization owners',
    RepositoryRole: ROLES[id ?? 0] ?? `the role${number}`,
    Team: `the team${number}`,
    User: `the user${number}`,
    Integration: `the App${number}`,
    DeployKey: 'deploy keys',
  };
  return `${names[type] ?? `${type}${number}`}${MODES[mode] ?? ''}`;
}
