import * as z from 'zod';
import { date, duration, handle, id, personText, ref, text, url } from './parts.ts';

const objective = z.strictObject({ metric: id, target: z.number(), by: date });

/** An accountable person: `"@handle"` or this long form. */
const person = z.union([
  personText,
  z.strictObject({
    github: handle.optional(),
    name: text.optional(),
    mail: z.email().optional(),
    function: text
      .optional()
      .meta({ description: 'business, operations, engineering, data, it, innovation, vendor …' }),
    employer: text.optional(),
    team: text.optional(),
    reportsTo: personText.optional(),
    since: date.optional(),
    confirmedOn: date.optional(),
    deputy: handle.optional(),
    objective: objective.optional(),
    accepted: z
      .union([z.int().positive(), url])
      .optional()
      .meta({ description: 'pull request or comment in which this person accepted' }),
  }),
]);

/** `readiness/pilot.yaml`: the manifest. Other sections can be inline under their own key. */
export const pilotSection = z.strictObject({
  name: text,
  id: id.optional(),
  organization: text
    .optional()
    .meta({ description: 'the adopting organization, as employers are written', alias: 'organisation' }),
  startedOn: date,
  endedOn: date.optional(),
  phase: z.enum(['pilot', 'production']).optional(),
  vendor: z.boolean().optional(),
  owners: z.strictObject({
    product: person,
    production: person,
    workflow: person.optional(),
    governance: person,
    sponsor: person,
  }),
  ownersConfirmedOn: date.optional(),
  pilotTeam: z.array(handle).optional(),
  documents: z
    .strictObject({ runbook: z.array(ref('document')).optional(), rollback: z.array(ref('document')).optional() })
    .optional(),
  deployment: z
    .array(z.string().max(300))
    .optional()
    .meta({ description: 'globs of deployment, prompt and model configuration' }),
  governance: z
    .strictObject({
      cadence: duration.optional(),
      escalation: z.array(personText).optional(),
      lastRecord: date.optional(),
      decisionOn: date.optional(),
    })
    .optional(),
  engagement: z
    .strictObject({
      partner: text.optional(),
      contract: z.union([ref('file'), url]).optional(),
      covers: z.array(z.enum(['handoff', '30-60-90', 'change-management', 'documentation'])).optional(),
      signedOn: date.optional(),
    })
    .optional(),
  handoff: z.strictObject({ milestone: date.optional(), documentationStandard: text.optional() }).optional(),
  links: z.record(id, url).optional(),
});
export type Pilot = z.infer<typeof pilotSection>;
export type Owner = z.infer<typeof person>;
