import type { OncallItem } from '../../../shared/oncall.ts';
import type { Directory } from '../../../shared/stream.ts';

/** A person to hand something to. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  /** Schedules in which they are on call now. */
  readonly oncall: readonly string[];
}

/** People, those on call now first, then by name; `text` keeps names and ids that hold it. */
export function candidates(
  directory: Directory,
  oncall: readonly OncallItem[],
  text: string,
  locale: string,
): readonly Candidate[] {
  const on = new Map<string, string[]>();
  for (const item of oncall)
    for (const user of item.users) {
      const name = directory.schedules[item.schedule]?.name ?? item.schedule;
      const list = on.get(user) ?? [];
      if (!list.includes(name)) on.set(user, [...list, name]);
    }
  const wanted = text.trim().toLowerCase();
  return Object.entries(directory.users)
    .map(([id, user]) => ({ id, name: user.name, oncall: on.get(id) ?? [] }))
    .filter((each) => wanted === '' || `${each.name}\n${each.id}`.toLowerCase().includes(wanted))
    .sort(
      (a, b) =>
        Number(b.oncall.length > 0) - Number(a.oncall.length > 0) || a.name.localeCompare(b.name, locale),
    );
}
