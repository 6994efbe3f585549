import type * as z from 'zod';
import { changePlanSection } from './change-plan.ts';
import { cohortsSection } from './cohorts.ts';
import { dataSourcesSection } from './data-sources.ts';
import { economicsSection } from './economics.ts';
import { evalsSection } from './evals.ts';
import { guardrailsSection } from './guardrails.ts';
import { integrationSection } from './integration.ts';
import { metricsSection } from './metrics.ts';
import { operatingModelSection } from './operating-model.ts';
import { pilotSection } from './pilot.ts';
import { controlRecord, drillRecord, handoffRecord, reviewRecord } from './records.ts';
import { roadmapSection } from './roadmap.ts';
import { workflowSection } from './workflow.ts';

/**
 * The sections of a pilot's evidence. `pilot` is the manifest; the others are inline in it or in files of their own.
 */
export const SECTIONS = {
  pilot: pilotSection,
  'operating-model': operatingModelSection,
  workflow: workflowSection,
  integration: integrationSection,
  guardrails: guardrailsSection,
  'data-sources': dataSourcesSection,
  cohorts: cohortsSection,
  metrics: metricsSection,
  evals: evalsSection,
  economics: economicsSection,
  'change-plan': changePlanSection,
  roadmap: roadmapSection,
} as const;
export type SectionName = keyof typeof SECTIONS;
export type SectionValue<N extends SectionName> = z.infer<(typeof SECTIONS)[N]>;

/** The schema of the file `pilot.yaml`: the manifest, optionally with other sections inline. */
export const manifestSchema = pilotSection.extend({
  operatingModel: operatingModelSection.optional(),
  workflow: workflowSection.optional(),
  integration: integrationSection.optional(),
  guardrails: guardrailsSection.optional(),
  dataSources: dataSourcesSection.optional(),
  cohorts: cohortsSection.optional(),
  metrics: metricsSection.optional(),
  evals: evalsSection.optional(),
  economics: economicsSection.optional(),
  changePlan: changePlanSection.optional(),
  roadmap: roadmapSection.optional(),
});

/** Records: one file per event, in a folder of this name below the evidence root. */
export const RECORDS = {
  controls: controlRecord,
  reviews: reviewRecord,
  handoff: handoffRecord,
  drills: drillRecord,
} as const;
export type RecordName = keyof typeof RECORDS;
export type RecordValue<N extends RecordName> = z.infer<(typeof RECORDS)[N]>;
