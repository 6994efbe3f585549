import { defineMessages } from '../../../domain/message.ts';

/** What checks report about the audit log and the systems of the workflow, whichever criterion reads them. */
export const messages = defineMessages({
  noAuditSample: {
    summary: 'No sample of the audit log is named',
    remedy:
      'Export some days of the audit log as CSV and name it in readiness/integration.yaml under audit-log: sample and retention-days.',
  },
  missingColumns: {
    summary: 'The audit log does not record {what}',
    remedy: 'Log it, and export it in the columns {columns}.',
  },
  noAuditRows: { summary: 'The audit log sample has no rows', remedy: 'Export some days of the audit log.' },
  invalidRows: {
    summary: '{count} of {total} rows of the audit log cannot be used: {examples}',
    remedy: 'Correct what the service logs, or the workflow, and export the sample again.',
  },
  emptyCell: 'line {line}: {what} is empty',
  invalidTime: 'line {line}: {time:quote 40} is not a date',
  futureTime: 'line {line}: {time:quote 40} is in the future',
  unknownDecision: 'line {line}: {decision:quote 40} is not a decision of the workflow',
  otherRisk: 'line {line}: risk {risk:quote 20}, but the workflow declares {declared} for {decision}',
  otherMode: 'line {line}: mode {mode:quote 20}, but the workflow declares {declared} for {decision}',
  sampleTooOld: {
    summary: 'The newest row of the audit log sample is from {day}, {days|day|days} ago; at most {limit} are allowed',
    remedy: 'Export the newest days of the audit log to {path}.',
  },

  embedding: 'in which the work happens',
  read: 'read by {decision}',
  written: 'written by {decision}',
  starting: 'which starts {decision}',
});
