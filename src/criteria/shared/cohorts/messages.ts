import { defineMessages } from '../../../domain/message.ts';

/** What the rows of cohorts, and the support that they got, lead to. */
export const messages = defineMessages({
  noRawRows: {
    summary: 'The cohort {cohort} has no raw rows',
    remedy: 'Export one row for each case to readiness/observations/{cohort}.csv and name the file under raw.',
  },
  noDateColumn: {
    summary: '{path} has no column with the date of a row',
    remedy: 'Add a column {column}, or name the column under observations.at of {cohort}.',
  },
  noPricedSupport: {
    summary: 'The economics do not state how many hours of support are priced, and for how many users',
    remedy: 'Add manual-hours (per-month, rate and users) to readiness/economics.yaml.',
  },
  noCohortLongEnough: { summary: 'No cohort has run for {days} days', remedy: 'Complete a cohort first.' },
  noUsers: {
    summary: 'The number of users of the cohort {cohort} is not stated',
    remedy: 'Add users to the cohort {cohort}.',
  },
  supportPriced:
    '{hours} hours of support for {users} users in the last {days} days: {each} hours per user; {priced} are priced',
  supportAbovePrice: {
    summary:
      '{hours} hours of support for {users} users in the last {days} days: {each} hours per user; {priced} are priced',
    remedy: 'Price the real hours of support in readiness/economics.yaml, or find out why people need the support.',
  },
  supportNotRecorded: {
    summary: 'The hours that vendor and central support spent on the cohort {cohort} are not recorded',
    remedy: 'Record them day by day, zero included, and name the file under support (file, at and value) of {cohort}.',
  },
  noSupportColumn: {
    summary: 'The column with the hours of support of the cohort {cohort} is not named',
    remedy: 'Name the column under support.value of {cohort}.',
  },
  noSupportRows: {
    summary: '{file} has no rows of the cohort {cohort} in the {days} days up to {last}',
    remedy: 'Record those days too; a day without support is a row with 0.',
  },
  supportDiffers: {
    summary: 'The cohort {cohort} declares {declared} hours of support, but the rows give {computed}',
    remedy: 'State what the rows of the last {days} days give, or remove support-hours.',
  },
});
