import { defineCommand } from './define.ts';

export default defineCommand({
  verb: 'check',
  who: 'anyone who may comment',
  does: 'evaluates this pull request again and updates the report',
  run: () => ({ kind: 'evaluate' }),
});
