import type { MaintenanceItem } from '../../../shared/api/quiet.ts';

const RANK = { active: 0, scheduled: 1, over: 2 } as const;

/** On now, the one that ends first at the top; then what comes, the next first; then what is over. */
export const inOrder = (items: readonly MaintenanceItem[]): readonly MaintenanceItem[] =>
  [...items].sort(
    (a, b) =>
      RANK[a.state] - RANK[b.state] ||
      (a.state === 'scheduled' ? a.from.localeCompare(b.from) : a.to.localeCompare(b.to)) ||
      a.id.localeCompare(b.id),
  );
