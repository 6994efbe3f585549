import * as z from 'zod';
import { definition, evidence } from './marks.ts';
import { amount, date, handle, instant, issue, op, personText, ref, text, url } from './parts.ts';

const blob = z.string().regex(/^[0-9a-f]{7,64}$/, 'a git blob id (git hash-object FILE)');
const boundFile = z.strictObject({
  path: ref('file'),
  blob,
  mode: z
    .string()
    .regex(/^(100644|100755)$/)
    .optional(),
});

export const CONTROLS = [
  'security',
  'privacy',
  'threat-model',
  'dpia',
  'records-retention',
  'access-review',
  'vendor-risk',
  'legal',
  'procurement',
  'model-risk',
  'finance',
] as const;

/** `readiness/controls/<control>.yaml`: one approval of one control. */
export const controlRecord = z.strictObject({
  control: evidence(z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'a control id such as privacy')),
  subject: evidence(z.array(boundFile).min(1)),
  decision: evidence(z.enum(['approved', 'declined'])),
  approver: evidence(handle),
  date: evidence(date),
  expires: evidence(date).optional(),
  pr: evidence(z.int().positive()).optional(),
  artifact: definition(ref('file'), 'fixed', 'approvers').optional().meta({ alias: 'artefact' }),
  notes: evidence(text).optional(),
  conditions: evidence(
    z.array(
      z.strictObject({
        what: text,
        owner: personText,
        due: date,
        issue: issue.optional(),
        done: z.boolean().optional(),
      }),
    ),
  ).optional(),
  risks: evidence(
    z.array(
      z.strictObject({
        title: text,
        severity: z.enum(['low', 'medium', 'high', 'critical']),
        status: z.enum(['open', 'mitigated', 'accepted']),
        owner: personText.optional(),
        due: date.optional(),
        issue: issue.optional(),
      }),
    ),
  ).optional(),
  treats: evidence(
    z.array(z.enum(['prompt-injection', 'data-leakage', 'excessive-agency', 'supplier-change', 'other'])),
  ).optional(),
  dataClasses: evidence(z.array(z.enum(['none', 'personal', 'special-category']))).optional(),
  retentionDays: evidence(amount).optional(),
  people: evidence(z.array(personText)).optional(),
  productionAccess: evidence(z.array(personText)).optional(),
  systems: evidence(z.array(z.string().max(64))).optional(),
  evidence: evidence(z.array(z.union([url, ref('file')]))).optional(),
});
export type ControlRecord = z.infer<typeof controlRecord>;

/** `readiness/reviews/<30|60|90>.yaml`: one review of the running pilot. */
export const reviewRecord = evidence(
  z.strictObject({
    due: date,
    held: date,
    attendees: z.array(personText).min(1),
    decision: z.enum(['expand', 'harden', 'stop']),
    stability: z.strictObject({ metric: z.string().max(64), value: z.number(), says: text }),
    adoption: z.strictObject({ metric: z.string().max(64), value: z.number(), says: text }),
    blockers: z.union([text, z.array(text)]),
    actions: z
      .array(
        z.strictObject({
          what: text,
          owner: personText,
          due: date,
          redated: z.array(date).max(10).optional(),
          state: z.enum(['open', 'closed']),
        }),
      )
      .optional(),
  }),
);
export type ReviewRecord = z.infer<typeof reviewRecord>;

/** `readiness/handoff/<date>.yaml`: a handoff test by somebody outside the pilot team. */
export const handoffRecord = evidence(
  z.strictObject({
    tester: handle,
    startedAt: instant,
    endedAt: instant,
    docs: z.array(boundFile).min(1),
    tasks: z.array(
      z.strictObject({
        id: z.enum([
          'obtain-access',
          'run-end-to-end',
          'interpret-result',
          'handle-exception',
          'stop-or-roll-back',
          'find-escalation',
        ]),
        result: z.enum(['pass', 'fail']),
        issue: issue.optional(),
      }),
    ),
    assistance: z.array(text),
    buildersPresent: z.boolean(),
    result: z.enum(['pass', 'fail']),
    attestedIn: z.union([z.int().positive(), url]).optional(),
    unattended: z.strictObject({ from: date, to: date, log: ref('table').optional() }).optional(),
  }),
);
export type HandoffRecord = z.infer<typeof handoffRecord>;

/** `readiness/drills/<date>.yaml`: a drill of a rollback or kill switch. */
export const drillRecord = evidence(
  z.strictObject({
    date,
    kind: z.enum(['rollback', 'kill-switch', 'fallback', 'restore', 'disaster-recovery']),
    environment: text,
    driver: handle,
    reviewer: handle.optional(),
    steps: z.array(z.strictObject({ action: text, expected: text, observed: text })).min(1),
    seconds: amount,
    result: z.enum(['pass', 'fail']),
    evidence: z.union([url, ref('file')]),
    findings: z.array(text).optional(),
    next: date.optional(),
    threshold: z.strictObject({ op, value: z.number() }).optional(),
  }),
);
export type DrillRecord = z.infer<typeof drillRecord>;
