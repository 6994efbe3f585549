import type { Profile } from '../../domain/levels.ts';
import { schemaComment } from '../../domain/schema-address.ts';

/** The starter policy: it observes, with the next decisions of the admin as comments. */
export function policyFile(profile: Profile): string {
  return `${schemaComment('policy')}
# Read from the default branch only: a pull request cannot change the rules it is evaluated by.
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

# Who may sign a control: the people named here, or the owners of readiness/controls/ in CODEOWNERS.
# controls:
#   security: { approvers: ["@your-organization/security"] }
#   privacy: { approvers: ["@your-organization/privacy"] }

# Who may accept an unmet check until a date, with a reason.
# waivers: { approvers: ["@your-organization/ai-governance"], max-days: 90 }
`;
}
