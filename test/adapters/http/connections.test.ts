import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { expect, it } from 'vitest';
import { capConnections } from '../../../src/server/adapters/http/connections.ts';
import { createSuspicion } from '../../../src/server/adapters/http/suspicion.ts';

class FakeSocket extends EventEmitter {
  readonly remoteAddress: string;
  isDestroyed = false;
  constructor(remoteAddress: string) {
    super();
    this.remoteAddress = remoteAddress;
  }
  destroy() {
    this.isDestroyed = true;
    this.emit('close');
  }
}

it('[STR48] one address may not take every connection; a closed one makes room; loopback is not counted', () => {
  const server = new EventEmitter() as unknown as Server;
  capConnections(server, { maxConnections: 100, maxPerAddress: 2 });
  const open = (address: string) => {
    const socket = new FakeSocket(address);
    server.emit('connection', socket);
    return socket;
  };
  const [first, , third] = [open('192.0.2.1'), open('192.0.2.1'), open('192.0.2.1')];
  expect([first.isDestroyed, third.isDestroyed, open('192.0.2.2').isDestroyed]).toEqual([false, true, false]);
  first.emit('close');
  expect([open('192.0.2.1').isDestroyed, open('192.0.2.1').isDestroyed]).toEqual([false, true]);
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
    expect(Array.from({ length: 5 }, () => open(address).isDestroyed)).not.toContain(true);
  expect(server.maxConnections).toBe(100);
});

it('[ING28] addresses remembered are bounded: the one quiet for longest is forgotten', () => {
  const told: string[] = [];
  const note = createSuspicion((address) => told.push(address), 2);
  for (const address of ['a', 'a', 'b', 'c', 'a', 'a']) note(address, null, 0);
  expect(told).toEqual([]);
  note('a', null, 1);
  expect(told).toEqual(['a']);
});
