import { defined } from '../../domain/defined.ts';
import type { EffectivePolicy, Origin } from './effective.ts';

/** Who may sign a control: whom the policy names, else who owns its record by CODEOWNERS of the default branch. */
export function approversOf(policy: EffectivePolicy, control: string): { approvers: string[]; origin?: Origin } {
  const rule = policy.controls[control];
  const owners = policy.recordOwners[control];
  const approvers = rule?.approvers.length ? rule.approvers : (owners?.owners ?? []);
  const origin = rule?.approvers.length ? rule.approversOrigin : owners?.origin;
  return { approvers, ...defined({ origin }) };
}
