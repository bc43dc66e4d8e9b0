import { answeredAt } from '../../domain/incident/answered-at.ts';
import type { LiveSource } from '../../runtime/live.ts';
import { admits, type Room } from './room.ts';

/** How far back the last answer is looked for. */
const LOOK_BACK_MS = 30 * 86_400_000;

/** Tells a new room since when it has been quiet: from what is in memory, and from the ledger for what is closed. */
export function learnQuiet(room: Room, live: LiveSource): void {
  const { services, urgencies } = room.filter;
  live.queries
    .lastAnswered({
      since: live.now() - LOOK_BACK_MS,
      ...(services === null ? {} : { service: [...services] }),
      ...(urgencies === null ? {} : { urgency: [...urgencies] }),
    })
    .then((closed) => {
      let last = closed;
      for (const incident of live.incidents()) {
        const at = admits(room.filter, incident) ? answeredAt(incident) : null;
        if (at !== null) last = Math.max(last ?? at, at);
      }
      if (last !== null) room.quiet.learn(last);
    })
    .catch(() => {
      // A wall that does not know since when says nothing of it.
    });
}
