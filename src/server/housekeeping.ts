import { reason } from '../shared/reason.ts';
import type { LedgerQueries } from './adapters/storage/open-queries.ts';
import type { FloorCore } from './runtime/floor-core.ts';
import type { LogPort } from './runtime/ports.ts';

/** A copy of the ledger is made this often, the first one soon after a start; the newest three are kept. */
const BACKUP_EVERY_MS = 6 * 3_600_000;
const FIRST_BACKUP_MS = 5 * 60_000;
const CHECKPOINT_EVERY_MS = 500;

/** Slow work beside the floor, off the writer's thread: verified backups, checkpoints, and the check that a large database skipped at start. */
export function startHousekeeping(deps: {
  readonly core: FloorCore;
  readonly queries: LedgerQueries;
  readonly log: LogPort;
  readonly needsCheck: boolean;
}): () => void {
  const { core, queries, log } = deps;
  const warn = (code: string, text: string, error: unknown): void => {
    log.error({ err: error }, text);
    const from = new Date(core.now()).toISOString();
    core.setLiveNotice(code, {
      id: code,
      kind: 'config-problem',
      from,
      to: null,
      reason: reason(code, text, {}),
    });
  };
  const backUp = () => {
    queries.backup().then(
      (result) => {
        log.info(result, 'backup made and verified');
        core.setLiveNotice('STO53', null);
      },
      (error: unknown) => warn('STO53', 'the backup failed; the last good one is kept', error),
    );
  };
  if (deps.needsCheck) {
    queries
      .quickCheck()
      .catch((error: unknown) => warn('STO54', 'the database has damaged pages: restore a backup', error));
  }
  let isCheckpointing = false;
  const checkpoint = setInterval(() => {
    if (isCheckpointing) return;
    isCheckpointing = true;
    queries
      .checkpoint()
      .catch((error: unknown) =>
        log.warn({ err: error }, 'the checkpoint failed; the writer does it in time'),
      )
      .finally(() => {
        isCheckpointing = false;
      });
  }, CHECKPOINT_EVERY_MS).unref();
  const first = setTimeout(backUp, FIRST_BACKUP_MS).unref();
  const every = setInterval(backUp, BACKUP_EVERY_MS).unref();
  return () => {
    clearInterval(checkpoint);
    clearTimeout(first);
    clearInterval(every);
  };
}
