import { defined } from '../domain/defined.ts';
import accept from './accept.ts';
import check from './check.ts';
import decline from './decline.ts';
import type { Command } from './define.ts';
import explain from './explain.ts';
import grant from './grant.ts';
import help from './help.ts';
import hold from './hold.ts';
import type { Verb } from './language/verbs.ts';
import notApplicable from './not-applicable.ts';
import type { CommandHelp } from './receipt.ts';
import release from './release.ts';
import retire from './retire.ts';
import revoke from './revoke.ts';
import signOff from './sign-off.ts';
import waive from './waive.ts';
import withdraw from './withdraw.ts';

/** Every command, in the order in which help lists them. */
export const commands: { [V in Verb]: Command<V> } = {
  check,
  explain,
  'sign-off': signOff,
  decline,
  withdraw,
  accept,
  waive,
  'not-applicable': notApplicable,
  grant,
  revoke,
  hold,
  release,
  retire,
  help,
};

/** The descriptions of all commands, for help, the documentation and the Action. */
export const commandHelp: CommandHelp[] = Object.values(commands).map(
  ({ verb, aliases, forms, who, does, instead }) => ({
    verb,
    aliases,
    forms,
    who,
    does,
    ...defined({ instead }),
  }),
);
