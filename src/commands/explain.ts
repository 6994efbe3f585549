import { defineCommand } from './define.ts';

export default defineCommand({
  verb: 'explain',
  who: 'anyone who may comment',
  does: 'shows what is required by which line of the policy, what was found where, what to add, and who can act',
  subject: ({ wanted }) => wanted.slice(0, 80),
  run: ({ wanted }) => ({ kind: 'explain', wanted }),
});
