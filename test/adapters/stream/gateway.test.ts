import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Gateway } from '../../../src/server/adapters/stream/gateway.ts';
import type { Principal } from '../../../src/server/runtime/floor.ts';
import { liveSourceOf } from '../../../src/server/runtime/live-source.ts';
import type { QueryPort } from '../../../src/server/runtime/query-port.ts';
import {
  type Delta,
  deltaSchema,
  heartbeatSchema,
  PROTOCOL,
  type Snapshot,
  snapshotSchema,
} from '../../../src/shared/stream.ts';
import { Story } from '../../support/story.ts';
import { floorConfig, integration, person, service } from '../../support/story-config.ts';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const PRINCIPALS = new Map<string, Principal>([
  ['t-wall', { kind: 'display', id: 'wall-1', token: 't1' }],
  ['t-network', { kind: 'display', id: 'wall-network', token: 't2' }],
  ['t-an', { kind: 'user', id: 'an', role: 'responder', token: 't3' }],
  ['t-viewer', { kind: 'user', id: 'lee', role: 'viewer', token: 't4' }],
]);

let story: Story;
let server: Server;
let gateway: Gateway;
let pages: Socket[];
let isLetIn: boolean;
let lastAnsweredAt: number | null;
const revoked = new Set<string>();

beforeEach(async () => {
  pages = [];
  revoked.clear();
  isLetIn = true;
  lastAnsweredAt = null;
  story = await new Story(
    floorConfig({
      users: ['an', 'lee', 'park', 'boss'].map((id) => person(id)),
      services: [service('payments'), service('network')],
      integrations: [integration('std'), integration('net', { service: 'network' })],
      displays: [
        { id: 'wall-1' },
        { id: 'wall-network', name: 'Network', filter: { services: ['network'] } },
      ],
    }),
    {},
  ).start();
  server = createServer((_, response) => response.end());
  const figures = {
    mttaMs: { today: null, week: null },
    mttrMs: { today: null, week: null },
    noiseRemoved: null,
    today: story.core.conservation(),
    alarmRate: [],
  };
  gateway = new Gateway({
    server,
    live: {
      ...liveSourceOf(story.core),
      queries: {
        metrics: async () => figures,
        lastAnswered: async () => lastAnsweredAt,
      } as unknown as QueryPort,
    },
    floor: story.floor,
    principalOf: (token) => (revoked.has(token) ? null : (PRINCIPALS.get(token) ?? null)),
    judge: () => (isLetIn ? null : 403),
    meOf: (principal) =>
      principal.kind === 'user'
        ? { kind: 'user', id: principal.id, name: principal.id, role: principal.role, locale: 'en' }
        : null,
    log: silent,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  for (const page of pages) page.disconnect();
  await gateway.close();
  await new Promise((resolve) => server.close(resolve));
});

interface Page {
  readonly socket: Socket;
  readonly snapshots: Snapshot[];
  readonly deltas: Delta[];
  readonly other: { name: string; data: unknown }[];
  readonly errors: string[];
}

function open(token: string | undefined, more: Record<string, unknown> = {}): Page {
  const socket = io(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    auth: { token, ...more },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  const page: Page = { socket, snapshots: [], deltas: [], other: [], errors: [] };
  socket.on('snapshot', (data) => page.snapshots.push(snapshotSchema.parse(data)));
  socket.on('delta', (data) => page.deltas.push(deltaSchema.parse(data)));
  socket.on('connect_error', (error) => page.errors.push(error.message));
  socket.onAny((name: string, data: unknown) => page.other.push({ name, data }));
  pages.push(socket);
  return page;
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 5000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const openPage = async (token: string, more: Record<string, unknown> = {}): Promise<Page> => {
  const page = open(token, more);
  await until(() => page.snapshots.length + page.deltas.length > 0 || page.other.length > 0, 'a first frame');
  return page;
};

/** The incidents a page holds after everything it was sent, as it would draw them. */
function held(page: Page): Map<string, unknown> {
  const snapshot = page.snapshots.at(-1)!;
  const incidents = new Map<string, unknown>(snapshot.incidents.map((incident) => [incident.id, incident]));
  let seq = snapshot.seq;
  for (const delta of page.deltas.filter((one) => one.seq > snapshot.seq)) {
    expect(delta.from).toBe(seq);
    seq = delta.seq;
    for (const incident of delta.upserts) incidents.set(incident.id, incident);
    for (const id of delta.removes) incidents.delete(id);
  }
  return incidents;
}

describe('the live stream', () => {
  it('[STR1] a page gets a snapshot, then numbered deltas that follow each other', async () => {
    await story.receive({ key: 'a' });
    const page = await openPage('t-wall');
    expect(page.snapshots[0]).toMatchObject({ kind: 'wall', protocol: PROTOCOL, epoch: story.core.epoch });
    expect(page.snapshots[0]?.incidents).toHaveLength(1);
    for (const key of ['b', 'c', 'd']) await story.receive({ key });
    await story.receive({ key: 'a', status: 'close', urgency: null });
    await until(() => held(page).size === 4, 'three new ones beside the one recovered, unseen');
    const bands = [...held(page).values()].map((incident) => (incident as { band: string }).band).sort();
    expect(bands).toEqual(['open', 'open', 'open', 'recovered']);
  });

  it('[STR141] the worst and oldest that nobody has; quiet since the last of them was answered', async () => {
    const since = story.clock.now() - 3_600_000;
    lastAnsweredAt = since;
    const page = await openPage('t-wall');
    const totals = () =>
      [...page.deltas.toReversed().map((delta) => delta.totals), page.snapshots[0]?.totals].find(Boolean);
    await until(
      () => totals()?.quietSince === new Date(since).toISOString(),
      'what the ledger knew of the quiet',
    );
    expect(totals()).toMatchObject({ open: 0, worstOpen: null, oldestOpenAt: null });
    const begun = new Date(story.clock.now()).toISOString();
    await story.receive({ key: 'a', urgency: 'medium' });
    await story.fastForward('1m');
    await story.receive({ key: 'b', urgency: 'high' });
    await until(() => totals()?.open === 2, 'two open ones');
    expect(totals()).toMatchObject({ worstOpen: 'high', oldestOpenAt: begun, quietSince: null });
    await story.fastForward('1m');
    for (const key of ['a', 'b']) await story.receive({ key, status: 'close', urgency: null });
    await until(() => totals()?.open === 0, 'quiet again');
    expect(totals()?.quietSince).toBe(new Date(story.clock.now()).toISOString());
  });

  it('[STR2] the same epoch and a recent seq resume with what was missed, anything else starts over', async () => {
    const first = await openPage('t-an');
    await story.receive({ key: 'a' });
    await until(() => held(first).size === 1, 'the first delta');
    const seq = first.deltas.at(-1)!.seq;
    first.socket.disconnect();
    const stays = await openPage('t-an');
    await story.receive({ key: 'b' });
    await until(() => held(stays).size === 2, 'the page that stayed');

    const resumed = open('t-an', { epoch: story.core.epoch, lastSeq: seq });
    await until(() => resumed.deltas.length > 0, 'missed deltas');
    expect(resumed.snapshots).toEqual([]);
    expect(resumed.deltas[0]?.from).toBe(seq);
    expect(resumed.deltas.flatMap((delta) => delta.upserts.map((incident) => incident.dedupKey))).toContain(
      'b',
    );

    for (const auth of [
      { epoch: 'another', lastSeq: seq },
      { epoch: story.core.epoch, lastSeq: 999_999 },
      { lastSeq: 'x' },
    ]) {
      const fresh = await openPage('t-an', auth);
      expect(fresh.snapshots).toHaveLength(1);
    }
  });

  it('[STR3] a heartbeat comes each second with the seq of the page', async () => {
    const page = await openPage('t-wall');
    const beats = () => page.other.filter(({ name }) => name === 'heartbeat');
    await until(() => beats().length >= 2, 'two heartbeats');
    const beat = heartbeatSchema.parse(beats().at(-1)?.data);
    expect(beat).toMatchObject({ epoch: story.core.epoch, storage: 'ok', oldestOverdueMs: 0 });
    expect(beat.seq).toBe(page.deltas.at(-1)?.seq ?? page.snapshots[0]?.seq);
  });

  it('[STR4] resync sends a snapshot, to a display too', async () => {
    const page = await openPage('t-wall');
    page.socket.emit('resync');
    await until(() => page.snapshots.length === 2, 'a second snapshot');
  });

  it('[STR5] a wall sees its filter only, and how much is outside it', async () => {
    const wall = await openPage('t-network');
    expect(wall.snapshots[0]?.display).toMatchObject({ name: 'Network', filter: ['network'] });
    await story.receive({ key: 'a' });
    await story.receive({ key: 'b', integration: 'net' });
    await until(() => held(wall).size === 1, 'the one of its service');
    expect(
      wall.deltas.flatMap((delta) => delta.upserts).every((incident) => incident.service === 'network'),
    ).toBe(true);
    expect(wall.deltas.at(-1)?.totals).toMatchObject({ open: 1, outside: 1 });
  });

  it('[STR6] no contact and no raw body ever streams', async () => {
    const page = await openPage('t-an');
    await story.receive({ key: 'a' });
    await until(() => page.deltas.length > 0, 'a delta');
    const everything = JSON.stringify(page.other);
    expect(everything).not.toContain('127.0.0.1:9000');
    expect(everything).not.toContain('contacts');
  });

  it('[STR7] a person answers by command; a viewer and a display may not, and a version that moved on is refused', async () => {
    const { incident } = await story.receive({ key: 'a' });
    const [an, viewer, wall] = [await openPage('t-an'), await openPage('t-viewer'), await openPage('t-wall')];
    const ask = (page: Page, command: unknown) => page.socket.timeout(4000).emitWithAck('command', command);
    expect(await ask(viewer, { type: 'ack', incident })).toMatchObject({ error: { status: 403 } });
    expect(await ask(wall, { type: 'ack', incident })).toMatchObject({ error: { status: 403 } });
    expect(await ask(an, { type: 'ack', incident, version: 7 })).toMatchObject({ error: { status: 409 } });
    expect(await ask(an, { type: 'ack' })).toMatchObject({ error: { status: 400 } });
    expect(await ask(an, { type: 'assign', incident, user: 'lee' })).toMatchObject({
      error: { status: 403 },
    });
    expect(await ask(an, { type: 'ack', incident, version: 1 })).toMatchObject({
      ok: true,
      incident: { status: 'acked', assignee: 'an' },
    });
    expect(story.core.incident(incident!)?.status).toBe('acked');
  });

  it('[STR8] no token, a wrong one, or a request the gate refuses gets nothing', async () => {
    const [none, wrong] = [open(undefined), open('guess')];
    await until(() => none.errors.length > 0 && wrong.errors.length > 0, 'refusals');
    expect([...none.errors, ...wrong.errors]).toEqual(['unauthorized', 'unauthorized']);
    isLetIn = false;
    const outside = open('t-an');
    await until(() => outside.errors.length > 0, 'the gate');
    expect([none, wrong, outside].flatMap((page) => page.other)).toEqual([]);
  });

  it('[STR9] a token that is revoked loses its stream within a heartbeat', async () => {
    const page = await openPage('t-an');
    revoked.add('t-an');
    await until(() => page.socket.disconnected, 'the end of the stream');
  });

  it('[STR10] a page is rung only where its person is signed in', async () => {
    const [an, viewer] = [await openPage('t-an'), await openPage('t-viewer')];
    await story.receive({ key: 'a' });
    const rings = (page: Page) =>
      page.other.filter(
        ({ name, data }) => name === 'annunciate' && (data as { kind: string }).kind === 'page',
      );
    await until(() => rings(an).length === 1, 'a ring for an');
    expect(rings(viewer)).toEqual([]);
    expect(viewer.other.some(({ name }) => name === 'annunciate')).toBe(true);
  });

  it('[STR11] a config change sends everybody a snapshot with the new names', async () => {
    const page = await openPage('t-wall');
    const document = { ...story.floor.config().document, timeZone: 'Asia/Seoul' };
    const changed = await story.floor.replaceConfig(
      { kind: 'automation', id: 'automation', role: 'admin', token: 't' },
      document,
      null,
    );
    expect(changed.ok).toBe(true);
    await until(() => page.snapshots.length === 2, 'a new snapshot');
    expect(page.snapshots[1]?.timeZone).toBe('Asia/Seoul');
  });

  it('[STR12] a storm leaves as few deltas, and every incident is in them', async () => {
    const page = await openPage('t-an');
    for (let i = 0; i < 300; i++) await story.receive({ key: `k${i}` });
    await until(() => held(page).size === 300, 'all of them');
    expect(page.deltas.length).toBeLessThan(150);
    expect(page.other.filter(({ name }) => name === 'annunciate').length).toBeLessThanOrEqual(
      page.deltas.length * 20,
    );
  });
});
