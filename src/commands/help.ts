import { defineCommand } from './define.ts';

export default defineCommand({
  verb: 'help',
  who: 'anyone who may comment',
  does: 'lists the commands',
  run: () => ({ kind: 'help' }),
});
