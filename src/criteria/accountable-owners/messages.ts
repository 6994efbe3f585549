import { defineMessages } from '../../domain/message.ts';

/** Everything this criterion reports. */
export const messages = defineMessages({
  everyRoleFilled: 'Every role is filled by somebody who exists',
  everyRoleFilledSponsorDeclared: 'Every role is filled; the sponsor {sponsor} is declared without an account',
  onePersonInAllRoles: {
    summary: '{person} is product owner, production owner and sponsor at once',
    remedy: 'Name at least one other person: the sponsor has to be above the product owner.',
  },
  noFunction: {
    summary: 'The function of the product owner is not stated',
    remedy: 'Add `function: business …` to owners.product in readiness/pilot.yaml.',
  },
  notBusinessFunction: {
    summary: 'The function of the product owner is {function:quote}, which is not a business function',
    remedy: 'Name a product owner from the business, or correct the function.',
  },
  noObjective: {
    summary: 'The product owner has no objective with a number and a date',
    remedy: 'Add an `objective` with metric, target and by to owners.product in readiness/pilot.yaml.',
  },
  objectiveWithoutOutcome: {
    summary: 'The objective names {metric:quote}, which is not an outcome metric',
    remedy: 'Name an outcome metric of readiness/metrics.yaml ({outcomes}).',
  },
  objectiveOverdue: {
    summary: 'The objective was due on {by}',
    remedy: 'Agree on the next objective with the product owner and enter its date.',
  },
  objectiveSet: 'The objective of {person}, as declared: {metric} reaches {target} by {by}',
  noEmployer: {
    summary: 'The employer of the production owner, or the organization that adopts the pilot, is not stated',
    remedy: 'Add `organization:` to readiness/pilot.yaml and `employer:` to owners.production.',
  },
  otherEmployer: {
    summary: 'The production owner is employed by {employer:quote}, not by {organization:quote}',
    remedy: 'Name a production owner who is employed by {organization:quote}, or correct the employer.',
  },
  noPilotTeam: {
    summary: 'The pilot team is not stated',
    remedy: 'List the pilot team as `pilot-team:` in readiness/pilot.yaml, without the production owner.',
  },
  inPilotTeam: {
    summary: '{person} is the production owner and in the pilot team',
    remedy: 'Name a production owner who is not in the pilot team.',
  },
  outsidePilotTeam: '{person} is employed by {organization:quote} and is not in the pilot team',
  shareTooLarge: {
    summary: '{person} contributed to {own} of {total} pilot commits ({share}); less than {limit} is allowed',
    remedy: 'Name a production owner who did not write the pilot.',
  },
  shareNotKnown: {
    summary:
      'Of {total} pilot commits, {unresolved|resolves|resolve} to no account, so the share of {person} is between {least} and {most}',
    remedy:
      'Map the addresses in .mailmap on the default branch to "login@users.noreply.github.com", or add them to the accounts on GitHub.',
  },
  sponsorWithoutAccount: {
    summary: 'The sponsor {sponsor:quote} has no account and cannot accept anything on GitHub',
    remedy: 'Name the sponsor as "@handle".',
  },
  noReportingLine: {
    summary: 'No line of reports-to leads from {product} to {sponsor}',
    remedy: 'Add `reports-to:` to the owners in readiness/pilot.yaml, from the product owner up to the sponsor.',
  },
  reportingLine: 'The declared reporting line leads from {product} to {sponsor}',
  sponsorContributed: {
    summary: 'The sponsor @{sponsor} contributed to {own|commit|commits} of this repository',
    remedy: 'Name a sponsor above the people who write the pilot.',
  },
  sponsorNotKnown: {
    summary:
      '{unresolved|commit resolves|commits resolve} to no account and may have been written by the sponsor @{sponsor}',
    remedy: 'Map the addresses in .mailmap on the default branch.',
  },
  sponsorNotAccepted: {
    summary: '@{sponsor} has not accepted the role of sponsor',
    remedy:
      'Have @{sponsor} write `/readiness accept role:sponsor because …` in a review or comment, and link it as `accepted:` in owners.sponsor.',
  },
  ownersNamed: 'Sponsor and production owner are named; the pilot began on {startedOn}',
  nameOwnersEarly: 'Name them before the pilot starts, or have the sponsor accept the late naming.',
  noDeputy: {
    summary: 'The {role} has no deputy',
    remedy: 'Add `deputy: "@handle"` to the long form of the {role}.',
  },
  ownDeputy: {
    summary: 'The {role} {person} is their own deputy',
    remedy: 'Name another person as deputy of the {role}.',
  },
  deputiesNamed: 'Product owner and production owner each have a deputy',
  confirmationTooOld: {
    summary: '{event} was on {on}, {days|day|days} ago; at most {limit} are allowed',
    remedy: "Ask each owner whether they still hold the role, then enter today's date as `owners-confirmed-on:`.",
  },
  confirmationValid: '{event} was on {on} and is valid until {until}',
  ownerLeft: {
    summary: 'The {role} {person} is no longer a member of the organization',
    remedy: 'Name the new {role} in readiness/pilot.yaml.',
  },
});
