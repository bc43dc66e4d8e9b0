import { Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { createSnsFetch } from '../../../src/server/adapters/channels/fetch-sns.ts';
import { OutboundRefused } from '../../../src/server/adapters/channels/outbound-guard.ts';
import { NOT_SNS } from '../../support/not-sns.ts';

const GENUINE = 'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription';
const connects = vi.spyOn(Socket.prototype, 'connect');
const lookedUp: string[] = [];
const fetching = (...addresses: readonly string[]) =>
  createSnsFetch({
    ownPort: () => null,
    ownAddresses: () => [],
    resolve: async (host) => {
      lookedUp.push(host);
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
  });
afterEach(() => {
  connects.mockClear();
  lookedUp.length = 0;
});

it.each(NOT_SNS)('[ING55] %j is neither looked up nor connected to', async (url) => {
  await expect(fetching('203.0.113.7')(url)).rejects.toThrow(OutboundRefused);
  expect(lookedUp).toEqual([]);
  expect(connects).not.toHaveBeenCalled();
});

it.each([
  '127.0.0.1',
  '169.254.169.254',
  '10.0.0.7',
  '192.168.1.1',
  '172.16.0.1',
  '100.64.0.1',
  '0.0.0.0',
  '::1',
  'fe80::1',
  'fc00::1',
  '::ffff:127.0.0.1',
  '64:ff9b::a9fe:a9fe',
])('[ING55] a name of SNS that leads to %s is refused before a byte leaves', async (address) => {
  await expect(fetching(address)(GENUINE)).rejects.toThrow(OutboundRefused);
  // Proof that the canary sees what is looked up.
  expect(lookedUp).toEqual(['sns.us-east-1.amazonaws.com']);
});
