import * as z from 'zod';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, approvals, sectionHistory } from '../../engine/fact-requests.ts';
import { named, records, section, tree as treeOf } from '../../engine/inputs.ts';
import { readRunLog } from '../shared/automation/run-log.ts';
import { questionOf } from '../shared/controls/cases.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { existingPeople } from '../shared/preconditions.ts';
import { unreadable } from '../shared/unreadable.ts';
import { judgeCeiling } from './ceiling.ts';
import { judgeCosts } from './costs.ts';
import { judgeCurve } from './curve.ts';
import { checkFinance, financeCase, judgeFinance } from './finance-approval.ts';
import { judgeManualWork } from './manual-work.ts';
import { judgePhaseTwo, judgePlannedBefore, phaseTwoOwner } from './phase-two.ts';
import { judgeQuote } from './quote.ts';
import { judgeTotals } from './totals.ts';

const share = z.number().min(0).max(1);

/** Asks whether the service still pays when everything has its full price, and whether Finance approved that. */
export default defineCriterion({
  id: 'scale-economics',
  title: 'Unit economics',
  subtitle: 'The service pays at full cost and full scale, and Finance approved the figures',
  half: 'organizational',
  why: 'Pilot prices and unpaid effort turn a gain into a loss once the volume grows.',
  sources: ['S0', 'S3', 'S1'],
  params: {
    tolerance: param(
      z.number().min(0).max(0.1),
      0.01,
      'lower',
      'largest difference between a stated total and what its entries add up to',
    ),
    adoptionShare: param(
      z.number().min(0.1).max(1),
      0.8,
      'lower',
      'share of the planned adoption at which the service still has to pay',
    ),
    oneOffYears: param(z.int().min(1).max(10), 3, 'lower', 'years over which one-off costs are spread'),
    financeDays: param(z.int().min(1).max(365), 180, 'lower', 'days after which the approval of Finance expires'),
    modelTolerance: param(share, 0.2, 'lower', 'largest difference between the real cost and what the model gives'),
    costAgeDays: param(z.int().min(1).max(365), 7, 'lower', 'days after which the newest cost is too old'),
  },
  inputs: () => ({
    economics: section('economics'),
    files: named('economics'),
    pilot: section('pilot'),
    workflow: section('workflow'),
    runFiles: named('workflow'),
    cohorts: section('cohorts'),
    cohortFiles: named('cohorts'),
    controls: records('controls'),
    tree: treeOf(),
  }),
  facts: {
    approvals: 'approvals',
    phaseTwoHistory: 'value-history',
    startHistory: 'value-history',
    lateAccepted: 'acceptance',
  },
  requests: (params, { economics, pilot, controls, tree }, { policy }) => {
    const phaseTwo = economics.state === 'seen' ? pointerTo('economics', economics.value, 'phase-two') : undefined;
    // Requested only where the check is on: a request lets the approvers know that the pilot waits for them.
    const isOn = policy.criteria['scale-economics']?.checks['EC-5']?.level !== 'off';
    const finance =
      isOn && controls.state === 'seen' && tree.state === 'seen' && economics.state === 'seen'
        ? financeCase({ controls, tree }, { params, policy })
        : undefined;
    return {
      approvals: finance && approvals([{ ...questionOf(finance), validDays: finance.validDays }]),
      phaseTwoHistory: phaseTwo && sectionHistory(phaseTwo),
      startHistory: pilot.state === 'seen' ? sectionHistory(pointerTo('pilot', pilot.value, 'started-on')) : undefined,
      lateAccepted: acceptance('EC-6', sponsorHandles(pilot)),
    };
  },
  checks: (check) => [
    check('EC-1', {
      title: 'Every class of cost is stated, at its full price',
      levels: 'a/B/B',
      remedy: 'List the costs in readiness/economics.yaml, each with amount, unit, basis and source.',
      actors: ['product-owner', 'author'],
      requires: ['economics'],
      judge: ({ economics }) => judgeCosts(economics.value),
    }),
    check('EC-2', {
      title: 'The totals are what the entries add up to',
      levels: 'a/B/B',
      remedy: 'Add totals, benefits and the target volume to readiness/economics.yaml, as the entries give them.',
      requires: ['economics'],
      judge: ({ economics }, { params }) => judgeTotals(economics.value, params.tolerance),
    }),
    check('EC-3', {
      title: 'The service pays at the target volume, and when fewer people use it than planned',
      levels: '-/B/B',
      remedy: 'State the volumes pilot, target and beyond with their benefits, and lower the costs below these.',
      actors: ['product-owner', 'author'],
      requires: ['economics'],
      judge: ({ economics }, { params }) => judgeCurve(economics.value, params),
    }),
    check('EC-4', {
      title: 'Manual work is priced',
      levels: '-/B/B',
      remedy: 'Add touch_minutes to the log of runs, and manual-hours to readiness/economics.yaml.',
      requires: ['economics', 'workflow', 'runFiles', 'cohorts', 'cohortFiles'],
      judge: ({ economics, workflow, runFiles, cohorts, cohortFiles }, { params, now }) => {
        const read = readRunLog(workflow.value, runFiles.value, now);
        return 'open' in read
          ? read.open
          : judgeManualWork(economics.value, read.log, cohorts.value, cohortFiles.value, params.tolerance, now);
      },
    }),
    check('EC-5', {
      title: 'Finance approved the economics as they are now',
      levels: '-/B/B',
      waivable: false,
      remedy:
        'Have an approver of Finance, who did not write the economics, approve the pull request with `/readiness sign-off finance` in the review.',
      actors: ['control:finance'],
      requires: ['economics', 'controls', 'tree'],
      judge: (seen, context) => judgeFinance(seen, context),
      facts: ['approvals'],
      objections: (seen, context) => checkFinance(seen, seen.approvals?.value ?? [], context),
    }),
    check('EC-6', {
      title: 'The work between pilot and production is costed, owned and paid for',
      levels: 'a/B/B',
      remedy: 'Add phase-two to readiness/economics.yaml: items, owner and budget.',
      alternativeRemedy:
        'Under regulated, phase two also has to be planned before the pilot began. If it was planned later, the sponsor accepts that with `/readiness accept EC-6 because <reason>`, and reports always show it.',
      actors: ['product-owner', 'author'],
      requires: ['economics', 'pilot'],
      preconditions: ({ economics }, { profile }) => [
        existingPeople(phaseTwoOwner(economics.value), { namesWillDo: profile === 'minimal' }),
      ],
      preconditionFacts: ['people'],
      judge: ({ economics }) => judgePhaseTwo(economics.value),
      optionalFacts: ['phaseTwoHistory', 'startHistory', 'lateAccepted'],
      objections: (seen, { profile }) =>
        judgePlannedBefore({
          economics: seen.economics.value,
          pilot: seen.pilot.value,
          history: seen.phaseTwoHistory,
          startHistory: seen.startHistory,
          acceptance: seen.lateAccepted,
          blocks: profile === 'regulated',
        }),
    }),
    check('EC-7', {
      title: 'The cost of running the service stays under a ceiling that is enforced',
      levels: 'a/B/B',
      remedy: 'Add cost-ceiling to readiness/economics.yaml and export the real costs, day by day.',
      requires: ['economics', 'files', 'tree'],
      optional: ['workflow', 'runFiles'],
      judge: ({ economics, files, tree, workflow, runFiles }, { params, now }) => {
        // A log that exists and cannot be read does not count as missing: the declared model may not replace it.
        const broken = unreadable(workflow);
        if (broken.length > 0) return broken;
        const read =
          workflow.state === 'seen' && runFiles.state === 'seen' && workflow.value.value.runs !== undefined
            ? readRunLog(workflow.value, runFiles.value, now)
            : undefined;
        if (read !== undefined && 'open' in read) return read.open;
        return judgeCeiling({
          economics: economics.value,
          files: files.value,
          tree: tree.value,
          log: read?.log,
          tolerance: params.modelTolerance,
          maxAgeDays: params.costAgeDays,
          now,
        });
      },
    }),
    check('EC-8', {
      title: "The vendor's price and term at the target volume are on file",
      levels: '-/a/a',
      remedy: 'Ask the vendor for a quote at the target volume, commit it and name it under vendor-quote.',
      requires: ['economics', 'pilot', 'tree'],
      judge: ({ economics, pilot, tree }, { now }) => judgeQuote(economics.value, pilot.value, tree.value, now),
    }),
  ],
});
