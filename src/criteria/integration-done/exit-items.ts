import { type Finding, unmet } from '../../domain/finding.ts';
import { kebab } from '../../domain/kebab.ts';
import { quote } from '../../domain/message.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { Claim } from '../shared/proofs.ts';
import { messages } from './messages.ts';

/** What has to be done besides the connection itself. */
const EXIT_ITEMS = ['apis', 'sso', 'logging', 'auditTrail', 'backups', 'disasterRecovery'] as const;

/** Exit items that are missing or not done. An item that does not apply needs an exception that somebody accepts. */
export function judgeExitItems(integration: Located<Integration>): Finding[] {
  return EXIT_ITEMS.flatMap((key): Finding[] => {
    const part = kebab(key);
    const item = integration.value.exitItems?.[key];
    if (item?.status === 'done') return [];
    const reason = item?.reason === undefined ? '' : ` (${quote(item.reason)})`;
    const statement =
      item === undefined
        ? messages.exitItemMissing({ part })
        : item.status === 'open'
          ? messages.exitItemOpen({ part })
          : messages.exitItemDeclaredAway({ part, reason });
    return [unmet(statement, integration.at('exitItems', key), { part })];
  });
}

/** The proofs of the items that are declared done. */
export function exitClaims(integration: Located<Integration>): Claim[] {
  return EXIT_ITEMS.flatMap((key) => {
    const part = kebab(key);
    const item = integration.value.exitItems?.[key];
    return item?.status === 'done'
      ? [
          {
            what: `The proof of the exit item ${part}`,
            proof: item.proof,
            place: integration.at('exitItems', key, 'proof'),
            part,
          },
        ]
      : [];
  });
}
