import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { DrillRecord } from '../../evidence/schema/records.ts';
import type { Claim } from '../shared/proofs.ts';
import { dated, validUntil } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

/** Whether data was restored recently, within the loss and the time that are allowed. */
export function judgeRestore(
  integration: Located<Integration>,
  drills: Observation<RecordSet<DrillRecord>>,
  withinDays: number,
  now: number,
): Finding[] {
  const { restore } = integration.value;
  const at = (key: string): Place => integration.at('restore', key);
  if (restore === undefined) return [unmet(messages.noRestore(), integration.at('restore'))];
  const { testedOn, rpoMinutes, rtoMinutes, rpoTarget, rtoTarget } = restore;
  const found = [
    ...(rpoMinutes > rpoTarget
      ? [unmet(messages.restoreLostTooMuch({ minutes: rpoMinutes, limit: rpoTarget }), at('rpoMinutes'))]
      : []),
    ...(rtoMinutes > rtoTarget
      ? [unmet(messages.restoreTooSlow({ minutes: rtoMinutes, limit: rtoTarget }), at('rtoMinutes'))]
      : []),
    ...dated(testedOn, now, { what: 'The restore', place: at('testedOn') }, withinDays),
    ...judgeRestoreProof(restore, at('proof'), drills),
  ];
  if (found.length > 0) return found;
  const until = validUntil(testedOn, withinDays);
  return [
    met(messages.restored({ testedOn, rpoMinutes, rpoTarget, rtoMinutes, rtoTarget }), integration.at('restore'), {
      until,
    }),
  ];
}

/** Whether the proof is of this restore, and not of another drill or of a backup. */
function judgeRestoreProof(
  { testedOn, proof }: NonNullable<Integration['restore']>,
  place: Place,
  drills: Observation<RecordSet<DrillRecord>>,
): Finding[] {
  const items = drills.state === 'seen' ? drills.value.items : [];
  const drill = items.find(({ path }) => path === proof?.record?.replace(/^(\.\/)+/, ''))?.record;
  const backup = [proof?.path, proof?.test, proof?.record].find(
    (one) => one !== undefined && /back[-_ ]?up/i.test(one) && !/restor/i.test(one),
  );
  const mismatch = drill && mismatchOf(drill.value, testedOn);
  return [
    ...(drill && mismatch ? [unmet(mismatch, [place, drill.at('kind')])] : []),
    ...(backup === undefined ? [] : [unmet(messages.backupAsProof({ proof: backup }), place)]),
  ];
}

function mismatchOf({ kind, result, date }: DrillRecord, testedOn: string) {
  if (kind !== 'restore') return messages.proofOfOtherDrill({ kind });
  if (result !== 'pass') return messages.proofOfFailedRestore();
  return date === testedOn ? undefined : messages.proofOfOtherDay({ date, testedOn });
}

/** The proof of the restore. */
export function restoreClaims(integration: Located<Integration>): Claim[] {
  const { restore } = integration.value;
  return restore === undefined
    ? []
    : [{ what: 'The proof of the restore', proof: restore.proof, place: integration.at('restore', 'proof') }];
}
