import { defineCommand } from './define.ts';

export default defineCommand({
  verb: 'explain',
  who: 'anyone who may comment',
  does: 'says what is asked and by which line of the policy, what was seen where, what to add, and who can act',
  subject: ({ wanted }) => wanted.slice(0, 80),
  run: ({ wanted }) => ({ kind: 'explain', wanted }),
});
