import type { Profile } from '../../domain/levels.ts';
import { schemaComment } from '../../domain/schema-address.ts';

/** The policy of a repository that begins: it observes, and names in comments what its admin decides next. */
export function policyFile(profile: Profile): string {
  return `${schemaComment('policy')}
# Read from the default branch only: a pull request cannot change the rules it is judged by.
version: 1
profile: ${profile}

# observe reports and never blocks. When the reports are right: \`enforce-from: 2030-01-31\` with \`mode: enforce\`
# announces the day in every report, and from then on the merge is blocked until the pilot is ready.
mode: observe

# What makes a pull request a promotion. Left out: the label promote-to-production, or a base branch production or
# release/**. Where merging to the default branch deploys, name what changes when it does:
# promotion:
#   labels: [promote-to-production]
#   paths: ["deploy/production/**"]

# Who may sign a control. Until somebody is named here, or owns readiness/controls/ in CODEOWNERS, nobody may.
# controls:
#   security: { approvers: ["@your-organization/security"] }
#   privacy: { approvers: ["@your-organization/privacy"] }

# Who may accept, for a while and with a reason, what is not met.
# waivers: { approvers: ["@your-organization/ai-governance"], max-days: 90 }
`;
}
