import type { IncidentItem } from '../../../../shared/incident.ts';

/** What a drop on a person comes to. */
export type Drop =
  | { readonly kind: 'hand'; readonly items: readonly IncidentItem[] }
  /** Only a shift lead hands to others. */
  | { readonly kind: 'not-allowed' }
  /** All of them are that person's already. */
  | { readonly kind: 'already' }
  /** All of them were closed meanwhile. */
  | { readonly kind: 'closed' };

export interface DropQuestion {
  /** As they were when the drag began: their versions are what the person saw. */
  readonly items: readonly IncidentItem[];
  readonly user: string;
  /** Who is signed in; null for a token that is nobody's. */
  readonly me: string | null;
  /** May hand to others. */
  readonly mayGive: boolean;
  /** The incident as it is now. */
  readonly now: (id: string) => IncidentItem | undefined;
}

const isTheirs = (item: IncidentItem, user: string): boolean =>
  item.handedTo === null ? item.assignee === user && item.status === 'acked' : item.handedTo.user === user;

/** Whether incidents may be handed to a person, and which of them. The server judges again. Pure. */
export function judgeDrop({ items, user, me, mayGive, now }: DropQuestion): Drop {
  if (!mayGive && user !== me) return { kind: 'not-allowed' };
  const open = items.filter(({ id }) => now(id)?.status !== 'closed');
  if (open.length === 0) return { kind: 'closed' };
  const others = open.filter((item) => !isTheirs(now(item.id) ?? item, user));
  return others.length === 0 ? { kind: 'already' } : { kind: 'hand', items: others };
}
