import type { BypassActor, CheckProducer } from './facts.ts';
import type { PushWay, Requirement } from './requirement.ts';

/** `unknown` could not be verified and decides; `unseen` could not be verified and does not decide. */
export type PointState = 'ok' | 'warns' | 'fails' | 'unknown' | 'unseen';

/** One point of the audit, as data; render/ words it. */
export type AuditPoint = { state: PointState } & (
  | { id: 'observed'; until?: string }
  | { id: 'pilot'; topic: boolean; policyFile?: string }
  | { id: 'targets'; reason: string }
  | { id: 'required'; branch: string; exists: boolean; by: Requirement[]; reason?: string }
  | { id: 'pinned'; branch: string; to: 'nobody' | 'actions' | 'ours' | 'another' | 'unnamed'; appId?: number }
  | { id: 'bypass'; branch: string; ruleset: string; actors: BypassActor[]; reason?: string }
  | { id: 'admins'; branch: string }
  | { id: 'pushes'; branch: string; way: PushWay; actors: BypassActor[]; reason?: string }
  | { id: 'workflows'; branch: string; workflows: string[] }
  | { id: 'queue'; branch: string; strategy: 'ALLGREEN' | 'HEADGREEN' }
  | { id: 'new-branches'; pattern: string; probe: string; lacks: 'check' | 'guards'; reason?: string }
  | {
      id: 'policy-review';
      path: string;
      branch: string;
      owners: string[];
      lacks: 'nothing' | 'owners' | 'review' | 'both';
      reason?: string;
    }
  | { id: 'owners-list' }
  | { id: 'floor'; path?: string; reason?: string }
  | { id: 'deploys'; branch: string; workflows: { path: string; environment: string }[]; reason?: string }
  | { id: 'retarget'; branches: string[]; reason?: string }
  | { id: 'idle'; rulesets: { name: string; enforcement: string }[]; reason?: string }
  | { id: 'look-alike'; seen: { pullRequest: number; producer: CheckProducer }[]; counts: boolean; reason?: string }
);

export type GateVerdict = 'holds' | 'does-not-hold' | 'unknown';

export interface GateAudit {
  repository: string;
  verdict: GateVerdict;
  /** Branches that promotions go to, as far as they are known. */
  branches: string[];
  points: AuditPoint[];
}
