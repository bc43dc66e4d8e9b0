import { bundlePages } from '../domain/notify/bundle.ts';
import type { Turn } from './turn.ts';

/**
 * Does something inside a turn; the pages that come of it leave as one message per contact (ESC14, SUP12). What others
 * put into the turn is theirs: a message on its way must not leave again inside a bundle.
 */
export function bundleNewPages(turn: Turn, occasion: string, work: () => void): void {
  const before = new Set(turn.outbox.keys());
  work();
  const made = [...turn.outbox.values()].filter(
    (row) => row.state === 'pending' && !before.has(row.message.id),
  );
  const { singles, bundles } = bundlePages(
    made.map((row) => row.message),
    occasion,
  );
  for (const row of made) turn.outbox.delete(row.message.id);
  for (const message of singles) turn.send(message);
  for (const bundle of bundles) turn.sendBundle(bundle);
}
