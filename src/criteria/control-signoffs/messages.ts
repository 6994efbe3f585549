import { defineMessages } from '../../domain/message.ts';

/** Everything this criterion says, besides what sign-offs of single controls lead to. */
export const messages = defineMessages({
  unreadableRecord: { summary: '{path}: {problem}', remedy: '{remedy}' },
  nothingToSign: {
    summary: '{control}: there is nothing to sign; none of {covers} has content',
    remedy:
      'Write docs/{control}.md with what the approvers of {control} have to know, or name another document as `artifact:` in {folder}/{control}.yaml.',
  },
  linkCovered: {
    summary: '{control}: {path} is a symbolic link, and a signature would not cover what it points to',
    remedy: 'Replace the link with the file itself, then have {control} signed again.',
  },
  recordsFound: '{count|control has a record|controls have a record}: {controls}',
  signOffsFound: '{count|control has a sign-off|controls have a sign-off}',

  evidenceMissing: '{link:quote} does not exist',
  evidenceFound:
    'Every file that the records name exists (external addresses are not fetched), and every record was committed',
  recordNotCommitted: {
    summary: '{path} has no history: it was never committed',
    remedy: 'Commit {path}.',
  },

  conditionOverdue: {
    summary: 'The condition {what:quote} was due on {due}',
    remedy: 'Close the condition and mark it done, or have the approver set a new date.',
  },
  conditionOverdueWithoutIssue: {
    summary: 'The condition {what:quote} was due on {due} and has no issue',
    remedy: 'Close the condition and mark it done, or have the approver set a new date.',
  },
  conditionWithoutIssue: {
    summary: 'The condition {what:quote} has no issue',
    remedy: 'Open an issue for the condition and name it under `issue:`.',
  },
  severeRiskOpen: {
    summary: 'The {severity} risk {title:quote} is still open',
    remedy: 'Mitigate the risk, or have the approver accept it in writing.',
  },
  riskUnassigned: {
    summary: 'The open risk {title:quote} has no owner or no due date',
    remedy: 'Add `owner:` and `due:` to the risk.',
  },
  riskOverdue: {
    summary: 'The open risk {title:quote} was due on {due}',
    remedy: 'Close the risk, or have the approver set a new date.',
  },
  conditionsInOrder: 'No condition is overdue and no high risk is open',

  threatsNotRecorded: {
    summary: 'No threat-model record lists the threats that are treated',
    remedy: 'Write {path}; besides the sign-off, it lists the threats under `treats:`.',
  },
  retentionNotRecorded: {
    summary: 'No records-retention record states how long records are kept',
    remedy: 'Write {path}; besides the sign-off, it states the days under `retention-days:`.',
  },
  accessReviewNotRecorded: {
    summary: 'No access-review record lists whose access was reviewed',
    remedy: 'Write {path}; besides the sign-off, it lists people under `people:` and `production-access:`.',
  },
  threatsNotTreated: {
    summary: 'The threat model does not treat {threats}',
    remedy: 'Treat each of them in the threat model and list it under `treats:`.',
  },
  dataClassesNotAssessed: {
    summary: 'The data sources contain {classes} data, which the impact assessment does not list',
    remedy: 'Assess these data classes, then list them under `data-classes:` in the record.',
  },
  retentionDiffers:
    'The audit log is kept for {logDays} days, but the records-retention record states {recordDays} days',
  retentionNotStated:
    'The audit log is kept for {logDays} days, but the records-retention record does not state a number of days',
  productionAccessNotListed: {
    summary: 'The access review does not list who has production access',
    remedy: 'List them under `production-access:`, and those who were reviewed under `people:`.',
  },
  accessNotReviewed: 'These accounts have production access but were not reviewed: {people}',
  systemsNotAssessed: {
    summary: 'No vendor-risk record covers {systems}',
    remedy: 'Assess each external system and list it under `systems:` in the vendor-risk record.',
  },
  contentAgrees: 'Threat model, data classes, retention, access and vendors agree with the evidence',
});
