import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { summaryOf } from '../../domain/message.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Acceptance, Ancestry, RunFact } from '../../engine/fact-requests.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { DrillRecord } from '../../evidence/schema/records.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { confirmDrill, judgeDrill, latestDrill } from '../shared/drills.ts';

export interface RecoveryQuestion {
  integration: Located<Integration>;
  drills: Observation<RecordSet<DrillRecord>>;
  tree: Tree;
  withinDays: number;
  now: number;
}

/** A reason why this service needs no disaster recovery of its own; somebody has to accept it. */
export function exemptionOf(integration: Located<Integration>): string | undefined {
  const reason = integration.value.disasterRecovery?.exemption;
  return reason === undefined || isBlankText(reason) ? undefined : reason;
}

/** A drill that passed within the time the restore is allowed, or an exemption with its reason. */
export function judgeRecovery({ integration, drills, tree, withinDays, now }: RecoveryQuestion): Finding[] {
  const exemption = exemptionOf(integration);
  if (exemption !== undefined)
    return [
      met(`No disaster recovery of its own: ${quote(exemption)}`, integration.at('disasterRecovery', 'exemption')),
    ];
  const named = integration.value.disasterRecovery?.drill;
  const newest = latestDrill(drills, 'disaster-recovery');
  if (named !== undefined && newest !== undefined && newest.path !== named.replace(/^(\.\/)+/, ''))
    return [
      unmet(
        `${quote(named)} is named, but the newest disaster-recovery drill is ${newest.path}`,
        [integration.at('disasterRecovery', 'drill'), { path: newest.path }],
        { remedy: 'Name the newest record: an older one may not hide what came later.' },
      ),
    ];
  const limit = integration.value.restore?.rtoTarget;
  return judgeDrill(drills, {
    kind: 'disaster-recovery',
    withinDays,
    ...(limit === undefined ? {} : { limitSeconds: limit * 60 }),
    limitAt: 'restore.rto-target in readiness/integration.yaml',
    tree,
    now,
  });
}

/** What GitHub says: of the exemption who accepted it, of the drill whether its run succeeded and nothing changed since. */
export function confirmRecovery(
  question: RecoveryQuestion,
  answers: { order: Ancestry | Acceptance; run: Ancestry | RunFact | Acceptance },
): Finding[] {
  const { integration, drills } = question;
  const { order, run } = answers;
  if (exemptionOf(integration) !== undefined) {
    const place = integration.at('disasterRecovery', 'exemption');
    if ('accepted' in order && order.accepted)
      return judgeRecovery(question).map((finding) => ({
        ...finding,
        ...met(`${summaryOf(finding)}; accepted by @${order.by ?? 'the governance owner'}`, finding.places),
      }));
    return [
      unmet('The governance owner has not accepted that there is no disaster recovery', place, {
        actors: ['governance-owner'],
        remedy: 'Ask the governance owner for `/readiness accept IN-6 because <reason>`, or drill the recovery.',
      }),
    ];
  }
  const drill = latestDrill(drills, 'disaster-recovery');
  const found =
    drill === undefined || 'accepted' in order || 'accepted' in run
      ? []
      : confirmDrill(drill, order, run, 'The way into production');
  return found.length > 0 ? found : judgeRecovery(question);
}
