import * as z from 'zod';
import { unmet } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, approvals, people, valueHistory } from '../../engine/fact-requests.ts';
import { named, records, section, tree } from '../../engine/inputs.ts';
import { readRunLog } from '../shared/automation/run-log.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { accountsOf, missingPeople, unnamedPeople } from '../shared/people/known-people.ts';
import { judgeCeiling } from './ceiling.ts';
import { judgeCosts } from './costs.ts';
import { judgeCurve } from './curve.ts';
import { confirmFinance, financeCase, judgeFinance } from './finance-approval.ts';
import { judgeManualWork } from './manual-work.ts';
import { judgePhaseTwo, judgePlannedBefore, phaseTwoOwner } from './phase-two.ts';
import { judgeQuote } from './quote.ts';
import { judgeTotals } from './totals.ts';

const share = z.number().min(0).max(1);

/** Asks whether it still pays when nothing is free, and whether Finance says so. */
export default defineCriterion({
  id: 'scale-economics',
  title: 'Unit economics',
  subtitle: 'It pays at full cost, and Finance says so',
  half: 'organizational',
  why: 'Prices of a pilot and effort that nobody paid turn a gain into a loss when the volume comes.',
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
      'share of the planned adoption at which it still has to pay',
    ),
    oneOffYears: param(z.int().min(1).max(10), 3, 'lower', 'years over which what is paid once is spread'),
    financeDays: param(z.int().min(1).max(365), 180, 'lower', 'days after which the approval of Finance ends'),
    modelTolerance: param(share, 0.2, 'lower', 'largest difference between what it cost and what the model gives'),
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
    tree: tree(),
  }),
  facts: {
    approvals: 'approvals',
    owner: 'people',
    phaseTwoHistory: 'value-history',
    startHistory: 'value-history',
    lateAccepted: 'acceptance',
  },
  requests: (params, { economics, pilot, controls, tree: files }, { policy }) => {
    const phaseTwo = economics.state === 'seen' ? pointerTo('economics', economics.value, 'phase-two') : undefined;
    // Asked only where it counts: whoever may sign it is told that the pilot waits for them.
    const level = policy.criteria['scale-economics']?.checks['EC-5']?.level;
    const finance =
      controls.state === 'seen' && files.state === 'seen' && economics.state === 'seen' && level !== 'off'
        ? [financeCase({ records: controls.value, tree: files.value, policy, validDays: params.financeDays })]
        : [];
    return {
      approvals: approvals(
        finance.map(({ control, approvers, covers, record, validDays }) => ({
          control,
          approvers,
          covers,
          validDays,
          ...(record?.located.value.pr === undefined ? {} : { recordPr: record.located.value.pr }),
        })),
      ),
      owner: people(economics.state === 'seen' ? accountsOf(phaseTwoOwner(economics.value)) : []),
      phaseTwoHistory: phaseTwo && valueHistory(phaseTwo.path, phaseTwo.pointer),
      startHistory: pilot.state === 'seen' ? valueHistory(pilot.value.at().path, 'started-on') : undefined,
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
      title: 'It pays at the target volume, and when fewer people use it than planned',
      levels: '-/B/B',
      remedy: 'State the volumes pilot, target and beyond with what they bring, and bring the costs below it.',
      actors: ['product-owner', 'author'],
      requires: ['economics'],
      judge: ({ economics }, { params }) => judgeCurve(economics.value, params),
    }),
    check('EC-4', {
      title: 'The work that people do by hand is priced',
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
      title: 'Finance approved the economics as they stand today',
      levels: '-/B/B',
      waivable: false,
      remedy:
        'Have an approver of Finance, who did not write the economics, approve the pull request with "/readiness sign-off finance" in the review.',
      actors: ['control:finance'],
      requires: ['economics', 'controls', 'tree'],
      judge: ({ economics, controls, tree: files }, { params, policy, now }) =>
        judgeFinance(
          {
            economics: economics.value,
            records: controls.value,
            tree: files.value,
            policy,
            validDays: params.financeDays,
          },
          now,
        ),
      facts: ['approvals'],
      confirm: (seen, { params, policy, now }) =>
        confirmFinance(
          {
            economics: seen.economics.value,
            records: seen.controls.value,
            tree: seen.tree.value,
            policy,
            validDays: params.financeDays,
          },
          seen.approvals.value,
          now,
        ),
    }),
    check('EC-6', {
      title: 'The way from pilot to production is costed, owned and paid for',
      levels: 'a/B/B',
      remedy: 'Add phase-two to readiness/economics.yaml: items, owner and budget.',
      alternativeRemedy:
        'Under regulated it also has to be planned before the pilot began; later than that, the sponsor accepts it with `/readiness accept EC-6 because <reason>`, which is always displayed.',
      actors: ['product-owner', 'author'],
      requires: ['economics', 'pilot'],
      judge: ({ economics }, { profile }) => {
        const unknownOwner = unnamedPeople(phaseTwoOwner(economics.value), profile === 'minimal');
        const open = judgePhaseTwo(economics.value).filter(({ outcome }) => outcome !== 'met');
        return open.length + unknownOwner.length > 0 ? [...open, ...unknownOwner] : judgePhaseTwo(economics.value);
      },
      facts: ['owner'],
      optionalFacts: ['phaseTwoHistory', 'startHistory', 'lateAccepted'],
      confirm: (seen, { profile }) => [
        ...judgePhaseTwo(seen.economics.value),
        ...missingPeople(phaseTwoOwner(seen.economics.value), seen.owner.value),
        ...judgePlannedBefore({
          economics: seen.economics.value,
          pilot: seen.pilot.value,
          history: seen.phaseTwoHistory,
          startHistory: seen.startHistory,
          acceptance: seen.lateAccepted,
          blocks: profile === 'regulated',
        }),
      ],
    }),
    check('EC-7', {
      title: 'What running it costs stays under a ceiling that something enforces',
      levels: 'a/B/B',
      remedy: 'Add cost-ceiling to readiness/economics.yaml and export what it really cost, day by day.',
      requires: ['economics', 'files', 'tree'],
      optional: ['workflow', 'runFiles'],
      judge: ({ economics, files, tree: all, workflow, runFiles }, { params, now }) => {
        // A log that is there and cannot be read is not taken for missing: the declared model may not stand in for it.
        if (workflow.state === 'invalid')
          return unmet('The workflow cannot be read, so the log of runs is not known', workflow.place, {
            cause: `invalid:${workflow.place.path}`,
            remedy: 'Correct the workflow.',
          });
        const read =
          workflow.state === 'seen' && runFiles.state === 'seen' && workflow.value.value.runs !== undefined
            ? readRunLog(workflow.value, runFiles.value, now)
            : undefined;
        if (read !== undefined && 'open' in read) return read.open;
        return judgeCeiling({
          economics: economics.value,
          files: files.value,
          tree: all.value,
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
      remedy: 'Ask the vendor for a quote at the target volume, commit it and name it as vendor-quote.',
      requires: ['economics', 'pilot', 'tree'],
      judge: ({ economics, pilot, tree: files }, { now }) => judgeQuote(economics.value, pilot.value, files.value, now),
    }),
  ],
});
