/** A runbook template: each answer is a blank, which `check` reports with its line. */
export const RUNBOOK_TEMPLATE = `# Runbook: [service name]

<!-- For a person on call who did not build it. Replace every [bracket]; delete what does not apply. -->

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

[Describe the command or page that shows whether it is healthy, and the healthy values]

## Failure scenarios

### [Describe a symptom]

- Diagnosis: [describe how to recognize it]
- Action: [describe what to do, with the command]

## Rollback

[Describe who decides, and link the rollback plan]

## Kill switch

[Describe how to stop it without a build, and how to turn it on again]

## Verification

[Describe how to verify that it works again]
`;

/** A rollback plan template. */
export const ROLLBACK_TEMPLATE = `# Rollback plan: [service name]

<!-- Keep it to decisions and commands. Replace every [bracket]. -->

## When to roll back

[Describe the trigger with a number, such as the error rate and for how long]

## Who decides

[Name or handle]

## Steps

1. [Describe the step, with the workflow, script or command of this repository]
2. [Describe how to restore model, prompt and configuration]

## Verification

[Describe how to verify that the rollback worked]
`;
