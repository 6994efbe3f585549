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

/** The name of each permission on GitHub's pages and why it is needed, for people who decide about it. */
const WORDS: Record<Permission, { label: string; why: string; without: string }> = {
  metadata: {
    label: 'Metadata',
    why: 'Name, topics, and visibility of a repository; the rules of a branch. Every App has it.',
    without: 'GitHub does not let you remove it.',
  },
  contents: {
    label: 'Contents',
    why: 'The evidence, the policy, and their history are files and commits. The App never writes a file and never merges.',
    without: 'Nothing can be evaluated: every promotion stays blocked.',
  },
  pull_requests: {
    label: 'Pull requests',
    why: 'Reads the pull request and its approvals; writes the comment, requests reviews, marks a command as received and answers it, and removes its own comment when two runs wrote one each.',
    without:
      'Nothing can be evaluated. With read access only, the check is published, but there is no comment and no review request.',
  },
  issues: {
    label: 'Issues',
    why: 'GitHub treats labels and comments of pull requests as part of issues: when a promotion label was added or removed, and where somebody accepted something.',
    without:
      'Commands in comments are not received, and it is unknown whether the label was there before: the promotion stays blocked.',
  },
  checks: {
    label: 'Checks',
    why: 'Publishes the check `pilot-readiness`; reads the results of other checks.',
    without: 'There is no check, so nothing can be merged into a branch that requires it.',
  },
  statuses: {
    label: 'Commit statuses',
    why: 'GitHub offers only Apps with this permission as the expected source of a required check. The App itself sets no status; it reads those of other tools.',
    without:
      "The required check cannot be pinned to the App on GitHub's pages. If it is not pinned, anybody who can push can imitate it.",
  },
  merge_queues: {
    label: 'Merge queues',
    why: 'Receives the request of the merge queue for the check on the commit that would be merged.',
    without:
      'On branches with a merge queue, the check never arrives and the queue gives up. Other branches are not affected.',
  },
  members: {
    label: 'Members (of the organization)',
    why: 'Whether a signer is in the team that may sign, and whether the named owners belong to the organization.',
    without:
      'Every check that needs the identity of a person becomes unknown, except where people are named individually and have a role in the repository.',
  },
  organization_custom_properties: {
    label: 'Custom properties (of the organization)',
    why: 'Receives the event when a repository becomes a pilot or somebody changes the property.',
    without: "A changed property is noticed only when one of the repository's pull requests is evaluated again.",
  },
  actions: {
    label: 'Actions',
    why: 'The result of the workflow run that a drill or an eval result names as its proof.',
    without: '',
  },
  deployments: {
    label: 'Deployments',
    why: 'When production was last deployed, and which releases exist to roll back to.',
    without: '',
  },
  administration: {
    label: 'Administration',
    why: 'Receives the event when branch protection or a ruleset is changed, so that a gate that was opened is reported. Read only: the App cannot change a setting.',
    without: '',
  },
};

/** Kinds that exceptions request, whatever the criterion. */
const EXCEPTIONS: FactKind[] = [
  'waiver-proof',
  'grant-proof',
  'no-part',
  'definition-acceptances',
  'definition-versions',
  'approved-changes',
];

const ASKED: Record<FactKind, string> = {
  people: 'who an account or team is, and whether it belongs to the organization or repository',
  history: 'the versions of a file',
  'value-history': 'which values a line had over time, and when they were merged',
  'changed-since': 'what changed since a commit',
  authorship: 'who wrote the commits',
  ancestry: 'which of two things changed last',
  approvals: 'who signed a control, and whether they may',
  acceptance: 'whether a named person accepted something',
  'definition-versions': 'what the definitions were before',
  'approved-changes': 'who approved a change of the definitions',
  'definition-acceptances': 'whether a named person accepted what this promotion asks less of',
  'grant-proof': 'whether the person who granted something by command may do so and had no part in the pull request',
  'no-part': 'whether somebody had no part in the pull request',
  'newest-run': 'the result of the newest run of a workflow',
  'waiver-proof': 'whether a waiver was granted by a person who may do so and had no part in the pull request',
  'required-check': 'whether a check is required, and from which reporter',
  'check-run': 'the result of another check',
  'workflow-run': 'the result of a workflow run',
  releases: 'releases and deployments',
  issues: 'whether a linked issue is closed',
  'last-promotion': 'when production last changed',
  'line-change': 'how many lines of a document changed',
  'part-taken': 'whether a tester took part before, by pull requests or approvals',
};

const DONE: Record<AppTask, string> = {
  'read-evidence': 'reads evidence and policy',
  'know-pilots': 'knows which repositories are pilots',
  'recognize-promotion': 'recognizes a promotion by its label, branch, or paths, even after the label was removed',
  'publish-check': 'publishes the check; evaluates again when somebody requests a re-run',
  'be-expected-source': 'can be set as the only source of the required check',
  converse: 'writes one comment, answers `/readiness`, requests reviews',
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
    '# Permissions of the App',
    '',
    '`npm run generate` makes this page from the sources; tests compare it with [app.yml](../app.yml) and with the requests in the',
    'sources. Read it before you install the App or accept a new permission. **With these permissions, GitHub does not let the App',
    'push, merge, or change a setting.** It reads, publishes a check, writes a comment, and requests reviews. GitHub would also let',
    'it edit pull requests and set statuses, because no smaller permission exists; it does neither. What `doctor` reads with a',
    "person's token is on [its own page](doctor.md) and is not requested here. The [glossary](glossary.md) explains the terms, such",
    'as [fact](glossary.md#fact) and [promotion](glossary.md#promotion).',
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
    'Remove the line from `app.yml` before you register the App, together with its events. The same applies to an organization',
    'that has not accepted a permission that was added later. The App continues; what it could not look up is *unknown*, and the',
    'report names the permission. An unknown check that blocks makes the verdict *undetermined*, which blocks: lower those',
    'checks in the organization policy, or grant the permission. In public repositories, GitHub shows some of this to everybody.',
    '',
    "| Left out | Also remove these events | Unknown, where the pilot's evidence needs it | Other effects |",
    '|-|-|-|-|',
    ...DECLINABLE.map((permission) => declined(permission, catalog)),
    '',
    '## Each criterion',
    '',
    "A criterion requests only facts that the pilot's own files name. The answer can change after the listed events; the pull",
    'request is then evaluated again. Reading the files themselves always needs `contents: read`.',
    '',
    '| Criterion | Requests | Permissions | Evaluated again after | Checks |',
    '|-|-|-|-|-|',
    ...catalog.flatMap(requestedRows),
    '| every criterion, for a waiver in the policy file or by comment | ' +
      `${ASKED['waiver-proof']} | ${permissionsOf(FACT_NEEDS['waiver-proof'])} | ${eventsOf(FACT_NEEDS['waiver-proof'])} | the waived one |`,
    '',
    ...(silent.length > 0
      ? [`Can be requested, and no criterion requests it yet: ${silent.map((kind) => ASKED[kind]).join('; ')}.`, '']
      : []),
    '## What the App does itself',
    '',
    '| The App | Permissions | Events |',
    '|-|-|-|',
    ...(Object.entries(OWN_NEEDS) as [AppTask, Need][]).map(
      ([doing, need]) => `| ${DONE[doing]} | ${permissionsOf(need)} | ${eventsOf(need) || '–'} |`,
    ),
    "| requests failed deliveries again | none: the App's own key | – |",
    '| is notified when it is installed, removed, or given repositories | none: GitHub notifies every App | `installation`, `installation_repositories` |',
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
  const besides = doings.map(([doing]) => `${DONE[doing]} only when the pull request is evaluated again`);
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
