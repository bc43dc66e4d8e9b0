import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REDACT_PARTS } from '../../src/shared/words.ts';
import { dataDir } from '../adapters/storage/storage-dir.ts';
import { diskStorage } from '../support/archive-storage.ts';
import { given, type Story } from '../support/story.ts';

const SECRET = 'QXHUNTERZQ';
/** Stories begin on 2026-11-23. */
const NOVEMBER = 'archive/watchfloor-2026-11.db';
const DAY_MS = 86_400_000;

async function floor(details: string | null = 'P30D') {
  const dir = dataDir();
  const story = await given({ retention: { details } }, { storage: (now) => diskStorage(dir, now) });
  return { dir, story };
}

/** Time goes by without anybody watching, and the archiver's daily run comes. */
async function days(story: Story, n: number): Promise<void> {
  story.clock.advance(n * DAY_MS);
  await story.beat();
  await story.archiver!.run();
  await story.settle();
}

async function closedIncident(story: Story, key = 'disk', summary = 'disk full'): Promise<string> {
  await story.receive({ key, summary });
  const { id } = story.incident(key);
  await story.answered('an', { type: 'comment', incident: id, text: `looking at ${summary}` });
  await story.answered('an', { type: 'close', incident: id, reason: `done with ${summary}` });
  return id;
}

const kindsOf = (detail: Awaited<ReturnType<Story['floor']['detail']>>) =>
  detail!.timeline.map(({ kind }) => kind);
const audits = (story: Story) => story.ledger.audit.filter(({ action }) => action === 'archive.run');
/** How often a word stands in any file of the data folder. */
const occurrences = (dir: string, word: string): number =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => {
      return sum + readFileSync(join(parentPath, name)).toString('latin1').split(word).length - 1;
    }, 0);

describe('retention', () => {
  test('[STO81] nothing is archived until an admin says so, and then what was closed long enough ago', async () => {
    const { dir, story } = await floor(null);
    const id = await closedIncident(story);
    await days(story, 400);
    expect(existsSync(join(dir, 'archive'))).toBe(false);
    expect(await story.floor.archives()).toMatchObject({ policy: null, archives: [], lastRun: null });

    await story.reconfigure({ retention: { details: 'P600D' } });
    await days(story, 1);
    expect((await story.floor.archives())!.archives).toEqual([]);
    await story.reconfigure({ retention: { details: 'P30D' } });
    expect((await story.floor.archives())!.waiting.incidents).toBe(1);
    await days(story, 0);
    expect(await story.floor.archives()).toMatchObject({
      policy: 'P30D',
      archives: [{ month: '2026-11', file: NOVEMBER, incidents: 1, events: 1, available: true }],
      lastRun: { incidents: 1, events: 1, months: ['2026-11'] },
      waiting: { incidents: 0, events: 0 },
    });
    expect((await story.floor.detail(id, true))!.archived).toEqual({
      month: '2026-11',
      file: NOVEMBER,
      available: true,
      earlier: [],
    });
  });

  test('[STO85] a page reads the same before and after, with a mark that says where its details are', async () => {
    const { story } = await floor();
    const id = await closedIncident(story);
    await days(story, 29);
    const before = (await story.floor.detail(id, true))!;
    const deliveries = await story.core.queries.deliveries({ limit: 50 });
    const events = await story.core.queries.events({ limit: 50 });
    expect(before.archived).toBeNull();
    await days(story, 2);
    const { archived, timeline, ...after } = (await story.floor.detail(id, true))!;
    const { archived: _, timeline: timelineBefore, ...rest } = before;
    expect(after).toEqual(rest);
    expect(before.raw).toHaveLength(1);
    expect(before.deliveries.length).toBeGreaterThan(0);
    expect(archived).toMatchObject({ file: NOVEMBER, available: true });
    expect(timeline.slice(0, -1)).toEqual(timelineBefore);
    expect(timeline.at(-1)).toMatchObject({
      kind: 'archived',
      actor: { kind: 'system' },
      reason: { code: 'STO81', params: { month: '2026-11', days: 30 } },
    });
    expect(await story.core.queries.deliveries({ limit: 50 })).toEqual(deliveries);
    expect(await story.core.queries.events({ limit: 50 })).toEqual(events);
    expect(await story.floor.items({ limit: 10, q: 'disk' })).toMatchObject({ items: [{ id }] });
  });

  test('[STO81] an open incident, however old, and one closed lately keep everything', async () => {
    const { story } = await floor();
    await story.receive({ key: 'old', urgency: 'none' });
    await days(story, 100);
    const id = await closedIncident(story, 'new');
    await days(story, 29);
    expect((await story.floor.archives())!.archives).toEqual([]);
    await days(story, 2);
    expect((await story.floor.archives())!.archives).toMatchObject([{ month: '2027-03', incidents: 1 }]);
    expect((await story.floor.detail(story.incident('old').id, false))!.archived).toBeNull();
    expect((await story.floor.detail(id, false))!.archived).not.toBeNull();
  });

  test('[STO81] events that made no incident go by their arrival', async () => {
    const { story } = await floor();
    await story.receiveBatch(['summary: expected a text']);
    await story.receive({ key: 'unknown', status: 'close' });
    const before = await story.core.queries.events({ limit: 10 });
    expect(before.items.map(({ outcome }) => outcome).sort()).toEqual(['ignored', 'rejected']);
    await days(story, 31);
    expect((await story.floor.archives())!.archives).toMatchObject([{ incidents: 0, events: 2 }]);
    expect(await story.core.queries.events({ limit: 10 })).toEqual(before);
    expect((await story.core.queries.events({ limit: 10, outcome: ['rejected'] })).items).toHaveLength(1);
    expect(story.floor.conservation()).toMatchObject({ received: 2 });
  });

  test('[STO85] a reopened incident goes on in the ledger, and is archived again by its new closing', async () => {
    const { story } = await floor();
    const id = await closedIncident(story);
    await days(story, 31);
    await story.answered('an', { type: 'reopen', incident: id });
    await story.receive({ key: 'disk' });
    await story.receive({ key: 'disk' });
    const open = (await story.floor.detail(id, true))!;
    expect(open).toMatchObject({ status: 'open', count: 3, archived: { month: '2026-11' } });
    expect(kindsOf(open).slice(0, 2)).toEqual(['created', 'run-started']);
    expect(kindsOf(open).indexOf('reopened')).toBe(kindsOf(open).indexOf('archived') + 1);
    expect(open.raw).toHaveLength(2);
    await days(story, 31);
    expect((await story.floor.archives())!.archives).toHaveLength(1);
    await story.answered('an', { type: 'close', incident: id });
    await days(story, 31);
    const again = (await story.floor.detail(id, true))!;
    expect(again.archived).toMatchObject({ month: '2027-01', earlier: [{ month: '2026-11' }] });
    const numbers = again.timeline.filter(({ kind }) => kind !== 'archived').map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(kindsOf(again).filter((kind) => kind === 'closed')).toHaveLength(2);
    expect(kindsOf(again).filter((kind) => kind === 'archived')).toHaveLength(2);
    expect(again.raw).toHaveLength(2);
    expect((await story.core.queries.events({ limit: 10, incident: id })).items).toHaveLength(2);
  });

  test('[AUD43] one audit entry per run that archived something, by the system, naming the policy', async () => {
    const { story } = await floor();
    for (const key of ['a', 'b', 'c']) await closedIncident(story, key);
    await days(story, 31);
    await days(story, 1);
    expect(audits(story)).toMatchObject([
      {
        actor: { kind: 'system', id: 'watchfloor' },
        target: 'archive',
        after: { incidents: 3, events: 3, months: ['2026-11'], files: [NOVEMBER], policy: 'P30D' },
        reason: { code: 'AUD43' },
      },
    ]);
    expect(story.archiver!.figures).toEqual({ incidents: 3, events: 3 });
    await story.killAndRestart();
    expect(story.archiver!.figures).toEqual({ incidents: 3, events: 3 });
    expect((await story.floor.archives())!.lastRun).toMatchObject({ incidents: 3 });
  });

  test('[STO85] a file that was moved away stops nothing, is named on the page, and is never made anew', async () => {
    const { dir, story } = await floor();
    const id = await closedIncident(story, 'a');
    story.clock.advance(3 * DAY_MS);
    const later = await closedIncident(story, 'b');
    await days(story, 28);
    mkdirSync(join(dir, 'tape'));
    renameSync(join(dir, NOVEMBER), join(dir, 'tape/moved.db'));
    const gone = (await story.floor.detail(id, true))!;
    expect(gone).toMatchObject({ status: 'closed', summary: 'disk full', deliveries: [], raw: [] });
    expect(gone.archived).toMatchObject({ file: NOVEMBER, available: false });
    expect(kindsOf(gone)).toEqual(['archived']);
    await days(story, 4);
    expect((await story.floor.archives())!.archives).toMatchObject([
      { file: NOVEMBER, available: false, bytes: 0, incidents: 1 },
      { file: 'archive/watchfloor-2026-11-2.db', available: true, incidents: 1 },
    ]);
    expect((await story.floor.detail(later, false))!.archived).toMatchObject({ available: true });
    renameSync(join(dir, 'tape/moved.db'), join(dir, NOVEMBER));
    expect(kindsOf(await story.floor.detail(id, true))).toContain('commented');
  });
});

describe('trouble while archiving', () => {
  test('[STO87] a full disk removes nothing, is said on every screen, and is made good by a later run', async () => {
    const dir = dataDir();
    let isFull = true;
    const storage = (now: () => number) => {
      const disk = diskStorage(dir, now);
      const copy: typeof disk.archives.copy = (piece) =>
        isFull ? Promise.reject(new Error('database or disk is full')) : disk.archives.copy(piece);
      return { ...disk, archives: { ...disk.archives, copy } };
    };
    const story = await given({ retention: { details: 'P30D' } }, { storage });
    const id = await closedIncident(story);
    await days(story, 31);
    expect(kindsOf(await story.floor.detail(id, true))).toContain('commented');
    expect(story.core.notices().map(({ reason }) => reason.code)).toContain('STO87');
    expect(await story.floor.archives()).toMatchObject({ waiting: { incidents: 1 }, lastRun: null });
    isFull = false;
    await days(story, 1);
    expect(story.core.notices().map(({ reason }) => reason.code)).not.toContain('STO87');
    expect(await story.floor.archives()).toMatchObject({
      waiting: { incidents: 0 },
      lastRun: { incidents: 1 },
    });
  });

  test('[STO87] while the ledger cannot be written nothing is archived, and a stopped archiver does nothing more', async () => {
    const { dir, story } = await floor();
    await closedIncident(story);
    story.ledger.isFailing = true;
    await days(story, 31);
    expect(existsSync(join(dir, 'archive'))).toBe(false);
    story.ledger.isFailing = false;
    story.archiver!.stop();
    await days(story, 1);
    expect(existsSync(join(dir, 'archive'))).toBe(false);
  });

  test('[STO83] who is reopened between the copy and the removal keeps everything, and nothing comes twice', async () => {
    const dir = dataDir();
    let between: (() => Promise<unknown>) | null = null;
    const storage = (now: () => number) => {
      const disk = diskStorage(dir, now);
      const copy: typeof disk.archives.copy = async (piece) => {
        const copied = await disk.archives.copy(piece);
        await between?.();
        return copied;
      };
      return { ...disk, archives: { ...disk.archives, copy } };
    };
    const story = await given({ retention: { details: 'P30D' } }, { storage });
    const id = await closedIncident(story);
    const before = kindsOf(await story.floor.detail(id, true));
    between = () => story.answered('an', { type: 'reopen', incident: id });
    await days(story, 31);
    const after = (await story.floor.detail(id, true))!;
    expect(after).toMatchObject({ status: 'open', archived: null });
    expect(kindsOf(after).slice(0, before.length)).toEqual(before);
    expect((await story.core.queries.events({ limit: 10 })).items).toHaveLength(1);
    // Its copy lies in the file: a redaction must reach it all the same.
    await story.floor.redact(story.principal('park', 'admin'), id, { parts: REDACT_PARTS, reason: 'x' });
    expect(occurrences(join(dir, 'archive'), 'looking at')).toBe(0);
  });
});

describe('redact of what is archived', () => {
  const redact = (story: Story, id: string) =>
    story.floor.redact(story.principal('park', 'admin'), id, { parts: REDACT_PARTS, reason: 'a password' });

  test('[STO86] the words leave the archive file too before it is said', async () => {
    const { dir, story } = await floor();
    const id = await closedIncident(story, 'disk', `login ${SECRET}`);
    const other = await closedIncident(story, 'other', 'QXOTHERZQ');
    await days(story, 31);
    expect(occurrences(join(dir, 'archive'), SECRET)).toBeGreaterThan(2);
    expect(await redact(story, id)).toMatchObject({ ok: true });
    expect(occurrences(dir, SECRET)).toBe(0);
    expect(occurrences(join(dir, 'archive'), 'QXOTHERZQ')).toBeGreaterThan(2);
    const detail = (await story.floor.detail(id, true))!;
    expect(detail.raw.map(({ body }) => body)).toEqual(['[redacted]']);
    expect(kindsOf(detail).at(-1)).toBe('redacted');
    expect(detail.timeline.find(({ kind }) => kind === 'commented')!.data.text).toBe('[redacted]');
    expect(kindsOf(await story.floor.detail(other, true))).toContain('commented');
    expect(story.core.resources.list('archive-redaction')).toEqual([]);
    await days(story, 1);
    expect(kindsOf(await story.floor.detail(id, true))).toContain('redacted');
  });

  test('[STO86] bundles of several incidents in the archive are reached, also of an incident not archived', async () => {
    const { dir, story } = await floor();
    await story.receive({ key: 'a', summary: `login ${SECRET}`, urgency: 'high' });
    await story.receive({ key: 'b', summary: 'disk full', urgency: 'high' });
    await story.killAndRestart('20m');
    await story.settle();
    const { id } = story.incident('a');
    await story.answered('an', { type: 'close', incident: story.incident('b').id });
    await days(story, 31);
    expect(occurrences(join(dir, 'archive'), SECRET)).toBeGreaterThan(0);
    expect((await story.floor.detail(id, false))!.archived).toBeNull();
    expect(await redact(story, id)).toMatchObject({ ok: true });
    expect(occurrences(dir, SECRET)).toBe(0);
  });

  test('[STO86] with the file moved away it is refused whole, naming the file', async () => {
    const { dir, story } = await floor();
    const id = await closedIncident(story, 'disk', `login ${SECRET}`);
    await days(story, 31);
    renameSync(join(dir, NOVEMBER), join(dir, 'moved.db'));
    const refused = await redact(story, id);
    expect(refused).toMatchObject({ ok: false, error: { status: 409, code: 'archive-missing' } });
    expect(JSON.stringify(refused)).toContain(NOVEMBER);
    expect(story.ledger.audit.some(({ action }) => action === 'incident.redact')).toBe(false);
    renameSync(join(dir, 'moved.db'), join(dir, NOVEMBER));
    expect(await redact(story, id)).toMatchObject({ ok: true });
    expect(occurrences(dir, SECRET)).toBe(0);
  });

  test('[STO86] one that could not reach the archive is not reported as done, and is made good by the next start', async () => {
    const dir = dataDir();
    let isBroken = false;
    const story = await given(
      { retention: { details: 'P30D' } },
      {
        storage: (now) => {
          const disk = diskStorage(dir, now);
          const redactArchives: typeof disk.archives.redact = (redaction) =>
            isBroken ? Promise.reject(new Error('disk I/O error')) : disk.archives.redact(redaction);
          return { ...disk, archives: { ...disk.archives, redact: redactArchives } };
        },
      },
    );
    const id = await closedIncident(story, 'disk', `login ${SECRET}`);
    await days(story, 31);
    isBroken = true;
    expect(await redact(story, id)).toMatchObject({
      ok: false,
      error: { status: 503, code: 'archive-not-redacted' },
    });
    expect(occurrences(join(dir, 'archive'), SECRET)).toBeGreaterThan(0);
    await story.killAndRestart();
    await story.archiver!.run();
    expect(story.core.notices().map((notice) => notice.reason.code)).toContain('STO87');
    isBroken = false;
    await story.archiver!.run();
    expect(occurrences(dir, SECRET)).toBe(0);
    expect(story.core.notices().map((notice) => notice.reason.code)).not.toContain('STO87');
  });
});
