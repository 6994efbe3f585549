import * as z from 'zod';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, ancestry, changedSince, people, valueHistory, workflowRun } from '../../engine/fact-requests.ts';
import { evalResults, named, section, tree as treeOf } from '../../engine/inputs.ts';
import { coversOf, provenancesOf } from '../shared/evals/promoted.ts';
import { RISK_TIER_LIMIT } from '../shared/limits.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { accountsOf, missingPeople, unnamedPeople } from '../shared/people/known-people.ts';
import { serviceNames } from '../shared/people/pilot-people.ts';
import { roleAccounts } from '../shared/people/role-accounts.ts';
import { readableWherePresent } from '../shared/preconditions.ts';
import { unreadable } from '../shared/unreadable.ts';
import { readAuditSample } from '../shared/workflow/audit-sample.ts';
import { confirmRisks, judgeModes, judgeRisks } from './autonomy.ts';
import { judgeConduct } from './conduct.ts';
import { judgeMap } from './decision-map.ts';
import { judgeEmbedding } from './embedding.ts';
import {
  boundQuestion,
  confirmEnforcement,
  enforcementQuestion,
  enforcementRuns,
  judgeEnforcement,
} from './enforcement.ts';
import { coDesigners, confirmApproval, judgeApproval } from './map-approval.ts';
import { judgeWrongOutput, rulers } from './wrong-output.ts';

/** Asks where the system sits in the work, what it may decide, and whether it keeps to that. */
export default defineCriterion({
  id: 'workflow-and-autonomy',
  title: 'Workflow and autonomy',
  subtitle: 'Where it sits and what it may decide',
  half: 'organizational',
  why: 'Safety and adoption both depend on saying, for each decision, what is read, written and handed over, and how far the machine may act.',
  sources: ['S2', 'S0', 'S1'],
  params: {
    sampleRows: param(z.int().min(1).max(100_000), 200, 'higher', 'rows after which the audit log sample is enough'),
    sampleDays: param(z.int().min(1).max(365), 14, 'higher', 'days after which the audit log sample is enough'),
    sampleWithinDays: param(
      z.int().min(1).max(365),
      { minimal: 90, standard: 90, regulated: 30 },
      'lower',
      'age of the newest row of the audit log sample, in days',
    ),
    approvedWithinDays: param(z.int().min(1).max(730), 180, 'lower', 'days after which the map is approved again'),
  },
  inputs: () => ({
    workflow: section('workflow'),
    integration: section('integration'),
    files: named('integration'),
    sources: section('data-sources'),
    operatingModel: section('operating-model'),
    pilot: section('pilot'),
    plan: section('change-plan'),
    evals: section('evals'),
    results: evalResults(),
    tree: treeOf(),
  }),
  facts: {
    risksAccepted: 'acceptance',
    changed: 'changed-since',
    orders: 'ancestry',
    runs: 'workflow-run',
    checks: 'check-run',
    rulers: 'people',
    ownerApproved: 'acceptance',
    designerApproved: 'acceptance',
    mapHistory: 'value-history',
  },
  requests: (_params, seen, { profile, policy }) => {
    const { workflow, pilot, plan, evals, tree } = seen;
    const root = policy.evidence.root;
    const map = workflow.state === 'seen' ? workflow.value : undefined;
    const decisions = map && pointerTo('workflow', map, 'decisions');
    const question =
      map && tree.state === 'seen'
        ? boundQuestion(enforcementQuestion(map, tree.value, { ...seen, profile, root }))
        : undefined;
    const provenances = question === undefined ? [] : provenancesOf(question);
    const { globs, except } =
      evals.state === 'seen' ? coversOf({ evals: evals.value, evidenceRoot: root }) : { globs: [], except: [] };
    return {
      risksAccepted: acceptance('WA-3', roleAccounts(pilot, 'governance')),
      changed: provenances.flatMap(({ provenance: bond }) =>
        bond.by === 'commit' ? [changedSince(globs, bond.commit, { except })] : [],
      ),
      orders: provenances.flatMap(({ file, provenance: bond }) =>
        bond.by === 'order' ? [ancestry([file.path], globs, { except })] : [],
      ),
      runs: profile === 'regulated' ? provenances.map(({ file }) => workflowRun(file.provenance?.runId ?? '')) : [],
      checks: map ? enforcementRuns(map) : [],
      rulers: people(map ? accountsOf(rulers(map)) : []),
      ownerApproved: acceptance('WA-8', roleAccounts(pilot, 'workflow')),
      designerApproved: acceptance('WA-8', coDesigners(pilot, plan)),
      mapHistory: decisions && valueHistory(decisions.path, decisions.pointer),
    };
  },
  checks: (check) => [
    check('WA-1', {
      title: 'Each decision says what it reads and writes, what starts it, who takes over and who overrides',
      levels: 'a/B/B',
      remedy: 'Complete the decisions in readiness/workflow.yaml, in the names that the other files use.',
      requires: ['workflow', 'integration', 'operatingModel'],
      optional: ['sources'],
      judge: ({ workflow, integration, operatingModel, sources }) => [
        ...unreadable(sources),
        ...judgeMap({ workflow: workflow.value, integration: integration.value, sources, model: operatingModel.value }),
      ],
    }),
    check('WA-2', {
      limit: RISK_TIER_LIMIT,
      title: 'No decision acts more freely than its risk allows',
      levels: 'a/B/B',
      waivable: false,
      remedy: 'Let low risk act by itself, medium risk wait for a confirmation, and leave high risk to people.',
      requires: ['workflow'],
      judge: ({ workflow }) => judgeModes(workflow.value),
    }),
    check('WA-3', {
      limit: RISK_TIER_LIMIT,
      title: 'No decision is declared as less risky than its own words say',
      levels: 'a/B/B',
      remedy: 'Raise the risk, or give lower-risk-reason and have the governance owner accept it.',
      actors: ['author', 'governance-owner'],
      requires: ['workflow'],
      judge: ({ workflow }) => judgeRisks(workflow.value),
      facts: ['risksAccepted'],
      confirm: ({ workflow, risksAccepted }) => confirmRisks(workflow.value, risksAccepted.value),
    }),
    check('WA-4', {
      title: 'Where a person has to act, the code waits, and a test proves it',
      levels: '-/B/B',
      remedy: 'Name enforced-at and test for each decision that is confirmed or left to people.',
      requires: ['workflow', 'tree'],
      optional: ['evals', 'results'],
      judge: ({ workflow, tree, evals, results }, { profile, policy, subject: { repository } }) =>
        judgeEnforcement(
          enforcementQuestion(workflow.value, tree.value, {
            evals,
            results,
            profile,
            root: policy.evidence.root,
            repository,
          }),
        ),
      facts: ['changed', 'orders', 'runs', 'checks'],
      confirm: ({ workflow, tree, evals, results, ...facts }, { profile, policy, subject }) => {
        const { repository, commit } = subject;
        const from = { evals, results, profile, root: policy.evidence.root, repository };
        return confirmEnforcement(enforcementQuestion(workflow.value, tree.value, from), {
          changed: facts.changed.value,
          orders: facts.orders.value,
          runs: facts.runs.value,
          checks: facts.checks.value,
          head: commit,
        });
      },
    }),
    check('WA-5', {
      title: 'In the audit log nothing was done without the person it needed',
      levels: '-/B/B',
      remedy: 'Export a sample of the audit log with who acted and who confirmed, and name it in integration.yaml.',
      requires: ['workflow', 'integration', 'files'],
      optional: ['pilot'],
      judge: ({ workflow, integration, files, pilot }, { params, now, subject }) =>
        judgeConduct(
          readAuditSample(integration.value, files.value, workflow.value, now),
          serviceNames(pilot, subject.repository),
          params,
          now,
        ),
    }),
    check('WA-6', {
      title: 'The way of a wrong output is told to its end, and overrides are recorded',
      levels: 'a/B/B',
      remedy: 'Add wrong-output to readiness/workflow.yaml, and log whether a person overrode.',
      requires: ['workflow', 'integration', 'files'],
      judge: ({ workflow, integration, files }, { profile, now }) => [
        ...judgeWrongOutput(workflow.value, readAuditSample(integration.value, files.value, workflow.value, now)),
        ...unnamedPeople(rulers(workflow.value), profile === 'minimal'),
      ],
      facts: ['rulers'],
      confirm: ({ workflow, integration, files, rulers: facts }, { now }) => [
        ...judgeWrongOutput(workflow.value, readAuditSample(integration.value, files.value, workflow.value, now)),
        ...missingPeople(rulers(workflow.value), facts.value),
      ],
    }),
    check('WA-7', {
      stallSign: 'side-tool',
      title: 'It works inside a live system of record, not beside it',
      levels: '-/B/B',
      remedy: 'Bring it into the system in which the work is done, and name that under embedded-in.',
      requires: ['workflow', 'integration'],
      optional: ['sources'],
      preconditions: ({ sources }) => [readableWherePresent(sources)],
      judge: ({ workflow, integration, sources }) => judgeEmbedding(workflow.value, integration.value, sources),
    }),
    check('WA-8', {
      title: 'The workflow owner and a manager whose people it changes approved the map',
      levels: '-/a/B',
      remedy: 'Go through the map with both, write approved-by and approved-on, and have them accept it.',
      actors: ['product-owner', 'author'],
      requires: ['workflow', 'pilot', 'plan'],
      judge: ({ workflow, pilot, plan }, { params: { approvedWithinDays: withinDays }, now }) =>
        judgeApproval({ workflow: workflow.value, pilot: pilot.value, plan: plan.value, withinDays, now }),
      facts: ['ownerApproved', 'designerApproved', 'mapHistory'],
      confirm: ({ workflow, pilot, plan, ...facts }, { params: { approvedWithinDays: withinDays }, now }) =>
        confirmApproval(
          { workflow: workflow.value, pilot: pilot.value, plan: plan.value, withinDays, now },
          { owner: facts.ownerApproved.value, designer: facts.designerApproved.value, history: facts.mapHistory.value },
        ),
    }),
  ],
});
