import * as z from 'zod';
import { OUTCOMES } from './finding.ts';
import { headlineFigure } from './headline-figure.ts';
import { PROFILES } from './levels.ts';
import { ROLES } from './people/roles.ts';
import { STALL_SIGNS } from './stall-sign.ts';
import { VERDICTS } from './verdict.ts';

export const REPORT_SCHEMA = 'pilot-readiness/report/v1';

const place = z.strictObject({
  path: z.string(),
  line: z.int().positive().optional(),
  column: z.int().positive().optional(),
  blob: z.string().optional(),
});
const detail = z.strictObject({
  outcome: z.enum(OUTCOMES),
  cause: z.string().optional(),
  /** The id of the message that `summary` words; it stays when the words change. */
  message: z.string().optional(),
  summary: z.string(),
  places: z.array(place),
  remedy: z.string().optional(),
  actors: z.array(z.string()),
  /** Accepted as not applicable, by whom and why. */
  exception: z
    .strictObject({ by: z.string(), reason: z.string(), part: z.string().optional(), link: z.string().optional() })
    .optional(),
});

const check = z.strictObject({
  code: z.string(),
  title: z.string(),
  level: z.enum(['blocking', 'advisory', 'off']),
  outcome: z.enum(OUTCOMES),
  cause: z.string().optional(),
  /** The id of the message that `summary` words; it stays when the words change. */
  message: z.string().optional(),
  summary: z.string(),
  places: z.array(place),
  remedy: z.string().optional(),
  actors: z.array(z.string()),
  /** For unknown: who could answer. */
  resolvableBy: z.enum(['github', 'history', 'retry']).optional(),
  /** Deprecated: `resolvableBy` by its former name, only in printed JSON. */
  settles: z.enum(['github', 'history', 'retry']).optional(),
  waiver: z
    .strictObject({
      by: z.string(),
      askedBy: z.string(),
      on: z.string(),
      until: z.string(),
      reason: z.string(),
      pr: z.int().optional(),
      /** The command that granted it. */
      link: z.string().optional(),
      applied: z.boolean(),
      because: z.string().optional(),
    })
    .optional(),
  /** What counts as met because a person accepted it in their own name: always shown. */
  accepted: z.array(z.string()).optional(),
  /** Waivers and exceptions that were requested by command and are not granted yet. */
  asked: z
    .array(
      z.strictObject({
        by: z.string(),
        until: z.string().optional(),
        part: z.string().optional(),
        reason: z.string(),
        link: z.string(),
      }),
    )
    .optional(),
  /** Everything the check had to say when that is more than one thing, worst first. */
  findings: z.array(detail).optional(),
  /** Metrics of this check, in numbers. Left out when there are none. */
  figures: z.array(headlineFigure).optional(),
  rule: z.strictObject({ path: z.string(), line: z.int().positive().optional() }),
  until: z.string().optional(),
});

/** What closes the gate by command, whatever the evidence says. */
const closure = z.strictObject({
  kind: z.enum(['hold', 'decline', 'condition']),
  control: z.string().optional(),
  by: z.string(),
  at: z.string(),
  /** Why it was held or declined; for a condition, what has to happen. */
  reason: z.string(),
  /** Who released a hold and was not shown to have no part in this pull request. */
  released: z.string().optional(),
  due: z.string().optional(),
  owner: z.string().optional(),
  link: z.string().optional(),
});

/** Definitions (what is asked, not how it is answered) that are looser than on the branches compared with. */
const definitions = z.strictObject({
  /** `unknown`: they could not be compared, or nobody could say whether they were accepted. */
  state: z.enum(['accepted', 'pending', 'unknown']),
  /** Identifies the definitions of the evaluated commit, where they could be read. */
  digest: z.string().optional(),
  /** Why the state is unknown. */
  reason: z.string().optional(),
  looser: z.array(
    z.strictObject({
      /** `evals.thresholds.happy`, or the whole list entry that is gone. */
      path: z.string(),
      before: z.string().optional(),
      after: z.string().optional(),
      /** Handles and teams, any of whom may accept it. */
      who: z.array(z.string()),
      accepted: z.strictObject({ by: z.string(), at: z.string(), link: z.string().optional() }).optional(),
    }),
  ),
});

const organizationState = z.strictObject({
  state: z.enum(['in-force', 'none', 'not-seen', 'not-looked', 'personal']),
  repository: z.string().optional(),
});
const count = z.int().nonnegative();
const answer = z.enum(['yes', 'no', 'unknown', 'not-asked']);

/** The report: the only input of every renderer. The same inputs give the same bytes. */
export const reportSchema = z.strictObject({
  schema: z.literal(REPORT_SCHEMA),
  verdict: z.enum(VERDICTS),
  mode: z.enum(['enforce', 'observe']),
  subject: z.strictObject({
    repository: z.string(),
    commit: z.string().nullable(),
    base: z.string().nullable(),
    pullRequest: z.int().optional(),
    dirty: z.boolean(),
    promotion: z.strictObject({ is: z.boolean(), because: z.array(z.string()) }),
  }),
  policy: z.strictObject({
    profile: z.enum(PROFILES),
    /** Where the profile is set. */
    rule: z.strictObject({ path: z.string(), line: z.int().positive().optional() }),
    digest: z.string(),
    /** The organization's before the repository's. A file in another repository names it; its path begins with it. */
    layers: z.array(
      z.strictObject({ path: z.string(), repository: z.string().optional(), commit: z.string().optional() }),
    ),
    enforceFrom: z.string().optional(),
    /** Settings below what the profile gives: shown beside the verdict like a waiver. */
    lowered: z.array(z.strictObject({ what: z.string(), from: z.string(), to: z.string(), place })),
    /** Values of the repository that are weaker than the organization's minimum: the stricter value applies. */
    refused: z
      .array(
        z.strictObject({
          key: z.string(),
          asked: z.string(),
          askedAt: place,
          held: z.string(),
          heldAt: place,
          /** Deprecated: `held` and `heldAt` by their former names, only in printed JSON. */
          stands: z.string().optional(),
          standsAt: place.optional(),
        }),
      )
      .optional(),
    /** Whether an organization's policy applies, and if not, why; left out by versions that did not read it. */
    organization: organizationState.optional(),
    /** Deprecated: `organization` by its former name, only in printed JSON. */
    organisation: organizationState.optional(),
  }),
  /** What checks that are met depend on and no check can verify. */
  limits: z.array(z.string()).optional(),
  evaluatedAt: z.string(),
  /** The first moment at which time alone could change the verdict. */
  validUntil: z.string().nullable(),
  /** The first moment at which time alone changes the report, such as the warning before a waiver expires; never after `validUntil`. */
  nextChangeAt: z.string().nullable(),
  /** Deprecated: `nextChangeAt` by its former name, only in printed JSON. */
  wakeAt: z.string().nullable().optional(),
  halves: z.strictObject({
    technical: z.enum(VERDICTS),
    organizational: z.enum(VERDICTS),
    /** Deprecated: `organizational` by its former name, only in printed JSON. */
    organisational: z.enum(VERDICTS).optional(),
  }),
  questions: z.strictObject({ ownership: answer, data: answer, buyIn: answer, metrics: answer }),
  /** Blocking checks only: what the verdict counts. */
  summary: z.strictObject({
    met: count,
    unmet: count,
    stale: count,
    unknown: count,
    waived: count,
    notApplicable: count,
  }),
  /** Holds, declines and overdue conditions by command. Left out when there are none. */
  closures: z.array(closure).optional(),
  /** Left out when no definition is looser. */
  definitions: definitions.optional(),
  /** Signs of a stalling pilot: advice, which no outcome reads. Left out when there are none. */
  stalls: z
    .array(
      z.strictObject({
        sign: z.enum(STALL_SIGNS),
        /** Codes of the checks that most likely explain it. */
        leads: z.array(z.string()),
        places: z.array(place),
        facts: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    )
    .optional(),
  /** The pilot's own description; no outcome depends on it. Left out where its manifest could not be read. */
  pilot: z
    .strictObject({
      name: z.string(),
      startedOn: z.string(),
      phase: z.enum(['pilot', 'production']).optional(),
      owners: z.array(z.strictObject({ role: z.enum(ROLES), who: z.string() })),
      decisions: z.strictObject({ auto: count, confirm: count, humanOnly: count }).optional(),
      cohorts: z.array(z.string()).optional(),
    })
    .optional(),
  criteria: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      half: z.enum(['technical', 'organizational']),
      /** `met` when each blocking check is met, waived or not applicable; `not-asked` when none is blocking. */
      status: z.enum(['met', 'unmet', 'unknown', 'not-asked']),
      checks: z.array(check),
    }),
  ),
  evidence: z.array(z.strictObject({ path: z.string(), blob: z.string() })),
  evidenceDigest: z.string(),
  /** How this was evaluated: plain files, shallow history, policy taken from the work tree. */
  notes: z.array(z.string()),
  tool: z.strictObject({ version: z.string() }),
});
export type Report = z.infer<typeof reportSchema>;
export type ReportCriterion = Report['criteria'][number];
export type ReportCheck = ReportCriterion['checks'][number];
export type ReportPlace = z.infer<typeof place>;
export type Closure = z.infer<typeof closure>;
export type Definitions = z.infer<typeof definitions>;
