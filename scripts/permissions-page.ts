import { type Criterion, factKindsOf } from '../src/engine/criterion.ts';
import type { FactKind } from '../src/engine/fact-requests.ts';
import {
  type AppTask,
  allNeeds,
  DECLINABLE,
  EVENT_PERMISSION,
  FACT_NEEDS,
  type Need,
  OWN_NEEDS,
  type Permission,
} from '../src/github/client/permissions.ts';

/** As GitHub's own pages name a permission, and why it is asked, for people who decide about it. */
const WORDS: Record<Permission, { label: string; why: string; without: string }> = {
  metadata: {
    label: 'Metadata',
    why: 'Name, topics and visibility of a repository; which rules hold on a branch. Every App has it.',
    without: 'GitHub does not offer to take it out.',
  },
  contents: {
    label: 'Contents',
    why: 'The evidence, the policy and their history are files and commits. The App never writes a file and never merges.',
    without: 'Nothing can be judged: every promotion stays blocked.',
  },
  pull_requests: {
    label: 'Pull requests',
    why: 'Reads what is to be merged and who approved it; writes the one comment, asks reviewers, marks a command as received and answers it, takes its own comment away when two runs wrote one each.',
    without: 'Nothing can be judged. With read only: the check is there, the comment and the review requests are not.',
  },
  issues: {
    label: 'Issues',
    why: 'GitHub keeps labels and comments of pull requests under issues: when a promotion label came and went, where somebody accepted something.',
    without:
      'Commands in comments are not received, and whether the label was there before is unknown: the promotion stays blocked.',
  },
  checks: {
    label: 'Checks',
    why: 'Publishes the check `pilot-readiness`; reads how other checks ended.',
    without: 'There is no check, so a branch that requires it cannot be merged into.',
  },
  statuses: {
    label: 'Commit statuses',
    why: 'GitHub offers only Apps with this permission as the expected source of a required check. The App itself sets no status; it reads those of other tools.',
    without:
      "The required check cannot be pinned to the App on GitHub's pages. Unpinned, anybody who may push can imitate it.",
  },
  merge_queues: {
    label: 'Merge queues',
    why: 'Hears that the queue asks for the check on the commit that would be merged.',
    without:
      'On branches with a merge queue the check never arrives there and the queue gives up. Other branches are not touched.',
  },
  members: {
    label: 'Members (of the organization)',
    why: 'Whether a signer is in the team that may sign, and whether named owners belong to the organization.',
    without:
      'Every check that asks who somebody is becomes unknown, except where people are named one by one and have a role in the repository.',
  },
  organization_custom_properties: {
    label: 'Custom properties (of the organization)',
    why: 'Hears that a repository became a pilot, or that somebody changed the tag.',
    without: "A changed property is seen only when one of the repository's pull requests is judged again.",
  },
  actions: {
    label: 'Actions',
    why: 'How the workflow run ended that a drill or an eval result names as its proof.',
    without: '',
  },
  deployments: {
    label: 'Deployments',
    why: 'When something last went to production, and which releases there were to go back to.',
    without: '',
  },
  administration: {
    label: 'Administration',
    why: 'Hears at once that branch protection or a ruleset was changed, so that a gate that was opened is reported. Read only: the App cannot change a setting.',
    without: '',
  },
};

/** Kinds that exceptions request, whatever the criterion. */
const EXCEPTIONS: FactKind[] = ['waiver-proof', 'grant-proof', 'no-part'];

const ASKED: Record<FactKind, string> = {
  people: 'who an account or team is, and whether it belongs here',
  history: 'the versions of a file',
  'value-history': 'which values a line held over time, and when they were merged',
  'changed-since': 'what changed since a commit',
  authorship: 'who wrote the commits',
  ancestry: 'which of two things changed last',
  approvals: 'who signed a control, and whether they may',
  acceptance: 'whether a named person accepted something',
  'grant-proof': 'whether who granted something by command may, and had no part in the pull request',
  'no-part': 'whether somebody had no part in the pull request',
  'newest-run': 'how the newest run of a workflow ended',
  'waiver-proof': 'whether a waiver was granted by somebody who may, and who had no part in the pull request',
  'required-check': 'whether a check is required, and from whom',
  'check-run': 'how another check ended',
  'workflow-run': 'how a workflow run ended',
  releases: 'releases and deployments',
  issues: 'whether a linked issue is closed',
  'last-promotion': 'when production last changed',
  'line-change': 'how many lines of a document changed',
  'part-taken': 'whether a tester took part before: pull requests and approvals',
};

const DONE: Record<AppTask, string> = {
  'read-evidence': 'reads evidence and policy',
  'know-pilots': 'knows which repositories are pilots',
  'recognize-promotion': 'recognizes a promotion by its label, branch or paths, also after the label was taken away',
  'publish-check': 'publishes the check; judges again when somebody asks for a re-run',
  'be-expected-source': 'can be named as the only source of the required check',
  converse: 'writes one comment, answers `/readiness`, asks reviewers',
  'answer-merge-queue': 'answers the merge queue',
  'notice-protection': 'notices a changed branch protection or ruleset',
};

/** `docs/permissions.md`. */
export function permissionsPage(catalog: Criterion[]): string {
  const { permissions } = allNeeds();
  const asked = new Set(catalog.flatMap(kindsOf));
  const silent = (Object.keys(FACT_NEEDS) as FactKind[]).filter(
    (kind) => !asked.has(kind) && !EXCEPTIONS.includes(kind),
  );
  return [
    '# What the App asks of GitHub, and why',
    '',
    'Made from the sources by `npm run generate`; tests compare it with [app.yml](../app.yml) and with what the sources really',
    'read. Read it before you install the App or accept a new permission. **With these permissions GitHub does not let the App',
    'push, merge, or change a setting.** It reads, publishes a check, writes a comment and asks for reviews. GitHub would also let',
    'it edit pull requests and set statuses, because no smaller permission exists: it does neither. What `doctor` asks with a',
    "person's token is told in [its own page](doctor.md) and is not asked here.",
    '',
    '## Each permission',
    '',
    '| Permission | Access | Why | Without it |',
    '|-|-|-|-|',
    ...(Object.entries(permissions) as [Permission, string][]).map(([permission, access]) => {
      const { label, why, without } = WORDS[permission];
      const rest = DECLINABLE.includes(permission) ? 'May be left out, [see below](#what-may-be-left-out).' : without;
      return `| **${label}** \`${permission}\` | ${access} | ${why} | ${rest} |`;
    }),
    '',
    '## What may be left out',
    '',
    'Take the line out of `app.yml` before you register the App, together with its events. An organization that has not',
    'accepted a permission which was added later is in the same position. The App goes on; what it could not look at is',
    '*unknown* and names the permission. An unknown check that blocks makes the verdict *undetermined*, which blocks: lower',
    'those checks in the policy of the organization, or grant the permission. In public repositories GitHub shows some of',
    'this to everybody.',
    '',
    "| Left out | Take out these events too | Then unknown, where the pilot's evidence calls for it | Besides |",
    '|-|-|-|-|',
    ...DECLINABLE.map((permission) => declined(permission, catalog)),
    '',
    '## Each criterion',
    '',
    "A criterion asks only about what the pilot's own files name. The events are those after which the answer may be another",
    'one: then the pull request is judged again. Reading the files themselves takes `contents: read` everywhere.',
    '',
    '| Criterion | Asks | Permissions | Judged again after | Checks |',
    '|-|-|-|-|-|',
    ...catalog.flatMap(requestedRows),
    '| every criterion, for a waiver in the policy file or by comment | ' +
      `${ASKED['waiver-proof']} | ${permissionsOf(FACT_NEEDS['waiver-proof'])} | ${eventsOf(FACT_NEEDS['waiver-proof'])} | the waived one |`,
    '',
    ...(silent.length > 0
      ? [`Can be asked, and is asked by no criterion yet: ${silent.map((kind) => ASKED[kind]).join('; ')}.`, '']
      : []),
    '## What the App does of itself',
    '',
    '| The App | Permissions | Events |',
    '|-|-|-|',
    ...(Object.entries(OWN_NEEDS) as [AppTask, Need][]).map(
      ([doing, need]) => `| ${DONE[doing]} | ${permissionsOf(need)} | ${eventsOf(need) || '–'} |`,
    ),
    "| asks for deliveries again that failed | none: the App's own key | – |",
    '| hears that it was installed, removed, or given repositories | none: GitHub tells every App | `installation`, `installation_repositories` |',
    '',
  ].join('\n');
}

function declined(permission: Permission, catalog: Criterion[]): string {
  const events = Object.keys(EVENT_PERMISSION).filter((event) => EVENT_PERMISSION[event] === permission);
  const lost = catalog.flatMap((criterion) => {
    const codes = checksRequesting(criterion, (kind) => permission in FACT_NEEDS[kind].permissions, false);
    return codes.length > 0 ? [`${codes.join(' ')} (${criterion.id})`] : [];
  });
  const doings = (Object.entries(OWN_NEEDS) as [AppTask, Need][]).filter(([, need]) => permission in need.permissions);
  const besides = doings.map(([doing]) => `${DONE[doing]} only when the pull request is judged again`);
  return `| \`${permission}\` | ${names(events) || 'none'} | ${lost.join(', ') || 'no check'} | ${besides.join('; ') || 'nothing'} |`;
}

/** Every kind of fact that a criterion may request. */
function kindsOf(criterion: Criterion): FactKind[] {
  return [...new Set(criterion.checks.flatMap((check) => factKindsOf(criterion, check)))].sort();
}

function requestedRows(criterion: Criterion): string[] {
  return kindsOf(criterion).map((kind, index) => {
    const need = FACT_NEEDS[kind];
    const name = index === 0 ? `[${criterion.id}](criteria/${criterion.id}.md)` : '';
    const codes = checksRequesting(criterion, (one) => one === kind, true);
    return `| ${name} | ${ASKED[kind]} | ${permissionsOf(need)} | ${eventsOf(need)} | ${codes.join(' ')} |`;
  });
}

/** Checks with such a fact. An optional one may be missing: that makes nothing unknown. */
function checksRequesting(criterion: Criterion, isSuch: (kind: FactKind) => boolean, withOptional: boolean): string[] {
  return criterion.checks
    .filter((check) => factKindsOf(criterion, check, withOptional).some(isSuch))
    .map(({ code }) => code);
}

function permissionsOf(need: Need): string {
  return Object.entries(need.permissions)
    .map(([permission, access]) => `\`${permission}: ${access}\``)
    .sort()
    .join(', ');
}

function eventsOf(need: Need): string {
  return names([...need.events].sort());
}

function names(list: string[]): string {
  return list.map((one) => `\`${one}\``).join(', ');
}
