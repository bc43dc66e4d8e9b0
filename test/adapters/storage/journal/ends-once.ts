import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

/** The thread that fills the database, which ends at its first message, once per data folder. */
const hasEnded = join((workerData as { dir: string }).dir, 'has-ended');
if (existsSync(hasEnded)) {
  await import('../../../../src/server/adapters/storage/journal/applier-worker.ts');
} else {
  parentPort!.once('message', () => {
    writeFileSync(hasEnded, '');
    throw new Error('an end that nobody planned');
  });
}
