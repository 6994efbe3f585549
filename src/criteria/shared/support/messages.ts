import { defineMessages } from '../../../domain/message.ts';

/** What the support tiers can get wrong. */
export const messages = defineMessages({
  noTiers: {
    summary: 'No support tiers are described: users do not know whom to contact',
    remedy: 'Describe tiers 1, 2 and 3 under tiers in readiness/operating-model.yaml, for example {example}.',
  },
  duplicateTier: {
    summary: 'Tier {tier} is listed twice',
    remedy: 'Keep one entry for each tier. To put several people in one tier, use a team as its contact.',
  },
  missingTiers: {
    summary: 'Support has no tier {tiers}',
    remedy: 'Add them under tiers with contact, hours, response-minutes and hand-up (when a case moves up).',
  },
  noResponseTime: {
    summary: 'The response time of tier {tier} is {minutes|minute|minutes}',
    remedy: 'Enter the time within which a person actually responds.',
  },
  brokenPath: {
    summary: 'Cases cannot be escalated from tier 1 to the last tier on a single path: the path loops or ends early',
    remedy: 'Let each tier hand up to the next one (hand-up-to), and the last tier to none.',
  },
  sameContactAbove: {
    summary: 'Tier {tier} hands up to tier {above}, which has the same contact ({contact})',
    remedy: 'Name a different contact for tier {above}.',
  },
  escalationPath: 'Cases are escalated along {path}',
});
