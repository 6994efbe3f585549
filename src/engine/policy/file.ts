import * as z from 'zod';
import { defined } from '../../domain/defined.ts';
import { PROFILES, type Stricter } from '../../domain/levels.ts';
import type { Place } from '../../domain/observation.ts';
import { date, glob, handle, id } from '../../evidence/schema/parts.ts';
import type { Criterion } from '../criterion.ts';
import { grantedWaiver, notApplicable } from './exceptions.ts';

/** The policy file: `.github/pilot-readiness.yml` of a repository or of the organization's `.github` repository. */

export const POLICY_PATHS = ['.github/pilot-readiness.yml', '.github/pilot-readiness.yaml'] as const;
/** The repository in which an organization keeps its policy, at the same path. */
export const ORGANIZATION_REPOSITORY = '.github';

/** Whether a repository of this name holds its organization's policy; GitHub's names are case-insensitive. */
export function isOrganizationRepository(name: unknown): boolean {
  return typeof name === 'string' && name.toLowerCase() === ORGANIZATION_REPOSITORY;
}
export const LEVELS = ['blocking', 'advisory', 'off'] as const;

/**
 * Every key declares in which direction it is stricter, or that it has none (`fixed`: the upper layer decides), and the
 * layer if only one may have it. A test refuses a key without a direction.
 */
function key<T extends z.ZodType>(
  schema: T,
  stricter: Stricter | 'order' | 'union',
  doc: string,
  only?: 'organization' | 'repository',
) {
  return schema.meta({ stricter, description: doc, ...defined({ only }) });
}

const off = z.literal(false);
const repositoryName = z.string().regex(/^([\w.-]{1,100}\/)?[\w.-]{1,100}$/, 'a repository such as triage');
const level = z.union([z.enum(LEVELS), off]);

const control = z.strictObject({
  approvers: key(
    z.array(handle).min(1),
    'subset',
    'who may sign this control: "@handle" or "@organization/team"',
  ).optional(),
  covers: key(
    z.array(glob).max(50),
    'superset',
    'files that a signature covers, added to the built-in list of this control',
  ).optional(),
  validDays: key(z.int().min(1).max(365), 'lower', 'days after which a sign-off expires').optional(),
  plainApproval: key(z.boolean(), 'lower', 'count a plain approving review as a signature').optional(),
  required: key(z.boolean(), 'higher', 'require this control although the profile does not').optional(),
});

function criterionEntry(criterion: Criterion) {
  const params = Object.fromEntries(
    Object.entries(criterion.params).map(([name, spec]) => [
      name,
      key(spec.schema, spec.stricter, spec.doc).optional(),
    ]),
  );
  const checks = Object.fromEntries(
    criterion.checks.map((check) => [
      check.code,
      key(level, 'order', `level of ${check.code}: ${check.title}`).optional(),
    ]),
  );
  const detail = z.strictObject({
    profile: key(z.enum(PROFILES), 'order', "take another profile's levels and defaults for this criterion").optional(),
    level: key(level, 'order', 'level of every check of this criterion').optional(),
    checks: z.strictObject(checks).optional(),
    ...params,
  });
  const words = z.enum([...PROFILES, 'off']);
  return key(z.union([words, off, detail]), 'order', `${criterion.title}: a profile, off, or its settings`).optional();
}

/** The schema of a policy file for a catalog. Unknown criteria, checks and settings are refused by it. */
export function policyFileSchema(catalog: Criterion[]) {
  const criteria = Object.fromEntries(catalog.map((criterion) => [criterion.id, criterionEntry(criterion)]));
  return z.strictObject({
    version: key(z.literal(1), 'fixed', 'version of the file format'),
    profile: key(z.enum(PROFILES), 'order', 'which requirements apply').optional(),
    mode: key(z.enum(['enforce', 'observe']), 'order', 'enforce blocks; observe only reports').optional(),
    enforceFrom: key(date, 'lower', 'observe until this date').optional(),
    report: key(z.enum(['pilots', 'all']), 'order', 'all: repositories without a tag get a check run too').optional(),
    pilots: z
      .strictObject({
        topics: key(
          z.array(z.string().max(50)),
          'union',
          'repository topics that make a pilot',
          'organization',
        ).optional(),
        properties: key(
          z.record(z.string(), z.array(z.string())),
          'union',
          'custom properties that make a pilot',
          'organization',
        ).optional(),
        repositories: key(
          z.array(repositoryName).max(2_000),
          'union',
          'repositories that are pilots',
          'organization',
        ).optional(),
        released: key(
          z.array(repositoryName).max(2_000),
          'fixed',
          'repositories that are no longer pilots, whatever their tags',
          'organization',
        ).optional(),
      })
      .optional(),
    profiles: key(
      z.partialRecord(z.enum(PROFILES), z.strictObject({ properties: z.record(z.string(), z.array(z.string())) })),
      'union',
      'profile by custom property',
      'organization',
    ).optional(),
    promotion: z
      .strictObject({
        labels: key(
          z.array(z.string().min(1).max(50)),
          'union',
          'labels that make a pull request a promotion',
        ).optional(),
        branches: key(z.array(glob), 'union', 'base branches that make it one').optional(),
        paths: key(z.array(glob), 'union', 'changed paths that make it one').optional(),
        catalogLifecycle: key(
          z.string().max(50),
          'union',
          'spec.lifecycle of catalog-info.yaml that makes it one',
        ).optional(),
      })
      .optional(),
    evidence: z
      .strictObject({
        root: key(
          z.string().regex(/^(?!\/)(?!.*\.\.)[\w./-]{1,100}$/, 'a folder such as readiness'),
          'fixed',
          'folder of the evidence',
        ).optional(),
        runbook: key(z.array(z.string().max(300)), 'fixed', 'where the runbook is').optional(),
        rollback: key(z.array(z.string().max(300)), 'fixed', 'where the rollback plan is').optional(),
      })
      .optional(),
    criteria: z.strictObject(criteria).optional(),
    controls: z.record(id, control).optional(),
    waivers: z
      .strictObject({
        approvers: key(z.array(handle), 'subset', 'who may accept an unmet check').optional(),
        maxDays: key(z.int().min(1).max(365), 'lower', 'maximum duration of a waiver in days').optional(),
        granted: key(z.array(grantedWaiver).max(200), 'fixed', 'waivers granted in this file', 'repository').optional(),
      })
      .optional(),
    notApplicable: key(
      z.array(notApplicable).max(200),
      'fixed',
      'checks that do not apply, with who accepted it',
      'repository',
    ).optional(),
    allow: key(
      z.array(
        z
          .string()
          .regex(/^[\w*-]+(\.[\w*-]+)*$/, 'keys such as criteria.runbook.*')
          .max(200),
      ),
      'fixed',
      'keys that repositories may change freely, such as criteria.runbook.*',
      'organization',
    ).optional(),
  });
}
export type PolicyFile = z.infer<ReturnType<typeof policyFileSchema>>;
/** The possible entries of one criterion: a profile name, `off` or `false`, or its settings. */
export type CriterionEntry =
  | string
  | false
  | ({ profile?: string; level?: string | false; checks?: Record<string, string | false> } & Record<string, unknown>);

/** A policy file that was read: its value and the place of each of its keys. */
export interface PolicyLayer {
  /** Of an organization's file: with its repository before it, so that two files of one name can be distinguished. */
  path: string;
  /** Its repository, when that is not the evaluated one: `acme/.github`. */
  repository?: string;
  commit?: string;
  file: PolicyFile;
  at: (...keys: (string | number)[]) => Place;
}
