import { type Finding, quote, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { Claim } from '../shared/proofs.ts';

/** The six things without which "integrated" is only a word. */
const EXIT_ITEMS = [
  ['apis', 'apis', 'The real interfaces'],
  ['sso', 'sso', 'Sign-in through the organization'],
  ['logging', 'logging', 'Logging'],
  ['auditTrail', 'audit-trail', 'The audit trail'],
  ['backups', 'backups', 'Backups'],
  ['disasterRecovery', 'disaster-recovery', 'Disaster recovery'],
] as const;

/** Exit items that are missing or not done. What means nothing here is declared in the policy, where somebody accepts it. */
export function judgeExitItems(integration: Located<Integration>): Finding[] {
  return EXIT_ITEMS.flatMap(([key, part, words]): Finding[] => {
    const item = integration.value.exitItems?.[key];
    const place = integration.at('exitItems', key);
    if (item?.status === 'done') return [];
    if (item?.status === 'not-applicable')
      return [
        unmet(
          `${words}: declared as not applicable${item.reason ? ` (${quote(item.reason)})` : ''}, which nobody accepted here`,
          place,
          {
            part,
            remedy: `Do it, or ask for the exception: /readiness not-applicable IN-2 ${part} because …`,
          },
        ),
      ];
    return [
      unmet(item === undefined ? `${words}: nothing says that it is done` : `${words}: still open`, place, {
        part,
        remedy: `Finish it and write exit-items.${part}: { status: done, proof: { … } } in readiness/integration.yaml.`,
      }),
    ];
  });
}

/** The proofs of the items that are said to be done. */
export function exitClaims(integration: Located<Integration>): Claim[] {
  return EXIT_ITEMS.flatMap(([key, part, what]) => {
    const item = integration.value.exitItems?.[key];
    return item?.status === 'done'
      ? [{ what, proof: item.proof, place: integration.at('exitItems', key, 'proof'), part }]
      : [];
  });
}
