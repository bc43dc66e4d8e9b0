import type { ArchivePiece, ArchivePort } from '../../src/server/runtime/archive-port.ts';
import type { LedgerPort } from '../../src/server/runtime/ports.ts';
import { batch } from '../contracts/ledger-samples.ts';

const remove = (piece: ArchivePiece, at: number) =>
  batch({ archiving: [{ kind: 'remove', piece, at, policy: 'P30D' }] });

/** Copies the next piece; what the writer does about it comes after. Null when nothing is left. */
export async function copyNext(
  ledger: LedgerPort,
  archives: ArchivePort,
  before: number,
  limit = 10,
): Promise<ArchivePiece | null> {
  const planned = await archives.next(before, limit, []);
  if (planned === null) return null;
  ledger.commit(batch({ archiving: [{ kind: 'begin', piece: planned }] }));
  return archives.copy(planned);
}

/** Archives everything older than `before`, as the archiver does, without its pauses. Returns the removing turns. */
export async function archiveAll(
  ledger: LedgerPort,
  archives: ArchivePort,
  before: number,
  limit = 10,
): Promise<number> {
  let turns = 0;
  for (;;) {
    const piece = await copyNext(ledger, archives, before, limit);
    if (piece === null) return turns;
    for (let left = await archives.left(piece); left > 0; left = await archives.left(piece)) {
      ledger.commit(remove(piece, before));
      turns += 1;
      if (turns > 100_000) throw new Error('archiving never ends');
    }
  }
}
