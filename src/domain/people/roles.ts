export const ROLES = ['product', 'production', 'workflow', 'governance', 'sponsor'] as const;
export type Role = (typeof ROLES)[number];

/** Plain words for a role: `product owner`, `sponsor`. */
export function roleWords(role: Role): string {
  return role === 'sponsor' ? 'sponsor' : `${role} owner`;
}
