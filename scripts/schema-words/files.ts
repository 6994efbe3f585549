/** What each published schema is for. */
export const SCHEMA_FILES: Record<string, string> = {
  policy:
    'The policy of a repository or of an organization: .github/pilot-readiness.yml, read from the default branch.',
  pilot: 'The manifest of a pilot. Each other section may stand in it under its own key, or in a file of its own.',
  'operating-model': 'Who does the work on an ordinary Tuesday.',
  workflow: 'Where the system sits in the work, and what it may decide.',
  integration: 'The real systems it is connected to, and what makes that done.',
  guardrails: 'The way back and the way to stop.',
  'data-sources': 'Live data, its checks, and the plan for the bad rows.',
  cohorts: 'Where it was tried, one entry a cohort.',
  metrics: 'How it was before, how it is now, the stop line, and the number that decides.',
  evals: 'The suite that guards every release.',
  economics: 'What it costs and returns at full scale.',
  'change-plan': 'The people whose work changes.',
  roadmap: 'What comes after what, and on which condition.',
  'controls-record': 'One approval of one control, bound to the files that were read; written by `sign-off`.',
  'reviews-record': 'One review of the running pilot.',
  'handoff-record': 'Somebody who did not build it took over.',
  'drills-record': 'A way back or a stop that was tried.',
  report: 'What an evaluation says: the same inputs give the same bytes.',
};
