import { defineMessages } from '../../domain/message.ts';

/** Everything this criterion says. */
export const messages = defineMessages({
  noDuties: {
    summary: 'No one is assigned to any duty of the running service',
    remedy: 'List the duties under raci in readiness/operating-model.yaml, for example {example}: {duties}.',
  },
  unassignedDuty: {
    summary: 'No one is assigned to {duty}',
    remedy: 'Add a row under raci with activity: {name}, r (who does the work) and a (who is accountable).',
  },
  notOneAccountable: {
    summary: '{count|person is|people are} accountable for {activity:quote}; exactly one is needed',
    remedy: 'Name one person or team as `a` of {activity}; list the others under `r` or `c`.',
  },
  noOneDoes: {
    summary: '{activity:quote} is assigned only to {people:quote}, which names no person or team',
    remedy: 'Name the person or team that does the work as `r` of {activity}.',
  },
  conflictingRows: {
    summary: 'Two rows name different people as accountable for {duty}: {first} and {second}',
    remedy: 'Keep one of the rows, or split the duty so that each row states which part it covers.',
  },
  dutiesAssigned:
    'Each of the {count} duties is assigned to someone who does the work and one person or team that is accountable',
  noOneOnCall: {
    summary: 'No one is on call',
    remedy: 'Declare who can be called under on-call in readiness/operating-model.yaml, for example {example}.',
  },
  tooFewOnCall: {
    summary: '{found|person is|people are} on call; at least {needed|person is|people are} needed',
    remedy: 'Add {missing} more to on-call.people, so that illness and vacations are covered.',
  },
  noServiceHours: {
    summary: 'The hours in which the service runs are not stated, so on-call coverage cannot be checked',
    remedy: 'Add service-hours to on-call as "24/7" or "Mon-Fri 08:00-18:00".',
  },
  unreadableHours: {
    summary: 'The hours {hours:quote} cannot be parsed',
    remedy: 'Write them as "24/7" or "Mon-Fri 08:00-18:00". If one of the two has a time zone, give both the same.',
  },
  differentZones: {
    summary: 'On-call coverage ({coverage:quote}) and service hours ({service:quote}) use different time zones',
    remedy: 'Write both in the same time zone.',
  },
  notCovered: {
    summary: 'The service runs {service:quote}, but on-call coverage is only {coverage:quote}',
    remedy: 'Extend the rotation to all service hours, or run the service only while someone is on call.',
  },
  onCallCovered: '{people} can be called {coverage}; the service runs {service}',
  noTierOne: {
    summary: 'No one is named for tier 1',
    remedy: 'Describe tier 1 under tiers in readiness/operating-model.yaml.',
  },
  tierOneUnnamed: {
    summary: 'The people behind {contact:quote} in tier 1 are not named',
    remedy: 'List everyone behind the contact of tier 1 as people: ["@handle", …].',
  },
  onCallUnnamed: {
    summary: 'The people behind {contact:quote} on call are not named',
    remedy: 'Name the people of the rotation one by one under on-call.people.',
  },
  firstLineNamed: 'Everyone in the first line of support is named',
  membersNotNamed: {
    summary: '{team} has {members|member|members}, but only {named} of them are named',
    remedy: 'List everyone in {team} under people of tier 1.',
  },
  buildersHoldTooMany: {
    summary:
      '{held} of {places} places in tier 1 and on call are held by people who built the pilot ({people}); at most {allowed} may be',
    remedy: 'Hand places over to people who did not build the pilot; train them first.',
  },
  builderInTierOne: {
    summary: 'Tier 1 includes people who built the pilot: {people}',
    remedy: 'Staff tier 1 with people who did not build the pilot.',
  },
  unresolvedCommits: {
    summary: 'It is unknown whether {people} built the pilot: some commits resolve to no account',
    remedy: 'Map the authors to accounts in .mailmap on the default branch (their GitHub noreply address).',
  },
  builderPlaces: '{held} of {places} places in tier 1 and on call are held by people who built the pilot',
  noSla: {
    summary: 'Nothing is promised to the users in numbers',
    remedy: 'Add it under sla in readiness/operating-model.yaml, for example {example}.',
  },
  incompleteSla: {
    summary: 'The service level {name:quote} has no value above zero for {missing}',
    remedy: 'Add {missing} to {name:quote}.',
  },
  noVendorNamed: {
    summary: 'A vendor takes part, but the support model does not name it',
    remedy: 'Add vendor with name and contact to readiness/operating-model.yaml.',
  },
  noJointSla: {
    summary: 'No service level is shared with {vendor:quote}',
    remedy: 'List your organization and {vendor} under parties in one row of sla.',
  },
  vendorNotOnPath: {
    summary: '{vendor:quote} is not on the escalation path',
    remedy: 'Make {contact} the contact of a tier with vendor: true. There is one escalation path, not a second one.',
  },
  slaPromised:
    '{count|service level|service levels} promised; the first: {availability}% available, response within {response|minute|minutes}, restored within {restore|minute|minutes}',
  noStaffing: {
    summary: 'The hours that support takes are not funded',
    remedy:
      'Add staffing to readiness/operating-model.yaml: funded-fte, tickets-per-month at the target volume, handling-minutes, training.',
  },
  tooManyHours: {
    summary: 'One position is counted at {hours} hours a month',
    remedy: 'Count only the hours available for this work, at most {limit} a month.',
  },
  emptyForecast: {
    summary: 'The forecast sets {key} to {value}',
    remedy: 'Forecast the work at the target volume, with a number above zero.',
  },
  underfunded: {
    summary: 'The forecast takes {needed} hours a month; {funded} are funded',
    remedy: 'Fund {positions} more positions, or show with a measured forecast that fewer hours are needed.',
  },
  untrained: {
    summary: '{person} is in the first line of support but was not trained',
    remedy: 'Train {person}, then add them under staffing.training with person and completed-on.',
  },
  notAttended: {
    summary: '{person} is listed as trained but is on no attendance list of the change plan',
    remedy: 'Add {person} to the attendance list of the wave they took part in, or train them.',
  },
  staffed: 'The forecast takes {needed} hours a month and {funded} are funded; everyone in the first line is trained',
});
