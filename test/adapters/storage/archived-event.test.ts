import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { batch, closed, event, T0 } from '../../contracts/ledger-samples.ts';
import { archiveAll } from '../../support/archive-all.ts';
import { diskStorage } from '../../support/archive-storage.ts';
import { dataDir } from './storage-dir.ts';

const LATER = T0 + 100 * 86_400_000;

it('[STR147] an archived event is read from its file, and is gone while the file is away', async () => {
  const dir = dataDir();
  const { ledger, archives, queries } = diskStorage(dir, () => LATER);
  ledger.commit(
    batch({
      incidents: [closed(1, { run: null })],
      events: [event('e1', { incident: 'inc-1', raw: '{"a":1}', fields: { details: { n: 1 } } })],
    }),
  );
  const before = await queries.event('e1');
  await archiveAll(ledger, archives, LATER);
  expect(await queries.event('e1')).toEqual(before);
  expect(before!.raw.map(({ body }) => body)).toEqual(['{"a":1}']);
  const file = join(dir, 'archive/watchfloor-2026-11.db');
  renameSync(file, `${file}.away`);
  expect(await queries.event('e1')).toBeNull();
  renameSync(`${file}.away`, file);
  expect(await queries.event('e1')).toEqual(before);
  ledger.close();
});
