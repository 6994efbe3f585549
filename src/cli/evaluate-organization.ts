import { catalog } from '../criteria/index.ts';
import { defined } from '../domain/defined.ts';
import { PolicyError, UnavailableError } from '../domain/errors.ts';
import type { GateAudit } from '../engine/enforcement/points.ts';
import type { Known } from '../engine/promotion.ts';
import {
  evaluatePilot,
  type OtherPolicy,
  openPilot,
  ownersOf,
  type PilotRequest,
} from '../evaluation/evaluate-pilot.ts';
import type { PolicyText } from '../evaluation/read-policy.ts';
import { lastChanges } from '../github/facts/last-changes.ts';
import { connect, type GitHubAccess } from '../github/index.ts';
import type { Pilots } from '../github/recognition/pilots.ts';
import { evaluatedWords, type PilotRow, pathsOfOpen } from '../render/model/portfolio.ts';
import { faultLine } from '../render/model/words.ts';
import type { SimulatedPilot } from '../render/terminal/simulation.ts';
import { auditRepository } from './audit-gate.ts';
import { organizationPilots } from './organization-pilots.ts';
import { HOURLY_LIMIT_MS, sleepWithNotice } from './rate-limit-notice.ts';
import { VERSION } from './version.ts';

export interface PortfolioReader {
  /** The address of GitHub's web pages. */
  serverUrl: string;
  /** With `instead`, the pilots under either that policy or the organization's current one. */
  pilots: (org: string, instead?: PolicyText) => Promise<Pilots>;
  pilot: (owner: string, repo: string) => Promise<PilotRow>;
  /** Evaluated under its policy and under another one in its place. */
  simulated: (owner: string, repo: string, policy: OtherPolicy) => Promise<SimulatedPilot>;
}

interface ReaderOptions {
  token: string;
  baseUrl?: string;
  appId?: number;
  now: number;
  /** Called when a long wait for GitHub begins. */
  warn: (text: string) => void;
}

/** Reads pilots through the API with one token. A pilot that cannot be read throws as `openPilot` does. */
export function openPortfolio({ token, baseUrl, appId, now, warn }: ReaderOptions): PortfolioReader {
  const access = connect({
    token,
    maxWaitMs: HOURLY_LIMIT_MS,
    sleep: sleepWithNotice(warn),
    ...defined({ baseUrl }),
  });
  const requestFor = (owner: string, repo: string): PilotRequest => ({
    ...{ access, catalog, owner, repo, now, toolVersion: VERSION },
  });
  return {
    serverUrl: access.serverUrl,
    pilots: (org, instead) => organizationPilots(access, org, instead),
    pilot: (owner, repo) => rowOf(requestFor(owner, repo), appId),
    simulated: (owner, repo, policy) => simulatedOf(requestFor(owner, repo), policy),
  };
}

async function rowOf(request: PilotRequest, appId: number | undefined): Promise<PilotRow> {
  const { access, owner, repo } = request;
  const pilot = await openPilot(request);
  const [report, owners, audit] = await Promise.all([
    evaluatePilot(request, pilot, pilot.policy),
    ownersOf(pilot),
    auditOf(access, request, appId),
  ]);
  const name = pilot.subject?.fork && pilot.subject.head ? pilot.subject.head : { owner, repo };
  const changed = await lastChanges(access, name, pilot.evaluated.sha, ['', ...pathsOfOpen(report)]);
  const { evaluated, notLookedAt, repository } = pilot;
  return { repository, evaluated, report, notLookedAt, owners, changed, audit };
}

async function simulatedOf(request: PilotRequest, policy: OtherPolicy): Promise<SimulatedPilot> {
  const pilot = await openPilot(request, policy);
  const { repository, evaluated, faults } = pilot;
  const then = await pilot.under(policy);
  const after = then.isPilot ? await evaluatePilot(request, pilot, await then.policy()) : ('no pilot' as const);
  const about = { repository, evaluated: evaluatedWords(evaluated), after };
  if (!pilot.isPilot) return { ...about, before: 'no pilot' };
  if (faults !== undefined) return { ...about, policyFault: faults.map(faultLine).join('; ') };
  return { ...about, before: await evaluatePilot(request, pilot, pilot.policy) };
}

/** The gate is shown beside the verdict; a failed audit never hides the verdict. */
async function auditOf(
  access: GitHubAccess,
  { owner, repo, now }: PilotRequest,
  appId: number | undefined,
): Promise<Known<GateAudit>> {
  try {
    return { known: true, value: (await auditRepository(access, { owner, repo }, now, appId)).audit };
  } catch (error) {
    if (error instanceof UnavailableError || error instanceof PolicyError)
      return { known: false, reason: error.message };
    throw error;
  }
}
