import * as z from 'zod';
import { definition, evidence } from './marks.ts';
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
  name: evidence(text),
  id: evidence(id).optional(),
  organization: definition(text, 'fixed', 'sponsor')
    .optional()
    .meta({ description: 'the adopting organization, as employers are written', alias: 'organisation' }),
  startedOn: definition(date, 'fixed', 'sponsor'),
  endedOn: evidence(date).optional(),
  phase: evidence(z.enum(['pilot', 'production'])).optional(),
  vendor: definition(z.boolean(), 'higher', 'sponsor').optional(),
  owners: z.strictObject({
    product: definition(person, 'person', 'product'),
    production: definition(person, 'person', 'production'),
    workflow: definition(person, 'person', 'workflow').optional(),
    governance: definition(person, 'person', 'governance'),
    sponsor: definition(person, 'person', 'sponsor'),
  }),
  ownersConfirmedOn: evidence(date).optional(),
  pilotTeam: definition(z.array(handle), 'superset', 'governance').optional(),
  documents: evidence(
    z.strictObject({ runbook: z.array(ref('document')).optional(), rollback: z.array(ref('document')).optional() }),
  ).optional(),
  deployment: definition(z.array(z.string().max(300)), 'covers', 'production')
    .optional()
    .meta({ description: 'globs of deployment, prompt and model configuration' }),
  governance: z
    .strictObject({
      cadence: definition(duration, 'shorter', 'governance').optional(),
      escalation: evidence(z.array(personText)).optional(),
      lastRecord: evidence(date).optional(),
      decisionOn: definition(date, 'earlier', 'governance').optional(),
    })
    .optional(),
  engagement: evidence(
    z.strictObject({
      partner: text.optional(),
      contract: z.union([ref('file'), url]).optional(),
      covers: z.array(z.enum(['handoff', '30-60-90', 'change-management', 'documentation'])).optional(),
      signedOn: date.optional(),
    }),
  ).optional(),
  handoff: z
    .strictObject({
      milestone: definition(date, 'earlier', 'production').optional(),
      documentationStandard: evidence(text).optional(),
    })
    .optional(),
  links: evidence(z.record(id, url)).optional(),
});
export type Pilot = z.infer<typeof pilotSection>;
export type Owner = z.infer<typeof person>;
