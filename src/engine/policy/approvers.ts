import { defined } from '../../domain/defined.ts';
import type { EffectivePolicy, Origin } from './effective.ts';

/**
 * Who may sign a control: whom the policy names, else who owns its record by CODEOWNERS of the default branch. As on
 * GitHub, such an owner needs write access.
 */
export function approversOf(
  policy: EffectivePolicy,
  control: string,
): { approvers: string[]; needsWrite?: true; origin?: Origin } {
  const rule = policy.controls[control];
  const owners = policy.recordOwners[control];
  if (rule?.approvers.length) return { approvers: rule.approvers, ...defined({ origin: rule.approversOrigin }) };
  if (owners === undefined) return { approvers: [] };
  return { approvers: owners.owners, needsWrite: true, origin: owners.origin };
}
