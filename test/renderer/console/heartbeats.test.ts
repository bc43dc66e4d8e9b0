import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { orderHeartbeats, pingCommand } from '../../../src/renderer/features/settings/heartbeat-order.ts';
import type { HeartbeatItem } from '../../../src/shared/api/heartbeats.ts';

const item = (id: string, more: Partial<HeartbeatItem>): HeartbeatItem => ({
  id,
  name: id,
  label: id,
  integration: 'std',
  service: 'payments',
  urgency: 'high',
  every: 'PT5M',
  grace: 'PT1M',
  note: '',
  switchedOff: false,
  madeBy: 'config',
  state: 'on-time',
  lastBeatAt: null,
  dueAt: null,
  lateSince: null,
  incident: null,
  ...more,
});

it('[ING176] late ones first, the longest late first, then by when they are due, those that are off last', () => {
  const items = [
    item('off', { state: 'off' }),
    item('awaits', { state: 'waiting' }),
    item('soon', { dueAt: '2026-11-28T03:10:00.000Z' }),
    item('later', { dueAt: '2026-11-28T04:10:00.000Z' }),
    item('late', { state: 'late', lateSince: '2026-11-28T03:00:00.000Z' }),
    item('longer', { state: 'late', lateSince: '2026-11-28T02:00:00.000Z' }),
  ];
  expect(orderHeartbeats(items).map(({ id }) => id)).toEqual([
    'longer',
    'late',
    'soon',
    'later',
    'awaits',
    'off',
  ]);
});

it('[ING176] the command is what a shell takes apart as it was meant, whatever the name', () => {
  const command = pingCommand("http://noc:7700/it's", '야간 정산', 'YOUR_KEY').replace(
    /^curl/,
    "printf '%s\\n'",
  );
  const words = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trimEnd().split('\n');
  expect(words).toEqual([
    '-fsS',
    '-X',
    'POST',
    '-H',
    'X-Integration-Key: YOUR_KEY',
    `http://noc:7700/it's/api/v1/heartbeats/${encodeURIComponent('야간 정산')}/ping`,
  ]);
});
