import type { GaugeSource } from './adapters/http/metrics.ts';
import type { OpenLedger } from './adapters/storage/journal/open-with-journal.ts';
import type { Archiver } from './runtime/archiver.ts';
import type { FloorCore } from './runtime/floor-core.ts';

/** Figures of the floor that Prometheus may ask for. */
export const gaugesOf = (
  core: FloorCore,
  archiver: Archiver,
  ledger: Pick<OpenLedger, 'behindBytes'>,
  mailsTurnedAway: () => number,
): readonly GaugeSource[] => [
  { name: 'watchfloor_queue_depth', help: 'Inputs waiting for the runner', read: () => core.runner.queued },
  { name: 'watchfloor_outbox_pending', help: 'Messages waiting to be sent', read: () => core.outbox.size },
  { name: 'watchfloor_open_incidents', help: 'Incidents held in memory', read: () => core.state.size },
  {
    name: 'watchfloor_journal_behind_bytes',
    help: 'Bytes of the journal that the database does not have yet',
    read: () => ledger.behindBytes(),
  },
  {
    name: 'watchfloor_mail_turned_away_total',
    help: 'Mail sessions and mails that were told to come again; not in received',
    read: mailsTurnedAway,
  },
  {
    name: 'watchfloor_oldest_overdue_ms',
    help: 'Lateness of the oldest due step',
    read: () => core.health().oldestOverdueMs,
  },
  {
    name: 'watchfloor_archived_incidents',
    help: 'Incidents whose details were archived, as of the last run',
    read: () => archiver.figures.incidents,
  },
  {
    name: 'watchfloor_archived_events',
    help: 'Events archived, hot repeats counted in full, as of the last run',
    read: () => archiver.figures.events,
  },
];
