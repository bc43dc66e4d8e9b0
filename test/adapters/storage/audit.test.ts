import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../../src/server/adapters/storage/audit-chain.ts';
import { openLedger } from '../../../src/server/adapters/storage/open-ledger.ts';
import { verifyAudit } from '../../../src/server/adapters/storage/queries/audit-queries.ts';
import { auditEntry, batch, T0 } from '../../contracts/ledger-samples.ts';
import { dataDir, recordingLog } from './storage-dir.ts';

function tampered(sql: string) {
  const dir = dataDir();
  const { ledger } = openLedger({ dir, now: 0, log: recordingLog() });
  for (let n = 1; n <= 6; n += 1) ledger.commit(batch({ audit: [auditEntry({ at: T0 + n, after: { n } })] }));
  ledger.close();
  const db = new DatabaseSync(join(dir, 'watchfloor.db'));
  db.exec(sql);
  const verdict = verifyAudit(db);
  db.close();
  return verdict;
}

it('[AUD2] an untouched chain holds, also over a restart', () => {
  const dir = dataDir();
  for (let n = 1; n <= 3; n += 1) {
    const { ledger } = openLedger({ dir, now: 0, log: recordingLog() });
    expect(ledger.commit(batch({ audit: [auditEntry(), auditEntry()] })).audit.at(-1)).toEqual({
      seq: 2 * n,
    });
    ledger.close();
  }
  const db = new DatabaseSync(join(dir, 'watchfloor.db'));
  expect(verifyAudit(db)).toMatchObject({ ok: true, entries: 6, firstBad: null });
  db.close();
  expect(tampered('SELECT 1')).toMatchObject({ ok: true, entries: 6 });
});

it.each([
  ['an edited field', `UPDATE audit SET after = '{"n":99}' WHERE seq = 3`, 3],
  ['an edited actor id', `UPDATE audit SET actor_id = 'lee' WHERE seq = 4`, 4],
  ['an actor that is not JSON', `UPDATE audit SET actor = 'x' WHERE seq = 4`, 4],
  ['an entry removed from the middle', 'DELETE FROM audit WHERE seq = 3', 3],
  ['the first entry removed', 'DELETE FROM audit WHERE seq = 1', 1],
  [
    'entries removed and the rest renumbered',
    'DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = seq - 1 WHERE seq > 3',
    3,
  ],
  [
    'two entries swapped',
    'UPDATE audit SET seq = 40 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 40',
    2,
  ],
  ['the last entry cut off', 'DELETE FROM audit WHERE seq = 6', 6],
  ['all entries removed', 'DELETE FROM audit', 1],
  [
    'an entry slipped in at the end',
    `INSERT INTO audit SELECT 7, at, actor_id, action, target, actor, before, after, reason, hash FROM audit WHERE seq = 6`,
    7,
  ],
])('[AUD2] the verifier names the first bad entry: %s', (_name, sql, firstBad) => {
  expect(tampered(sql)).toMatchObject({ ok: false, firstBad });
});

it('[AUD1] equal values have one canonical text, whatever the order of their keys', () => {
  expect(canonicalJson({ b: 1, a: { d: [{ z: 1, y: 2 }], c: undefined } })).toBe(
    '{"a":{"d":[{"y":2,"z":1}]},"b":1}',
  );
  expect(canonicalJson(undefined)).toBe('null');
});
