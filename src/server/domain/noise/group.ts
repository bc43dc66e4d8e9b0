import { type Reason, reason } from '../../../shared/reason.ts';
import { change, type Draft, note } from '../incident/draft.ts';
import type { Incident } from '../incident/incident.ts';

/** Keys that share an incident, as far as the incident itself must know. Who they are stands beside it. */
export interface Group {
  /** All keys that ever joined, the first one included. */
  readonly keys: number;
  /** Those whose tool has not said that it is over. */
  readonly firing: number;
  /** The incident's own first key is over. */
  readonly firstOver: boolean;
}

const FIRST_ALONE: Group = { keys: 1, firing: 1, firstOver: false };

export const groupOf = (incident: Incident): Group => incident.group ?? FIRST_ALONE;

/** 1, 10, 100 …: how often something that may happen a million times stands on a timeline. */
const isTold = (count: number): boolean => /^10*$/.test(String(count));

/** [SUP1] Another key joins: it counts among those that must recover before the incident does. */
export function joinGroup(draft: Draft, key: string, integration: string, why: Reason): void {
  const group = groupOf(draft.incident);
  const joined = { ...group, keys: group.keys + 1, firing: group.firing + 1 };
  change(draft, { group: joined });
  if (isTold(joined.keys - 1))
    note(draft, 'joined', why, { key, keys: joined.keys }, { kind: 'integration', id: integration });
}

/** A key of the group that was over fires again. */
export function fireAgain(draft: Draft, isFirst: boolean): void {
  const group = groupOf(draft.incident);
  change(draft, {
    group: { ...group, firing: group.firing + 1, firstOver: isFirst ? false : group.firstOver },
  });
}

/**
 * [SUP3] A key of the group is over. Null when it was the last: then the incident recovers. Otherwise why it does not.
 */
export function recoverKey(draft: Draft, isFirst: boolean): Reason | null {
  const group = groupOf(draft.incident);
  const firing = Math.max(0, group.firing - 1);
  change(draft, { group: { ...group, firing, firstOver: isFirst || group.firstOver } });
  if (firing === 0) return null;
  const why = reason('SUP3', `over for one of ${group.keys} keys; ${firing} still fire`, {
    keys: group.keys,
    firing,
  });
  if (isTold(firing)) note(draft, 'key-recovered', why, { firing });
  return why;
}
