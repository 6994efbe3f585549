import * as z from 'zod';

const line = z.strictObject({ op: z.enum(['lt', 'lte', 'gt', 'gte', 'eq']), value: z.number() });

/** One metric in numbers, all in its own unit: before the pilot, the goal, the line that stops it, and now. */
export const headlineFigure = z.strictObject({
  metric: z.string(),
  name: z.string(),
  type: z.enum(['mean', 'proportion', 'rate', 'percentile', 'total']),
  unit: z.string(),
  before: z.number().optional(),
  goal: line.optional(),
  stop: line.optional(),
  now: z.number(),
  cases: z.int().nonnegative(),
  /** The figure of the success trigger: it is shown where checks measured the metric differently. */
  decisive: z.literal(true).optional(),
  from: z.string(),
  to: z.string(),
});
export type HeadlineFigure = z.infer<typeof headlineFigure>;
