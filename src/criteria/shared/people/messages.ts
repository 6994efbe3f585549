import { defineMessages } from '../../../domain/message.ts';

const CURRENT_MEMBER = 'Name a current member of the organization.';

/** What is reported about people and teams that evidence names. `who` is one of the first two. */
export const messages = defineMessages({
  personFor: '{what} is {written}, who',
  personNamedAs: '{written:quote}, named as {role},',
  namesNobody: {
    summary: '{what} is {written:quote}, which names nobody',
    remedy: 'Name a person as "@handle" or a team as "@organization/team".',
  },
  noAccount: {
    summary: '{who} has no account that can be checked',
    remedy: 'Name the account: "@handle" or "@organization/team".',
  },
  unknownAccount: { summary: '{who} does not exist on GitHub', remedy: CURRENT_MEMBER },
  botAccount: { summary: '{who} is a bot', remedy: CURRENT_MEMBER },
  organizationAccount: { summary: '{who} is an organization, not a person', remedy: CURRENT_MEMBER },
  suspendedAccount: { summary: '{who} is suspended', remedy: CURRENT_MEMBER },
  emptyTeam: { summary: '{who} is a team without members', remedy: 'Add members to the team, or name another one.' },
  notAMember: { summary: '{who} is not a member of the organization', remedy: CURRENT_MEMBER },
});
