import * as z from 'zod';
import { definition, evidence } from './marks.ts';
import { date, id, personText, ref, text, url } from './parts.ts';

/** `readiness/roadmap.yaml`: planned items, their order and entry conditions. */
export const roadmapSection = z.strictObject({
  items: evidence(
    z.array(
      z.strictObject({
        id,
        title: text.optional(),
        kind: z.enum(['data', 'use-case', 'cohort', 'hardening', 'other']).optional(),
        feeds: z.array(id).optional(),
        after: z.array(id).optional(),
        owner: personText,
        date,
        entry: z.array(z.string().max(100)),
      }),
    ),
  ),
  phaseTwo: evidence(z.union([ref('file'), url])).optional(),
  decisionOn: definition(date, 'earlier', 'sponsor').optional(),
});
export type Roadmap = z.infer<typeof roadmapSection>;
