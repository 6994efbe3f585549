import { defineMessages } from '../../../domain/message.ts';

/** Messages about figures and their rows, and about lines that were loosened, for every criterion. */
export const messages = defineMessages({
  noObservations: {
    summary: '{what} has no observations, so nothing can be recomputed',
    remedy:
      'Add observations to {what}: the file with its rows (file), the column with the date (at) and the column with the number (value).',
  },
  noRows: {
    summary: '{what} has no rows in {file}',
    remedy: 'Record what the pilot does in {file}, one row per case or per day.',
  },
  noRowsInSpan: {
    summary: '{what} has no rows from {from} to {to}; {outside|row is|rows are} outside that period',
    remedy: 'Record that period in {file}, or choose a later window that will have rows.',
  },
  rowsTooOld: {
    summary: 'The newest row of {what} is from {day}, {days|day|days} ago; at most {limit} are allowed',
    remedy: 'Add the rows since {day} to {file}.',
  },
  observed: '{name} is {value} ({n|case|cases}, {from} to {to})',
  observedWithoutCopies:
    '{name} is {value} ({n|case|cases}, {from} to {to}; {copies|row|rows} with a repeated {column} left out)',

  loosened: {
    summary: 'The {line} was loosened from {from} to {to} on {day}, after the pilot began on {start}',
    remedy: 'Restore {from}, or have the sponsor comment `/readiness accept {code} because <reason>`.',
  },
  looseningAccepted: '{loosened}; {accepted}',
  looseningNotDated:
    'The {line} was loosened from {from} to {to}; only GitHub knows whether that was before the pilot began',
  looseningAcceptanceUnknown: '{loosened}; whether the sponsor accepted that could not be looked up: {reason}',
});
