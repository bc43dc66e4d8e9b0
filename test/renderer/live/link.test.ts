import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openLive } from '../../../src/renderer/live/live.ts';
import { type Command, PROTOCOL } from '../../../src/shared/stream.ts';
import { emptyScene } from '../../support/fake-scene.ts';

const ACK: Command = { type: 'ack', incident: 'i1' };

/** A server that beats, and answers only what a test lets it. */
async function floor() {
  const http = createServer();
  const io = new Server(http, { path: '/socket.io', serveClient: false });
  const seen = { links: 0, resyncs: [] as number[], commands: [] as Command[] };
  const does = { beats: true, resyncs: true, acks: true };
  let seq = 1;
  const at = () => new Date().toISOString();
  const snapshot = (socket: Socket) =>
    socket.emit('snapshot', { ...emptyScene(Date.now()), protocol: PROTOCOL, epoch: 'e', seq, at: at() });
  io.on('connection', (socket) => {
    seen.links += 1;
    if (does.resyncs) snapshot(socket);
    socket.on('resync', () => {
      seen.resyncs.push(performance.now());
      if (does.resyncs) snapshot(socket);
    });
    socket.on('command', (command: Command, reply: (answer: unknown) => void) => {
      seen.commands.push(command);
      if (does.acks) reply({ error: { status: 409, code: 'stale', message: 'moved on' } });
    });
  });
  const beat = () =>
    io.emit('heartbeat', {
      epoch: 'e',
      seq,
      at: at(),
      committedAt: at(),
      oldestOverdueMs: 0,
      storage: 'ok',
    });
  const timer = setInterval(() => void (does.beats && beat()), 200);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    clearInterval(timer);
    await io.close();
  });
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    seen,
    does,
    /** A delta is lost, and the next one arrives. */
    loseDelta: () => {
      seq += 2;
      io.emit('delta', { seq, from: seq - 1, at: at(), upserts: [], removes: [] });
    },
    disconnect: () => io.disconnectSockets(true),
  };
}

function link(url: string) {
  // All the link asks of a document is to say when it comes back into view.
  vi.stubGlobal('document', new EventTarget());
  const live = openLive({ token: 'd-0123456789', kind: 'wall', url });
  onTestFinished(() => {
    vi.stubGlobal('document', new EventTarget());
    live.close();
  });
  const isLive = () => expect.poll(() => live.store.freshness().state, { timeout: 3000 }).toBe('live');
  return { live, isLive };
}
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('[STR28] many gaps ask for one resync', async () => {
  const { url, seen, does, loseDelta } = await floor();
  const { isLive } = link(url);
  await isLive();
  does.resyncs = false;
  for (let n = 0; n < 20; n += 1) loseDelta();
  await wait(1200);
  expect(seen.resyncs).toHaveLength(1);
});

test('[STR28] one that is not answered is asked again after 2 s, also when nothing else arrives; one answered is not', async () => {
  const { url, seen, does, loseDelta } = await floor();
  const { live, isLive } = link(url);
  await isLive();
  does.resyncs = false;
  does.beats = false;
  loseDelta();
  await wait(2500);
  expect(seen.resyncs).toHaveLength(2);
  expect(seen.resyncs[1]! - seen.resyncs[0]!).toBeGreaterThan(1900);
  does.resyncs = true;
  does.beats = true;
  await expect.poll(() => live.store.freshness().state, { timeout: 4000 }).toBe('live');
  const asked = seen.resyncs.length;
  await wait(2500);
  expect(seen.resyncs).toHaveLength(asked);
});

test('[STR28] a link that brings nothing for 8 s is made anew, one that brings something is not', async () => {
  const quiet = await floor();
  const lively = await floor();
  const { isLive } = link(quiet.url);
  await isLive();
  await link(lively.url).isLive();
  quiet.does.beats = false;
  quiet.does.resyncs = false;
  await wait(7000);
  expect(quiet.seen.links).toBe(1);
  await expect.poll(() => quiet.seen.links, { timeout: 3000 }).toBe(2);
  expect(lively.seen.links).toBe(1);
});

test('[STR28] pages that the server sent away come back spread over seconds', async () => {
  const back = async (chance: number): Promise<number> => {
    const { url, seen, disconnect } = await floor();
    const { isLive } = link(url);
    await isLive();
    vi.spyOn(Math, 'random').mockReturnValue(chance);
    const from = performance.now();
    disconnect();
    await expect.poll(() => seen.links, { timeout: 5000, interval: 20 }).toBe(2);
    vi.mocked(Math.random).mockRestore();
    return performance.now() - from;
  };
  expect(await back(0)).toBeLessThan(1200);
  expect(await back(0.6)).toBeGreaterThan(2000);
});

test('[STR29] an answer is refused at once while the picture is not current, and is not sent later either', async () => {
  const { url, seen, does } = await floor();
  const { live, isLive } = link(url);
  expect(await live.sendCommand(ACK)).toMatchObject({ ok: false, error: { code: 'not-live' } });
  await isLive();
  does.beats = false;
  await expect.poll(() => live.store.freshness().state, { timeout: 4000 }).toBe('stale');
  const from = performance.now();
  expect(await live.sendCommand(ACK)).toMatchObject({ ok: false, error: { code: 'not-live' } });
  expect(performance.now() - from).toBeLessThan(100);
  does.beats = true;
  await isLive();
  await wait(300);
  expect(seen.commands).toEqual([]);
  expect(await live.sendCommand(ACK)).toMatchObject({ ok: false, error: { code: 'stale' } });
  expect(seen.commands).toEqual([ACK]);
});

test('[STR29] without an acknowledgement in 8 s the page says that it does not know what came of it', async () => {
  const { url, seen, does } = await floor();
  const { live, isLive } = link(url);
  await isLive();
  does.acks = false;
  const from = performance.now();
  expect(await live.sendCommand(ACK)).toMatchObject({
    ok: false,
    error: { code: 'no-answer', message: expect.stringContaining('Look at the incident') },
  });
  expect(Math.round((performance.now() - from) / 1000)).toBe(8);
  expect(seen.commands).toHaveLength(1);
});
