/** A runbook nobody has written yet: each answer is a blank, which `check` finds by its line. */
export const RUNBOOK_TEMPLATE = `# Runbook: [service name]

<!-- For somebody who did not build it, at three in the morning. Replace every [bracket]; delete what does not apply. -->

## Overview

[Describe what it does, for whom, and which system it sits in]

## Owner and contacts

- Owner: [name or handle]
- Channel: [contact channel]

## Escalation

| After | Who | How |
|---|---|---|
| at once | [name] | [phone] |
| 30 minutes | [name] | [phone] |

## Dependencies

[Describe each system, model and key it needs, and what happens without it]

## Health check

[Describe the command or page that shows whether it is well, and what well looks like]

## Failure scenarios

### [Describe a symptom]

- Diagnosis: [describe how to tell]
- Action: [describe what to do, with the command]

## Rollback

[Describe who decides, and link the rollback plan]

## Kill switch

[Describe how to stop it without a build, and how to turn it on again]

## Verification

[Describe how to tell that it works again]
`;

/** A way back nobody has written yet. */
export const ROLLBACK_TEMPLATE = `# Rollback plan: [service name]

<!-- A decision table and commands, no essay. Replace every [bracket]. -->

## When to roll back

[Describe the trigger with a number, such as the error rate and for how long]

## Who decides

[Name or handle]

## Steps

1. [Describe the step, with the workflow, script or command of this repository]
2. [Describe how model, prompt and configuration go back]

## Verification

[Describe how to tell that the way back worked]
`;
