import { defineMessages } from '../../domain/message.ts';

const LIST_TRAINING =
  'Hold the training before people go live, and list it under training: wave, on, go-live, eligible, attended, covers.';

/** Everything this criterion reports. */
export const messages = defineMessages({
  // CA-1: managers who helped to design it
  coDesigners: '{count|manager|managers}',
  coDesignersOfAffected: '{count} of {affected|affected manager|affected managers}',
  othersDoNotCount: '; {count|other manager|other managers} (informed only, or sponsor) not counted',
  tooFewCoDesigners: {
    summary: '{managers} helped to design it; at least {needed} are needed, or all who are affected{others}',
    remedy:
      'Ask the managers whose people work differently to help design the next cohort, and list them with role: co-designer and their contributions. If fewer managers are affected, state how many in affected-managers.',
  },
  teamAsManager: {
    summary: '{person} is a team; managers are named one by one',
    remedy: 'Name the manager as "@handle" or "Name <mail>".',
  },
  noCohort: {
    summary: 'The cohort of {person} is not stated',
    remedy: 'Name a cohort of readiness/cohorts.yaml for {person}.',
  },
  unknownCohort: {
    summary: '{person} names the cohort {cohort}, which is not declared',
    remedy: 'Name a cohort of readiness/cohorts.yaml for {person}.',
  },
  noEarlyContribution: {
    summary: 'Nothing shows that {person} contributed before their cohort began on {start}',
    remedy:
      'Link the minutes, issue or review in which {person} took part before {start}. Where there is none, let them help design the next cohort, or have the sponsor comment `/readiness accept CA-1 because <reason>`.',
  },
  contributionAcceptedLate: 'Nothing shows that {person} contributed before their cohort began on {start}; {accepted}',
  contributionNotVerified:
    'Whether the contribution of {person} was in the repository before {start} has to be looked up on GitHub',
  coDesignersNamed: '{count|manager|managers} helped to design it before their cohort began: {names}',

  // CA-2: champions and blockers
  championOfUnknownCohort: {
    summary: '{person} is the champion of {cohort}, which is not among the cohorts',
    remedy: 'Name a cohort of readiness/cohorts.yaml.',
  },
  noChampion: {
    summary: 'There is no champion of {cohorts}',
    remedy:
      'Find in each of these cohorts a person who likes to use it and whom the others ask, and list them under champions.',
  },
  tooFewChampions: {
    summary: '{count|person is a champion|people are champions}; at least {needed} are needed',
    remedy: 'Find another champion: a single one may leave.',
  },
  blockersNotStated: {
    summary: 'Blockers are not stated',
    remedy:
      'List under blockers what and who blocks the work, including open access requests. Write `blockers: []` when there are none.',
  },
  blockerNotEscalated: {
    summary: '{what:quote} ({kind}) has been open for {days|day|days} and has not reached the sponsor',
    remedy: 'Bring it to {sponsor} and enter escalated-to, or close it.',
  },
  blockerEscalatedElsewhere: {
    summary:
      '{what:quote} ({kind}) has been open for {days|day|days} and was escalated to {escalatedTo}, who is not the sponsor',
    remedy: 'Bring it to {sponsor} and enter escalated-to, or close it.',
  },
  championsNamed: '{count|champion|champions}; {open} of {blockers|blocker|blockers} open',

  // CA-3: training
  noTraining: { summary: 'No training is listed', remedy: LIST_TRAINING },
  trainingOnlyPlanned: {
    summary: 'No training has been held yet; the first is planned for {on}',
    remedy: LIST_TRAINING,
  },
  trainingTooLate: {
    summary: 'The training {wave:quote} of {on} was not before its go-live on {goLive}',
    remedy: 'Train these people before the next go-live, and list that training with its own date.',
  },
  topicsNotCovered: {
    summary: 'The training for the go-live on {goLive} does not cover these topics: {topics}',
    remedy: 'Cover these topics in a training for this go-live, and add them to its covers: {topics}.',
  },
  impossibleAttendance: {
    summary: 'The training {wave:quote} is listed with {attended} of {eligible} people',
    remedy: 'State how many people were invited, and how many of them attended.',
  },
  noAttendanceList: {
    summary: 'The training {wave:quote} has no attendance list',
    remedy:
      'Commit the list with the columns person and attended, and name it as attendance. Names may be replaced by ids.',
  },
  attendanceDiffers: {
    summary:
      'The training {wave:quote} is listed with {attended} of {eligible} people, but its attendance list has {counted} of {invited}',
    remedy: 'State the numbers of the list, or correct the list.',
  },
  attendance:
    '{attended} of {eligible} people ({share}) attended the training {wave:quote} on {on}; at least {needed} needed',
  attendanceTooLow: {
    summary:
      '{attended} of {eligible} people ({share}) attended the training {wave:quote} on {on}; at least {needed} needed',
    remedy: 'Repeat the training for those who missed it, and add them to the list.',
  },

  // CA-4: what people were informed about
  effectsNotCovered: {
    summary: 'Until {day}, {sent|message was|messages were} sent; none covers the effect on {effects}',
    remedy:
      'Inform the people concerned about the effect on {effects}, even when nothing changes, and list the message under comms: on, owner, to, effects.',
  },
  effectsCovered: '{sent|message|messages} informed people about the effect on {effects}',

  // CA-5: incentives
  incentiveOfUnknownManager: {
    summary: 'The incentive is for {manager}, who is not listed under managers',
    remedy: 'List {manager} under managers, or name a manager who is affected.',
  },
  incentiveWithoutOutcome: {
    summary: 'The incentive of {manager} names {metric}, which is not an outcome metric',
    remedy: 'Name an outcome metric ({outcomes}).',
  },
  noIncentive: {
    summary: 'No affected manager is measured by an outcome metric',
    remedy:
      'Agree with at least one of them on a target that names an outcome metric, and write it as kpi or under incentives.',
  },
  conflictsNotStated: {
    summary: 'Targets that conflict with the outcome are not stated',
    remedy:
      'List under conflicting-kpis the targets that discourage people from using it. Write `conflicting-kpis: []` when there are none.',
  },
  incentivesAligned:
    'Measured by an outcome metric: {managers}; {conflicts|conflicting target|conflicting targets} stated',

  // CA-6: adoption
  noAdoption: {
    summary: 'Adoption is not observed',
    remedy:
      'Add adoption to readiness/change-plan.yaml: file (week, cohort, user, eligible, champion, active) and threshold, the share that counts as success.',
  },
  thresholdTooLow: {
    summary: 'The adoption threshold is {threshold}; at least {needed} is needed',
    remedy: 'Set the threshold to {needed} or more.',
  },
  championsDiffer: {
    summary: '{file} marks {marked|person as champion|people as champions}, but the plan lists {listed}',
    remedy:
      'Mark exactly the champions of the plan in the rows. Anybody else marked as champion, or a champion who is not marked, changes the share.',
  },
  noWholeWeek: {
    summary: '{file} has no week that has ended',
    remedy: 'Export one row for each week and person.',
  },
  weekWithoutPeople: {
    summary: 'The week of {week} has no eligible people; {needed} weeks in a row are needed',
    remedy: 'Export the rows of that week too, or wait until there are enough weeks in a row.',
  },
  adoption: 'Weekly use without champions in the {weeks} weeks from {from}: {counts}; at least {threshold} needed',
  adoptionTooLow: {
    summary: '{adoption}; the week of {week} had {share}',
    remedy: 'Ask those who do not use it why, remove the cause, and wait until the share holds for enough weeks.',
  },
  adoptionTooOld: {
    summary: '{adoption}; the newest whole week began on {newest}, which is too long ago',
    remedy: 'Add the weeks since {newest} to {file}.',
  },
  scorecardComplete: 'The scorecard shows adoption and accuracy together',
  scorecardIncomplete: {
    summary: 'The scorecard does not show {missing}',
    remedy: 'Define a metric with `measures:` for {missing}, and list it under scorecard in readiness/metrics.yaml.',
  },
  acceptThreshold: 'Have the sponsor comment `/readiness accept CA-6 because <reason>`; it is always displayed.',

  // CA-7: cases outside the new flow
  outsideFlowNotObserved: {
    summary: 'Cases that are handled outside the new flow are not observed',
    remedy: 'Add outside-flow to readiness/change-plan.yaml: file (week, outside, total) and limit.',
  },
  outsideFlowUnlimited: {
    summary: 'The limit for cases outside the new flow allows all of them',
    remedy: 'Set the share from which you would look for the cause, such as 0.1.',
  },
  outsideFlow: '{outside} of {total} cases were handled outside the new flow ({from} to {to}); at most {limit} allowed',
  outsideFlowTooHigh: {
    summary: '{outside} of {total} cases were handled outside the new flow ({from} to {to}); at most {limit} allowed',
    remedy: 'Ask the people who work around it what is missing, and add it.',
  },

  // Cells of the tables
  yesOrNo: 'yes or no, true or false, 1 or 0',
  mondayOfWeek: 'the date of its Monday as YYYY-MM-DD',
  accountOrId: 'an account or an id',
  nameOrId: 'a name or an id',
  cell: 'is {cell}',
  futureWeek: 'is {day}, in the future',
  noLaterThan: 'no later than {day}',
});
