import { defineCommand } from './define.ts';

export default defineCommand({
  verb: 'check',
  who: 'anyone who may comment',
  does: 'judges this pull request again and refreshes the report',
  run: () => ({ kind: 'judge' }),
});
