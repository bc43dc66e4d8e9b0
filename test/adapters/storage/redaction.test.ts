import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATABASE_FILE, openWriter } from '../../../src/server/adapters/storage/connection.ts';
import { openLedger } from '../../../src/server/adapters/storage/open-ledger.ts';
import { openQueries } from '../../../src/server/adapters/storage/open-queries.ts';
import type { OutboxRow } from '../../../src/server/runtime/ports.ts';
import { reason, SYSTEM } from '../../../src/shared/reason.ts';
import { REDACT_PARTS, type RedactPart } from '../../../src/shared/words.ts';
import { batch, event, incident, outboxRow, T0 } from '../../contracts/ledger-samples.ts';
import { QUERY_WORKER } from '../../support/workers.ts';
import { dataDir, recordingLog } from './storage-dir.ts';

/** One word for each place that keeps words; letters that nothing else of the file has. */
const WORDS = { summary: 'QXSUMMARYZQ', details: 'QXDETAILZQ', raw: 'QXRAWBODYZQ', comments: 'QXCOMMENTZQ' };

/** How often a word stands in any file of the folder, whatever page or log it is in. */
function occurrences(dir: string, word: string): number {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => {
    const bytes = readFileSync(join(parentPath, name)).toString('latin1');
    return sum + bytes.split(word).length - 1;
  }, 0);
}

/** A ledger whose every seventh incident holds the words, rewritten often so that pages split and rows move. */
function filled() {
  const dir = dataDir();
  const { ledger } = openLedger({ dir, now: T0, log: recordingLog() });
  const secret = (n: number) => n % 7 === 0;
  for (let n = 1; n <= 140; n += 1) {
    const summary = secret(n) ? `login with ${WORDS.summary} failed` : `disk full on db-${n}`;
    const page = outboxRow(`m${n}`, { state: 'sent', nextAttemptAt: null }, `inc-${n}`);
    const body = {
      ...page.message,
      body: {
        number: n,
        summary,
        reason: reason('INC10', `closed: ${WORDS.comments}`, { text: WORDS.comments }),
      },
    };
    const said = secret(n) ? WORDS.comments : 'on my way';
    ledger.commit(
      batch({
        incidents: [incident(n, { summary, run: null })],
        events: [
          event(`e${n}`, {
            incident: `inc-${n}`,
            summary,
            fields: { details: { note: secret(n) ? WORDS.details : 'plain' }, resource: `db-${n}` },
            raw: `${'x'.repeat(n % 3 === 0 ? 9000 : 200)}${secret(n) ? WORDS.raw : ''}`,
          }),
        ],
        outbox: secret(n) ? [{ ...page, message: body as OutboxRow['message'] }] : [page],
        entries: [
          {
            incident: `inc-${n}`,
            at: T0,
            kind: 'commented',
            actor: SYSTEM,
            reason: reason('INC11', 'x wrote'),
            data: { text: said },
          },
          {
            incident: `inc-${n}`,
            at: T0,
            kind: 'closed',
            actor: SYSTEM,
            reason: reason('INC10', `closed: ${said}`, { text: said }),
          },
        ],
      }),
    );
    for (let k = 1; k <= 3; k += 1) {
      const m = 1 + ((n * 31 + k * 17) % n);
      const text = secret(m) ? `login with ${WORDS.summary} failed` : `disk full on db-${m}`;
      const responders = Array.from({ length: (n * k) % 40 }, (_, at) => `person-${at}`);
      ledger.commit(
        batch({ incidents: [incident(m, { summary: text, run: null, version: k + 1, responders })] }),
      );
    }
  }
  const redact = (parts: readonly RedactPart[]) => {
    for (let n = 7; n <= 140; n += 7) {
      const summary = parts.includes('summary') ? '[redacted]' : `login with ${WORDS.summary} failed`;
      ledger.commit(
        batch({
          incidents: [incident(n, { summary, run: null })],
          entries: [
            {
              incident: `inc-${n}`,
              at: T0,
              kind: 'redacted',
              actor: SYSTEM,
              reason: reason('AUD40', 'a password'),
              data: { parts },
            },
          ],
          redactions: [{ incident: `inc-${n}`, parts }],
        }),
      );
    }
  };
  return { dir, ledger, redact };
}

describe('redaction on disk', () => {
  it('[STO80] redacted words are nowhere in any file of the data folder, the log of writes included', async () => {
    const { dir, ledger, redact } = filled();
    for (const word of Object.values(WORDS)) expect(occurrences(dir, word)).toBeGreaterThan(10);
    redact(REDACT_PARTS);
    for (const word of Object.values(WORDS)) expect(occurrences(dir, word), word).toBe(0);

    const queries = openQueries(dir, { workerUrl: QUERY_WORKER, now: () => T0 });
    try {
      const search = async (q: string) => (await queries.incidents({ limit: 50, q })).items.length;
      expect(await search(WORDS.summary)).toBe(0);
      expect(await search('redacted')).toBe(20);
      expect(await search('disk')).toBe(50);
      const { fields, raw } = await queries.incidentEvents('inc-7');
      expect(fields).toEqual({ details: { redacted: '[redacted]' } });
      expect(raw.map(({ body }) => body)).toEqual(['[redacted]']);
      const timeline = await queries.timeline('inc-7');
      expect(timeline.map(({ kind, data }) => [kind, data.text])).toEqual([
        ['commented', '[redacted]'],
        ['closed', undefined],
        ['redacted', undefined],
      ]);
      expect(timeline[1]!.reason.text).toBe('closed: [redacted]');
      const { items } = await queries.events({ limit: 50, incident: 'inc-7' });
      expect(items.map(({ summary }) => summary)).toEqual(['[redacted]']);
      expect((await queries.incidentEvents('inc-8')).fields).toMatchObject({ details: { note: 'plain' } });
    } finally {
      await queries.close();
      ledger.close();
    }
  });

  it('[STO80] the letters of a redacted summary leave the search index too', () => {
    const { dir, ledger } = filled();
    /** Whether any block of the index has the letters; one replaced text stays in it until its blocks are merged. */
    const isKnown = (trigram: string) => {
      const db = openWriter(join(dir, DATABASE_FILE));
      try {
        const blocks = db.prepare('SELECT block FROM search_data').all();
        return blocks.some(({ block }) => Buffer.from(block as Uint8Array).includes(trigram));
      } finally {
        db.close();
      }
    };
    const one = (summary: string) => batch({ incidents: [incident(141, { summary, run: null })] });
    ledger.commit(one('token jqvkw leaked'));
    expect(isKnown('jqv')).toBe(true);
    ledger.commit(one('nothing of note'));
    expect(isKnown('jqv')).toBe(true);
    const redactions = [{ incident: 'inc-141', parts: ['summary' as const] }];
    ledger.commit({ ...one('[redacted]'), redactions });
    expect(isKnown('jqv')).toBe(false);
    ledger.close();
  });

  for (const part of REDACT_PARTS) {
    it(`[STO80] only what was named goes: ${part}`, () => {
      const { dir, ledger, redact } = filled();
      redact([part]);
      ledger.close();
      for (const [name, word] of Object.entries(WORDS))
        expect(occurrences(dir, word) === 0, name).toBe(name === part);
    });
  }
});
