import * as z from 'zod';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, sectionHistory } from '../../engine/fact-requests.ts';
import { evalResults, named, section, tree as treeOf, workflows } from '../../engine/inputs.ts';
import { judgePromotedFacts, requestPromotedFacts } from '../shared/evals/promoted.ts';
import { RISK_TIER_LIMIT } from '../shared/limits.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { serviceNames } from '../shared/people/pilot-people.ts';
import { roleAccounts } from '../shared/people/role-accounts.ts';
import { existingPeople, readableWherePresent } from '../shared/preconditions.ts';
import { readAuditSample } from '../shared/workflow/audit-sample.ts';
import { judgeAcceptedRisks, judgeModes, judgeRisks } from './autonomy.ts';
import { judgeConduct } from './conduct.ts';
import { judgeMap, listedDecisions } from './decision-map.ts';
import { judgeEmbedding } from './embedding.ts';
import { judgeCheckRuns, judgeEnforcement, makeEnforcementQuestion, requestCheckRuns } from './enforcement.ts';
import { findDesignerAccounts, judgeAcceptedMap, judgeApproval } from './map-approval.ts';
import { decidersOf, judgeWrongOutput } from './wrong-output.ts';

/** Asks in which system the work happens, what the service may decide there, and whether it keeps to that. */
export default defineCriterion({
  id: 'workflow-and-autonomy',
  title: 'Workflow and autonomy',
  subtitle: 'It is clear where the system works and what it may decide',
  half: 'organizational',
  why: 'Safety and adoption depend on a list of decisions: what each one reads, writes and hands over, and how far the machine may act on its own.',
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
    approvedWithinDays: param(
      z.int().min(1).max(730),
      180,
      'lower',
      'days after which the map has to be approved again',
    ),
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
    workflows: workflows(),
  }),
  facts: {
    risksAccepted: 'acceptance',
    changed: 'changed-since',
    orders: 'ancestry',
    runs: 'workflow-run',
    checks: 'check-run',
    ownerApproved: 'acceptance',
    designerApproved: 'acceptance',
    mapHistory: 'value-history',
  },
  requests: (_params, { workflow, pilot, plan, evals, results, tree, workflows: flows }, context) => {
    const map = workflow.state === 'seen' ? workflow.value : undefined;
    const decisions = map && pointerTo('workflow', map, 'decisions');
    return {
      ...requestPromotedFacts(
        map && tree.state === 'seen'
          ? makeEnforcementQuestion(map, tree.value, evals, results, flows, context).promoted
          : undefined,
      ),
      risksAccepted: acceptance('WA-3', roleAccounts(pilot, 'governance')),
      checks: map ? requestCheckRuns(map) : [],
      ownerApproved: acceptance('WA-8', roleAccounts(pilot, 'workflow')),
      designerApproved: acceptance('WA-8', findDesignerAccounts(pilot, plan)),
      mapHistory: decisions && sectionHistory(decisions),
    };
  },
  checks: (check) => [
    check('WA-1', {
      title: 'Each decision states what it reads and writes, what starts it, who takes over and who may override it',
      levels: 'a/B/B',
      remedy: 'Complete the decisions in readiness/workflow.yaml, in the names that the other files use.',
      requires: ['workflow', 'integration', 'operatingModel'],
      optional: ['sources'],
      preconditions: ({ workflow, sources }) => [listedDecisions(workflow.value), readableWherePresent(sources)],
      judge: ({ workflow, integration, operatingModel, sources }) =>
        judgeMap({ workflow: workflow.value, integration: integration.value, sources, model: operatingModel.value }),
    }),
    check('WA-2', {
      limit: RISK_TIER_LIMIT,
      title: 'No decision acts more freely than its risk allows',
      levels: 'a/B/B',
      waivable: false,
      remedy: 'Let low risk act on its own, make medium risk wait for a confirmation, and leave high risk to people.',
      requires: ['workflow'],
      preconditions: ({ workflow }) => [listedDecisions(workflow.value)],
      judge: ({ workflow }) => judgeModes(workflow.value),
    }),
    check('WA-3', {
      limit: RISK_TIER_LIMIT,
      title: 'No decision is declared with a lower risk than its description implies',
      levels: 'a/B/B',
      remedy: 'Raise the risk, or enter lower-risk-reason and have the governance owner accept it.',
      actors: ['author', 'governance-owner'],
      requires: ['workflow'],
      preconditions: ({ workflow }) => [listedDecisions(workflow.value)],
      judge: ({ workflow }) => judgeRisks(workflow.value),
      facts: ['risksAccepted'],
      objections: ({ workflow, risksAccepted }) => judgeAcceptedRisks(workflow.value, risksAccepted.value),
    }),
    check('WA-4', {
      title: 'Where a person has to act, the code waits, and a test proves it',
      levels: '-/B/B',
      remedy: 'Name enforced-at and test for each decision that people confirm or make.',
      requires: ['workflow', 'tree'],
      optional: ['evals', 'results', 'workflows'],
      preconditions: ({ workflow }) => [listedDecisions(workflow.value)],
      judge: ({ workflow, tree, evals, results, workflows: flows }, context) =>
        judgeEnforcement(makeEnforcementQuestion(workflow.value, tree.value, evals, results, flows, context)),
      facts: ['changed', 'orders', 'runs', 'checks'],
      objections: ({ workflow, tree, evals, results, workflows: flows, changed, orders, runs, checks }, context) => {
        const { promoted } = makeEnforcementQuestion(workflow.value, tree.value, evals, results, flows, context);
        const facts = { changed: changed.value, orders: orders.value, runs: runs.value, head: context.subject.commit };
        return [
          ...judgeCheckRuns(workflow.value, checks.value),
          ...(promoted === undefined ? [] : judgePromotedFacts(promoted, facts)),
        ];
      },
    }),
    check('WA-5', {
      title: 'The audit log shows that nothing was done without the person it needed',
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
      title: 'The handling of a wrong output is described from end to end, and overrides are recorded',
      levels: 'a/B/B',
      remedy: 'Add wrong-output to readiness/workflow.yaml, and log whether a person overrode a decision.',
      requires: ['workflow', 'integration', 'files'],
      preconditions: ({ workflow }, { profile }) => [
        existingPeople(decidersOf(workflow.value), { namesWillDo: profile === 'minimal' }),
      ],
      preconditionFacts: ['people'],
      judge: ({ workflow, integration, files }, { now }) =>
        judgeWrongOutput(workflow.value, readAuditSample(integration.value, files.value, workflow.value, now)),
    }),
    check('WA-7', {
      stallSign: 'side-tool',
      title: 'The system works inside a live system of record, not beside it',
      levels: '-/B/B',
      remedy: 'Bring it into the system in which the work is done, and name that under embedded-in.',
      requires: ['workflow', 'integration'],
      optional: ['sources'],
      preconditions: ({ sources }) => [readableWherePresent(sources)],
      judge: ({ workflow, integration, sources }) => judgeEmbedding(workflow.value, integration.value, sources),
    }),
    check('WA-8', {
      title: 'The workflow owner and a manager whose people it affects approved the map',
      levels: '-/a/B',
      remedy: 'Go through the map with both, enter approved-by and approved-on, and have them accept it.',
      actors: ['product-owner', 'author'],
      requires: ['workflow', 'pilot', 'plan'],
      judge: ({ workflow, pilot, plan }, { params, now }) =>
        judgeApproval(
          { workflow: workflow.value, pilot: pilot.value, plan: plan.value },
          params.approvedWithinDays,
          now,
        ),
      facts: ['ownerApproved', 'designerApproved', 'mapHistory'],
      objections: ({ workflow, pilot, plan, ownerApproved, designerApproved, mapHistory }) =>
        judgeAcceptedMap(
          { workflow: workflow.value, pilot: pilot.value, plan: plan.value },
          { owner: ownerApproved.value, designer: designerApproved.value, history: mapHistory?.value },
        ),
    }),
  ],
});
