import type { BypassActor, CheckProducer } from '../../engine/enforcement/facts.ts';
import type { AuditPoint } from '../../engine/enforcement/points.ts';
import type { Requirement } from '../../engine/enforcement/requirement.ts';
import { dayWords } from './days.ts';
import { CHECK_NAMES } from './titles.ts';

/** What one point of the enforcement audit means, as plain text: each mouth escapes it for itself. */
export interface PointWords {
  /** A clause for the first line: "nothing requires the check on production". Only of what decides. */
  short: string;
  says: string;
  /** What to do about it. */
  next?: string;
}

const CHECK = CHECK_NAMES.promotion;
/** The sentence that people have to know before they trust a check of GitHub Actions. */
export const ADVICE =
  "Against somebody who can push to the repository the Action is advice; the App's pinned check is a gate.";

type Words = { [Id in AuditPoint['id']]: (point: Extract<AuditPoint, { id: Id }>) => PointWords };

const WORDS: Words = {
  pilot: ({ state, topic, policyFile }) =>
    state === 'ok'
      ? said(`Tagged as a pilot by ${[topic && 'the topic pilot', policyFile].filter(Boolean).join(' and ')}.`)
      : {
          short: 'the repository is not tagged as a pilot, so nothing is judged',
          says: 'Not tagged as a pilot: it has neither the topic pilot nor a policy file, so nothing is judged.',
          next: 'Add the topic pilot to the repository, or a policy file: .github/pilot-readiness.yml.',
        },
  observed: ({ until }) => ({
    short: 'the policy only observes',
    says: `The policy only observes${until === undefined ? '' : ` until ${dayWords(until)}`}: what is not ready may still be merged.`,
    next: 'Set mode: enforce in the policy when the team is ready for it.',
  }),
  targets: ({ reason }) => ({ short: reason, says: `Not all branches could be looked at: ${reason}.` }),
  required: ({ branch, exists, by, state, reason }) => {
    if (state === 'unknown')
      return { short: reason ?? 'the rules were not read', says: `Not seen whether it is required: ${reason}.` };
    if (by.length > 0) return said(`The check ${CHECK} is required by ${by.map(sourceWords).join(', and by ')}.`);
    return {
      short: `nothing requires the check on ${branch}`,
      says: exists
        ? `Nothing requires the check ${CHECK}: GitHub lets a pilot that is not ready be merged.`
        : `This branch is not there yet, and no ruleset waits for it to require the check ${CHECK}.`,
      next: 'Create the ruleset printed below.',
    };
  },
  pinned: ({ branch, to, appId }) => {
    const foreign = `Change the rule so that it expects your own App, not App ${appId}: as it stands, your App can never open the merge.`;
    const words: Record<typeof to, PointWords> = {
      ours: said(`Only App ${appId}, the one you named, can report it.`),
      unnamed: {
        short: `only App ${appId} can report the check on ${branch}, and whose App that is was not said`,
        says: `Only App ${appId} can report it. Whether that is your pilot-readiness App is for you to say.`,
        next: `Compare ${appId} with the App ID on your App's settings page, then run this again with --app-id.`,
      },
      another: {
        short: `the check on ${branch} is taken from App ${appId}, which is not yours`,
        says: `It is taken from App ${appId} only, which is not the one you named.`,
        next: foreign,
      },
      actions: {
        short: `any workflow can report the check on ${branch}`,
        says: `It is taken from GitHub Actions: any workflow of the repository can report it. ${ADVICE}`,
        next: 'Install the App and pin the check to it (--app-id), or have the organization require the workflow.',
      },
      nobody: {
        short: `anybody who can push can report the check on ${branch}`,
        says: `It is not pinned to an App: whoever can push can report it. ${ADVICE}`,
        next: 'Pin the check to your App: run this with --app-id and create the ruleset printed below.',
      },
    };
    return words[to];
  },
  bypass: ({ branch, ruleset, actors, state, reason }) => {
    if (state === 'unknown')
      return {
        short: `who may bypass it on ${branch} could not be seen`,
        says: `Not seen who may bypass it: ${reason}.`,
      };
    if (actors.length === 0) return said(`Nobody may bypass the ruleset ${ruleset}.`);
    const who = listed(actors.map(actorWords));
    const says = `May bypass the ruleset ${ruleset}: ${who}.`;
    if (state !== 'fails') return said(says, 'Keep that list as short as an emergency needs.');
    return {
      short: `everybody who can push may bypass it on ${branch}`,
      says: `${says} That is everybody who can push.`,
      next: `Take everybody who may write, and GitHub Actions, off the bypass list of the ruleset ${ruleset}.`,
    };
  },
  admins: ({ state }) =>
    state === 'ok'
      ? said('Administrators are held to it too.')
      : state === 'warns'
        ? said('Administrators may merge past it.', 'Switch on "Do not allow bypassing the above settings".')
        : said('Whether administrators are held to it was not said by GitHub.'),
  workflows: ({ branch, workflows }) => ({
    short: `a workflow that the organization requires on ${branch} may be the gate, and only its reader knows`,
    says: `The organization runs ${listed(workflows)} on every pull request. If that is pilot-readiness, it is a gate; look.`,
  }),
  queue: ({ strategy }) =>
    said(
      strategy === 'ALLGREEN'
        ? 'A merge queue tests each entry by itself (ALLGREEN).'
        : 'A merge queue tests only the last of a group (HEADGREEN): a group is then judged as a whole, as a promotion.',
    ),
  'new-branches': ({ pattern, probe, state, reason }) => ({
    short:
      state === 'unknown'
        ? `whether a new branch of ${pattern} requires the check could not be seen`
        : `a new branch of ${pattern} does not require the check`,
    says:
      state === 'unknown'
        ? `Not seen what holds for a new branch of ${pattern}: ${reason}.`
        : `A new branch of ${pattern}, such as ${probe}, would not require the check.`,
    next: 'Create a ruleset for the whole pattern, not for one branch.',
  }),
  'policy-review': ({ path, branch, owners, lacks, state, reason }) => {
    if (state === 'ok') return said(`A change of ${path} needs the review of ${listed(owners)} to get onto ${branch}.`);
    if (state === 'unknown')
      return {
        short: 'whether the policy is protected by review could not be seen',
        says: `Not seen whether the policy is protected by review: ${reason}.`,
      };
    const lines = `/${path} and /.github/CODEOWNERS, each followed by the team that owns the policy`;
    const next: Record<typeof lacks, string> = {
      nothing: '',
      review: 'Create the ruleset for reviews printed below.',
      owners: `Add two lines to .github/CODEOWNERS: ${lines}.`,
      both: `Add two lines to .github/CODEOWNERS: ${lines}. Then create the ruleset for reviews printed below.`,
    };
    const why: Record<typeof lacks, string> = {
      nothing: '',
      review: `${branch} asks for no review by code owners`,
      owners: 'CODEOWNERS names nobody for it',
      both: `CODEOWNERS names nobody for it, and ${branch} asks for no review by code owners`,
    };
    return {
      short: 'whoever can push can change the policy',
      says: `The policy ${path} is not protected by review: ${why[lacks]}. Whoever changes it can switch the gate off.`,
      next: next[lacks],
    };
  },
  'owners-list': () =>
    said(
      "CODEOWNERS itself has no owner: who edits it can take the policy's owner away.",
      'Give it one: /.github/CODEOWNERS.',
    ),
  floor: ({ path, state, reason }) => {
    if (state === 'unseen') return said(`Not seen whether there is an organization policy: ${reason}.`);
    if (path !== undefined) return said(`There is an organization policy: ${path}.`);
    return said(
      "No organization policy was found, so there is no floor: this repository's own policy may ask for less. (One in a repository that this token may not read looks the same.)",
    );
  },
  deploys: ({ branch, workflows, state, reason }) => {
    if (state === 'unseen') return said(`Not seen whether merging to ${branch} deploys: ${reason}.`);
    const what = listed(workflows.map(({ path, environment }) => `${path} (${environment})`));
    const next = `Add ${branch} to promotion.branches in the policy, or deploy from a branch that is.`;
    if (state === 'warns')
      return said(`Merging to ${branch} deploys: ${what}. Only some changes of it count as a promotion.`, next);
    return {
      short: `merging to ${branch} deploys to production, and only a label makes that a promotion`,
      says: `Merging to ${branch} deploys: ${what}. A pull request that nobody labels is not judged.`,
      next,
    };
  },
  retarget: ({ branches, state, reason }) =>
    state === 'unseen'
      ? said(`Not seen whether other branches require the check: ${reason}.`)
      : said(
          `${listed(branches)} ${branches.length === 1 ? 'requires' : 'require'} the check too, without being a promotion branch. A pull request answered there can be retargeted, and for a moment its old answer counts.`,
          'Require the check on promotion branches only.',
        ),
  idle: ({ rulesets, state, reason }) =>
    state === 'unseen'
      ? said(`Not seen whether inactive rulesets would require the check: ${reason}.`)
      : said(
          `${rulesets.map(({ name, enforcement }) => `The ruleset ${name} is ${enforcement === 'evaluate' ? 'only evaluating' : enforcement}`).join('. ')}: it refuses nothing.`,
          'Set its enforcement to active.',
        ),
  'look-alike': ({ seen, counts, state, reason }) => {
    if (state === 'unseen') return said(`Not seen whether others report under the name ${CHECK}: ${reason}.`);
    const who = listed(seen.map(({ pullRequest, producer }) => `${producerWords(producer)} on #${pullRequest}`));
    return said(
      `Others report under the name ${CHECK}: ${who}. ${counts ? 'GitHub takes their word where the check is not pinned.' : 'It does not count where the check is pinned.'}`,
      'Find out who does that, and why.',
    );
  },
};

/** The words of one point. */
export function pointWords(point: AuditPoint): PointWords {
  return (WORDS[point.id] as (one: AuditPoint) => PointWords)(point);
}

const SHOWN = 8;

function listed(items: string[]): string {
  const shown = items.slice(0, SHOWN).join(', ');
  return items.length > SHOWN ? `${shown} and ${items.length - SHOWN} more` : shown;
}

function said(says: string, next?: string): PointWords {
  return { short: says, says, ...(next === undefined ? {} : { next }) };
}

function sourceWords({ source, name, level, strict }: Requirement): string {
  const by = name === undefined ? source : `the ruleset ${name} (${source.replace(/^ruleset /, '')})`;
  const above =
    level === 'organization' ? ', made by the organization' : level === 'enterprise' ? ', made by the enterprise' : '';
  return `${by}${above}${strict ? ', on branches that are up to date' : ''}`;
}

/** `App acme-ci (99)`, or whose commit status it is. */
function producerWords(producer: CheckProducer): string {
  return producer.kind === 'app'
    ? `App ${producer.slug} (${producer.id})`
    : `a commit status${producer.by === '' ? '' : ` of ${producer.by}`}`;
}

const ROLES: Record<number, string> = {
  2: 'everybody who may maintain',
  4: 'everybody who may write',
  5: 'repository administrators',
};
const MODES: Record<string, string> = { pull_request: ' (by pull request)', exempt: ' (leaving no trace)' };

function actorWords({ type, id, mode }: BypassActor): string {
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
